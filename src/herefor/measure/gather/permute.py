"""Two groups of respondents, shuffled: what differences look like when there is none."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from herefor.measure.gather.draws import BLOCK
from herefor.measure.gather.moments import Moments
from herefor.measure.stack import Array
from herefor.measure.words import Refused, seed_of, whole

FEWEST_UNITS = 20
ALIKE = 0.03  # how far apart the sizes of units to exchange may be
ALIKE_IN = 12


def permutations(a: Moments, b: Moments, *, count: int, seed: int) -> Iterator[tuple[Array, Array]]:
    """Random reassignments of the respondents of two groups, in blocks of packed sums.

    Yields pairs shaped (cross-products, replicates), the first for group `a`, the second for `b`,
    `count` replicates in all. Each group keeps its number of respondents; a respondent takes his
    weight with him, a cluster stays whole. Large groups exchange random groups of respondents:
    those of the smaller are first joined until they are as large as the other's, so that sizes
    are kept there too. The same seed gives the same reassignments.

    Good, Permutation, Parametric and Bootstrap Tests of Hypotheses (2005), chapter 3;
    with weights and many items: Chin and Dibbern, Handbook of Partial Least Squares (2010).

    Raises `Refused` where the moments differ in more than who is in them, or where fewer than
    `FEWEST_UNITS` could be exchanged.

    >>> import polars as pl
    >>> from herefor.measure import Model, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> a, b = Moments.of(answers[:8], model), Moments.of(answers[8:], model)
    >>> ((one, other),) = permutations(a, b, count=3, seed=1)
    >>> one.shape, one[0], bool(np.ptp((one + other).round(6), axis=1).any())
    ((6, 3), array([8., 8., 8.]), False)
    """
    count, seed = whole(count, "shuffles", least=1), seed_of(seed)
    _refuse_unlike(a, b)
    ours, theirs = _as_large(a, b)
    pooled = np.concatenate([ours, theirs], axis=1)
    together = pooled.sum(axis=1)[:, None]
    for block in range(-(-count // BLOCK)):
        size = min(BLOCK, count - block * BLOCK)
        random = np.random.default_rng([seed, block])
        chosen = _chosen(random, ours.shape[1], of=pooled.shape[1], times=size)
        first = pooled @ chosen.astype(float).T
        yield first, together - first


def _refuse_unlike(a: Moments, b: Moments) -> None:
    if (a.codes, a.missing, a.grouped) != (b.codes, b.missing, b.grouped):
        raise Refused(
            "These two groups cannot be shuffled: items, treatment of missing answers and "
            "grouping must be the same. Read both with the same exact_up_to."
        )


def _as_large(a: Moments, b: Moments) -> tuple[Array, Array]:
    """The units to exchange, about as many respondents in each."""
    if not a.grouped:
        return a.sums, b.sums
    ratio = a.used / b.used
    steps = (Fraction(ratio).limit_denominator(most) for most in range(1, ALIKE_IN + 1))
    near = next((one for one in steps if one and abs(one / ratio - 1) < ALIKE), None)
    near = near or 1 / Fraction(round(1 / ratio))
    ours = _joined(a.sums, near.denominator)
    theirs = _joined(b.sums, near.numerator)
    fewest = min(ours.shape[1], theirs.shape[1])
    if fewest < FEWEST_UNITS:
        raise Refused(
            f"One group is so much smaller than the other that only {fewest} random groups could "
            f"be exchanged; at least {FEWEST_UNITS} are needed. Draw a sample of the larger one."
        )
    return ours, theirs


def _joined(sums: Array, many: int) -> Array:
    if many < 2:
        return sums
    starts = np.arange(0, sums.shape[1] - many + 1, many)
    joined: Array = np.add.reduceat(sums, starts, axis=1)
    return joined


def _chosen(random: np.random.Generator, first: int, *, of: int, times: int) -> NDArray[np.bool_]:
    """Which units fall to the first group, in each of so many shuffles."""
    smallest = np.argpartition(random.random((times, of)), first - 1, axis=1)[:, :first]
    chosen = np.zeros((times, of), dtype=np.bool_)
    np.put_along_axis(chosen, smallest, values=True, axis=1)
    return chosen
