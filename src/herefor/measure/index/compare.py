"""Is it a change, is it larger? Two numbers, and whether they can be told apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot
from statistics import NormalDist

from herefor.measure.estimate.fit import Fit, Index, Number
from herefor.measure.stack import Array
from herefor.measure.words import Refused, plain


@dataclass(frozen=True)
class Difference:
    """How much higher the first is; clear when the interval leaves zero out."""

    value: float
    low: float
    high: float
    se: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


def difference(a: Index, b: Index) -> Difference:
    """a minus b, with a normal interval: variances of independent estimates add.

    NaN ends, and nothing clear, where one of them was measured without replicates. Refused: two
    levels.

    >>> now, before = Index(74.0, 72.2, 75.8, 0.9, 250), Index(71.0, 69.2, 72.8, 0.9, 250)
    >>> change = difference(now, before)
    >>> round(change.low, 2), round(change.high, 2), change.clear
    (0.51, 5.49, True)
    """
    if a.level != b.level:
        raise Refused(
            f"One index is at the level {plain(a.level)}, the other at {plain(b.level)}: measure "
            "both at the same."
        )
    value, se = a.value - b.value, hypot(a.se, b.se)
    reach = NormalDist().inv_cdf((1 + a.level) / 2) * se
    return Difference(value, value - reach, value + reach, se)


def ahead(fit: Fit, one: str, other: str) -> Difference:
    """One construct's index minus another's from the same answers.

    Both come from the same people, so the difference is taken within each replicate.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [4, 6, 9, 10] * 5, "s": [2, 3, 8, 9] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model, replicates=200, seed=1))
    >>> lead = ahead(fit, "Q", "S")
    >>> round(lead.value, 2), lead.clear
    (19.44, True)
    """
    first, second = fit.construct_place(one), fit.construct_place(other)
    drawn = fit.replicates.index[first] - fit.replicates.index[second]
    lead = fit.about(fit.value("index", one) - fit.value("index", other), drawn)
    return Difference(lead.value, lead.low, lead.high, lead.se)


def ties(drawn: Mapping[str, Array], *, level: float) -> tuple[tuple[str, str], ...]:
    """Pairs whose difference over the replicates may be zero: which is larger cannot be told.

    >>> import numpy as np
    >>> steps = np.linspace(-1, 1, 101)
    >>> ties({"a": steps, "b": -steps, "c": steps + 5}, level=0.95)
    (('a', 'b'),)
    """
    apart = {
        (a, b): Number.of(0, drawn[a] - drawn[b], level=level) for a, b in combinations(drawn, 2)
    }
    return tuple(pair for pair, number in apart.items() if number.low <= 0 <= number.high)


def tied_groups(
    order: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], ...]:
    """Neighbours by size of which no two can be told apart, in runs as long as can be.

    A name may be in two runs: between the largest and the smallest, tied with both.

    >>> tied_groups(["a", "b", "c", "d"], [("a", "b"), ("c", "b"), ("c", "a")])
    (('a', 'b', 'c'),)
    """
    tied = {frozenset(pair) for pair in pairs}
    runs: list[tuple[str, ...]] = []
    for first, name in enumerate(order):
        run = [name]
        for other in order[first + 1 :]:
            if not all(frozenset((one, other)) in tied for one in run):
                break
            run.append(other)
        if len(run) > 1 and not (runs and set(run) <= set(runs[-1])):
            runs.append(tuple(run))
    return tuple(runs)


def tied_impacts(fit: Fit, target: str) -> tuple[tuple[str, str], ...]:
    """Pairs of drivers of which it cannot be told which moves `target` more.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("V", ["v"]), construct("S", ["s"])],
    ...     [path("Q", to=["S"]), path("V", to=["S"])],
    ... )
    >>> answers = pl.DataFrame(
    ...     {"q": [1, 4, 9, 10] * 5, "v": [5, 2, 6, 6] * 5, "s": [2, 3, 8, 10] * 5}
    ... )
    >>> tied_impacts(PLS().fit(model, Moments.of(answers, model, replicates=200, seed=1)), "S")
    ()
    """
    place = fit.construct_place(target)
    drawn = {
        link.source: fit.replicates.impacts[fit.construct_place(link.source), place]
        for link in fit.impacts()
        if link.target == target
    }
    return ties(drawn, level=fit.level)
