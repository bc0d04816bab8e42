"""Many small matrices at once: the last axis of every array runs over the replicates."""

from dataclasses import dataclass

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


def describe(sums: Array, *, missing: str) -> Described:
    """Means, deviations and correlations from the packed sums of `Moments`.

    Mean replacement gives a missing answer a deviation of zero. So the products of deviations
    need only the pairs that were both answered:
    sum (x - mx)(y - my) = sum xy - my sum x[y answered] - mx sum y[x answered] + mx my n[both].
    """
    crossed = _unpacked(sums)
    weight = crossed[0, 0]
    if missing == "listwise":
        mean = crossed[0, 1:] / weight
        covariance = crossed[1:, 1:]
        covariance /= weight
        for row, own in zip(covariance, mean, strict=True):
            row -= own * mean
    else:
        half = len(crossed) // 2 + 1
        both, alone, products = (
            crossed[1:half, 1:half],
            crossed[half:, 1:half],
            crossed[half:, half:],
        )
        with np.errstate(invalid="ignore"):
            mean = crossed[0, half:] / crossed[0, 1:half]
        shift = mean * alone
        covariance = products - shift - shift.swapaxes(0, 1) + mean[:, None] * mean * both
        covariance /= weight
    variance = np.einsum("kkb->kb", covariance)
    sd = np.sqrt(np.where(variance > SMALLEST_VARIANCE, variance, np.nan))
    covariance /= sd[:, None]
    covariance /= sd
    return Described(mean, sd, covariance)


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
