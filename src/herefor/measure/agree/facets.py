"""How severe each rater is, and what marks would be without that: a many-facet Rasch model.

Linacre, Many-Facet Rasch Measurement (1989), with the thresholds of Andrich, Psychometrika 43
(1978), estimated as Bock and Aitkin, Psychometrika 46 (1981): what is marked is drawn from a normal
population, so that few raters do not bend the severities.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from herefor.measure.agree.marks import Marks
from herefor.measure.estimate.intervals import Number, normal
from herefor.measure.stack import Array
from herefor.measure.words import Refused, level_of

NODES = 41
LOOSE = 5.0
"""Standard deviation, in logits, of a prior so weak that it only holds back the infinite."""


@dataclass(frozen=True)
class Severity:
    """`logits` above 0 is severer than the mean rater; `points` what it takes off a mark midway."""

    rater: str
    logits: Number
    points: float


@dataclass(frozen=True)
class Adjusted:
    """A thing's mean mark as given, and as the mean rater would have marked it."""

    thing: str
    raw: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Facets:
    """`spread` is the standard deviation of the things, in logits. `is_linked` says whether every
    rater shares things with every other, if by way of others: else severities of different groups
    can be told apart only by supposing that their things are equally good.
    """

    severities: tuple[Severity, ...]
    adjusted: tuple[Adjusted, ...]
    thresholds: tuple[float, ...]
    spread: float
    is_linked: bool


def many_facets(marks: Marks, *, bands: Sequence[float], level: float = 0.95) -> Facets:
    """`bands` are the lowest marks of each band, lowest first, such as (0, 10, 30, 50, 70, 90).

    Raises Refused where all marks lie in one band, or where a thing or rater has none.
    """
    level_of(level)
    seen = np.isfinite(marks.values)
    if not seen.any(axis=0).all() or not seen.any(axis=1).all():
        raise Refused("Somebody gave no mark at all, or something got none. Leave them out.")
    given = np.where(seen, np.searchsorted(bands, np.nan_to_num(marks.values), side="right"), -1)
    used = np.unique(given[seen])
    if len(used) < 2:
        raise Refused("All marks lie in one band, so nobody's severity can be told.")
    band = np.where(seen, np.searchsorted(used, given), -1)
    middles = np.array([marks.values[given == one].mean() for one in used])
    model = _Model(band, categories=len(used))
    found = model.fitted()
    return Facets(
        severities=_severities(model, found, marks.raters, middles=middles, level=level),
        adjusted=_adjusted(model, found, marks, middles=middles, level=level),
        thresholds=tuple(float(one) for one in found.thresholds),
        spread=found.spread,
        is_linked=_linked(seen),
    )


@dataclass(frozen=True)
class _Found:
    severity: Array
    thresholds: Array
    spread: float
    errors: Array


class _Model:
    """The likelihood of bands, (things, raters), -1 where there is none."""

    def __init__(self, band: Array, *, categories: int) -> None:
        self.band, self.categories = band, categories
        self.raters = band.shape[1]
        nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
        self.nodes, self.log_weights = nodes, np.log(weights / weights.sum())
        at_least = np.arange(1, categories)
        self.passed = (band[:, :, None] >= at_least).astype(float)
        self.seen = (band >= 0).astype(float)
        # severities of all raters but one, which is minus their sum
        self.contrast = np.vstack([np.eye(self.raters - 1), -np.ones(self.raters - 1)])

    def fitted(self) -> _Found:
        from scipy.optimize import minimize  # noqa: PLC0415  slow to import

        start = np.concatenate(
            [np.zeros(self.raters - 1), np.linspace(-2, 2, self.categories - 1), [0.0]]
        )
        best = minimize(self.loss, start, jac=True, method="BFGS", options={"maxiter": 500}).x
        severity, thresholds, spread = self.parts(best)
        inverse = np.linalg.pinv(self.curvature(best))
        free = self.raters - 1
        of_severity = self.contrast @ inverse[:free, :free] @ self.contrast.T
        return _Found(severity, thresholds, spread, np.sqrt(np.diag(of_severity).clip(0)))

    def parts(self, at: Array) -> tuple[Array, Array, float]:
        free = self.raters - 1
        spread = float(np.exp(np.clip(at[-1], -6, 4)))
        return self.contrast @ at[:free], at[free:-1], spread

    def chances(self, severity: Array, thresholds: Array, ability: Array) -> Array:
        """Of each band, (abilities, raters, bands)."""
        steps = ability[:, None, None] - severity[None, :, None] - thresholds
        height = np.concatenate([np.zeros((*steps.shape[:2], 1)), np.cumsum(steps, axis=2)], axis=2)
        height -= height.max(axis=2, keepdims=True)
        chance = np.exp(height)
        return np.asarray(chance / chance.sum(axis=2, keepdims=True))

    def posterior(self, chance: Array) -> tuple[Array, Array]:
        """How likely each node is for each thing, (things, nodes), and the log-likelihoods."""
        told = np.log(chance.clip(1e-300))
        at = np.maximum(self.band, 0)
        of_mark = told[:, np.arange(self.raters), at] * self.seen
        joint = of_mark.sum(axis=2).T + self.log_weights
        top = joint.max(axis=1, keepdims=True)
        total = np.exp(joint - top).sum(axis=1, keepdims=True)
        return np.exp(joint - top) / total, (top + np.log(total))[:, 0]

    def loss(self, at: Array) -> tuple[float, Array]:
        """Minus the log-likelihood and weak prior, and its slope."""
        severity, thresholds, spread = self.parts(at)
        chance = self.chances(severity, thresholds, spread * self.nodes)
        weight, logs = self.posterior(chance)
        passing = np.cumsum(chance[:, :, ::-1], axis=2)[:, :, ::-1][:, :, 1:]
        expected = np.einsum("iq,qrh->irh", weight, passing)
        over = (self.passed - expected) * self.seen[:, :, None]
        above = (self.passed.sum(2)[:, :, None] - passing.sum(2).T[None]) * self.seen[:, :, None]
        of_spread = spread * (weight[:, None, :] * above * self.nodes).sum()
        slope = np.concatenate(
            [-(self.contrast.T @ over.sum(axis=(0, 2))), -over.sum(axis=(0, 1)), [of_spread]]
        )
        prior = np.concatenate([at[:-1], [0.0]])
        return float(-logs.sum() + (prior**2).sum() / (2 * LOOSE**2)), -slope + prior / LOOSE**2

    def curvature(self, at: Array) -> Array:
        step = 1e-4
        rows = [
            (self.loss(at + step * one)[1] - self.loss(at - step * one)[1]) / (2 * step)
            for one in np.eye(len(at))
        ]
        return (np.array(rows) + np.array(rows).T) / 2


def _severities(
    model: _Model, found: _Found, raters: Sequence[str], *, middles: Array, level: float
) -> tuple[Severity, ...]:
    middling = model.chances(np.append(found.severity, 0.0), found.thresholds, np.zeros(1))
    expected = middling[0] @ middles
    return tuple(
        Severity(
            rater,
            Number(
                float(logits),
                *normal(float(logits), float(se), level=level),
                float(se),
                level=level,
                interval="normal",
            ),
            float(expected[-1] - points),
        )
        for rater, logits, se, points in zip(
            raters, found.severity, found.errors, expected[:-1], strict=True
        )
    )


def _adjusted(
    model: _Model, found: _Found, marks: Marks, *, middles: Array, level: float
) -> tuple[Adjusted, ...]:
    """The expected mark by a mean rater over what each thing may be, and its ends."""
    ability = found.spread * model.nodes
    weight, _logs = model.posterior(model.chances(found.severity, found.thresholds, ability))
    by_mean_rater = model.chances(np.zeros(1), found.thresholds, ability)[:, 0] @ middles
    below = np.cumsum(weight, axis=1) - weight / 2
    tail = (1 - level) / 2
    return tuple(
        Adjusted(
            thing,
            raw=float(np.nanmean(marks.values[place])),
            value=float(weight[place] @ by_mean_rater),
            low=float(np.interp(tail, below[place], by_mean_rater)),
            high=float(np.interp(1 - tail, below[place], by_mean_rater)),
        )
        for place, thing in enumerate(marks.things)
    )


def _linked(seen: Array) -> bool:
    """Whether one gets from every rater to every other by things that both marked."""
    reached, before = np.eye(1, seen.shape[1], dtype=bool)[0], None
    while before is None or (reached != before).any():
        before = reached
        reached = seen[seen[:, before].any(axis=1)].any(axis=0) | before
    return bool(reached.all())
