"""How much each path matters to what it explains."""

import numpy as np

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Link, Number
from herefor.measure.estimate.quality import vif
from herefor.measure.stack import Array


def effect_sizes(fit: Fit) -> tuple[Link, ...]:
    """Cohen's f2 of every path: what R2 loses when the model is estimated without it.

    Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), equation 9.2.1.
    Each path left out costs an estimate of its own. Where an interaction drives the target, a
    driver cannot leave without it, so the constructs stay as they are and only the regression
    is without the path: f2 = b^2 / (VIF (1 - R2)).
    """
    return tuple(
        Link(source, target, _effect_size(fit, source, target))
        for source, target in fit.model.edges
    )


def _effect_size(full: Fit, source: str, target: str) -> Number:
    if full.moderated(target):
        return _of_regression(full, source, target)
    r2 = full.estimate.r2[full.place(target)], full.replicates.r2[full.place(target)]
    if len(full.model.drivers(target)) == 1:
        return full.about((r2[0] / (1 - r2[0]))[0], r2[1] / (1 - r2[1]))
    less = full.by.fit(full.specified.without_path(source, target), full.moments)
    _, mine, its = np.intersect1d(full.kept, less.kept, return_indices=True)
    lost = r2[0] - less.estimate.r2[less.place(target)]
    drawn = r2[1][mine] - less.replicates.r2[less.place(target)][its]
    return full.about((lost / (1 - r2[0]))[0], drawn / (1 - r2[1][mine]))


def _of_regression(full: Fit, source: str, target: str) -> Number:
    i, j = full.place(source), full.place(target)

    def of(estimates: Estimates, inflated: Array) -> Array:
        lost: Array = estimates.paths[i, j] ** 2 / inflated / (1 - estimates.r2[j])
        return lost

    value = of(full.estimate, np.array([full.value("vif", source, target)]))
    return full.about(value[0], of(full.replicates, full.over(vif)[i, j]))
