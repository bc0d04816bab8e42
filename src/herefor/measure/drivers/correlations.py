"""Correlations of rated aspects from sums, also of every pair that was answered."""

import numpy as np

from herefor.measure.gather.moments import Moments
from herefor.measure.stack import SMALLEST_VARIANCE, Array, describe


def correlations_of(moments: Moments, sums: Array) -> Array:
    """Correlations of a stack of sums; with gaps, each pair from those who answered both.

    A pair's covariance is taken about the means of those who answered both, and divided by the
    standard deviations of all who answered each: available cases, Little and Rubin, Statistical
    Analysis with Missing Data (2002), 3.4. NaN where nothing varies.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if moments.missing == "listwise":
            return describe(sums, missing="listwise").correlation
        return _by_pairs(sums)


def _by_pairs(sums: Array) -> Array:
    """The sums are of one, whether answered and the answers, crossed: the upper triangle."""
    size = int(np.sqrt(2 * len(sums)))
    whole = np.empty((size, size, sums.shape[1]))
    upper, right = np.triu_indices(size)
    whole[upper, right] = whole[right, upper] = sums
    half = size // 2 + 1
    both, theirs, products = whole[1:half, 1:half], whole[half:, 1:half], whole[half:, half:]
    mean = theirs / both
    covariance = products / both - mean * mean.swapaxes(0, 1)
    variance = np.einsum("iib->ib", covariance)
    sd = np.sqrt(np.where(variance > SMALLEST_VARIANCE, variance, np.nan))
    correlation: Array = covariance / sd / sd[:, None]
    return correlation
