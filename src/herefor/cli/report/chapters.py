"""The chapters that hold for the whole: the gap, what moves the index, loyalty, all indices."""

from collections.abc import Iterator, Sequence
from math import isfinite

from herefor.cli.report.page import Chapter, Row, Table
from herefor.cli.report.words import (
    EFFECTS,
    POINTS,
    Pairs,
    bounds,
    change_words,
    interval,
    interval_name,
    signed,
    spoken,
    though,
    tie_words,
)
from herefor.cli.show import target_of
from herefor.measure import Fit, Gap, Link, Number, ahead, gap, tied_impacts
from herefor.measure.words import counted, listed
from herefor.ui.charts import Bar, Estimate, Level, driver_dots, interval_bar, waterfall
from herefor.ui.charts.svg import Ends, round_ends

WHOLE = POINTS.in_whole()
PROOF = (
    "These are associations, not proof: only a trial, or a before-and-after with a control, "
    "shows a cause."
)


def gap_chapter(fit: Fit, *, through: str = "direct") -> Chapter:
    """Where are the other points?"""
    found = gap(fit, target_of(fit), through=through)
    bars = [Bar(bar.driver, bar.points.value, *bounds(bar.points)) for bar in found.bars]
    rest, (low, high) = found.unexplained, bounds(found.unexplained)
    bars.append(Bar("Not explained", rest.value, low, high, explained=False))
    start, end = Level("Perfect", 1000), Level("Today", found.today)
    label = f"{found.target}, from the full score of 1000 down to today's"
    return Chapter(
        f"Where are the other {WHOLE.number(found.missing.value)} points?",
        answer=_most_held(found),
        chart=waterfall(start, bars, end, label=label, words=POINTS),
        caption=f"{spoken(found.missing, WHOLE)} of 1000 points are missing. “Not explained” "
        "would be missing even if every driver were perfect."
        + (f" Bands: {interval_name(fit.level)}." if low is not None else ""),
        table=Table(
            ("Part", "Points", "Interval"),
            [
                Row(start.name, (WHOLE.number(start.value), "")),
                *(Row(bar.driver, _of_gap(bar.points)) for bar in found.bars),
                Row("Not explained", _of_gap(rest)),
                Row(end.name, (WHOLE.number(end.value), "")),
            ],
        ),
        words=tie_words(found.ties, besides=found.bars[0].driver),
    )


def _most_held(found: Gap) -> str:
    first = found.bars[0]
    if not isfinite(first.points.low):
        return f"{first.driver} holds about {WHOLE.number(first.points.value)} of them."
    if not any(bar.points.low > 0 for bar in found.bars):
        return "No driver clearly holds any of them."
    tied = though(first.driver, found.ties, may="hold as many")
    return (
        f"{first.driver} holds the most: about {WHOLE.number(first.points.value)} of them "
        f"({interval(first.points, WHOLE)}){tied}."
    )


def _of_gap(points: Number) -> tuple[str, str]:
    return WHOLE.number(points.value), interval(points, WHOLE)


def impacts_chapter(fit: Fit) -> Chapter:
    """What moves it: points for one point, where each driver stands, and which are tied."""
    target = target_of(fit)
    links = sorted(_moving(fit, target), key=lambda link: -link.number.value)
    ties = tied_impacts(fit, target)
    rows = [
        _estimate(f"{link.source} at {POINTS.number(_stands(fit, link))}", link.number)
        for link in links
    ]
    ends = round_ends([0.0, *(edge for row in rows for edge in row.edges)])
    return Chapter(
        f"What moves {target}",
        answer=_strongest(links, ties, target),
        chart=driver_dots(rows, ends, label=f"Points of {target} for one point", words=EFFECTS),
        caption=f"How many points {target} is higher where the driver is one point higher, "
        "directly and through others. After each name: where it stands today, of 100.",
        table=Table(
            ("Driver", "Stands at", f"Points of {target} for one point"),
            [Row(link.source, _of_driver(fit, link)) for link in links],
        ),
        words=[
            *tie_words(ties, besides=links[0].source),
            *_lowering(links, target),
            PROOF,
        ],
    )


def _moving(fit: Fit, target: str) -> Iterator[Link]:
    return (link for link in fit.impacts() if link.target == target)


def _stands(fit: Fit, link: Link) -> float:
    return fit.value("index", link.source)


def _of_driver(fit: Fit, link: Link) -> tuple[str, str]:
    return spoken(fit.index(link.source)), spoken(link.number, EFFECTS)


def _strongest(links: Sequence[Link], ties: Pairs, target: str) -> str:
    first = links[0]
    moves = (
        f"one point more of it goes with {spoken(first.number, EFFECTS)} points more of {target}"
    )
    if not isfinite(first.number.low):
        return f"{first.source} moves it most: {moves}."
    if not any(link.number.low > 0 for link in links):
        return f"No driver clearly lifts {target}."
    return f"{first.source} moves it most: {moves}{though(first.source, ties, may='do as much')}."


def _lowering(links: Sequence[Link], target: str) -> list[str]:
    against = [link.source for link in links if link.number.high < 0]
    return [f"More of {listed(against)} goes with less of {target}."] if against else []


def loyalty_chapter(fit: Fit) -> Iterator[Chapter]:
    """Are they loyal? Nothing where the model has no loyalty or is about nothing else."""
    target = target_of(fit)
    named = [name for name in fit.model.names if name.casefold().startswith("loy")]
    if not named or named[0] == target:
        return
    loyalty = named[0]
    both = {name: fit.index(name) for name in (target, loyalty)}
    rows = [_estimate(name, index) for name, index in both.items()]
    yield Chapter(
        "Are they loyal?",
        answer=f"{loyalty} is {spoken(both[loyalty])} of 100, {_beside(fit, loyalty, target)}.",
        chart=driver_dots(rows, label=f"{target} and {loyalty}", words=POINTS),
        caption=f"Both on one scale, n = {POINTS.count(fit.n)}.",
        table=Table(
            ("Index", "of 100", "Interval"),
            [
                Row(name, (POINTS.number(index.value), interval(index)))
                for name, index in both.items()
            ],
        ),
        words=[
            f"Where {link.source} is one point higher, {loyalty} is "
            f"{spoken(link.number, EFFECTS)} higher."
            for link in _moving(fit, loyalty)
            if link.source == target
        ],
    )


def _beside(fit: Fit, loyalty: str, target: str) -> str:
    lead = ahead(fit, loyalty, target)
    if not isfinite(lead.low):
        return f"{signed(lead.value)} points from {target}"
    if not lead.clear:
        return f"not clearly different from {target} ({change_words(lead)})"
    return f"clearly {'higher' if lead.value > 0 else 'lower'} than {target} ({change_words(lead)})"


def everything(fit: Fit) -> Chapter:
    """All indices in one table, drawn on one scale."""
    indices = [_estimate(name, fit.index(name)) for name in fit.measured]
    ends = round_ends(edge + room for one in indices for edge in one.edges for room in (-0.5, 0.5))
    return Chapter(
        "All indices",
        table=Table(
            ("Construct", "Index, 0 to 100", "R2", "Alpha", "AVE"),
            [Row(one.name, _measures(fit, one.name), _drawn(one, ends)) for one in indices],
            scale=f"{ends[0]:g} to {ends[1]:g}",
            label="All indices",
            folded=False,
        ),
        words=[
            f"From {counted(fit.n, 'answer')}. R2: the share of its differences that its drivers "
            "account for. Alpha: how much its items agree. AVE: how much of its items it accounts "
            "for."
        ],
    )


def _estimate(name: str, number: Number) -> Estimate:
    return Estimate(name, number.value, *bounds(number))


def _measures(fit: Fit, name: str) -> tuple[str, ...]:
    measures = (fit.value(what, name) for what in ("r2", "alpha", "ave"))
    return (
        spoken(fit.index(name)),
        *(EFFECTS.number(one) if isfinite(one) else "–" for one in measures),
    )


def _drawn(index: Estimate, ends: Ends) -> str:
    drawn = (index.value, index.low, index.high)
    return interval_bar(*drawn, ends, label=index.name, words=POINTS)
