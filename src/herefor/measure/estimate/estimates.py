"""From weights to indices, paths and effects, for a whole stack at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimate.consistent import corrected, solve_any
from herefor.measure.estimate.weights import Composites, Layout, by_block
from herefor.measure.stack import Array, Described, solve

Solver = Callable[[Array, Array], Array]
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
    correlations: Array  # between constructs, corrected if the estimate is consistent
    iterations: Array  # steps until the weights settled

    @property
    def sound(self) -> NDArray[np.bool_]:
        """Which replicates gave an answer."""
        numbers = np.concatenate([self.sd, *self.paths])
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


def estimates_of(
    items: Described,
    weights: Array,
    layout: Layout,
    *,
    like: Array,
    iterations: Array,
    consistent: bool = False,
) -> Estimates:
    """Everything that follows from the weights; signs are turned to agree with `like` loadings.

    The index puts unstandardised weights (weight over standard deviation) on item means:
    Fornell, Johnson, Anderson, Cha and Bryant, "The American Customer Satisfaction Index",
    Journal of Marketing 60 (1996), appendix. It stays the same if `consistent`; effects in points
    then are those of indices without measurement error: sd times the root of the reliability.
    The product of an interaction has no index, and one sd of it is its unit.
    """
    made = Composites.of(items.correlation, weights, layout).turned(layout, like=like)
    weights, loadings, among = made.weights, made.loadings(layout), made.among
    reliability = np.ones(1)
    if consistent:
        better = corrected(items, made, layout)
        loadings, among, reliability = better.loadings, better.among, better.reliability
    raw = weights / items.sd
    whole = by_block(raw, layout)
    whole[np.abs(whole) < SMALLEST_WHOLE * by_block(np.abs(raw), layout)] = np.nan
    share = raw / whole[layout.owner]
    index, sd = by_block(share * items.mean, layout), 1 / whole
    index[list(layout.products)], sd[list(layout.products)] = np.nan, 1
    paths, r2 = _regressions(among, layout, solver=solve_any if consistent else solve)
    total = _total_effects(paths, layout)
    reach = sd * np.sqrt(reliability)
    return Estimates(
        weights=weights,
        loadings=loadings,
        mean=items.mean,
        item_sd=items.sd,
        share=share,
        index=index,
        sd=sd,
        paths=paths,
        r2=r2,
        total_effects=total,
        impacts=total * reach / reach[:, None],
        paths_in_points=paths * reach / reach[:, None],
        correlations=among,
        iterations=iterations,
    )


def _regressions(among: Array, layout: Layout, *, solver: Solver) -> tuple[Array, Array]:
    """Paths and R2; NaN where nothing drives."""
    paths, r2 = np.zeros_like(among), np.full(among.shape[1:], np.nan)
    for j, drivers in enumerate(layout.drivers):
        if drivers:
            rows = list(drivers)
            paths[rows, j] = solver(among[np.ix_(rows, rows)], among[rows, j])
            r2[j] = (paths[rows, j] * among[rows, j]).sum(axis=0)
    return paths, r2


def _total_effects(paths: Array, layout: Layout) -> Array:
    """Direct and indirect effects: the finite sum of the powers of the paths."""
    total = np.zeros_like(paths)
    for j in layout.order:
        for driver in layout.drivers[j]:
            total[:, j] += total[:, driver] * paths[driver, j]
            total[driver, j] += paths[driver, j]
    return total
