"""Whose doing is it, when drivers work through each other? Shapley values of a path model."""

import numpy as np
from numpy.typing import NDArray

from herefor.measure.stack import Array


def credited(paths: Array, short: Array, target: int) -> Array:
    """What each construct adds to `target` when set to its best, averaged over all orders.

    `paths` are direct effects in points (from, to, replicates), `short` what each construct lacks
    (constructs, replicates). A coalition S is worth what the target gains when the constructs in S
    are set to their best by hand, which cuts them off from what drives them, and all others follow
    their equations (Pearl, Causality, 2009, 3.2; Shapley values of interventions: Heskes and
    others, Advances in Neural Information Processing Systems 33, 2020). All together are worth
    the sum over direct drivers.

    Worth is a sum over directed paths: the one from h to the target counts when h is in S and none
    between them is. Over all orders, one with m constructs between gives h 1 / (m + 1) of its
    value and takes 1 / (m (m + 1)) from each of the m. So sums over powers of the paths are exact,
    for any number of constructs.

    >>> paths = np.zeros((3, 3, 1))
    >>> paths[0, 1], paths[1, 2] = 0.5, 0.8  # one through another
    >>> credited(paths, np.array([[20.0], [30.0], [25.0]]), 2).ravel()
    array([ 4., 20.,  0.])
    """
    powers = _powers(paths)
    gained = np.zeros_like(short)
    reaching = [power[:, target] for power in powers]
    for length, reach in enumerate(reaching, start=1):
        gained += short * reach / length
    for before, power in enumerate(powers, start=1):
        arriving = np.einsum("hb,hjb->jb", short, power)
        for after, reach in enumerate(reaching, start=1):
            length = before + after
            gained -= arriving * reach / (length * (length - 1))
    return gained


def worth_of(paths: Array, short: Array, target: int, chosen: NDArray[np.bool_]) -> Array:
    """What the target gains when the chosen constructs are set to their best by hand.

    >>> paths = np.zeros((2, 2, 1))
    >>> paths[0, 1] = 0.5
    >>> worth_of(paths, np.array([[20.0], [30.0]]), 1, np.array([True, False]))
    array([10.])
    """
    moved = np.where(chosen[:, None], short, 0.0)
    cut = np.where(chosen[None, :, None], 0.0, paths)
    gained, step = moved, moved
    for _ in range(len(paths)):
        step = np.einsum("hb,hjb->jb", step, cut)
        gained = gained + step
    worth: Array = gained[target]
    return worth


def _powers(paths: Array) -> list[Array]:
    """Sums of products over paths of each length; a recursive model has no longer ones."""
    powers = [paths]
    while np.any(powers[-1]) and len(powers) < len(paths) - 1:
        powers.append(np.einsum("ikb,kjb->ijb", powers[-1], paths))
    return powers
