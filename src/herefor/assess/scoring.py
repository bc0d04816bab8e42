"""From percent to points to bands: arithmetic of a scoring system, read from `scoring.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from herefor.assess.frameworks import SCORING, Framework, Item

PROCESS, RESULTS = "process", "results"
HOLISTIC_LIMIT = 70


@dataclass(frozen=True)
class Band:
    """A range of percent, or of points, ends included; `gist` is what such a response is like."""

    id: int
    low: int
    high: int
    gist: str = ""


@dataclass(frozen=True)
class Scoring:
    """`guidelines` say, for a kind of item, a band and a factor, what it is like."""

    id: str
    allowed_percent: tuple[int, ...]
    bands: tuple[Band, ...]
    factors: dict[str, tuple[str, ...]]
    guidelines: dict[str, dict[str, dict[str, str]]]
    score_bands: dict[str, tuple[Band, ...]]
    checked: str

    def band_of(self, percent: int) -> Band:
        """Raises ValueError for a percent that may not be given."""
        if percent not in self.allowed_percent:
            raise ValueError(f"{percent} percent may not be given.")
        return next(band for band in self.bands if band.low <= percent <= band.high)

    def score_band(self, points: float, *, kind: str) -> Band | None:
        """The band of all process or all results points, rounded half up before it is looked up."""
        whole = round_half_up(points)
        bands = self.score_bands.get(kind, ())
        return next((band for band in bands if band.low <= whole <= band.high), None)


@dataclass(frozen=True)
class Scores:
    """Points by item, by category and in all; halves are kept."""

    items: dict[str, float]
    categories: dict[str, float]
    total: float
    process: float
    results: float


@cache
def scoring_system(name: str) -> Scoring:
    """Raises KeyError for a name nobody knows, and ValueError for one without percents."""
    told = _systems()[name]
    if told["kind"] != "percent":
        raise ValueError(f"{name} gives no percents.")
    return Scoring(
        id=name,
        allowed_percent=tuple(told["allowed_percent"]),
        bands=tuple(Band(**band) for band in told["bands"]),
        factors={kind: tuple(names) for kind, names in told["factors"].items()},
        guidelines=told["guidelines"],
        score_bands={
            kind: tuple(Band(**band) for band in bands)
            for kind, bands in told["score_bands"].items()
        },
        checked=told["checked"],
    )


def percents_of(framework: Framework) -> Scoring | None:
    """None where the edition is not marked in percent."""
    try:
        return scoring_system(framework.scoring)
    except (KeyError, ValueError):
        return None


@cache
def levels_system(name: str = "builder-self-assessment") -> dict[str, Any]:
    """The four levels of the light self-assessment: words for each kind, level and factor."""
    return dict(_systems()[name])


def points_of(item: Item, percent: int) -> float:
    """Points times percent over 100; halves and quarters are kept."""
    return (item.points or 0) * percent / 100


def scores(framework: Framework, percents: Mapping[str, int]) -> Scores:
    """Of the items that have a percent; the others count nothing."""
    items = {
        item.id: points_of(item, percents[item.id])
        for item in framework.items
        if item.id in percents
    }
    categories = {
        category.id: sum(items.get(item.id, 0) for item in category.items)
        for category in framework.categories
    }
    of_results = {item.id for item in framework.items if item.is_results}
    total = sum(items.values())
    results = sum(points for number, points in items.items() if number in of_results)
    return Scores(items, categories, total, total - results, results)


def round_half_up(points: float) -> int:
    """
    >>> round_half_up(150.5), round_half_up(150.25), round_half_up(2.5)
    (151, 150, 3)
    """
    return int(points + 0.5)


@cache
def _systems() -> dict[str, dict[str, Any]]:
    return dict(json.loads(SCORING.read_text("utf-8")))
