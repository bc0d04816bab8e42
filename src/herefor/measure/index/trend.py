"""A series of waves: which steps are clear, where the line goes, what moved it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

import numpy as np

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.comparison import Compared, Comparison, compare, measured
from herefor.measure.stack import Array
from herefor.measure.words import Refused, level_of, listed

BY_WEIGHTS = ("averaged", "earlier")
STANDARD = NormalDist()


@dataclass(frozen=True)
class Trend:
    """A straight line through the waves, in points for one step of time.

    `p_bent` is small when the waves scatter about the line more than their standard errors
    allow; then look at `steps`, not at the slope. NaN with two waves.
    """

    slope: Number
    p: float
    clear: bool
    p_bent: float
    steps: Comparison


@dataclass(frozen=True)
class MovedBy:
    """A change of an index in points, and its two parts; they add up to `whole`."""

    whole: Number
    answers: Number  # people answered differently
    weights: Number  # the items count differently


def trend(
    waves: Compared,
    *,
    of: str | None = None,
    times: Sequence[float] | None = None,
    level: float = 0.95,
) -> Trend:
    """The line through independent waves in their order, each weighed by its precision.

    `times` are the dates of the waves in any unit, by default 0, 1, 2 and on. Least squares with
    known variances, and Cochran's Q about the line: Cochran, Biometrics 10 (1954).
    Refused: fewer than two waves, times that do not go up, no standard errors.

    >>> waves = {year: Number(70.0 + year, se=1.0) for year in (0, 1, 2, 3, 4)}
    >>> line = trend({str(year): wave for year, wave in waves.items()})
    >>> round(line.slope.value, 6), round(line.slope.se, 4), line.clear
    (1.0, 0.3162, True)
    """
    level_of(level)
    known = measured(waves, of=of)
    when = _when(times, len(known))
    if len(when) != len(known) or not (np.isfinite(when).all() and (np.diff(when) > 0).all()):
        raise Refused("Every wave needs a time of its own, later than that of the wave before.")
    value = np.array([wave.value for wave in known.values()])
    se = np.array([wave.se for wave in known.values()])
    if not (se > 0).all():
        raise Refused("A trend needs waves with a standard error above 0.")
    precision = 1 / se**2
    middle = (precision * when).sum() / precision.sum()
    across = precision @ (when - middle) ** 2
    slope, slope_se = precision * (when - middle) @ value / across, 1 / sqrt(across)
    level_line = (precision * value).sum() / precision.sum()
    left = precision @ (value - level_line - slope * (when - middle)) ** 2
    reach, slope = STANDARD.inv_cdf((1 + level) / 2) * slope_se, float(slope)
    p = 2 * STANDARD.cdf(-abs(slope) / slope_se)
    return Trend(
        slope=Number(slope, slope - reach, slope + reach, slope_se, level=level, interval="normal"),
        p=p,
        clear=p <= 1 - level,
        p_bent=_chance_of(left, len(value) - 2),
        steps=compare(known, level=level),
    )


def moved_by(now: Fit, before: Fit, name: str, *, weights: str = "averaged") -> MovedBy:
    """What moved an index: people's answers, or the weights the model gave the items anew.

    With item means m and parts s, "averaged" takes (m1 - m0)(s1 + s0)/2 for the answers
    (Kitagawa, Journal of the American Statistical Association 50, 1955). "earlier" takes
    (m1 - m0) s0: the change with the weights of the earlier wave held, which is what a trend over
    many waves should use; the rest, (s1 - s0) m1, is due to the weights. Percentile intervals over
    replicates of both waves, drawn apart. Refused: other items, another way of weighing.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> may = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 9] * 5})
    >>> fits = [
    ...     PLS().fit(model, Moments.of(wave, model, replicates=100))
    ...     for wave in (may, may.with_columns(pl.col("s") + 1))
    ... ]
    >>> moved = moved_by(fits[1], fits[0], "S")
    >>> round(moved.whole.value, 2), round(moved.answers.value, 2), round(moved.weights.value, 2)
    (11.11, 11.11, 0.0)
    """
    if weights not in BY_WEIGHTS:
        raise Refused(f"Weights are taken as {listed(BY_WEIGHTS)}, not {weights!r}.")
    codes = [_codes(fit, name) for fit in (now, before)]
    if set(codes[0]) != set(codes[1]):
        other = sorted(set(codes[0]) ^ set(codes[1]))
        raise Refused(
            f"{name} was not measured by the same items both times: {listed(other)} differ. "
            "Leave them out of the model for both waves."
        )
    places = [[fit.place(code, of="share") for code in codes[0]] for fit in (now, before)]
    point = _parts(now.estimate, before.estimate, places, weights)
    drawn = _parts(*_drawn_apart(now, before), places, weights)
    numbers = [
        Number.of(float(one[0]), many, level=now.level)
        for one, many in zip(point, drawn, strict=True)
    ]
    return MovedBy(*numbers)


def _when(times: Sequence[float] | None, count: int) -> Array:
    try:
        return np.arange(count, dtype=float) if times is None else np.asarray(times, float)
    except (TypeError, ValueError):
        raise Refused(f"Times are numbers, such as years; not {times!r}.") from None


def _codes(fit: Fit, name: str) -> list[str]:
    return [item.code for item in fit.model.constructs[fit.construct_place(name)].items]


def _drawn_apart(now: Fit, before: Fit) -> tuple[Estimates, Estimates]:
    """Replicates side by side, the earlier moved on by one.

    Two waves with the same seed draw the same row numbers; side by side as they are, rows that
    happen to lie alike would pass for people asked twice.
    """
    count = min(len(now.kept), len(before.kept))
    order = np.arange(count)
    return now.replicates.only(order), before.replicates.only(np.roll(order, 1))


def _parts(
    now: Estimates, before: Estimates, places: list[list[int]], weights: str
) -> tuple[Array, Array, Array]:
    mean1, share1 = now.mean[places[0]], now.share[places[0]]
    mean0, share0 = before.mean[places[1]], before.share[places[1]]
    held = (share1 + share0) / 2 if weights == "averaged" else share0
    whole = (mean1 * share1).sum(axis=0) - (mean0 * share0).sum(axis=0)
    answers = ((mean1 - mean0) * held).sum(axis=0)
    return whole, answers, whole - answers


def _chance_of(q: float, spare: int) -> float:
    if spare < 1:
        return nan
    from scipy.special import chdtrc  # noqa: PLC0415 -- slow to import

    return float(chdtrc(spare, q))
