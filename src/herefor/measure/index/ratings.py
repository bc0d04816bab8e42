"""Shares and scores of one rated question: CSAT, top and bottom boxes, NPS, effort."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import copysign, hypot, nan, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.estimate.fit import Number
from herefor.measure.gather.answers import numbers
from herefor.measure.index.compare import Difference
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused, counted, level_of, listed, plain, whole

Cut = Callable[[Array], NDArray[np.bool_]]
KINDS = ("top", "bottom", "nps", "mean")
HALVINGS = 60
FEW = 50
LARGEST_WEIGHT = 1e100


@dataclass(frozen=True)
class Rating(Number):
    """Shares run from 0 to 1, NPS from -100 to 100, means on the question's own scale.

    `effective_n` is what `n` weighted answers are worth; intervals rest on it.
    """

    kind: str = ""
    n: int = 0
    effective_n: float = 0.0
    level: float = 0.95
    interval: str = field(default="", kw_only=True)  # "wilson", "score" or "t"
    up: float = nan  # share of promoters, for NPS
    down: float = nan  # share of detractors
    notes: tuple[str, ...] = ()


def rating(
    column: pl.Series,
    *,
    scale: tuple[float, float],
    kind: str = "top",
    boxes: int = 2,
    weights: Array | pl.Series | None = None,
    not_applicable: Sequence[float] = (),
    level: float = 0.95,
) -> Rating:
    """One number read off a column of whole ratings on `scale` (worst, best), with its interval.

    "top" is the share in the best `boxes` (CSAT: 4 and 5 of 5), "bottom" in the worst; Wilson
    intervals. "nps" is 100 times promoters (9, 10) less detractors (0 to 6), on 0 to 10 only;
    score intervals. "mean" suits effort (CES); t intervals. Weighted answers count as their
    effective number: Kish (1965); Korn and Graubard, Survey Methodology 24 (1998).
    Refused: nobody answered, answers outside the scale, text, weights below 0.

    >>> csat = rating(pl.Series([5, 4, 4, 3, 1, None]), scale=(1, 5))
    >>> round(csat.value, 2), round(csat.low, 3), round(csat.high, 3), csat.n
    (0.6, 0.231, 0.882, 5)
    >>> rating(pl.Series([10, 9, 8, 3]), scale=(0, 10), kind="nps").value
    25.0
    """
    if kind not in KINDS:
        raise Refused(f"A rating is read as {listed(KINDS)}, not {kind!r}.")
    level_of(level)
    values, weight, missing = _answered(_series(column), scale, weights, not_applicable)
    n = len(values)
    worth = float(weight.sum() ** 2 / (weight**2).sum())
    notes = _notes(missing, n, kind)
    if kind == "mean":
        return _mean(values, weight, level=level, worth=worth, notes=notes)
    if kind == "nps" and (min(scale), max(scale)) != (0, 10):
        raise Refused("NPS is defined for ratings from 0 to 10. Read other scales as top boxes.")
    up, down = _cuts(scale, kind, boxes)
    above = float(weight[up(values)].sum() / weight.sum())
    below = float(weight[down(values)].sum() / weight.sum())
    if kind == "nps":
        low, high = nps_interval(above * worth, below * worth, n=worth, level=level)
        se = 100 * sqrt(max(above + below - (above - below) ** 2, 0) / worth)
        value = 100 * (above - below)
    else:
        value = above if kind == "top" else below
        low, high = share_interval(value, n=worth, level=level)
        se = sqrt(value * (1 - value) / worth)
    return Rating(
        value,
        low,
        high,
        se,
        kind=kind,
        n=n,
        effective_n=worth,
        level=level,
        interval="score" if kind == "nps" else "wilson",
        up=above if kind == "nps" else nan,
        down=below if kind == "nps" else nan,
        notes=notes,
    )


def share_interval(share: float, *, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval (`wilson`) for a share of an effective number of answers.

    >>> tuple(round(end, 4) for end in share_interval(81 / 263, n=263))
    (0.2553, 0.3662)
    """
    if not (0 <= share <= 1 and n > 0):
        raise Refused(f"{share} of {n} answers is not a share.")
    z = _z(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def nps_interval(
    promoters: float, detractors: float, *, n: float, level: float = 0.95
) -> tuple[float, float]:
    """Score interval of 100 times the difference of two shares of the same answers.

    All differences d that a score test would not refuse, with the variance of the trinomial most
    likely given d: Tango, Statistics in Medicine 17 (1998), for paired shares, which is the same
    likelihood. For NPS: Rocks, The American Statistician 70 (2016). Ends stay within -100 to 100.

    >>> tuple(round(end, 1) for end in nps_interval(50, 20, n=100))
    (14.0, 44.3)
    """
    if not (
        n > 0 and promoters >= 0 and detractors >= 0 and promoters + detractors <= n * (1 + 1e-9)
    ):
        raise Refused("Promoters and detractors must be 0 or more, and no more than all.")
    z, now = _z(level), (promoters - detractors) / n

    def end(edge: float) -> float:
        """Halving towards where the score reaches z; inside is near the value."""
        inside, outside = now, edge
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            if abs(_score(promoters, detractors, n, middle)) < z:
                inside = middle
            else:
                outside = middle
        return 100 * inside

    return end(-1.0), end(1.0)


def rating_difference(one: Rating, other: Rating) -> Difference:
    """One rating less another of the same kind, from different people.

    Shares and NPS by square-and-add of both intervals: Newcombe, Statistics in Medicine 17 (1998),
    method 10; Zou and Donner, Statistics in Medicine 27 (2008). Means by their standard errors,
    with the normal distribution. Refused: two kinds, two levels.

    >>> now, before = (
    ...     Rating(k / n, *share_interval(k / n, n=n), kind="top", n=n)
    ...     for k, n in ((56, 70), (48, 80))
    ... )
    >>> change = rating_difference(now, before)
    >>> round(change.low, 4), round(change.high, 4)
    (0.0524, 0.3339)
    """
    if (one.kind, one.level) != (other.kind, other.level):
        raise Refused("Only ratings of the same kind and level can be compared.")
    value, se = one.value - other.value, hypot(one.se, other.se)
    if one.kind == "mean":
        reach = _z(one.level) * se
        return Difference(value, value - reach, value + reach, se)
    low = value - hypot(one.value - one.low, other.high - other.value)
    high = value + hypot(one.high - one.value, other.value - other.low)
    return Difference(value, low, high, se)


def _answered(
    column: pl.Series,
    scale: tuple[float, float],
    weights: Array | pl.Series | None,
    not_applicable: Sequence[float],
) -> tuple[Array, Array, int]:
    """Ratings, their weights and how many were missing."""
    low, high = sorted(scale)
    if not -np.inf < low < high < np.inf:
        raise Refused("A scale needs two different ends.")
    values = numbers(column)
    values[np.isin(values, list(not_applicable))] = np.nan
    strange = np.unique(values[(values < low) | (values > high)])
    if len(strange):
        raise AnswersRefused(
            f"Column {column.name or 'given'} has answers outside {plain(low)} to {plain(high)}: "
            f"{listed(map(plain, strange))}. If they mean no answer, name them in not_applicable."
        )
    weight = np.ones(len(values)) if weights is None else numbers(_series(weights))
    if len(weight) != len(values) or not (np.isfinite(weight) & (weight >= 0)).all():
        raise AnswersRefused("Every answer needs one weight of 0 or more.")
    counts = ~np.isnan(values) & (weight > 0)
    if not counts.any():
        raise AnswersRefused(
            f"Nobody answered in column {column.name or 'given'} "
            f"({counted(len(values), 'row')}), so there is no rating."
        )
    if not 0 < weight[counts].max() < LARGEST_WEIGHT:
        raise AnswersRefused("Some weights are too large to add up. Divide all by their mean.")
    return values[counts], weight[counts] / weight[counts].max(), int(np.isnan(values).sum())


def _series(column: Any) -> pl.Series:
    if isinstance(column, pl.Series):
        return column
    try:
        return pl.Series("given", column)
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        raise AnswersRefused(
            f"A rating is read from one column of answers; this is {type(column).__name__}."
        ) from None


def _notes(missing: int, n: int, kind: str) -> tuple[str, ...]:
    notes = [f"{counted(missing, 'answer')} missing or not applicable."] if missing else []
    notes += [f"Only {counted(n, 'answer')}: rough."] if n < FEW else []
    notes += ["One answer has no interval of its mean."] if n == 1 and kind == "mean" else []
    return tuple(notes)


def _cuts(scale: tuple[float, float], kind: str, boxes: int) -> tuple[Cut, Cut]:
    """Who is above and who is below, whichever way the scale runs."""
    worst, best = scale
    side = copysign(1, best - worst)
    if kind == "nps":
        return (
            (lambda values: side * (best - values) <= 1),
            (lambda values: side * (values - worst) <= 6),
        )
    if whole(boxes, "boxes", least=1) > abs(best - worst):
        raise Refused(f"Of this scale 1 to {plain(abs(best - worst))} boxes can be taken.")
    return (
        (lambda values: side * (best - values) <= boxes - 1),
        (lambda values: side * (values - worst) <= boxes - 1),
    )


def _mean(
    values: Array, weight: Array, *, level: float, worth: float, notes: tuple[str, ...]
) -> Rating:
    from scipy.special import stdtrit  # noqa: PLC0415 -- slow to import

    n = len(values)
    value = float(weight @ values / weight.sum())
    if n < 2:
        return Rating(
            value, kind="mean", n=n, effective_n=worth, level=level, interval="t", notes=notes
        )
    left = weight * (values - value)
    se = sqrt(float(left @ left) * n / (n - 1)) / float(weight.sum())
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * se
    return Rating(
        value,
        value - reach,
        value + reach,
        se,
        kind="mean",
        n=n,
        effective_n=worth,
        level=level,
        interval="t",
        notes=notes,
    )


def _score(promoters: float, detractors: float, n: float, d: float) -> float:
    """How far from d, in standard errors; the share of detractors solves Tango's equation 6."""
    b = -promoters - detractors + (2 * n - promoters + detractors) * d
    c = -detractors * d * (1 - d)
    likely = (sqrt(max(b * b - 8 * n * c, 0)) - b) / (4 * n)
    variance = n * (2 * likely + d * (1 - d))
    off = promoters - detractors - n * d
    if variance <= 0:
        return copysign(float("inf"), off) if off else 0.0
    return off / sqrt(variance)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level_of(level)) / 2)
