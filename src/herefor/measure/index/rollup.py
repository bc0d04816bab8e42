"""Companies into industries, sectors and a nation, each number with its vintage.

Company scores by revenue, industries by the revenue of theirs, sectors by their share of gross
domestic product: Fornell, Johnson, Anderson, Cha and Bryant, Journal of Marketing 60 (1996). Any
other tree and weights will do: desks, shops, regions by customers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite, sqrt
from numbers import Real
from statistics import NormalDist
from typing import Union

from herefor.measure.estimate.fit import Index, Number
from herefor.measure.index.compare import Difference
from herefor.measure.words import Refused, counted, level_of, listed, perhaps

MONTHS = 12
PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?$")
WHERE = " / "


@dataclass(frozen=True)
class Entry:
    """One measured unit: its index, what it weighs among its neighbours, and when it was measured.

    `period` is a year, quarter or month: 2024, 2024Q3, 2024-07.
    """

    name: str
    index: Number
    weight: float
    period: str = ""


@dataclass(frozen=True)
class Group:
    """Units or groups taken together, and what they weigh among theirs."""

    name: str
    parts: Sequence[Union[Entry, "Group"]]
    weight: float = 1.0


Tree = Entry | Group


@dataclass(frozen=True)
class Rolled:
    """A number in the tree. `share` is its part in its group, `periods` the oldest and newest."""

    name: str
    number: Number
    share: float
    n: int
    periods: tuple[str, str]
    parts: tuple["Rolled", ...]
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """As published: units whole, groups with one decimal."""
        return rounded(self.number.value, decimals=1 if self.parts else 0)

    def of(self, name: str) -> "Rolled":
        """The number with this name, the nearest to the top if several have it."""
        level: list[Rolled] = [self]
        seen: list[str] = []
        while level:
            for one in level:
                if one.name == name:
                    return one
            seen += [one.name for one in level]
            level = [part for one in level for part in one.parts]
        raise Refused(f"There is no {name} in {self.name}.{perhaps(name, seen)}")


@dataclass(frozen=True)
class RolledChange:
    """A change at the top. `fresh` and `kept` are the units measured anew or taken over.

    `by_answers` and `by_weights` add up to the change: fresh numbers at today's weights; other
    weights, and units that came or went.
    """

    difference: Difference
    by_answers: float
    by_weights: float
    fresh: tuple[str, ...]
    kept: tuple[str, ...]


def roll_up(tree: Tree, *, level: float = 0.95, now: str = "", oldest: int = MONTHS) -> Rolled:
    """The tree's number and those of all its groups, with intervals.

    Weighted means; units are independent samples, so variance is the sum of squared weight times
    variance. With `now`, units measured more than `oldest` months before are named in `notes`.
    Refused: missing or negative weights, units without a standard error, names that occur twice.

    >>> shops = Group("Shops", [
    ...     Entry("Alpha", Index(80.0, se=1.0, n=250), weight=30, period="2024Q3"),
    ...     Entry("Beta", Index(70.0, se=2.0, n=90), weight=10, period="2024Q1"),
    ... ])
    >>> found = roll_up(shops, now="2025Q2")
    >>> found.shown, round(found.number.se, 3), found.periods, found.notes
    ('77.5', 0.901, ('2024Q1', '2024Q3'), ('Beta was measured in 2024Q1, over 12 months ago.',))
    """
    _check(tree)
    notes = tuple(_too_old(tree, now, oldest)) if now else ()
    return replace(_rolled(tree, 1.0, level_of(level)), notes=notes)


def renewed(tree: Tree, fresh: Mapping[str, Tree]) -> Tree:
    """The tree with the named units or groups measured anew; all others keep their vintage.

    The rolling update: each period some sectors replace those of a year earlier.
    Refused: a name that is not in the tree, or more than once.

    >>> a, b = Entry("A", Number(70.0, se=1.0), 1), Entry("B", Number(80.0, se=1.0), 1)
    >>> old = Group("All", [a, b])
    >>> roll_up(renewed(old, {"B": Entry("B", Number(90.0, se=1.0), 1)})).number.value
    80.0
    """
    names = [one.name for one in _all(tree)]
    for name in fresh:
        if names.count(name) != 1:
            times = "more than once" if name in names else "nowhere"
            raise Refused(f"{name} stands {times} in {tree.name}.{perhaps(name, names)}")
    return _renewed(tree, fresh)


def rolled_change(now: Tree, before: Tree, *, level: float = 0.95) -> RolledChange:
    """What changed at the top of two trees that share some vintages.

    A unit with the same index, standard error and period in both is the same sample: its errors
    cancel as far as its weights agree. Variance is the sum over kept units of
    (w1 - w0)^2 se^2, over fresh ones of w1^2 se1^2 + w0^2 se0^2.

    >>> a, b = Entry("A", Number(70.0, se=1.0), 1), Entry("B", Number(80.0, se=1.0), 1)
    >>> old = Group("All", [a, b])
    >>> change = rolled_change(renewed(old, {"B": Entry("B", Number(90.0, se=1.0), 1)}), old)
    >>> change.difference.value, round(change.difference.se, 4), change.kept
    (5.0, 0.7071, ('All / A',))
    """
    _check(now)
    _check(before)
    later, earlier = dict(_leaves(now, 1.0)), dict(_leaves(before, 1.0))
    kept = [
        where
        for where, (_, one) in later.items()
        if where in earlier and _same_vintage(one, earlier[where][1])
    ]
    variance = by_answers = 0.0
    for where in dict.fromkeys([*later, *earlier]):
        w1, one = later.get(where, (0.0, None))
        w0, was = earlier.get(where, (0.0, None))
        se1, se0 = (leaf.index.se if leaf else 0.0 for leaf in (one, was))
        variance += ((w1 - w0) * se1) ** 2 if where in kept else (w1 * se1) ** 2 + (w0 * se0) ** 2
        if one and was:
            by_answers += w1 * (one.index.value - was.index.value)
    value, se = _top(later) - _top(earlier), sqrt(variance)
    reach = NormalDist().inv_cdf((1 + level_of(level)) / 2) * se
    return RolledChange(
        difference=Difference(value, value - reach, value + reach, se),
        by_answers=by_answers,
        by_weights=value - by_answers,
        fresh=tuple(where for where in later if where not in kept),
        kept=tuple(kept),
    )


def all_others(
    index: Number,
    *,
    total: float,
    beside: Sequence[Tree],
    period: str = "",
    name: str = "All others",
) -> Entry:
    """The entry for all units too small to be measured one by one.

    It weighs what the measured units leave of the `total`. Refused: if they leave nothing.

    >>> big = [Entry("A", Number(70.0, se=1.0), 30), Entry("B", Number(80.0, se=1.0), 50)]
    >>> all_others(Number(75.0, se=1.5), total=100, beside=big).weight
    20.0
    """
    left = float(total - sum(one.weight for one in beside))
    if not left > 0:
        raise Refused(
            f"The measured units already weigh {total - left:g} of {total:g}, so nothing is left "
            "for all others. Mend the total, or leave them out."
        )
    return Entry(name, index, left, period)


def rounded(value: float, *, decimals: int) -> str:
    """Rounded as published tables are: a half goes up.

    >>> rounded(74.5, decimals=0), rounded(75.25, decimals=1), rounded(75.0, decimals=1)
    ('75', '75.3', '75.0')
    """
    step = Decimal(1).scaleb(-decimals)
    return str(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))


def _check(tree: Tree) -> None:
    for one in _all(tree):
        if not isinstance(one.weight, Real) or not (isfinite(one.weight) and one.weight >= 0):
            raise Refused(f"{one.name} needs a weight of 0 or more; it has {one.weight}.")
    for one in _all(tree):
        if isinstance(one, Entry):
            if not (isfinite(one.index.value) and isfinite(one.index.se) and one.index.se >= 0):
                raise Refused(f"{one.name} has no index with a standard error. Measure it first.")
            continue
        names = [part.name for part in one.parts]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise Refused(f"{listed(twice)} stands twice in {one.name}.")
        whole = sum(part.weight for part in one.parts)
        if not whole > 0:
            raise Refused(f"{one.name} holds nothing that has a weight.")
        if not isfinite(whole):
            raise Refused(f"The weights in {one.name} are too large to add up. Use larger units.")


def _rolled(tree: Tree, share: float, level: float) -> Rolled:
    if isinstance(tree, Entry):
        own, n = tree.index, tree.index.n if isinstance(tree.index, Index) else 0
        return Rolled(
            tree.name, _number(own.value, own.se, level), share, n, (tree.period,) * 2, ()
        )
    parts = tuple(_rolled(part, one, level) for part, one in _shared(tree))
    value = sum(part.share * part.number.value for part in parts)
    se = sqrt(sum((part.share * part.number.se) ** 2 for part in parts))
    said = sorted((when for part in parts for when in part.periods if when), key=_month)
    return Rolled(
        name=tree.name,
        number=_number(value, se, level),
        share=share,
        n=sum(part.n for part in parts),
        periods=(said[0], said[-1]) if said else ("", ""),
        parts=parts,
    )


def _number(value: float, se: float, level: float) -> Number:
    reach = NormalDist().inv_cdf((1 + level) / 2) * se
    return Number(value, value - reach, value + reach, se, level=level, interval="normal")


def _shared(group: Group) -> Iterator[tuple[Tree, float]]:
    whole = sum(part.weight for part in group.parts)
    for part in group.parts:
        yield part, part.weight / whole


def _leaves(tree: Tree, share: float, above: str = "") -> Iterator[tuple[str, tuple[float, Entry]]]:
    """Every unit by where it stands, with what it weighs at the top."""
    where = above + tree.name
    if isinstance(tree, Entry):
        yield where, (share, tree)
        return
    for part, one in _shared(tree):
        yield from _leaves(part, share * one, where + WHERE)


def _top(leaves: Mapping[str, tuple[float, Entry]]) -> float:
    return sum(share * one.index.value for share, one in leaves.values())


def _same_vintage(one: Entry, other: Entry) -> bool:
    a, b = ((leaf.index.value, leaf.index.se, leaf.period) for leaf in (one, other))
    return a == b


def _all(tree: Tree) -> Iterator[Tree]:
    yield tree
    if isinstance(tree, Group):
        for part in tree.parts:
            yield from _all(part)


def _renewed(tree: Tree, fresh: Mapping[str, Tree]) -> Tree:
    if tree.name in fresh:
        return fresh[tree.name]
    if isinstance(tree, Entry):
        return tree
    return replace(tree, parts=tuple(_renewed(part, fresh) for part in tree.parts))


def _too_old(tree: Tree, now: str, oldest: int) -> Iterator[str]:
    today = _month(now)
    undated = [one.name for one in _all(tree) if isinstance(one, Entry) and not one.period]
    if undated:
        yield f"When {listed(undated)} was measured is not known."
    for one in _all(tree):
        if isinstance(one, Entry) and one.period and today - _month(one.period) > oldest:
            yield f"{one.name} was measured in {one.period}, over {counted(oldest, 'month')} ago."


def _month(period: str) -> int:
    """The last month of a period, counted from the year 0."""
    found = PERIOD.match(period)
    if not found:
        raise Refused(f"{period!r} is no period. Write 2024, 2024Q3 or 2024-07.")
    year, quarter, month = found.groups()
    return int(year) * MONTHS + (int(quarter) * 3 if quarter else int(month or MONTHS))
