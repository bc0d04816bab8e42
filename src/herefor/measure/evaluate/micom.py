"""Do two groups mean the same by their answers? Measurement invariance of composites."""

from dataclasses import dataclass, replace

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.weights import by_block
from herefor.measure.evaluate.groups import PERMUTATIONS, refuse_unlike, shuffles
from herefor.measure.stack import Array, Described
from herefor.measure.words import level_of


@dataclass(frozen=True)
class Invariance:
    """One construct in two groups, step by step.

    Step 2: `correlation` of the construct weighed as in group a and as in group b; shuffled groups
    fall below `least` in one of twenty cases. Step 3: the difference of means in pooled standard
    deviations and of logarithms of variances, with what shuffled groups differ by.
    """

    construct: str
    correlation: float
    least: float
    p_correlation: float
    mean_difference: float
    mean_low: float
    mean_high: float
    p_mean: float
    variance_difference: float
    variance_low: float
    variance_high: float
    p_variance: float

    @property
    def compositional(self) -> bool:
        """Step 2 holds: the construct is the same thing in both groups; compare its paths."""
        return self.correlation >= self.least

    @property
    def level(self) -> str:
        """ "full", "partial" (paths may be compared, groups not pooled) or "none"."""
        if not self.compositional:
            return "none"
        alike = (
            self.mean_low <= self.mean_difference <= self.mean_high
            and self.variance_low <= self.variance_difference <= self.variance_high
        )
        return "full" if alike else "partial"


def micom(
    a: Fit, b: Fit, *, count: int = PERMUTATIONS, seed: int = 1, level: float = 0.95
) -> tuple[Invariance, ...]:
    """The three steps, for every construct.

    Henseler, Ringle and Sarstedt, International Marketing Review 33 (2016). Step 1, the same items
    read and estimated in the same way, is what two fits must fulfil to be compared at all: raises
    `Refused` otherwise.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q", "r"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> one = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "r": [2, 3, 9, 9] * 5, "s": [2, 3, 8, 10] * 5})
    >>> a, b = (PLS().fit(model, Moments.of(rows, model)) for rows in (one, one))
    >>> [(step.construct, step.level) for step in micom(a, b, count=200)]
    [('Q', 'full'), ('S', 'full')]
    """
    level_of(level)
    refuse_unlike(a, b)
    pooled = _pooled(a, b)
    weights = (_turned(fit.estimate.weights, pooled) for fit in (a, b))
    seen = _steps(pooled, *weights, groups=(a.items, b.items))
    chance = _by_chance(a, b, pooled, count=count, seed=seed)
    correction = np.log(a.n / (a.n - 1)) - np.log(b.n / (b.n - 1))
    seen[2] += correction
    chance[2] += correction
    tail = (1 - level) / 2
    return tuple(
        Invariance(
            name,
            *_low_tail(seen[0, j, 0], chance[0, j], least=1 - level),
            *_two_tails(seen[1, j, 0], chance[1, j], tail=tail),
            *_two_tails(seen[2, j, 0], chance[2, j], tail=tail),
        )
        for j, name in enumerate(a.model.names)
    )


def _pooled(a: Fit, b: Fit) -> Fit:
    one, other = (replace(fit.moments, replicates=0, seed=1) for fit in (a, b))
    return a.by.fit(a.specified, one + other)


def _steps(pooled: Fit, one: Array, other: Array, *, groups: tuple[Described, Described]) -> Array:
    """Correlation, difference of means and of log variances: (3, constructs, replicates)."""
    moved = [_means_and_variances(pooled, items) for items in groups]
    return np.stack(
        [
            _correlation(pooled, one, other),
            moved[0][0] - moved[1][0],
            np.log(moved[0][1]) - np.log(moved[1][1]),
        ]
    )


def _correlation(pooled: Fit, one: Array, other: Array) -> Array:
    """Of composites with two sets of weights, over everybody."""
    seen, layout = pooled.items.correlation[..., 0], pooled.layout

    def product(left: Array, right: Array) -> Array:
        found = [
            np.einsum("ib,ij,jb->b", left[block], seen[block, block], right[block], optimize=True)
            for block in layout.blocks
        ]
        return np.stack(found)

    together: Array = product(one, other) / np.sqrt(product(one, one) * product(other, other))
    return together


def _means_and_variances(pooled: Fit, items: Described) -> tuple[Array, Array]:
    """Of the constructs, weighed and standardised as for everybody, in a group's own items."""
    layout, weights = pooled.layout, pooled.estimate.weights
    mean = by_block(weights * (items.mean - pooled.items.mean) / pooled.items.sd, layout)
    scaled = weights * items.sd / pooled.items.sd
    variance = [
        np.einsum("ib,ijb,jb->b", scaled[block], items.correlation[block, block], scaled[block])
        for block in layout.blocks
    ]
    return mean, np.stack(variance)


def _turned(weights: Array, pooled: Fit) -> Array:
    """Signs as in the pooled model."""
    agreement = by_block(weights * pooled.estimate.weights, pooled.layout)
    turned: Array = weights * np.where(agreement < 0, -1, 1)[pooled.layout.owner]
    return turned


def _by_chance(a: Fit, b: Fit, pooled: Fit, *, count: int, seed: int) -> Array:
    found = [
        _steps(
            pooled,
            *(_turned(stack.estimates.weights, pooled) for stack in pair),
            groups=(pair[0].items, pair[1].items),
        )
        for pair in shuffles(a, b, count=count, seed=seed)
    ]
    drawn = np.concatenate(found, axis=-1)
    sound: Array = drawn[..., np.isfinite(drawn).all(axis=(0, 1))]
    return sound


def _low_tail(value: float, chance: Array, *, least: float) -> tuple[float, float, float]:
    below = int((chance <= value + 1e-12).sum())
    return float(value), float(np.quantile(chance, least)), (below + 1) / (len(chance) + 1)


def _two_tails(value: float, chance: Array, *, tail: float) -> tuple[float, float, float, float]:
    low, high = np.quantile(chance, [tail, 1 - tail])
    as_far = int((np.abs(chance) >= abs(value) - 1e-12).sum())
    return float(value), float(low), float(high), (as_far + 1) / (len(chance) + 1)
