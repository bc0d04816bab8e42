"""A standard error for every replicate, from its own draws."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from herefor.measure.gather import draws
from herefor.measure.stack import Array
from herefor.measure.words import Refused

if TYPE_CHECKING:
    from herefor.measure.estimate.fit import Fit

SETS = 25
AT_ONCE = 50  # replicates, so that a stack holds 1,250


def replicate_errors(fit: "Fit", what: str) -> tuple[Array, Array]:
    """Standard errors of the estimate and of every replicate that settled, for a whole `what`.

    A replicate's draws are independent, so they are dealt into `SETS` sets and one set at a time is
    left out (delete-a-group jackknife: Kott, Journal of Official Statistics 17, 2001). The
    estimate is treated alike, its units dealt at random, so that both err alike.

    Raises `Refused` where draws are not independent: in strata, of clusters, or Poisson.
    """
    moments = fit.moments
    if moments.units.designed or moments.drawn is not None:
        raise Refused(
            "Studentised intervals need units drawn one by one, not within strata, in clusters or "
            'by Poisson draws. Ask for interval="bca" instead.'
        )
    sums = np.ascontiguousarray(moments.sums.T)
    own = np.random.default_rng([moments.seed, 2**31]).permutation(len(sums))[None]
    estimate = _errors(fit, what, draws.sums_in_sets(sums, own, SETS))
    parts = [_errors(fit, what, part) for part in _replicates(fit, sums)]
    together = np.concatenate(parts, axis=-1) if parts else estimate[..., :0]
    return estimate, together


def _replicates(fit: "Fit", sums: Array) -> Iterator[Array]:
    moments, units = fit.moments, len(sums)
    for block in moments.blocks:
        first = block * draws.BLOCK
        size = min(draws.BLOCK, moments.replicates - first)
        chosen = draws.drawn(units, size=size, seed=moments.seed, block=block)
        within = fit.kept[(fit.kept >= first) & (fit.kept < first + size)] - first
        for start in range(0, len(within), AT_ONCE):
            yield draws.sums_in_sets(sums, chosen[within[start : start + AT_ONCE]], SETS)


def _errors(fit: "Fit", what: str, by_set: Array) -> Array:
    """From sums shaped (cross-products, replicates, sets)."""
    without = by_set.sum(axis=2, keepdims=True) - by_set
    values = fit.of(what, fit.again(without.reshape(len(by_set), -1)))
    left_out = values.reshape(*values.shape[:-1], -1, by_set.shape[2])
    there = np.isfinite(left_out)
    known, count = np.where(there, left_out, 0), there.sum(axis=-1)
    with np.errstate(all="ignore"):  # without any set nothing is known, NaN
        mean = known.sum(axis=-1) / count
        squares = (np.where(there, left_out - mean[..., None], 0) ** 2).sum(axis=-1)
        errors: Array = np.sqrt(squares / count * (count - 1))
    return np.where(count > 1, errors, np.nan)
