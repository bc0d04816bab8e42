"""How much each path matters to what it explains."""

import numpy as np

from herefor.measure.estimate.fit import Fit, Link, Number


def effect_sizes(fit: Fit) -> tuple[Link, ...]:
    """Cohen's f2 of every path: what R2 loses when the model is estimated without it.

    Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), equation 9.2.1.
    Each path left out costs an estimate of its own.
    """
    return tuple(
        Link(source, target, _effect_size(fit, source, target))
        for source, target in fit.model.edges
    )


def _effect_size(full: Fit, source: str, target: str) -> Number:
    r2 = full.estimate.r2[full.place(target)], full.replicates.r2[full.place(target)]
    if len(full.model.drivers(target)) == 1:
        return Number.of((r2[0] / (1 - r2[0]))[0], r2[1] / (1 - r2[1]), level=full.level)
    less = full.by.fit(full.model.without_path(source, target), full.moments)
    _, mine, its = np.intersect1d(full.kept, less.kept, return_indices=True)
    lost = r2[0] - less.estimate.r2[less.place(target)]
    drawn = r2[1][mine] - less.replicates.r2[less.place(target)][its]
    return Number.of((lost / (1 - r2[0]))[0], drawn / (1 - r2[1][mine]), level=full.level)
