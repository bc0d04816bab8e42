"""Units, pairs or constructs under each other, each with its interval, and the whole as a line."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import polars as pl

from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.comparison import Comparison
from herefor.measure.index.rollup import Rolled
from herefor.measure.index.small import Small
from herefor.measure.report.charts.base import (
    ACCENT,
    FAINT,
    INK,
    ROW,
    WIDTH,
    altair,
    beside,
    beside_axis,
    quiet,
    signed,
    values,
)
from herefor.measure.words import Refused, counted, listed

Rows = list[dict[str, Any]]


def forest_chart(
    found: Comparison | Small | Rolled | Mapping[str, Number] | Mapping[str, Fit],
    *,
    of: str | None = None,
    whole: float | None = None,
) -> Any:
    """An interval for each, the highest on top; an Altair chart.

    Of a comparison: the differences, clear ones in full colour, and zero as the line. Of steadied
    units: the steadied index, a hollow mark for what it was alone, and what is expected as the
    line. Of a roll-up: the parts of the whole. Of indices or fits by name (`of` says which
    construct): the indices, and `whole` as the line if it is given. Raises `Refused` for nothing
    to show, fits without `of`, and without Altair.

    >>> from herefor.measure import Number
    >>> chart = forest_chart({"North": Number(70.0, 68.0, 72.0), "South": Number(75.0, 73.0, 77.0)})
    >>> chart.to_dict()["title"]["text"]
    ['South is highest with 75.0']
    """
    if isinstance(found, Comparison):
        return _pairs(found)
    if isinstance(found, Small):
        return _steadied(found)
    if isinstance(found, Rolled):
        parts = {one.name: one.number for one in found.parts}
        return _indices(parts, whole=found.number.value if whole is None else whole)
    return _indices({name: _number(name, one, of) for name, one in found.items()}, whole=whole)


def loadings_chart(fit: Fit, *, of: str | None = None) -> Any:
    """How well each item shows its construct, with intervals; 0.7 as the line.

    Above it an item shares half of its variance with the construct. `of` names one construct.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> loadings_chart(fit).to_dict()["title"]["text"]
    ['All 2 items show their constructs well']
    """
    fit.place(of) if of else None
    rows: Rows = [
        _row(f"{item.code} · {one.name}" if of is None else item.code, number, clear=True)
        | {"clear": number.value >= ENOUGH}
        for one in fit.model.constructs
        if one.product is None and of in (None, one.name)
        for item in one.items
        for number in [fit.number("loadings", item.code)]
    ]
    weak = [row["name"].split(" · ")[0] for row in rows if not row["clear"]]
    title = (
        f"{listed(weak)} {'shows' if len(weak) == 1 else 'show'} little of what "
        f"{'it' if len(weak) == 1 else 'they'} should (loading under {ENOUGH:g})"
        if weak
        else f"All {counted(len(rows), 'item')} show their constructs well"
    )
    subtitle = f"Loadings with {fit.level:.0%} intervals, n = {fit.n:,}"
    return _drawn(rows, title=title, subtitle=subtitle, line=ENOUGH, decimals=2)


ENOUGH = 0.7


def _number(name: str, one: Number | Fit, of: str | None) -> Number:
    if isinstance(one, Number):
        return one
    if of is None:
        raise Refused(f'{name} is a fit: say which of its indices, such as of="Satisfaction".')
    return one.index(of)


def _indices(found: Mapping[str, Number], *, whole: float | None) -> Any:
    rows = [_row(name, one, clear=True) for name, one in found.items()]
    if not rows:
        raise Refused("There is nothing to show: give at least one index.")
    rows.sort(key=lambda row: -row["value"])
    first = rows[0]
    level = next(iter(found.values())).level
    line = "" if whole is None else f"; the line is the whole, {whole:.1f}"
    return _drawn(
        rows,
        title=_highest(rows) if len(rows) > 1 else f"{first['name']}: {first['value']:.1f}",
        subtitle=f"Index 0 to 100 with {level:.0%} intervals{line}",
        line=whole,
        decimals=1,
    )


def _highest(rows: Rows) -> str:
    """Who leads, or that it cannot be told."""
    first, second = rows[0], rows[1]
    if isfinite(first["low"] or float("nan")) and second["high"] is not None:
        overlap = [row["name"] for row in rows[1:] if row["high"] >= first["low"]]
        if overlap:
            return (
                f"{first['name']} is highest with {first['value']:.1f}, but its interval overlaps "
                f"{listed(overlap, most=3)}"
            )
    return f"{first['name']} is highest with {first['value']:.1f}"


def _pairs(found: Comparison) -> Any:
    rows = [
        _row(f"{pair.one} less {pair.other}", pair.difference, clear=pair.clear)
        for pair in found.pairs
    ]
    rows.sort(key=lambda row: -row["value"])
    clear = len(found.clear)
    first = found.clear[0] if clear else None
    title = (
        f"{clear} of {counted(len(rows), 'difference')} clear: "
        f"{first.one} and {first.other} lie {abs(first.difference.value):.1f} points apart"
        if first
        else f"None of {counted(len(rows), 'difference')} is clear"
    )
    widened = f"Points, {found.each_level:.1%} intervals, widened for {len(rows)} comparisons"
    return _drawn(rows, title=title, subtitle=[widened, UNCLEAR], line=0.0, decimals=1)


UNCLEAR = "Grey: no clear difference"


def _steadied(found: Small) -> Any:
    rows = [
        _row(unit.name, unit.number, clear=True) | {"own": unit.own.value} for unit in found.units
    ]
    rows.sort(key=lambda row: -row["value"])
    expected = found.coefficients[0] if len(found.coefficients) == 1 else None
    subtitle = ["Steadied by the other units; hollow: what each answered alone", *found.notes]
    return _drawn(rows, title=_highest(rows), subtitle=subtitle, line=expected, decimals=1)


def _row(name: str, number: Any, *, clear: bool) -> dict[str, Any]:
    low, high = (one if isfinite(one) else None for one in (number.low, number.high))
    return {"name": name, "value": number.value, "low": low, "high": high, "clear": clear}


def _plain(value: float, decimals: int) -> str:
    return signed(value, decimals).removeprefix("+")


def _drawn(  # five words that each chart says for itself
    rows: Rows, *, title: str, subtitle: Any, line: float | None, decimals: int
) -> Any:
    alt = altair()
    told = [
        row | {"name": beside(row["name"]), "label": _plain(row["value"], decimals)} for row in rows
    ]
    data = values(pl.DataFrame(told, infer_schema_length=None))
    y = alt.Y("name:N", sort=[row["name"] for row in told], title=None, axis=beside_axis())
    most = max(row["name"].count("\n") for row in told)
    colour = alt.condition("datum.clear", alt.value(ACCENT), alt.value("#8c959f"))
    base = alt.Chart(data).encode(y=y)
    scale = alt.Scale(zero=False, nice=True, padding=10)
    layers = [
        base.mark_rule(strokeWidth=5, opacity=0.35).encode(
            x=alt.X("low:Q", title=None, scale=scale), x2="high:Q", color=colour
        ),
        base.mark_point(filled=True, size=62, opacity=1).encode(
            x=alt.X("value:Q", scale=scale), color=colour
        ),
        base.mark_text(dy=-10, fontSize=11, color=INK).encode(x="value:Q", text="label:N"),
    ]
    if "own" in rows[0]:
        hollow = base.mark_point(filled=False, size=46, color=FAINT, strokeWidth=1.3)
        layers.append(hollow.encode(x="own:Q"))
    if line is not None:
        at = alt.Chart(alt.Data(values=[{"at": line}]))
        layers.insert(0, at.mark_rule(color=FAINT, strokeDash=[4, 3]).encode(x="at:Q"))
    made = alt.layer(*layers).properties(
        width=WIDTH - 75, height=(ROW + 11 * most) * len(rows) + 16
    )
    return quiet(made, title=title, subtitle=subtitle)
