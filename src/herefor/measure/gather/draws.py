"""How often each unit is drawn into a replicate."""

import numpy as np
from numpy.typing import NDArray

from herefor.measure.gather.sums import stirred
from herefor.measure.stack import Array

DRAWS = ("auto", "multinomial", "poisson", "groups")
BLOCK = 1_250
IN_CACHE = 2**17  # numbers counted at a time
PIECE = 2_000  # respondents counted at a time for the Poisson bootstrap
_POISSON = np.cumsum(np.exp(-1) / np.cumprod([1, *range(1, 18)]))  # P(at most k), mean 1
_BOUNDS = (_POISSON[:-1] * 2.0**64).astype(np.uint64)


def drawn(units: int, *, size: int, seed: int, block: int) -> NDArray[np.unsignedinteger]:
    """Which unit each of `units` draws took, one replicate a row (Efron, Annals 7, 1979)."""
    random = np.random.default_rng([seed, block])
    narrow = np.uint16 if units < 2**16 else np.uint32
    return random.integers(units, size=(size, units), dtype=narrow)


def times(chosen: NDArray[np.integer], units: int) -> Array:
    """How often each unit is among the draws of each row."""
    counts = np.empty((len(chosen), units))
    rows = max(1, IN_CACHE // units)
    for first in range(0, len(chosen), rows):
        part = chosen[first : first + rows]
        cells = part + units * np.arange(len(part))[:, None]
        counted = np.bincount(cells.ravel(), minlength=len(part) * units)
        counts[first : first + rows] = counted.reshape(-1, units)
    return counts


def sums_in_sets(sums: Array, chosen: NDArray[np.integer], sets: int) -> Array:
    """The sums of each replicate's draws dealt into sets: (cross-products, replicates, sets).

    `sums` has a row for each unit, `chosen` a row of draws for each replicate.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415  slow to import, seldom wanted

    count, taken = chosen.shape
    dealt = np.argsort(np.arange(taken) % sets, kind="stable")
    sizes = np.tile(np.bincount(np.arange(taken) % sets, minlength=sets), count)
    rows = np.concatenate([[0], np.cumsum(sizes)])
    cells = (np.ones(chosen.size), chosen[:, dealt].ravel().astype(np.int64), rows)
    summed = csr_array(cells, shape=(count * sets, len(sums))) @ sums
    return np.ascontiguousarray(summed.T).reshape(-1, count, sets)


def times_within(stratum: NDArray[np.intp], *, size: int, seed: int, block: int) -> Array:
    """Of n units in a stratum, n - 1 are drawn, and each counts n / (n - 1) times.

    Rao and Wu, "Resampling inference with complex survey data", JASA 83 (1988), section 4, with
    m = n - 1: variances of linear statistics are then unbiased however few units there are.
    """
    random = np.random.default_rng([seed, block])
    counts = np.empty((size, len(stratum)))
    for one in range(int(stratum.max()) + 1):
        members = np.flatnonzero(stratum == one)
        n = len(members)
        chosen = random.integers(n, size=(size, n - 1))
        counts[:, members] = times(chosen, n) * (n / (n - 1))
    return counts


def poisson_times(
    numbers: NDArray[np.uint64], *, first: int, size: int, seed: int
) -> NDArray[np.uint8]:
    """Of each respondent, a Poisson number of mean 1 from a stream of his own; replicates in rows.

    Hanley and MacGibbon, Computer Methods and Programs in Biomedicine 83 (2006); Chamandy and
    others, "Estimating uncertainty for massive data streams" (2012). The numbers depend on the
    respondent, the replicate and the seed alone: not on the order of rows or where they lie.

    >>> poisson_times(np.arange(5, dtype=np.uint64), first=0, size=2, seed=1).shape
    (2, 5)
    """
    streams = stirred(stirred(np.array([seed], dtype=np.uint64)) ^ stirred(_range(first, size)))
    uniform = stirred(stirred(numbers) ^ streams[:, None])
    return np.searchsorted(_BOUNDS, uniform, side="right").astype(np.uint8)


def poisson_sums(each: Array, numbers: NDArray[np.uint64], *, replicates: int, seed: int) -> Array:
    """The sums of all Poisson replicates of a few respondents: (cross-products, replicates)."""
    summed = np.zeros((len(each), replicates))
    for first in range(0, replicates, BLOCK):
        size = min(BLOCK, replicates - first)
        counts = poisson_times(numbers, first=first, size=size, seed=seed)
        summed[:, first : first + size] = each @ counts.T.astype(float)
    return summed


def _range(first: int, size: int) -> NDArray[np.uint64]:
    return np.arange(first, first + size, dtype=np.uint64)
