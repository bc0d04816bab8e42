"""The chapter about groups: a trend where they are periods, side by side where they are not."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import comb, isfinite
from typing import TYPE_CHECKING

from herefor.cli.periods import in_time
from herefor.cli.report.page import Chapter, Row, Table
from herefor.cli.report.words import (
    POINTS,
    bounds,
    change_words,
    has_interval,
    interval,
    interval_name,
)
from herefor.cli.show import control_of, target_of
from herefor.measure import Comparison, Difference, Index, difference
from herefor.measure.report.warn import FEW
from herefor.measure.words import counted, listed
from herefor.ui.charts import Estimate, Point, driver_dots, trend

if TYPE_CHECKING:
    from herefor.cli.measuring import Results

UNTOLD = "Without replicates it is not known whether these differ by more than chance."
Indices = Mapping[str, Index]


def groups_chapter(results: "Results", *, by: str) -> Chapter:
    """The index of every group, with those named that are too small to say anything."""
    target = target_of(results.fit)
    known = {
        value: fit.index(target)
        for value, fit in results.groups.items()
        if fit and target in fit.model.names
    }
    over_time = in_time(results.groups, column=by) is not None
    over = _trend(known, target, results) if over_time else _side_by_side(known, target, by)
    chapter = replace(over, words=[*over.words, *_controlled(results, over_time=over_time)])
    if not has_interval(results.fit):
        return replace(chapter, answer=UNTOLD, notes=_too_small(results, known))
    return replace(
        chapter, words=[*chapter.words, *_rough(known)], notes=_too_small(results, known)
    )


def _trend(known: Indices, target: str, results: "Results") -> Chapter:
    by = str(results.by)
    chapter = Chapter(f"{target} by {by}", answer=_only(known, by), table=_table(known, by))
    if len(known) < 2 or not all(isfinite(index.low) for index in known.values()):
        return chapter
    changes = [_change(results.comparison, known, *pair) for pair in pairwise(known)]
    marks = ["", *map(_mark, changes)]
    points = [
        Point(period, index.value, index.low, index.high, index.n, clear=mark)
        for (period, index), mark in zip(known.items(), marks, strict=True)
    ]
    level = next(iter(known.values())).level
    return replace(
        chapter,
        answer=_last_change(known, changes[-1]),
        chart=trend(points, label=f"{target} by {by}", words=POINTS),
        caption=f"Point and {interval_name(level)} for each {by}. A ring marks a clear change.",
        words=[_since_the_first(known)] if len(known) > 2 else (),
    )


def _side_by_side(known: Indices, target: str, by: str) -> Chapter:
    chapter = Chapter(f"{target} by {by}", answer=_only(known, by), table=_table(known, by))
    if len(known) < 2:
        return chapter
    rows = [Estimate(name, index.value, *bounds(index)) for name, index in known.items()]
    return replace(
        chapter,
        answer=_widest(known),
        chart=driver_dots(rows, label=f"{target} by {by}", words=POINTS),
        caption="All on one scale. Whether two groups differ is told by the interval of their "
        "difference, not by whether their bands touch.",
    )


def _only(known: Indices, by: str) -> str:
    if not known:
        return f"No {by} has answers enough."
    return f"Only {listed(known)} has answers enough, so there is nothing to compare it with."


def _change(found: Comparison | None, known: Indices, before: str, now: str) -> Difference:
    """As in the tables, where all changes are held against chance together; else by itself."""
    for pair in found.pairs if found else ():
        if (pair.one, pair.other) == (now, before):
            return pair.difference
    return difference(known[now], known[before])


def _controlled(results: "Results", *, over_time: bool) -> list[str]:
    return [control_of(results.comparison)] if results.comparison and over_time else []


def _last_change(known: Indices, change: Difference) -> str:
    before, now = list(known)[-2:]
    return f"{_changed(change, f'from {before} to {now}')}."


def _since_the_first(known: Indices) -> str:
    (first, earlier), *_, (now, later) = known.items()
    whole = difference(later, earlier)
    return f"{_changed(whole, f'over the whole time, from {first} to {now}')}."


def _changed(change: Difference, when: str) -> str:
    if not change.clear:
        return f"No clear change {when} ({change_words(change)})"
    return f"Clearly {'higher' if change.value > 0 else 'lower'} {when} ({change_words(change)})"


def _mark(change: Difference) -> str:
    if not change.clear:
        return ""
    return "rose clearly" if change.value > 0 else "fell clearly"


def _widest(known: Indices) -> str:
    """The highest against the lowest, with an interval wide enough for all pairs (Bonferroni)."""
    order = sorted(known, key=lambda name: known[name].value)
    low, high = order[0], order[-1]
    pairs = comb(len(known), 2)
    level = 1 - (1 - known[high].level) / pairs
    lead = difference(*(replace(known[name], level=level) for name in (high, low)))
    allowed = f", allowing for {pairs} comparisons" if pairs > 1 else ""
    if lead.clear:
        return f"{high} is clearly higher than {low} ({change_words(lead)}{allowed})."
    return f"No clear difference between {high} and {low} ({change_words(lead)}{allowed})."


def _table(known: Indices, by: str) -> Table:
    return Table(
        (by, "Index, 0 to 100", "Interval", "n"),
        [
            Row(name, (POINTS.number(index.value), interval(index), POINTS.count(index.n)))
            for name, index in known.items()
        ],
    )


def _rough(known: Indices) -> list[str]:
    few = [f"{name} ({index.n})" for name, index in known.items() if index.n < FEW]
    return [f"Intervals from fewer than {FEW} answers are rough: {listed(few)}."] if few else []


def _too_small(results: "Results", known: Indices) -> list[str]:
    """Every group without a number, and why."""
    return [
        f"{value}: {_why_not(results, value)}" for value in results.groups if value not in known
    ]


def _why_not(results: "Results", value: str) -> str:
    document = results.document["groups"][value]
    if results.groups[value] is None:
        return str(document["warnings"][0])
    return f"not measured, {counted(document['n_used'], 'answer')} all alike."
