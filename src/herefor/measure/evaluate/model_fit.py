"""Does the model as a whole agree with how the items go together?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.quality import Estimated
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array, Described
from herefor.measure.words import Refused

DISTANCES = ("srmr", "d_uls", "d_g")
FEWEST_REPLICATES = 100


@dataclass(frozen=True)
class Discrepancy:
    """How far the correlations the model implies lie from those seen.

    `limit` is what chance alone exceeds in one of twenty samples from a population in which the
    model holds; NaN without replicates.
    """

    measure: str
    value: float
    limit: float

    @property
    def rejected(self) -> bool:
        """Whether chance alone hardly explains the discrepancy."""
        return self.value > self.limit


@dataclass(frozen=True)
class ModelFit:
    """Discrepancies of the saturated model (constructs go together freely) and the estimated one.

    The first judges the items, the second the paths besides.
    """

    saturated: tuple[Discrepancy, ...]
    estimated: tuple[Discrepancy, ...]
    replicates: int


def model_fit(fit: Fit, *, limit: float = 0.95) -> ModelFit:
    """SRMR, squared Euclidean and geodesic distance, each with its limit under the model.

    Henseler, Dijkstra, Sarstedt, Ringle et al., Organizational Research Methods 17 (2014); the
    distances are those of Dijkstra and Henseler, Computational Statistics & Data Analysis 81
    (2015), the geodesic one with logarithms to the base of ten, as cSEM and ADANCO print it. SRMR
    counts all p(p + 1)/2 entries. Limits are from replicates of data turned so that
    the model holds: Bollen and Stine, Sociological Methods & Research 21 (1992), on moments, where
    turning the rows by a matrix turns the covariance by the same on both sides.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> found = model_fit(PLS().fit(model, Moments.of(answers, model)))
    >>> [(one.measure, round(one.value, 6)) for one in found.saturated]
    [('srmr', 0.0), ('d_uls', 0.0), ('d_g', 0.0)]
    """
    if not 0 < limit < 1:
        raise Refused(f"The limit must lie between 0 and 1, such as 0.95; it is {limit}.")
    if any(one.product or one.how == "repeated" for one in fit.model.constructs):
        raise Refused(
            "The fit of a model with an interaction, or with a higher order by repeated items, "
            "cannot be judged: its items follow from each other. Judge the model without it."
        )
    saturated, estimated = (_discrepancies(fit, free=free, limit=limit) for free in (True, False))
    return ModelFit(saturated, estimated, fit.tried if fit.tried >= FEWEST_REPLICATES else 0)


def _discrepancies(fit: Fit, *, free: bool, limit: float) -> tuple[Discrepancy, ...]:
    values = distances(_alone(fit), fit.model, free=free)[:, 0]
    limits = np.full_like(values, np.nan)
    if fit.tried >= FEWEST_REPLICATES:
        limits = np.nanquantile(_by_chance(fit, free=free), limit, axis=1)
    return tuple(
        Discrepancy(measure, float(value), float(most))
        for measure, value, most in zip(DISTANCES, values, limits, strict=True)
    )


def distances(stack: Estimated, model: Model, *, free: bool) -> Array:
    """The three distances (first axis) between seen and implied correlations of a stack."""
    seen, expected = stack.items.correlation, implied(stack, model, free=free)
    size = len(seen)
    squared = ((seen - expected) ** 2).sum(axis=(0, 1)) / 2
    return np.stack(
        [np.sqrt(squared * 2 / (size * (size + 1))), squared, _geodesic(seen, expected)]
    )


def implied(stack: Estimated, model: Model, *, free: bool) -> Array:
    """Correlations of the items as the model has them: (items, items, replicates).

    Items of different constructs go together by their loadings and their constructs' correlation;
    items of one construct by their loadings if they reflect it, as seen if they make it up.
    """
    layout, loadings = stack.layout, stack.estimates.loadings
    among = stack.estimates.correlations if free else _through_paths(stack)
    expected: Array = loadings[:, None] * loadings * among[np.ix_(layout.owner, layout.owner)]
    for one, block in zip(model.constructs, layout.blocks, strict=True):
        if one.kind != "factor":
            expected[block, block] = stack.items.correlation[block, block]
    expected[np.diag_indices(len(expected))] = 1
    return expected


def _alone(fit: Fit) -> Estimated:
    return Estimated(fit.items, fit.estimate, fit.layout)


def _through_paths(stack: Estimated) -> Array:
    """Construct correlations that follow from the paths; those nothing drives stay as seen.

    What is not explained keeps its variance of 1 - R2, and the diagonal is one, as in cSEM.
    """
    layout, paths = stack.layout, stack.estimates.paths
    among = stack.estimates.correlations.copy()
    placed = [j for j in layout.order if not layout.drivers[j]]
    for j in layout.order:
        if layout.drivers[j]:
            rows = list(layout.drivers[j])
            reached = np.einsum("db,dkb->kb", paths[rows, j], among[np.ix_(rows, placed)])
            among[j, placed] = among[placed, j] = reached
            explained = np.einsum("db,db->b", paths[rows, j], among[rows, j])
            among[j, j] = explained + 1 - stack.estimates.r2[j]
            placed.append(j)
    among[np.diag_indices(len(among))] = 1
    return among


def _geodesic(seen: Array, expected: Array) -> Array:
    """Half the summed squared log10 eigenvalues of seen^-1 expected; NaN if singular."""
    a, b = np.moveaxis(seen, -1, 0), np.moveaxis(expected, -1, 0)
    found = np.full(len(a), np.nan)
    sound = np.isfinite(a).all(axis=(1, 2)) & np.isfinite(b).all(axis=(1, 2))
    eigen, vectors = np.linalg.eigh(a[sound])
    with np.errstate(all="ignore"):
        rooted = vectors / np.sqrt(eigen)[:, None]
        between = np.swapaxes(rooted, 1, 2) @ b[sound] @ rooted
        usable = np.isfinite(between).all(axis=(1, 2))
        logs = np.full(len(eigen), np.nan)
        logs[usable] = (np.log10(np.linalg.eigvalsh(between[usable])) ** 2).sum(axis=1) / 2
    found[sound] = logs
    return found


def _by_chance(fit: Fit, *, free: bool) -> Array:
    """The distances in replicates of answers turned so that the model holds."""
    seen = fit.items
    turn = _turn(seen.correlation[..., 0], implied(_alone(fit), fit.model, free=free)[..., 0])
    if turn is None:
        return np.full((len(DISTANCES), 1), np.nan)
    return np.concatenate(
        [distances(fit.again_from(items), fit.model, free=free) for items in _turned(fit, turn)],
        axis=1,
    )


def _turn(seen: Array, expected: Array) -> Array | None:
    """The matrix that turns standardised items so that they go together as expected."""
    try:
        inverse_root = np.linalg.inv(np.linalg.cholesky(seen))
        root = np.linalg.cholesky(expected)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(root @ inverse_root)


def _turned(fit: Fit, turn: Array) -> Iterator[Described]:
    for stack in fit.redrawn():
        drawn = stack.items
        spread = drawn.sd / fit.items.sd
        covariance = drawn.correlation * spread[:, None] * spread
        turned = np.einsum("ik,klb,jl->ijb", turn, covariance, turn, optimize=True)
        sd = np.sqrt(np.einsum("iib->ib", turned))
        yield Described(drawn.mean, sd * fit.items.sd, turned / sd[:, None] / sd)
