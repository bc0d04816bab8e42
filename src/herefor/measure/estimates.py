"""From weights to everything a reader asks of a path model, for a whole stack at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from herefor.measure.stack import Array, Described, inverse_diagonal
from herefor.measure.weights import Composites, Layout, by_block, regression

SMALLEST_WHOLE = 1e-6  # of the weights without their signs; less is rounding error


@dataclass(frozen=True)
class Estimates:
    """Arrays by item, by construct, or by (from, to); the last axis runs over the replicates."""

    weights: Array
    loadings: Array
    mean: Array
    item_sd: Array
    share: Array  # an item's part in its construct's points; parts sum to 1
    index: Array
    sd: Array
    paths: Array
    r2: Array
    total_effects: Array
    impacts: Array
    paths_in_points: Array
    vif: Array
    alpha: Array
    rho_a: Array
    rho_c: Array
    ave: Array
    htmt: Array

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Which replicates gave an answer."""
        numbers = np.concatenate([self.index, *self.paths])
        return np.asarray(np.isfinite(numbers).all(axis=0))

    def only(self, chosen: NDArray[np.intp]) -> "Estimates":
        return Estimates(*(getattr(self, one.name)[..., chosen] for one in fields(self)))

    @staticmethod
    def joined(parts: Sequence["Estimates"]) -> "Estimates":
        return Estimates(
            *(
                np.concatenate([getattr(part, one.name) for part in parts], axis=-1)
                for one in fields(Estimates)
            )
        )


def evaluate(items: Described, weights: Array, layout: Layout, *, like: Array) -> Estimates:
    """Everything that follows from the weights; signs are turned to agree with `like` loadings.

    The index puts unstandardised weights (weight over standard deviation) on item means:
    Fornell, Johnson, Anderson, Cha and Bryant, "The American Customer Satisfaction Index",
    Journal of Marketing 60 (1996), appendix.
    """
    made = Composites.of(items.correlation, weights, layout).turned(layout, like=like)
    weights, loadings = made.weights, made.loadings(layout)
    raw = weights / items.sd
    whole = by_block(raw, layout)
    whole[np.abs(whole) < SMALLEST_WHOLE * by_block(np.abs(raw), layout)] = np.nan
    share = raw / whole[layout.owner]
    paths, r2, vif = _regressions(made.among, layout)
    total = _total_effects(paths, layout)
    sd = 1 / whole
    return Estimates(
        weights=weights,
        loadings=loadings,
        mean=items.mean,
        item_sd=items.sd,
        share=share,
        index=by_block(share * items.mean, layout),
        sd=sd,
        paths=paths,
        r2=r2,
        total_effects=total,
        impacts=total * sd / sd[:, None],
        paths_in_points=paths * sd / sd[:, None],
        vif=vif,
        htmt=_htmt(items.correlation, layout),
        **_reliability(items.correlation, weights, loadings, layout),
    )


def _regressions(among: Array, layout: Layout) -> tuple[Array, Array, Array]:
    """Paths, R2 and variance inflation of the drivers; NaN where there is none."""
    paths, vif = np.zeros_like(among), np.full_like(among, np.nan)
    r2 = np.full(among.shape[1:], np.nan)
    for j, drivers in enumerate(layout.drivers):
        if drivers:
            rows = list(drivers)
            paths[rows, j] = regression(among, drivers, on=j)
            r2[j] = (paths[rows, j] * among[rows, j]).sum(axis=0)
        if len(drivers) > 1:
            vif[rows, j] = inverse_diagonal(among[np.ix_(drivers, drivers)])
    return paths, r2, vif


def _total_effects(paths: Array, layout: Layout) -> Array:
    """Direct and indirect effects: the finite sum of the powers of the paths."""
    total = np.zeros_like(paths)
    for j in layout.order:
        for driver in layout.drivers[j]:
            total[:, j] += total[:, driver] * paths[driver, j]
            total[driver, j] += paths[driver, j]
    return total


def _reliability(
    correlation: Array, weights: Array, loadings: Array, layout: Layout
) -> dict[str, Array]:
    """Four coefficients of every reflective block; items that make up a construct have none.

    alpha: Cronbach, Psychometrika 16 (1951), of standardised items. rho_a: Dijkstra and Henseler,
    MIS Quarterly 39 (2015), equation 3. rho_c: Werts, Linn and Jöreskog, Educational and
    Psychological Measurement 34 (1974). ave: Fornell and Larcker, Journal of Marketing Research 18
    (1981).
    """
    shape = (len(layout.blocks), weights.shape[1])
    alpha, rho_a, rho_c, ave = (np.full(shape, np.nan) for _ in range(4))
    for j, (block, makes_up) in enumerate(zip(layout.blocks, layout.mode_b, strict=True)):
        if makes_up:
            continue
        within, w, squared = correlation[block, block], weights[block], loadings[block] ** 2
        summed, size = loadings[block].sum(axis=0) ** 2, len(w)
        rho_c[j] = summed / (summed + (1 - squared).sum(axis=0))
        ave[j] = squared.mean(axis=0)
        alpha[j] = rho_a[j] = 1
        if size > 1:
            alpha[j] = size / (size - 1) * (1 - size / within.sum(axis=(0, 1)))
            square = (w**2).sum(axis=0)
            explained = np.einsum("ib,ijb,jb->b", w, within, w) - square
            rho_a[j] = square**2 * explained / (square**2 - (w**4).sum(axis=0))
    return {"alpha": alpha, "rho_a": rho_a, "rho_c": rho_c, "ave": ave}


def _htmt(correlation: Array, layout: Layout) -> Array:
    """Heterotrait-monotrait ratios on absolute correlations.

    Henseler, Ringle and Sarstedt, Journal of the Academy of Marketing Science 43 (2015).
    """
    by_row = [np.abs(correlation[block]).sum(axis=0) for block in layout.blocks]
    summed = np.stack(
        [np.stack([row[block].sum(axis=0) for block in layout.blocks]) for row in by_row]
    )
    size = np.array([block.stop - block.start for block in layout.blocks])[:, None]
    pairs = np.where(size > 1, size * (size - 1), 1)
    within = (np.einsum("jjb->jb", summed) - np.where(size > 1, size, 0)) / pairs
    ratio: Array = summed / (size * size.T)[:, :, None] / np.sqrt(within[:, None] * within)
    return ratio
