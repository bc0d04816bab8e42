"""Many small matrices at once: the last axis of every array runs over the replicates."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


SMALLEST_PIVOT = 1e-10
SMALLEST_VARIANCE = 1e-9


@dataclass(frozen=True)
class Described:
    """Means and standard deviations of the items, and how they go together."""

    mean: Array  # (items, replicates)
    sd: Array
    correlation: Array  # (items, items, replicates)

    def only(self, chosen: NDArray[np.intp]) -> "Described":
        if np.array_equal(chosen, np.arange(len(self.mean))):
            return self
        among = self.correlation[np.ix_(chosen, chosen)]
        return Described(self.mean[chosen], self.sd[chosen], among)

    def drawn(self, chosen: NDArray[np.intp]) -> "Described":
        """These replicates alone."""
        if len(chosen) == self.mean.shape[1]:
            return self
        return Described(self.mean[:, chosen], self.sd[:, chosen], self.correlation[:, :, chosen])


def describe(sums: Array, *, missing: str, some: tuple[int, ...] = ()) -> Described:
    """Means, deviations and correlations from the packed sums of `Moments`.

    `some` says which items were asked of some respondents only: they go with another item as
    among those who were asked, and everything else stays as if they were not there.
    """
    if missing == "listwise" and not some:
        return _complete(_unpacked(sums))
    if not some:
        return _filled(_unpacked(sums))
    items = _items_in(len(sums), asked_of_some=len(some))
    packed = (2 * items + 1) * (items + 1)
    crossed = _unpacked(sums[:packed].copy())
    squares = sums[packed:].reshape(len(some), items, -1)
    return _among_the_asked(crossed, squares, some)


def _complete(crossed: Array) -> Described:
    weight = crossed[0, 0]
    mean = crossed[0, 1:] / weight
    covariance = crossed[1:, 1:]
    covariance /= weight
    for row, own in zip(covariance, mean, strict=True):
        row -= own * mean
    return _described(mean, covariance)


def _filled(crossed: Array) -> Described:
    """Mean replacement gives a missing answer a deviation of zero.

    So the products of deviations need only the pairs that were both answered:
    sum (x - mx)(y - my) = sum xy - my sum x[y answered] - mx sum y[x answered] + mx my n[both].
    """
    both, alone, products = _parts(crossed)
    with np.errstate(invalid="ignore"):
        mean = np.einsum("kkb->kb", alone) / np.einsum("kkb->kb", both)
    shift = mean * alone
    covariance = products - shift - shift.swapaxes(0, 1) + mean[:, None] * mean * both
    covariance /= crossed[0, 0]
    return _described(mean, covariance)


def _among_the_asked(crossed: Array, squares: Array, some: tuple[int, ...]) -> Described:
    """As filled, but an item asked of some is never filled and pairs with it are its own rows.

    Of the rows that answered `s`, an ordinary item's gaps hold its mean; the correlation is that
    of the rows, by sums: n, the sum and the sum of squares of each, and of their products.
    """
    items = _filled(crossed)
    both, alone, products = _parts(crossed)
    with np.errstate(invalid="ignore", divide="ignore"):
        for at, s in enumerate(some):
            asked = both[s, s]
            spread = products[s, s] / asked - items.mean[s] ** 2
            items.sd[s] = np.sqrt(np.where(spread > SMALLEST_VARIANCE, spread, np.nan))
            for x in range(len(both)):
                gap = 0 if x in some else asked - both[x, s]
                fill = items.mean[x]
                n = both[x, s] + gap
                own, other = alone[x, s] + gap * fill, alone[s, x] if x in some else alone[s, s]
                own2 = squares[at, x] + gap * fill**2
                other2 = squares[some.index(x), s] if x in some else products[s, s]
                shared = products[x, s] + (0 if x in some else fill * (alone[s, s] - alone[s, x]))
                spreads = (n * own2 - own**2) * (n * other2 - other**2)
                among = (n * shared - own * other) / np.sqrt(np.where(spreads > 0, spreads, np.nan))
                items.correlation[x, s] = items.correlation[s, x] = 1.0 if x == s else among
    return items


def _parts(crossed: Array) -> tuple[Array, Array, Array]:
    """[x, y]: how many answered both; the sum of x where y was answered; of the products."""
    half = len(crossed) // 2 + 1
    return crossed[1:half, 1:half], crossed[half:, 1:half], crossed[half:, half:]


def _described(mean: Array, covariance: Array) -> Described:
    variance = np.einsum("kkb->kb", covariance)
    sd = np.sqrt(np.where(variance > SMALLEST_VARIANCE, variance, np.nan))
    covariance /= sd[:, None]
    covariance /= sd
    return Described(mean, sd, covariance)


def _items_in(packed: int, *, asked_of_some: int) -> int:
    """Solves (2k + 1)(k + 1) + asked_of_some * k = packed for the number of items k."""
    b = 3 + asked_of_some
    return round((-b + sqrt(b * b - 8 * (1 - packed))) / 4)


def _unpacked(sums: Array) -> Array:
    size = int(np.sqrt(2 * len(sums)))
    place = np.empty((size, size), dtype=np.intp)
    upper = np.triu_indices(size)
    place[upper] = place.T[upper] = np.arange(len(sums))
    return sums[place]


def solve(matrix: Array, right: Array) -> Array:
    """Gaussian elimination on a stack of correlation matrices, which need no pivoting.

    NaN where a matrix is singular.

    >>> solve(np.array([[[1.0], [0.5]], [[0.5], [1.0]]]), np.array([[0.8], [0.7]])).ravel().round(6)
    array([0.6, 0.4])
    """
    matrix, right = matrix.copy(), right.copy()
    size = len(matrix)
    for i in range(size):
        matrix[i, i] = np.where(matrix[i, i] > SMALLEST_PIVOT, matrix[i, i], np.nan)
        for row in range(i + 1, size):
            share = matrix[row, i] / matrix[i, i]
            matrix[row, i:] -= share * matrix[i, i:]
            right[row] -= share * right[i]
    for i in reversed(range(size)):
        for row in range(i + 1, size):
            right[i] -= matrix[i, row] * right[row]
        right[i] /= matrix[i, i]
    return right


def inverse_diagonal(matrix: Array) -> Array:
    """The diagonals of the inverses: the variance inflation factors of correlated drivers."""
    size, _, count = matrix.shape
    unit = np.repeat(np.eye(size)[:, :, None], count, axis=2)
    diagonals: Array = np.einsum("iib->ib", solve(matrix, unit))
    return diagonals
