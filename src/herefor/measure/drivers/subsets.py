"""R2 shared out over correlated drivers, from correlations alone, for a whole stack at once.

A correlation matrix here has the outcome in its last row and column.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from herefor.measure.stack import SMALLEST_PIVOT, Array, solve

EXACT_UP_TO = 20
ORDERS = 400
CELLS = 2**21  # subsets times replicates held at once: some 100 MB


def coefficients(correlation: Array) -> Array:
    """Standardised coefficients of the outcome on all drivers together.

    >>> coefficients(np.array([[1, 0.5, 0.8], [0.5, 1, 0.7], [0.8, 0.7, 1]])[:, :, None]).ravel()
    array([0.6, 0.4])
    """
    return solve(correlation[:-1, :-1], correlation[:-1, -1])


def r2_of_subsets(correlation: Array) -> Array:
    """R2 of every subset of the drivers: (2 ** drivers, replicates), driver j is bit j.

    Drivers are taken one by one; each splits what was reached so far into subsets without it and
    subsets with it, swept out of the rest (Goodnight, The American Statistician 33, 1979). What is
    left grows smaller as the subsets grow more, so all of them cost some six steps each.

    >>> both = np.array([[1, 0.5, 0.8], [0.5, 1, 0.7], [0.8, 0.7, 1]])[:, :, None]
    >>> r2_of_subsets(both).ravel().round(4)
    array([0.  , 0.64, 0.49, 0.76])
    """
    drivers, count = len(correlation) - 1, correlation.shape[2]
    left = correlation
    for _ in range(drivers):
        rest, first = left[1:, 1:], left[0, 1:]
        swept = rest - first[:, None] * (first / left[0, 0])
        left = np.concatenate([rest, swept], axis=2)
    unexplained: Array = left[0, 0].reshape(2**drivers, count)
    return 1 - unexplained


def shapley(worth: Array) -> Array:
    """What each player adds to a subset, averaged over all orders in which they may join.

    `worth` is by subset, player j is bit j: Shapley, "A value for n-person games" (1953).

    >>> shapley(np.array([[0.0], [0.64], [0.49], [0.76]])).ravel().round(4)
    array([0.455, 0.305])
    """
    players = int(np.log2(len(worth)))
    size = np.bitwise_count(np.arange(len(worth), dtype=np.uint32)).astype(np.intp)
    joining = _chance_of_size(players)  # of joining a subset so large, in front of the others
    outside = joining[size][:, None] * worth
    inside = np.concatenate([[0.0], joining[:-1]])[size][:, None] * worth
    both, without = inside + outside, outside.sum(axis=0)
    sums = [
        both.reshape(2 ** (players - 1 - j), 2, 2**j, -1)[:, 1].sum(axis=(0, 1))
        for j in range(players)
    ]
    values: Array = np.stack(sums) - without
    return values


def lmg(correlation: Array) -> Array:
    """Each driver's part of R2, averaged over all orders of entering.

    Lindeman, Merenda and Gold, Introduction to Bivariate and Multivariate Analysis (1980),
    p. 119; Shapley values of R2. Exact, up to `EXACT_UP_TO` drivers.

    >>> both = np.array([[1, 0.5, 0.8], [0.5, 1, 0.7], [0.8, 0.7, 1]])[:, :, None]
    >>> lmg(both).ravel().round(4)
    array([0.455, 0.305])
    """
    count = max(1, CELLS // 2 ** (len(correlation) - 1))
    parts = [shapley(r2_of_subsets(one)) for one in _shares(correlation, count)]
    return np.concatenate(parts, axis=-1) if parts else correlation[:-1, -1]


def lmg_sampled(correlation: Array, *, seed: int, orders: int = ORDERS) -> tuple[Array, Array]:
    """The same over random orders, each also taken backwards, and their Monte Carlo error.

    Castro, Gomez and Tejada, Computers and Operations Research 36 (2009). A driver adds the
    square of its entry in the outcome's row of the Cholesky factor. All replicates see the same
    orders. The error is a standard error, by driver and replicate.

    >>> both = np.array([[1, 0.5, 0.8], [0.5, 1, 0.7], [0.8, 0.7, 1]])[:, :, None]
    >>> parts, error = lmg_sampled(both, seed=1, orders=10)
    >>> parts.ravel().round(4), bool((error < 1e-9).all())
    (array([0.455, 0.305]), True)
    """
    drivers = len(correlation) - 1
    stack = np.moveaxis(correlation, 2, 0).copy()
    stack[:, -1, -1] += SMALLEST_PIVOT  # an outcome that is fully explained leaves nothing below
    random = np.random.default_rng(seed)
    total, squared = (np.zeros((len(stack), drivers)) for _ in range(2))
    pairs = max(2, orders // 2)
    for _ in range(pairs):
        order = random.permutation(drivers)
        added = (_entering(stack, order) + _entering(stack, order[::-1])) / 2
        total += added
        squared += added**2
    mean = total / pairs
    spread = np.maximum(squared / pairs - mean**2, 0) / (pairs - 1)
    return mean.T, np.sqrt(spread).T


def relative_weights(correlation: Array) -> Array:
    """Each driver's part of R2 by way of the nearest uncorrelated drivers.

    Johnson, Multivariate Behavioral Research 35 (2000): with R = P D P', L = P sqrt(D) P' and
    b = inverse(L) r, driver j holds the sum over k of L[j, k]^2 b[k]^2. With two drivers the same
    as `lmg`.

    >>> both = np.array([[1, 0.5, 0.8], [0.5, 1, 0.7], [0.8, 0.7, 1]])[:, :, None]
    >>> relative_weights(both).ravel().round(4)
    array([0.455, 0.305])
    """
    stack = np.moveaxis(correlation, 2, 0)
    values, vectors = np.linalg.eigh(stack[:, :-1, :-1])
    root = np.sqrt(np.maximum(values, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = np.einsum("bjk,bj->bk", vectors, stack[:, :-1, -1]) / root
    near = np.einsum("bik,bk->bi", vectors, turned)
    link = np.einsum("bik,bk,bjk->bij", vectors, root, vectors)
    held: Array = np.einsum("bij,bj->ib", link**2, near**2)
    return held


def _entering(stack: Array, order: NDArray[np.intp]) -> Array:
    """What each driver adds to R2 when they enter in this order: (replicates, drivers)."""
    place = [*order, stack.shape[1] - 1]
    factor = np.linalg.cholesky(stack[:, place][:, :, place])
    added = np.empty((len(stack), len(order)))
    added[:, order] = factor[:, -1, :-1] ** 2
    return added


def _chance_of_size(players: int) -> Array:
    """One over (players times the number of subsets so large of the others); 0 for all."""
    chance = np.zeros(players + 1)
    chance[0] = 1 / players
    for size in range(1, players):
        chance[size] = chance[size - 1] * size / (players - size)
    return chance


def _shares(correlation: Array, count: int) -> Iterator[Array]:
    for first in range(0, correlation.shape[2], count):
        yield correlation[:, :, first : first + count]
