"""Small units borrow strength from all, and say how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from herefor.measure.estimate.fit import Index, Number
from herefor.measure.index.comparison import Compared, measured
from herefor.measure.stack import Array
from herefor.measure.words import Refused, counted, level_of, listed

INTERVALS = {"morris": "normal", "reml": "t"}
METHODS = tuple(INTERVALS)
STEPS = 500
SETTLED = 1e-10


@dataclass(frozen=True)
class Steadied:
    """A unit's index steadied by the others: `own` before, `number` after.

    `borrowed` is the share, 0 to 1, that comes from what is expected of such a unit.
    """

    name: str
    own: Number
    expected: float
    number: Number
    borrowed: float


@dataclass(frozen=True)
class Small:
    """All units steadied. `between` is the standard deviation of true indices about what is
    expected of them; `coefficients` are the common mean and, with a covariate, its slope."""

    units: tuple[Steadied, ...]
    between: float
    coefficients: tuple[float, ...]
    method: str
    notes: tuple[str, ...]

    def unit(self, name: str) -> Steadied:
        """The unit with this name."""
        for one in self.units:
            if one.name == name:
                return one
        raise Refused(f"There is no unit {name} among those that were steadied.")


def steadied(
    several: Compared,
    *,
    of: str | None = None,
    covariate: Mapping[str, float] | None = None,
    method: str = "morris",
    level: float = 0.95,
    pool_spread: bool = False,
) -> Small:
    """Indices of units shrunk towards each other, or towards a line in a `covariate`.

    The normal model of Fay and Herriot, Journal of the American Statistical Association 74 (1979):
    a unit's estimate has its own variance about its true index, true indices vary about a common
    line. "morris": shrinkage and variance of Morris, JASA 78 (1983), section 5, which never
    shrinks wholly. "reml": variance between units by restricted likelihood, with the mean squared
    error of Prasad and Rao, JASA 85 (1990), as Datta and Lahiri, Statistica Sinica 10 (2000), and
    Student's t. Both count that the variance between units is itself estimated; with few units
    "reml" states the mean error more exactly, and only "morris" covers as often as it says.
    `pool_spread` takes one spread for all answers and divides it by each unit's n, for units too
    small to know their own.
    Refused: too few units, no standard errors, a covariate with gaps.

    >>> units = {name: Number(value, se=3.0) for name, value in
    ...          {"a": 60.0, "b": 66.0, "c": 70.0, "d": 75.0, "e": 84.0}.items()}
    >>> found = steadied(units)
    >>> [round(unit.number.value, 1) for unit in found.units], round(found.units[0].borrowed, 2)
    ([60.6, 66.3, 70.1, 74.8, 83.3], 0.05)
    """
    level_of(level)
    if method not in METHODS:
        raise Refused(f"Units are steadied by {listed(METHODS)}, not {method!r}.")
    known = measured(several, of=of)
    y = np.array([one.value for one in known.values()])
    v = _pooled(known) if pool_spread else np.array([one.se**2 for one in known.values()])
    x = _line(known, covariate)
    if len(y) < x.shape[1] + 3:
        raise Refused(
            f"{counted(len(y), 'unit')} cannot say how far units differ: at least "
            f"{x.shape[1] + 3} are needed."
        )
    still = [name for name, one in zip(known, v, strict=True) if not one > 0]
    if still:
        raise Refused(f"{listed(still)} has a standard error of 0, which no sample has.")
    solved = (_morris if method == "morris" else _reml)(y, v, x)
    shape = _Interval(_reach(method, level, len(y) - x.shape[1]), level, INTERVALS[method])
    units = _units(known, solved, shape)
    return Small(
        units, sqrt(solved.between), tuple(solved.beta.tolist()), method, _notes(units, solved)
    )


@dataclass(frozen=True)
class _Solved:
    expected: Array
    value: Array
    se: Array
    borrowed: Array
    between: float  # variance
    beta: Array


@dataclass(frozen=True)
class _Interval:
    reach: float  # standard errors to each side
    level: float
    kind: str

    def about(self, value: float, se: float) -> Number:
        off = self.reach * se
        return Number(value, value - off, value + off, se, level=self.level, interval=self.kind)


def _units(
    known: Mapping[str, Number], solved: _Solved, interval: _Interval
) -> tuple[Steadied, ...]:
    return tuple(
        Steadied(
            name=name,
            own=own,
            expected=float(solved.expected[i]),
            number=interval.about(float(solved.value[i]), float(solved.se[i])),
            borrowed=float(solved.borrowed[i]),
        )
        for i, (name, own) in enumerate(known.items())
    )


def _reach(method: str, level: float, spare: int) -> float:
    """Morris's variance is generous enough for the normal distribution; the other is not."""
    if method == "morris":
        return NormalDist().inv_cdf((1 + level) / 2)
    from scipy.special import stdtrit  # noqa: PLC0415 -- slow to import

    return float(stdtrit(spare, (1 + level) / 2))


def _line(known: Mapping[str, Number], covariate: Mapping[str, float] | None) -> Array:
    one = np.ones((len(known), 1))
    if covariate is None:
        return one
    gaps = [name for name in known if not np.isfinite(covariate.get(name, np.nan))]
    if gaps:
        raise Refused(f"The covariate has no number for {listed(gaps)}.")
    values = np.array([[float(covariate[name])] for name in known])
    if np.ptp(values) == 0:
        raise Refused("The covariate is the same for all units, so it says nothing.")
    return np.hstack([one, values])


def _pooled(known: Mapping[str, Number]) -> Array:
    n = np.array([one.n if isinstance(one, Index) else 0 for one in known.values()], dtype=float)
    if not (n > 0).all():
        raise Refused("To pool the spread every unit must be an index with its n.")
    v = np.array([one.se**2 for one in known.values()])
    spread: Array = (n * n * v).sum() / n.sum() / n
    return spread


def _fitted(y: Array, v: Array, x: Array, between: float) -> tuple[Array, Array, Array]:
    """Coefficients, how far each row pulls its own expectation, weights."""
    w = 1 / (v + between)
    inverse = np.linalg.inv((x * w[:, None]).T @ x)
    beta = inverse @ (x * w[:, None]).T @ y
    return beta, np.einsum("ij,jk,ik->i", x, inverse, x), w


def _morris(y: Array, v: Array, x: Array) -> _Solved:
    """Morris's equations 5.1 to 5.6, with k units and r coefficients."""
    k, r = x.shape
    between = max(float(y.var(ddof=1) - v.mean()), 0.0)
    for _ in range(STEPS):
        beta, _pull, w = _fitted(y, v, x, between)
        square = (y - x @ beta) ** 2
        better = max(float((w * (k / (k - r) * square - v)).sum() / w.sum()), 0.0)
        if abs(better - between) < SETTLED * (1 + between):
            break
        between = (better + between) / 2  # halfway, so that it does not swing
    beta, pull, w = _fitted(y, v, x, between)
    expected = x @ beta
    borrowed = (k - r - 2) / (k - r) * v * w
    own_mean = (w * v).sum() / w.sum()
    doubt = 2 / (k - r - 2) * borrowed**2 * (own_mean + between) * w
    variance = v * (1 - (1 - w * pull) * borrowed) + doubt * (y - expected) ** 2
    value = y - borrowed * (y - expected)
    return _Solved(expected, value, np.sqrt(variance), borrowed, between, beta)


def _reml(y: Array, v: Array, x: Array) -> _Solved:
    """Fisher scoring; g1, g2 and g3 are Prasad and Rao's."""
    between = max(float(y.var(ddof=1) - v.mean()), 0.0)
    for _ in range(STEPS):
        w = 1 / (v + between)
        weighted = x * w[:, None]
        project = np.diag(w) - weighted @ np.linalg.inv(weighted.T @ x) @ weighted.T
        py = project @ y
        step = float((py @ py - np.trace(project)) / np.trace(project @ project))
        better = max(between + step, 0.0)
        if abs(better - between) < SETTLED * (1 + between):
            break
        between = better
    beta, pull, w = _fitted(y, v, x, between)
    borrowed, expected = v * w, x @ beta
    own, line = between * borrowed, borrowed**2 * pull
    unsure = v**2 * w**3 * 2 / (w**2).sum()
    value = y - borrowed * (y - expected)
    return _Solved(expected, value, np.sqrt(own + line + 2 * unsure), borrowed, between, beta)


def _notes(units: tuple[Steadied, ...], solved: _Solved) -> tuple[str, ...]:
    mostly = [unit.name for unit in units if unit.borrowed > 0.5]
    notes = []
    if not solved.between:
        notes.append("No difference between units can be seen beyond chance.")
    if mostly:
        notes.append(f"More than half of {listed(mostly)} comes from the other units.")
    return tuple(notes)
