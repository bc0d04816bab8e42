"""Waves, units and segments set against each other, all at once and without crying wolf."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import hypot, isfinite, sqrt
from statistics import NormalDist

import numpy as np
import polars as pl

from herefor.measure.estimate.fit import Fit, Index, Number
from herefor.measure.index.compare import Difference
from herefor.measure.index.many import adjusted, each_alone
from herefor.measure.words import Refused, level_of, listed, perhaps

Compared = Mapping[str, Index] | Mapping[str, Number] | Mapping[str, Fit]
WAYS = ("previous", "rest", "pairs")
REST = "the rest"
STANDARD = NormalDist()
LARGEST = 1e100  # beyond, squares cannot be added up


@dataclass(frozen=True)
class Pair:
    """One against another. The interval is widened as much as there were comparisons.

    `p` is that of "no difference", `p_same` that of "a difference of `margin` or more" (NaN where
    no margin was asked about), each for this pair alone; `clear` and `same` hold over all pairs
    together.
    """

    one: str
    other: str
    difference: Difference
    p: float
    p_adjusted: float
    clear: bool
    p_same: float
    same: bool


@dataclass(frozen=True)
class Comparison:
    """Every pair that was asked about. `each_level` is that of a single widened interval."""

    pairs: tuple[Pair, ...]
    level: float
    each_level: float
    control: str
    margin: float | None

    @property
    def clear(self) -> tuple[Pair, ...]:
        """The pairs that differ clearly, the largest difference first."""
        found = (pair for pair in self.pairs if pair.clear)
        return tuple(sorted(found, key=lambda pair: -abs(pair.difference.value)))

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    def between(self, one: str, other: str) -> Pair:
        """The comparison of these two, in this order."""
        for pair in self.pairs:
            if (pair.one, pair.other) == (one, other):
                return pair
        raise Refused(f"{one} was not compared with {other}.")

    def table(self) -> pl.DataFrame:
        """One row a pair."""
        return pl.DataFrame(
            [
                {
                    "one": pair.one,
                    "other": pair.other,
                    "difference": pair.difference.value,
                    "low": pair.difference.low,
                    "high": pair.difference.high,
                    "se": pair.difference.se,
                    "p": pair.p,
                    "p_adjusted": pair.p_adjusted,
                    "clear": pair.clear,
                    "p_same": pair.p_same,
                    "same": pair.same,
                }
                for pair in self.pairs
            ]
        )


def compare(
    several: Compared,
    *,
    of: str | None = None,
    against: str = "previous",
    weights: Mapping[str, float] | None = None,
    level: float = 0.95,
    control: str | None = None,
    margin: float | None = None,
) -> Comparison:
    """Differences between independent indices, in points, with what many comparisons cost.

    `several` are indices by name, or fits, of which the construct `of` is taken. `against` is
    "previous" (waves in their order), "rest" (each unit against the mean of the others, by
    `weights` or their n), "pairs" (all), or the name of one of them.
    `control` of the false discovery rate (1 - `level`) is "BH", for all pairs "BY": see `many`.
    `margin` asks also which are the same within so many points: two one-sided tests, Schuirmann,
    Journal of Pharmacokinetics and Biopharmaceutics 15 (1987), controlled in the same way.
    Refused: fewer than two, an index without a standard error, an unknown name.

    >>> waves = {"May": Index(70.0, se=0.9, n=250), "June": Index(74.0, se=0.8, n=260)}
    >>> june = compare(waves, margin=1).pairs[0]
    >>> june.one, june.other, round(june.difference.value, 1), june.clear, june.same
    ('June', 'May', 4.0, True, False)
    """
    level_of(level)
    if margin is not None and not margin > 0:
        raise Refused(f"Being the same needs a margin above 0 points; it is {margin}.")
    known = measured(several, of=of)
    control = control or ("BY" if against == "pairs" else "BH")
    set_against = list(_set_against(known, against, weights))
    return _judged(set_against, level=level, control=control, margin=margin)


def judged_together(
    changes: Mapping[str, Difference], *, level: float = 0.95, control: str = "BH"
) -> Comparison:
    """Differences that were taken one by one, such as each unit's change since its last wave.

    The same control of chance as in `compare`; each pair is (name, "").

    >>> alone = {"North": Difference(2.1, 0.1, 4.1, 1.0), "South": Difference(0.3, -1.7, 2.3, 1.0)}
    >>> [pair.clear for pair in judged_together(alone).pairs]
    [False, False]
    """
    taken = [(name, "", one.value, one.se) for name, one in changes.items()]
    return _judged(taken, level=level, control=control, margin=None)


def _judged(
    taken: Sequence[tuple[str, str, float, float]],
    *,
    level: float,
    control: str,
    margin: float | None,
) -> Comparison:
    p = np.array([_two_sided(value, se) for _, _, value, se in taken])
    each = each_alone(p, rate=1 - level, control=control)
    p_same = np.array([_same(value, se, margin) for _, _, value, se in taken])
    stepped, stepped_same = adjusted(p, control=control), adjusted(p_same, control=control)
    reach = STANDARD.inv_cdf(1 - each / 2)
    pairs = tuple(
        Pair(
            one=one,
            other=other,
            difference=Difference(value, value - reach * se, value + reach * se, se),
            p=float(p[i]),
            p_adjusted=float(stepped[i]),
            clear=bool(stepped[i] <= 1 - level),
            p_same=float(p_same[i]) if margin else float("nan"),
            same=bool(margin and stepped_same[i] <= 1 - level),
        )
        for i, (one, other, value, se) in enumerate(taken)
    )
    return Comparison(pairs, level, 1 - each, control, margin)


def measured(several: Compared, *, of: str | None = None) -> dict[str, Number]:
    """Indices by name, each with a standard error: what can be compared.

    >>> measured({"a": Number(70.0, se=1.0), "b": Number(71.0)})
    Traceback (most recent call last):
        ...
    herefor.measure.words.Refused: b has no standard error. Measure it with replicates.
    """
    if not isinstance(several, Mapping):
        raise Refused(f"Give what is compared by name, a dict; this is {type(several).__name__}.")
    if len(several) < 2:
        raise Refused("A comparison needs two indices or more.")
    known = {name: _index(name, one, of) for name, one in several.items()}
    bare = [name for name, one in known.items() if not (isfinite(one.se) and one.se >= 0)]
    lost = [name for name, one in known.items() if not abs(one.value) < LARGEST]
    if bare or lost:
        what, which = ("value", lost) if lost else ("standard error", bare)
        has, it = ("has", "it") if len(which) == 1 else ("have", "them")
        raise Refused(f"{listed(which)} {has} no {what}. Measure {it} with replicates.")
    return known


def _index(name: str, one: Number | Fit, of: str | None) -> Number:
    if isinstance(one, Number):
        return one
    if of is None:
        raise Refused(f'{name} is a fit: say which of its indices, such as of="Satisfaction".')
    return one.index(of)


def _set_against(
    known: Mapping[str, Number], against: str, weights: Mapping[str, float] | None
) -> Iterator[tuple[str, str, float, float]]:
    """Names, difference and standard error of every comparison."""
    if against == "rest":
        yield from _against_the_rest(known, _weights(known, weights))
        return
    if against == "previous":
        couples = [(later, earlier) for earlier, later in pairwise(known)]
    elif against == "pairs":
        couples = list(combinations(known, 2))
    elif against in known:
        couples = [(name, against) for name in known if name != against]
    else:
        ways: Sequence[str] = (*WAYS, *known)
        raise Refused(f"There is no {against} to compare with.{perhaps(against, ways)}")
    for one, other in couples:
        a, b = known[one], known[other]
        yield one, other, a.value - b.value, hypot(a.se, b.se)


def _against_the_rest(
    known: Mapping[str, Number], weights: Mapping[str, float]
) -> Iterator[tuple[str, str, float, float]]:
    for name, own in known.items():
        others = {other: weights[other] for other in known if other != name}
        whole = sum(others.values())
        if not whole:
            raise Refused(f"Beside {name} nothing has any weight, so there is no rest.")
        mean = sum(share * known[other].value for other, share in others.items()) / whole
        spread = sum((share * known[other].se) ** 2 for other, share in others.items())
        yield name, REST, own.value - mean, sqrt(own.se**2 + spread / whole**2)


def _weights(
    known: Mapping[str, Number], weights: Mapping[str, float] | None
) -> Mapping[str, float]:
    if weights is None:
        return {name: getattr(one, "n", 0) or 1.0 for name, one in known.items()}
    wrong = [name for name in known if not 0 <= weights.get(name, -1) < float("inf")]
    if wrong:
        raise Refused(f"{listed(wrong)} needs a weight of 0 or more to stand in the rest.")
    return weights


def _two_sided(value: float, se: float) -> float:
    if se == 0:
        return float(value == 0)
    return 2 * STANDARD.cdf(-abs(value) / se)


def _same(value: float, se: float, margin: float | None) -> float:
    """The larger of two one-sided p-values: that it is below -margin, that it is above."""
    if margin is None:
        return 1.0
    if se == 0:
        return float(abs(value) >= margin)
    return STANDARD.cdf((abs(value) - margin) / se)
