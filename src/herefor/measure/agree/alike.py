"""Do raters give the same marks, with gaps or not? Krippendorff's alpha and Gwet's AC2."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from herefor.measure.agree.marks import Marks
from herefor.measure.estimate.intervals import Number, Spare, bca, jackknifed
from herefor.measure.stack import Array
from herefor.measure.words import Refused, level_of, listed, perhaps, plain

SCALES = ("interval", "ordinal", "nominal")
Statistic = Callable[[Array], Array]


@dataclass(frozen=True)
class Sampling:
    """How the interval is made: things are drawn again, `replicates` times, from `seed`."""

    level: float = 0.95
    replicates: int = 2000
    seed: int = 1


PLAIN = Sampling()


def alpha(marks: Marks, *, scale: str = "interval", sampling: Sampling = PLAIN) -> Number:
    """Krippendorff's alpha: observed disagreement beside what chance would give; gaps allowed.

    Krippendorff, Content Analysis (2004), chapter 11. Things with one mark tell nothing about
    agreement and are left out.
    """
    kept = np.isfinite(marks.values).sum(axis=1) > 1
    levels, counts = _counts(marks.values[kept])

    def of(draws: Array) -> Array:
        return _alpha(counts, draws[kept], levels=levels, scale=_known(scale))

    return _number(of, marks, sampling)


def ac2(
    marks: Marks,
    *,
    scale: str = "interval",
    levels: Sequence[float] = (),
    sampling: Sampling = PLAIN,
) -> Number:
    """Gwet's AC2, which stays stable where most marks are the same; gaps allowed.

    Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014), chapter 5. Marks that are one
    level apart on an `interval` scale count by quadratic weights, on an `ordinal` one by the
    number of pairs of levels between them; on a `nominal` one only the same is the same (AC1).
    `levels` names those that could be given; else they are those that were.
    """
    could_be, counts = _counts(marks.values, levels)
    weights = agreement_weights(could_be, scale=_known(scale))

    def of(draws: Array) -> Array:
        return _ac2(counts, draws, weights=weights)

    return _number(of, marks, sampling)


def agreement_weights(levels: Array, *, scale: str) -> Array:
    """From 1 for the same level down to 0 for the farthest: Gwet (2014), section 3.5."""
    q = len(levels)
    if scale == "nominal" or q == 1:
        return np.eye(q)
    apart = np.abs(levels[:, None] - levels[None, :])
    if scale == "interval":
        return np.asarray(1 - (apart / apart.max()) ** 2)
    steps = np.abs(np.arange(q)[:, None] - np.arange(q)[None, :]) + 1
    pairs = steps * (steps - 1) / 2
    return np.asarray(1 - pairs / pairs.max())


def _known(scale: str) -> str:
    if scale in SCALES:
        return scale
    raise Refused(
        f"There is no scale {scale!r}.{perhaps(scale, SCALES)} Known are {listed(SCALES)}."
    )


def _counts(values: Array, named: Sequence[float] = ()) -> tuple[Array, Array]:
    """The levels, and how often each thing was given each of them."""
    given = np.unique(values[np.isfinite(values)])
    levels = np.unique(np.array(named, dtype=float)) if len(named) else given
    if strange := sorted(set(given) - set(levels)):
        raise Refused(f"A mark of {plain(strange[0])} is none of the levels.")
    return levels, np.asarray((values[:, :, None] == levels).sum(axis=1), dtype=float)


def _alpha(counts: Array, draws: Array, *, levels: Array, scale: str) -> Array:
    marked = counts.sum(axis=1)
    totals = counts.T @ draws
    n = marked @ draws
    apart = _apart(levels, totals, scale=scale)
    of_thing = np.einsum("ic,id,cdr->ir", counts, counts, apart) / (marked - 1)[:, None]
    by_chance = np.einsum("cr,dr,cdr->r", totals, totals, apart)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - (n - 1) * (of_thing * draws).sum(axis=0) / by_chance)


def _apart(levels: Array, totals: Array, *, scale: str) -> Array:
    """Squared distance of each pair of levels, (levels, levels, replicates)."""
    q, replicates = totals.shape
    if scale == "nominal":
        return np.repeat((1 - np.eye(q))[:, :, None], replicates, axis=2)
    if scale == "interval":
        squared = (levels[:, None] - levels[None, :]) ** 2
        return np.repeat(squared[:, :, None], replicates, axis=2)
    middle = np.cumsum(totals, axis=0) - totals / 2
    return np.asarray((middle[:, None, :] - middle[None, :, :]) ** 2)


def _ac2(counts: Array, draws: Array, *, weights: Array) -> Array:
    marked = counts.sum(axis=1)
    several, some = marked > 1, marked > 0
    alike = (counts * (counts @ weights - 1)).sum(axis=1)[several]
    alike = alike / (marked * (marked - 1))[several]
    q = len(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = (alike @ draws[several]) / draws[several].sum(axis=0)
        shares = (counts[some] / marked[some, None]).T @ draws[some] / draws[some].sum(axis=0)
        by_chance = weights.sum() / max(q * (q - 1), 1) * (shares * (1 - shares)).sum(axis=0)
        return np.asarray((seen - by_chance) / (1 - by_chance))


def _number(of: Statistic, marks: Marks, sampling: Sampling) -> Number:
    """Bias-corrected and accelerated, where replicates differ at all."""
    level = level_of(sampling.level)
    found = of(marks.draws(replicates=sampling.replicates, seed=sampling.seed))
    value, replicates = float(found[0]), found[1:][np.isfinite(found[1:])]
    things = len(marks.things)
    left_out = jackknifed(value, of(1.0 - np.eye(things)), np.zeros(things, dtype=np.intp))
    ends = bca(value, replicates, acceleration=left_out.acceleration, level=level)
    if not np.isfinite(ends).all():
        return Number.of(value, replicates, level=level, spare=Spare(things - 1))
    return Number.between(value, replicates, ends, level=level, interval="bca")
