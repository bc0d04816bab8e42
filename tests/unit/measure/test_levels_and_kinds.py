"""Every number says the level and the kind of its own interval."""

import polars as pl
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from herefor.measure import (
    Entry,
    Group,
    Index,
    Number,
    Refused,
    difference,
    rating,
    roll_up,
    rolled_change,
    steadied,
    trend,
)

UNITS = {
    name: Number(value, se=2.0)
    for name, value in {"a": 60.0, "b": 66.0, "c": 70.0, "d": 75.0, "e": 84.0}.items()
}
TREE = Group("All", [Entry(name, one, 1.0) for name, one in UNITS.items()])


def reach(number):
    return (number.high - number.low) / 2 / number.se


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
@pytest.mark.parametrize(
    "number",
    [
        lambda level: trend(UNITS, level=level).slope,
        lambda level: steadied(UNITS, level=level).units[0].number,
        lambda level: roll_up(TREE, level=level).number,
        lambda level: roll_up(TREE, level=level).of("c").number,
    ],
)
def test_a_normal_interval_says_so_and_its_level(number, level):
    found = number(level)

    assert (found.level, found.interval) == (level, "normal")
    assert reach(found) == pytest.approx(norm.ppf((1 + level) / 2))


def test_units_steadied_by_reml_have_students_interval():
    found = steadied(UNITS, method="reml", level=0.8).units[0].number

    assert (found.level, found.interval) == (0.8, "t")
    assert reach(found) == pytest.approx(student.ppf(0.9, 4))


@pytest.mark.parametrize(
    ("kind", "interval"), [("top", "wilson"), ("bottom", "wilson"), ("nps", "score"), ("mean", "t")]
)
def test_a_rating_says_how_its_interval_was_made(kind, interval):
    found = rating(pl.Series([10, 9, 8, 3] * 9), scale=(0, 10), kind=kind, level=0.8)

    assert (found.level, found.interval) == (0.8, interval)


@pytest.mark.parametrize("level", [3, 0, 95, "high"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda level: roll_up(TREE, level=level),
        lambda level: rolled_change(TREE, TREE, level=level),
        lambda level: steadied(UNITS, level=level),
        lambda level: trend(UNITS, level=level),
    ],
)
def test_what_is_no_level_is_refused(ask, level):
    with pytest.raises(Refused, match="level must lie between 0 and 1"):
        ask(level)


def test_indices_of_two_levels_are_not_compared():
    now, before = Index(74.0, se=0.9, n=250, level=0.9), Index(71.0, se=0.9, n=250)

    for one, other in ((now, before), (before, now)):
        with pytest.raises(Refused, match=r"level 0\.9.*, the other at 0\.9.*at the same"):
            difference(one, other)
