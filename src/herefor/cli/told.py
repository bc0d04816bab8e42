"""Results as plain numbers and texts, ready for JSON."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from herefor.measure import Comparison, Gap, Number

Told = dict[str, Any]


def plain(value: float) -> float | None:
    """A number, or None where there is none: JSON has no word for NaN."""
    return float(value) if isfinite(value) else None


def spelled(word: str, number: Number, *, se: bool = False) -> Told:
    """
    >>> spelled("index", Number(70.0, 68.0, 72.0))
    {'index': 70.0, 'low': 68.0, 'high': 72.0}
    """
    ends = {"low": plain(number.low), "high": plain(number.high)}
    return {word: plain(number.value)} | ends | ({"se": plain(number.se)} if se else {})


def of_gap(found: Gap, *, through: str) -> Told:
    """Points missing to 1000, by driver."""
    return {
        "target": found.target,
        "through": through,
        "today": found.today,
        "missing": spelled("points", found.missing),
        "bars": [{"driver": bar.driver} | spelled("points", bar.points) for bar in found.bars],
        "unexplained": spelled("points", found.unexplained),
        "ties": [list(pair) for pair in found.ties],
    }


def of_comparison(found: Comparison | None) -> Told | None:
    """Every pair; intervals are widened for how many there are."""
    if found is None:
        return None
    return {
        "control": found.control,
        "level": found.level,
        "each_level": found.each_level,
        "margin": found.margin,
        "pairs": [_finite(row) for row in found.table().to_dicts()],
    }


def _finite(row: Mapping[str, Any]) -> Told:
    return {key: plain(one) if isinstance(one, float) else one for key, one in row.items()}
