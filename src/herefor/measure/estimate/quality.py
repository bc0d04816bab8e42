"""How well the items show their constructs, and the drivers can be told apart.

Every formula takes a stack of estimated models and holds for the estimate and all replicates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from herefor.measure.estimate.consistent import reliability_of
from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.weights import Composites, Layout
from herefor.measure.stack import Array, Described, inverse_diagonal


@dataclass(frozen=True)
class Estimated:
    """A stack of models: their items and what was estimated from them."""

    items: Described
    estimates: Estimates
    layout: Layout

    @cached_property
    def composites(self) -> Composites:
        """How the constructs go together and with every item."""
        return Composites.of(self.items.correlation, self.estimates.weights, self.layout)


Formula = Callable[[Estimated], Array]


def alpha(stack: Estimated) -> Array:
    """Cronbach, Psychometrika 16 (1951), of standardised items, by construct."""

    def of(within: Array, _weights: Array, _loadings: Array) -> Array:
        size = len(within)
        summed: Array = within.sum(axis=(0, 1))
        return size / (size - 1) * (1 - size / summed) if size > 1 else np.ones_like(summed)

    return _by_reflective_block(stack, of)


def rho_a(stack: Estimated) -> Array:
    """Dijkstra and Henseler, MIS Quarterly 39 (2015), equation 3, by construct."""

    def of(within: Array, weights: Array, _loadings: Array) -> Array:
        return reliability_of(within, weights) if len(weights) > 1 else np.ones(weights.shape[1])

    return _by_reflective_block(stack, of)


def rho_c(stack: Estimated) -> Array:
    """Werts, Linn and Jöreskog, Educational and Psychological Measurement 34 (1974)."""

    def of(_within: Array, _weights: Array, loadings: Array) -> Array:
        summed = loadings.sum(axis=0) ** 2
        rho: Array = summed / (summed + (1 - loadings**2).sum(axis=0))
        return rho

    return _by_reflective_block(stack, of)


def ave(stack: Estimated) -> Array:
    """Average variance extracted: Fornell and Larcker, Journal of Marketing Research 18 (1981)."""

    def of(_within: Array, _weights: Array, loadings: Array) -> Array:
        mean: Array = (loadings**2).mean(axis=0)
        return mean

    return _by_reflective_block(stack, of)


def htmt(stack: Estimated) -> Array:
    """Heterotrait-monotrait ratios on absolute correlations, by pair of constructs.

    Henseler, Ringle and Sarstedt, Journal of the Academy of Marketing Science 43 (2015).
    """
    correlation, blocks = stack.items.correlation, stack.layout.blocks
    by_row = [np.abs(correlation[block]).sum(axis=0) for block in blocks]
    summed = np.stack([np.stack([row[block].sum(axis=0) for block in blocks]) for row in by_row])
    size = np.array([block.stop - block.start for block in blocks])[:, None]
    pairs = np.where(size > 1, size * (size - 1), 1)
    within = (np.einsum("jjb->jb", summed) - np.where(size > 1, size, 0)) / pairs
    ratio: Array = summed / (size * size.T)[:, :, None] / np.sqrt(within[:, None] * within)
    return ratio


def htmt2(stack: Estimated) -> Array:
    """The ratio with geometric means, for items that need not show their construct equally well.

    Roemer, Schuberth and Henseler, Industrial Management & Data Systems 121 (2021). On absolute
    correlations; a construct of one item counts as measured without error.
    """
    logs = np.log(np.abs(stack.items.correlation))
    blocks = stack.layout.blocks
    across = np.stack([np.stack([logs[a, b].mean(axis=(0, 1)) for b in blocks]) for a in blocks])
    within = np.stack([_mean_beside_diagonal(logs[block, block]) for block in blocks])
    ratio: Array = np.exp(across - (within[:, None] + within) / 2)
    ratio[np.diag_indices(len(blocks))] = 1
    return ratio


def cross_loadings(stack: Estimated) -> Array:
    """Each item's correlation (first axis) with every construct (second)."""
    return stack.composites.with_items


def outer_vif(stack: Estimated) -> Array:
    """Variance inflation of each item among the items of its construct; 1 alone."""
    found = np.ones_like(stack.estimates.weights)
    for block in stack.layout.blocks:
        if block.stop - block.start > 1:
            found[block] = inverse_diagonal(stack.items.correlation[block, block])
    return found


def vif(stack: Estimated) -> Array:
    """Variance inflation of each driver (first axis) of each construct (second); NaN alone."""
    among = stack.composites.among
    inflated = np.full_like(among, np.nan)
    for j, drivers in enumerate(stack.layout.drivers):
        if len(drivers) > 1:
            inflated[list(drivers), j] = inverse_diagonal(among[np.ix_(drivers, drivers)])
    return inflated


FORMULAS: dict[str, Formula] = {
    one.__name__: one
    for one in (
        *(alpha, rho_a, rho_c, ave),
        *(htmt, htmt2, cross_loadings),
        *(outer_vif, vif),
    )
}
"""What `Fit.number` and `Fit.value` know by name besides the fields of `Estimates`."""


def _by_reflective_block(stack: Estimated, of: Callable[[Array, Array, Array], Array]) -> Array:
    """`of` correlations, weights and loadings of each block; NaN where items make it up."""
    weights, loadings = stack.estimates.weights, stack.estimates.loadings
    found = np.full((len(stack.layout.blocks), weights.shape[1]), np.nan)
    for j, block in enumerate(stack.layout.blocks):
        if not stack.layout.mode_b[j] and not stack.layout.products[j]:
            within = stack.items.correlation[block, block]
            found[j] = of(within, weights[block], loadings[block])
    return found


def _mean_beside_diagonal(block: Array) -> Array:
    size = len(block)
    if size == 1:
        return np.zeros(block.shape[2])
    mean: Array = block[np.triu_indices(size, 1)].mean(axis=0)
    return mean
