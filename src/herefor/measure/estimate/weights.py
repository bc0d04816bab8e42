"""The outer weights: partial least squares on correlations alone.

Wold, "Soft modelling: the basic design and some extensions" (1982); the steps and inner schemes
are those of Lohmöller, Latent Variable Path Modeling with Partial Least Squares (1989),
chapter 2, written for a stack of correlation matrices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herefor.measure.specify.model import Model
from herefor.measure.stack import Array, solve

SCHEMES = ("path", "factorial", "centroid")


SMALLEST_SHARE = 1e-12  # of the variance the same weights would give items that agree


@dataclass(frozen=True)
class Layout:
    """The model in numbers: which items a construct has and which constructs drive it."""

    blocks: tuple[slice, ...]
    owner: NDArray[np.intp]
    drivers: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    modes: tuple[str, ...]
    factors: tuple[bool, ...]
    products: tuple[bool, ...]

    @property
    def mode_b(self) -> tuple[bool, ...]:
        return tuple(mode == "B" for mode in self.modes)

    @classmethod
    def of(cls, model: Model) -> "Layout":
        sizes = [len(one.items) for one in model.constructs]
        ends = np.cumsum(sizes)
        place = model.names.index
        return cls(
            blocks=tuple(slice(end - size, end) for size, end in zip(sizes, ends, strict=True)),
            owner=np.repeat(np.arange(len(sizes)), sizes),
            drivers=tuple(tuple(map(place, model.drivers(name))) for name in model.names),
            order=tuple(map(place, model.order)),
            modes=tuple(one.mode for one in model.constructs),
            factors=tuple(one.kind == "factor" for one in model.constructs),
            products=tuple(one.product is not None for one in model.constructs),
        )


@dataclass(frozen=True)
class Composites:
    """Constructs as weighted sums of their items, each with variance 1."""

    weights: Array  # (items, replicates)
    with_items: Array  # correlations (items, constructs, replicates)
    among: Array  # correlations (constructs, constructs, replicates)

    @classmethod
    def of(cls, correlation: Array, weights: Array, layout: Layout) -> "Composites":
        count = weights.shape[1]
        with_items = np.empty((len(weights), len(layout.blocks), count))
        among = np.empty((len(layout.blocks), len(layout.blocks), count))
        for j, block in enumerate(layout.blocks):
            with_items[:, j] = np.einsum("kib,ib->kb", correlation[:, block], weights[block])
        for j, block in enumerate(layout.blocks):
            among[j] = np.einsum("ib,ijb->jb", weights[block], with_items[block])
        variance = np.einsum("jjb->jb", among)
        scale = 1 / np.sqrt(np.where(cancelled(variance, weights, layout), np.nan, variance))
        with_items *= scale
        among *= scale[:, None]
        among *= scale
        return cls(weights * scale[layout.owner], with_items, among)

    def loadings(self, layout: Layout) -> Array:
        """Each item's correlation with its own construct."""
        return self.with_items[np.arange(len(layout.owner)), layout.owner]

    def turned(self, layout: Layout, *, like: Array) -> "Composites":
        """Blocks flipped whose loadings, taken together, disagree with `like`."""
        agreement = by_block(self.loadings(layout) * like, layout)
        sign = np.where(agreement < 0, -1.0, 1.0)
        return Composites(
            self.weights * sign[layout.owner],
            self.with_items * sign,
            self.among * sign[:, None] * sign,
        )


def cancelled(variance: Array, weights: Array, layout: Layout) -> NDArray[np.bool_]:
    """Which constructs' items take each other away: next to nothing of their variance is left."""
    at_most = by_block(np.abs(weights), layout) ** 2
    return np.asarray(variance < SMALLEST_SHARE * at_most)


def by_block(values: Array, layout: Layout) -> Array:
    """Sums of the items' values, by construct."""
    return np.add.reduceat(values, [block.start for block in layout.blocks], axis=0)


def outer_weights(
    correlation: Array,
    layout: Layout,
    *,
    scheme: str,
    start: Array,
    tolerance: float,
    most_iterations: int,
    fixed: Array | None = None,
) -> tuple[Array, Array]:
    """Weights of every replicate, NaN where they did not settle, and how many steps each took.

    Items with a `fixed` weight keep it; it is NaN for the others.

    A replicate has settled when no absolute weight moves by `tolerance`. When half of those left
    have, only the other half go on.
    """
    settled = np.full(correlation.shape[1:], np.nan)
    steps = np.full(correlation.shape[2], np.nan)
    active = np.arange(correlation.shape[2])
    waiting = np.isfinite(correlation).all(axis=(0, 1))
    now = Composites.of(correlation, np.broadcast_to(start, settled.shape), layout)
    for step in range(1, most_iterations + 1):
        before = np.abs(now.weights)
        improved = _improved(now, correlation, layout, scheme)
        if fixed is not None:
            improved = np.where(np.isnan(fixed), improved, fixed)
        now = Composites.of(correlation, improved, layout)
        change = np.abs(np.abs(now.weights) - before).max(axis=0)
        done = waiting & (change < tolerance)
        settled[:, active[done]] = now.weights[:, done]
        steps[active[done]] = step
        waiting &= ~done & np.isfinite(change)
        if not waiting.any():
            break
        if waiting.mean() < 0.5:
            active, correlation = active[waiting], correlation[:, :, waiting]
            now = Composites.of(correlation, now.weights[:, waiting], layout)
            fixed = None if fixed is None else fixed[:, waiting]
            waiting = waiting[waiting]
    return settled, steps


def _improved(now: Composites, correlation: Array, layout: Layout, scheme: str) -> Array:
    """Items weighed by how they go with the proxy their construct's neighbours make."""
    inner = _inner_weights(now.among, layout, scheme)
    weights: Array = np.einsum("kjb,jkb->kb", now.with_items, inner[:, layout.owner])
    for block, makes_up in zip(layout.blocks, layout.mode_b, strict=True):
        if makes_up:
            weights[block] = solve(correlation[block, block], weights[block])
    return weights


def _inner_weights(among: Array, layout: Layout, scheme: str) -> Array:
    """Column j says how construct j's neighbours make up its proxy.

    factorial: by correlation; centroid: by its sign; path: drivers by their regression
    coefficients on j, what j drives by correlation.
    """
    inner = np.zeros_like(among)
    for j, drivers in enumerate(layout.drivers):
        for i in drivers:
            inner[i, j] = inner[j, i] = among[i, j]
    if scheme == "centroid":
        return np.sign(inner)
    if scheme == "path":
        for j, drivers in enumerate(layout.drivers):
            if drivers:
                inner[list(drivers), j] = regression(among, drivers, on=j)
    return inner


def regression(among: Array, drivers: tuple[int, ...], *, on: int) -> Array:
    """Standardised coefficients of a construct on its drivers."""
    return solve(among[np.ix_(drivers, drivers)], among[list(drivers), on])
