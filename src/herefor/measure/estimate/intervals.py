"""How sure a number is: an interval from replicates, from leaving out, or from both."""

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed, perhaps

INTERVALS = ("percentile", "bca", "studentised", "normal", "large-sample")
NOTHING = float("nan")
FEW_UNITS = 100
Ends = tuple[float, float]


@dataclass(frozen=True)
class Number:
    """A value, its interval at a `level`, how that was made, and the standard error.

    The standard error is that of the replicates; of a large-sample interval, the jackknife's.
    """

    value: float
    low: float = NOTHING
    high: float = NOTHING
    se: float = NOTHING
    level: float = field(default=0.95, kw_only=True)
    interval: str = field(default="percentile", kw_only=True)

    @classmethod
    def of(
        cls, value: float, replicates: Array, *, level: float, spare: "Spare | None" = None
    ) -> "Number":
        """With its percentile interval: Efron, Canadian Journal of Statistics 9 (1981).

        Replicates in which it cannot be computed are left out; with fewer than 2, NaN.

        >>> Number.of(3.0, np.arange(101.0), level=0.5).low
        25.0
        """
        ends = percentile(replicates, level=level, spare=spare)
        return cls.between(value, replicates, ends, level=level)

    @classmethod
    def between(
        cls,
        value: float,
        replicates: Array,
        ends: Ends,
        *,
        level: float,
        interval: str = "percentile",
    ) -> "Number":
        """With ends that were found before, and the standard error of the replicates."""
        known = replicates[np.isfinite(replicates)]
        se = float(known.std(ddof=1)) if len(known) > 1 else NOTHING
        return cls(float(value), *ends, se, level=level, interval=interval)


@dataclass(frozen=True)
class Jackknife:
    """What leaving out one unit at a time says of a number.

    `acceleration` is how fast its standard error changes with it (Efron 1987, equation 6.6).
    """

    value: float
    bias: float
    se: float
    acceleration: float


def known_interval(name: str) -> str:
    """
    >>> known_interval("bca")
    'bca'
    """
    if name in INTERVALS:
        return name
    raise Refused(
        f"There is no interval {name!r}.{perhaps(name, INTERVALS)} Known are {listed(INTERVALS)}."
    )


@dataclass(frozen=True)
class Spare:
    """What few units leave to tell how they differ.

    `free` are the degrees of freedom: units less one, or less the strata. `rescaled` draws (within
    strata, of clusters) scatter as much as they should; plain ones a little less.
    """

    free: float
    rescaled: bool = False

    def expanded(self, tail: float) -> float:
        """The tail beyond which percentiles of few units hold what a tail of many does."""
        if not 1 <= self.free < FEW_UNITS:
            return tail
        from scipy.special import stdtrit  # noqa: PLC0415  slow to import

        short = 1.0 if self.rescaled else (1 + 1 / self.free) ** 0.5
        return NormalDist().cdf(float(stdtrit(self.free, tail)) * short)


def percentile(replicates: Array, *, level: float, spare: Spare | None = None) -> Ends:
    """The middle of the replicates; wider where fewer than `FEW_UNITS` units were drawn from.

    Replicates of n units scatter by a factor of the root of (n - 1)/n too little, and a normal
    quantile stands where Student's belongs; both are mended by taking more extreme percentiles
    (expanded percentile interval: Hesterberg, The American Statistician 69 (2015), section 4.2).

    >>> percentile(np.arange(101.0), level=0.5)
    (25.0, 75.0)
    >>> [round(end, 1) for end in percentile(np.arange(101.0), level=0.5, spare=Spare(9))]
    [22.9, 77.1]
    """
    tail = (1 - level) / 2
    if spare:
        tail = spare.expanded(tail)
    return _quantiles(replicates, tail, 1 - tail)


def normal(value: float, se: float, *, level: float) -> Ends:
    """
    >>> [round(end, 2) for end in normal(0.0, 1.0, level=0.95)]
    [-1.96, 1.96]
    """
    reach = NormalDist().inv_cdf((1 + level) / 2) * se
    return value - reach, value + reach


def bca(value: float, replicates: Array, *, acceleration: float, level: float) -> Ends:
    """Bias-corrected and accelerated: Efron, JASA 82 (1987), equations 2.3 and 4.2.

    Nothing to correct leaves the percentile interval:

    >>> bca(50.0, np.arange(101.0), acceleration=0.0, level=0.5)
    (25.0, 75.0)
    """
    if len(replicates) < 2:
        return NOTHING, NOTHING
    below = (np.mean(replicates < value) + np.mean(replicates <= value)) / 2
    if not 0 < below < 1 or not np.isfinite(acceleration):
        return NOTHING, NOTHING
    standard = NormalDist()
    bias = standard.inv_cdf(float(below))

    def corrected(share: float) -> float:
        shifted = bias + standard.inv_cdf(share)
        return standard.cdf(bias + shifted / (1 - acceleration * shifted))

    return _quantiles(replicates, corrected((1 - level) / 2), corrected((1 + level) / 2))


def studentised(value: float, replicates: Array, *, se: float, ses: Array, level: float) -> Ends:
    """Bootstrap-t: each replicate in units of its own standard error.

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), equation 12.21. Replicates
    without a standard error, because theirs cannot be computed or is 0, are left out.

    >>> steps = np.linspace(-2, 2, 101)
    >>> [round(end, 2) for end in studentised(0, steps, se=1, ses=np.ones(101), level=0.5)]
    [-1.0, 1.0]
    """
    known = np.isfinite(ses) & (ses > 0) & np.isfinite(replicates)
    steps = (replicates[known] - value) / ses[known]
    low, high = _quantiles(steps, (1 - level) / 2, (1 + level) / 2)
    return value - high * se, value - low * se


def jackknifed(value: float, left_out: Array, stratum: NDArray[np.intp]) -> Jackknife:
    """From the values without each unit; Wolter, Introduction to Variance Estimation, chapter 4.

    Of a mean the jackknife gives the textbook standard error and no bias:

    >>> values = np.array([1.0, 2.0, 6.0])
    >>> found = jackknifed(3.0, (9 - values) / 2, np.zeros(3, dtype=int))
    >>> round(found.se, 6), round(float(values.std(ddof=1)) / 3**0.5, 6), found.bias
    (1.527525, 1.527525, 0.0)
    """
    there = np.isfinite(left_out)
    left_out, stratum = left_out[there], np.unique(stratum[there], return_inverse=True)[1]
    sizes = np.bincount(stratum, minlength=1)
    if sizes.min() < 2:
        return Jackknife(value, NOTHING, NOTHING, NOTHING)
    means = np.bincount(stratum, left_out) / sizes
    n = sizes[stratum]
    moved = (n - 1) / n * (means[stratum] - left_out)
    squares, cubes = float((moved**2).sum()), float((moved**3).sum())
    return Jackknife(
        value=float(value),
        bias=float(((sizes - 1) * (means - value)).sum()),
        se=float(np.sqrt((moved**2 * n / (n - 1)).sum())),
        acceleration=cubes / (6 * squares**1.5) if squares > 0 else 0.0,
    )


def _quantiles(values: Array, low: float, high: float) -> Ends:
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return NOTHING, NOTHING
    ends = np.quantile(values, [low, high])
    return float(ends[0]), float(ends[1])
