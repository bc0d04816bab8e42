"""The index of a construct with other weights than the model's own."""

from typing import TYPE_CHECKING

import numpy as np

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed, perhaps

if TYPE_CHECKING:
    from herefor.measure.estimate.fit import Fit

WEIGHTS = ("model", "equal", "sum")


def index_points(fit: "Fit", name: str, weights: "str | Fit") -> tuple[Array, Array]:
    """The index of the estimate and of every replicate.

    An index is the weighted mean of its items in points. The weights are those of the `model`;
    `equal` for standardised items, so one over each item's standard deviation; equal for the items
    as they are (`sum`); or those another fit estimated, the same in every replicate. A part of a
    higher order is weighed in the same way.
    """
    if weights not in WEIGHTS and (isinstance(weights, str) or not hasattr(weights, "estimate")):
        raise Refused(
            f"There are no weights {weights!r}.{perhaps(weights, WEIGHTS)} Known are "
            f"{listed(WEIGHTS)}, and any other fit, whose weights are then kept."
        )
    one = fit.model.the(name)
    means = [_mean(fit, item.code, weights, lower=one.how == "two-stage") for item in one.items]
    now, drawn = (np.stack([mean[side] for mean in means]) for side in (0, 1))
    shares = [_shares(fit, name, weights, stack) for stack in (fit.estimate, fit.replicates)]
    return (shares[0] * now).sum(axis=0), (shares[1] * drawn).sum(axis=0)


def stage_with(fit: "Fit", name: str) -> "Fit":
    """The fit itself, or the stage before it that has this construct."""
    stage = fit
    while name not in stage.model.names and stage.first:
        stage = stage.first
    return stage if name in stage.model.names else fit


def _mean(fit: "Fit", code: str, weights: "str | Fit", *, lower: bool) -> tuple[Array, Array]:
    """The mean of an item, or the index of the construct that is one."""
    if lower:
        stage = stage_with(fit, code)
        now, drawn = index_points(stage, code, weights)
        return now, drawn[np.searchsorted(stage.kept, fit.kept)]
    place = fit.model.item_codes.index(code)
    return fit.estimate.mean[place], fit.replicates.mean[place]


def _shares(fit: "Fit", name: str, weights: "str | Fit", stack: Estimates) -> Array:
    codes = [item.code for item in fit.model.the(name).items]
    places = [fit.model.item_codes.index(code) for code in codes]
    if weights == "model":
        return stack.share[places]
    if isinstance(weights, str):
        raw = 1 / stack.item_sd[places] if weights == "equal" else np.ones((len(places), 1))
        share: Array = raw / raw.sum(axis=0)
        return share
    other = stage_with(weights, name)
    theirs = [item.code for one in other.model.constructs if one.name == name for item in one.items]
    if set(theirs) != set(codes):
        raise Refused(
            f"The weights of the other fit do not fit {name}: it is shown by {listed(codes)} here "
            f"and by {listed(theirs) or 'nothing'} there. Fit both with the same items."
        )
    kept: Array = other.estimate.share[[other.model.item_codes.index(code) for code in codes]]
    return kept
