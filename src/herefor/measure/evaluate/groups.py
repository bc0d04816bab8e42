"""Do two groups differ in what drives what? Multi-group analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.quality import FORMULAS, Estimated
from herefor.measure.gather.permute import permutations
from herefor.measure.stack import Array
from herefor.measure.words import Refused, TooFewAnswers, counted, level_of, listed, perhaps

PERMUTATIONS = 1_000
KINDS = {
    "paths": 2,
    "total_effects": 2,
    "impacts": 2,
    "loadings": 1,
    "weights": 1,
    "index": 1,
    "r2": 1,
}
"""What can be compared, and how many names it takes."""


@dataclass(frozen=True)
class GroupDifference:
    """A number in group a less the same in group b, and four opinions whether it is chance.

    `low` and `high` bound what shuffled groups differ by; `p_permutation` is how often they differ
    as much. `p_bootstrap` is the smaller share of pairs of replicates that lie the other way,
    doubled; `p_parametric` takes the variances as equal, `p_welch` does not. NaN where the fits
    have no replicates.
    """

    what: str
    of: tuple[str, ...]
    a: float
    b: float
    difference: float
    low: float
    high: float
    p_permutation: float
    p_bootstrap: float
    p_parametric: float
    p_welch: float

    @property
    def clear(self) -> bool:
        """Whether the difference lies beyond what shuffled groups show."""
        return not self.low <= self.difference <= self.high


def compare_groups(
    a: Fit,
    b: Fit,
    *,
    kinds: Sequence[str] = ("paths",),
    count: int = PERMUTATIONS,
    seed: int = 1,
    level: float = 0.95,
) -> tuple[GroupDifference, ...]:
    """Every path (or total effect, loading, weight, index, R2, impact) of two groups compared.

    Permutation: Chin and Dibbern, Handbook of Partial Least Squares (2010). Bootstrap: Henseler,
    Ringle and Sinkovics, Advances in International Marketing 20 (2009), equation 9. Parametric:
    Keil, Tan, Wei, Saarinen, Tuunainen and Wassenaar, MIS Quarterly 24 (2000). Unequal variances:
    Welch, Biometrika 34 (1947). Ask `micom` first whether the groups measure the same.

    Raises `Refused` if the groups have different models, or what to compare is not known.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> one = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> other = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [9, 4, 8, 2] * 5})
    >>> a, b = (PLS().fit(model, Moments.of(rows, model)) for rows in (one, other))
    >>> found = compare_groups(a, b, count=200)[0]
    >>> found.of, round(found.difference, 2), found.clear
    (('Q', 'S'), 1.48, True)
    """
    level_of(level)
    refuse_unlike(a, b)
    wanted = [pair for kind in kinds for pair in _wanted(a, kind)]
    shuffled = _shuffled(a, b, kinds, count=count, seed=seed)
    return tuple(
        _compared(a, b, what, of, chance=shuffled[what][a.places(what, *of)], level=level)
        for what, of in wanted
    )


def refuse_unlike(a: Fit, b: Fit) -> None:
    """Two fits of the same model, read in the same way, or a refusal."""
    if a.specified != b.specified:
        raise Refused(
            "The two groups were measured by different models, so they cannot be compared. If an "
            "item was left out of one because everybody answered alike, leave it out of both."
        )
    if a.by != b.by:
        raise Refused("The two groups were estimated in different ways. Use the same PLS for both.")


def shuffles(a: Fit, b: Fit, *, count: int, seed: int) -> list[tuple[Estimated, Estimated]]:
    """Both groups estimated anew from shuffled respondents, in blocks, signs as before."""
    return [
        (a.again(first), b.again(second))
        for first, second in permutations(a.moments, b.moments, count=count, seed=seed)
    ]


def _wanted(fit: Fit, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    if kind not in KINDS:
        raise Refused(
            f"{kind!r} cannot be compared.{perhaps(kind, list(KINDS))} Known are {listed(KINDS)}."
        )
    if kind == "paths":
        return [(kind, edge) for edge in fit.model.edges]
    if KINDS[kind] == 2:
        links = fit.total_effects()
        return [(kind, (link.source, link.target)) for link in links]
    if kind in ("loadings", "weights"):
        return [(kind, (code,)) for code in fit.model.item_codes]
    driven = (name for name in fit.model.names if kind != "r2" or fit.model.drivers(name))
    return [(kind, (name,)) for name in driven]


def _shuffled(a: Fit, b: Fit, kinds: Sequence[str], *, count: int, seed: int) -> dict[str, Array]:
    """The differences between shuffled groups, by kind; replicates that did not settle are out."""
    blocks = shuffles(a, b, count=count, seed=seed)
    sound = np.concatenate([one.estimates.sound & two.estimates.sound for one, two in blocks])
    if sound.sum() < 2:
        raise TooFewAnswers(
            f"Of {counted(count, 'shuffle')} of the two groups hardly any could be estimated: "
            "the groups are too small for this model. Gather more answers.",
            used=min(a.n, b.n),
        )
    return {
        kind: np.concatenate([_of(one, kind) - _of(two, kind) for one, two in blocks], axis=-1)[
            ..., sound
        ]
        for kind in kinds
    }


def _of(stack: Estimated, kind: str) -> Array:
    found: Array = FORMULAS[kind](stack) if kind in FORMULAS else getattr(stack.estimates, kind)
    return found


def _compared(
    a: Fit, b: Fit, what: str, of: tuple[str, ...], *, chance: Array, level: float
) -> GroupDifference:
    value_a, value_b = a.value(what, *of), b.value(what, *of)
    difference = value_a - value_b
    low, high = np.quantile(chance, [(1 - level) / 2, (1 + level) / 2])
    as_far = int((np.abs(chance) >= abs(difference) - 1e-12).sum())
    place = a.places(what, *of)
    drawn = getattr(a.replicates, what)[place], getattr(b.replicates, what)[place]
    return GroupDifference(
        what,
        of,
        value_a,
        value_b,
        difference,
        float(low),
        float(high),
        p_permutation=(as_far + 1) / (len(chance) + 1),
        p_bootstrap=_p_bootstrap(*drawn),
        p_parametric=_p_parametric(a, b, difference, drawn),
        p_welch=_p_welch(a, b, difference, drawn),
    )


def _p_bootstrap(one: Array, two: Array) -> float:
    """Replicates mirrored at their mean; the pairs that lie the other way, both ways counted."""
    if min(len(one), len(two)) < 2:
        return float("nan")
    first, second = np.sort(2 * one.mean() - one), 2 * two.mean() - two
    other_way = float(np.searchsorted(first, second, side="right").mean() / len(first))
    return 2 * min(other_way, 1 - other_way)


def _p_parametric(a: Fit, b: Fit, difference: float, drawn: tuple[Array, Array]) -> float:
    if min(map(len, drawn)) < 2:
        return float("nan")
    free = a.n + b.n - 2
    pooled = sum(
        (fit.n - 1) ** 2 / free * part.var(ddof=1) for fit, part in zip((a, b), drawn, strict=True)
    )
    return _two_sided(difference / (sqrt(pooled) * sqrt(1 / a.n + 1 / b.n)), free)


def _p_welch(a: Fit, b: Fit, difference: float, drawn: tuple[Array, Array]) -> float:
    if min(map(len, drawn)) < 2:
        return float("nan")
    variances = [float(part.var(ddof=1)) for part in drawn]
    free = sum(variances) ** 2 / sum(
        variance**2 / (fit.n - 1) for variance, fit in zip(variances, (a, b), strict=True)
    )
    return _two_sided(difference / hypot(*map(sqrt, variances)), free)


def _two_sided(t: float, free: float) -> float:
    from scipy.special import stdtr  # noqa: PLC0415  slow to import

    return float(2 * stdtr(free, -abs(t)))
