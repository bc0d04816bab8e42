"""What each respondent says of each construct."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.estimate.fit import Fit
from herefor.measure.gather.answers import clean_answers
from herefor.measure.gather.sums import usable
from herefor.measure.gather.tables import as_frame
from herefor.measure.gather.units import membership
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused, listed

LARGEST_STRAY = 1e-6  # of a mean, in points


@dataclass(frozen=True)
class Rows:
    """The answers a fit counts, as its first stage has them: points (rows, items), gaps as NaN."""

    points: Array
    weights: Array
    used: NDArray[np.intp]  # row numbers in the table, from 0
    rows: int
    clusters: NDArray[np.intp]  # which respondents go together, from 0; each alone if none do

    @property
    def independent(self) -> int:
        """How many clusters there are."""
        return int(self.clusters.max()) + 1


def rows_of_the_fit(
    fit: Fit, answers: Any, *, weight: str | None = None, cluster: str | None = None
) -> Rows:
    """The rows the fit is from, or a refusal: of other answers, weights or clusters left out.

    Raises `Refused` also where items were asked of some only: nobody else has a score.
    """
    rows = rows_of(fit, answers, weight=weight, cluster=cluster)
    first = _first_stage(fit)
    means = [
        np.average(column[answered], weights=rows.weights[answered])
        for column, answered in zip(rows.points.T, ~np.isnan(rows.points.T), strict=True)
    ]
    stray = np.abs(np.array(means) - first.items.mean[:, 0]).max()
    if len(rows.used) != fit.n or stray > LARGEST_STRAY:
        raise Refused(
            "These are not the answers the fit is from, or not with its weights. Give the same "
            "table, and the column of weights (weight = ...) if the fit has one."
        )
    if fit.moments.units.clusters is not None and cluster is None:
        raise Refused(
            "The fit's respondents come in clusters, and people of one cluster are alike: name "
            "the column here too (cluster = ...)."
        )
    return rows


def refuse_asked_of_some(fit: Fit) -> None:
    """Refuse what needs a score of everybody where some were not asked."""
    if some := [item.code for item in _first_stage(fit).model.items if item.asked_of_some]:
        raise Refused(
            f"{listed(some)} was asked of some only, and the others have no score. Take it out of "
            "the model for this."
        )


def rows_of(
    fit: Fit, answers: Any, *, weight: str | None = None, cluster: str | None = None
) -> Rows:
    """The rows that count under the fit's rule for missing answers, as the answers they are.

    Items of higher orders by repetition come twice; parts made in an earlier stage and products
    do not come at all: see `item_values`.
    """
    _refuse_products_of_items(fit)
    first, table = _first_stage(fit), as_frame(answers)
    cleaned = clean_answers(table, fit.specified, weight=weight)
    asked = [code.split("@")[0] for code in first.model.item_codes]
    points = cleaned.points[:, [cleaned.codes.index(code) for code in asked]]
    some = [place for place, item in enumerate(first.model.items) if item.asked_of_some]
    kept = usable(
        replace(cleaned, points=points), missing=fit.moments.missing, some=np.array(some, dtype=int)
    )
    used = np.flatnonzero(kept)
    if not len(used):
        raise AnswersRefused(
            "None of these rows answers the items of the model. Give the answers the fit is from, "
            "or others with the same columns."
        )
    together = np.arange(len(used))
    if cluster is not None:
        whose = membership(table, strata=None, cluster=cluster, identity=None, first=0).clusters
        together = np.unique(np.asarray(whose)[used], return_inverse=True)[1]
    return Rows(points[used], cleaned.weights[used], used, len(points), together)


def scores(fit: Fit, answers: Any, *, points: bool = False) -> pl.DataFrame:
    """A column a construct, a row a respondent: standardised, or in points from 0 to 100.

    Null where a row does not count, or was not asked an item of the construct. Gaps are filled with
    item means where the fit's were. Answers may be others than those of the fit; its means,
    deviations and weights are used. An interaction has standardised scores only. Raises `Refused`
    for interactions of products of items.

    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> scores(fit, answers[:2], points=True)["Q"].round(2).to_list()
    [0.0, 33.33]
    """
    rows = rows_of(fit, answers)
    values = item_values(fit, rows)
    found = np.full((rows.rows, len(fit.model.names)), np.nan)
    found[rows.used] = _in_points(fit, values) if points else standard_scores(fit, values)
    found[rows.used] = np.where(_not_asked(fit, rows), np.nan, found[rows.used])
    if points:
        found[:, fit.layout.products] = np.nan  # a product has no points
    return pl.DataFrame(found, schema=list(fit.model.names), nan_to_null=True)


def item_values(fit: Fit, rows: Rows) -> Array:
    """The items of the last stage for every row (rows, items), gaps filled with their means."""
    if fit.first is None:
        return np.where(np.isnan(rows.points), fit.items.mean[:, 0], rows.points)
    before = item_values(fit.first, rows)
    own = dict(zip(fit.first.model.item_codes, before.T, strict=True))
    parts = dict(zip(fit.first.model.names, _in_points(fit.first, before).T, strict=True))
    standard = dict(zip(fit.first.model.names, standard_scores(fit.first, before).T, strict=True))
    columns = []
    for one in fit.model.constructs:
        for item in one.items:
            if one.product:
                columns.append(standard[one.product.driver] * standard[one.product.moderator])
            else:
                columns.append(parts[item.code] if one.how == "two-stage" else own[item.code])
    return np.column_stack(columns)


def _first_stage(fit: Fit) -> Fit:
    while fit.first:
        fit = fit.first
    return fit


def _not_asked(fit: Fit, rows: Rows) -> NDArray[np.bool_]:
    """Who was not asked an item of a construct, or of one it is made of: (rows, constructs)."""
    if fit.first is None:
        some = np.array([item.asked_of_some for item in fit.model.items])
        starts = [block.start for block in fit.layout.blocks]
        return np.logical_or.reduceat(np.isnan(rows.points) & some, starts, axis=1)
    before = dict(zip(fit.first.model.names, _not_asked(fit.first, rows).T, strict=True))
    nobody = np.zeros(len(rows.used), dtype=np.bool_)
    made_of = [
        (one.product.driver, one.product.moderator) if one.product else one.of or (one.name,)
        for one in fit.model.constructs
    ]
    return np.column_stack(
        [np.logical_or.reduce([before.get(name, nobody) for name in names]) for names in made_of]
    )


def _refuse_products_of_items(fit: Fit) -> None:
    for one in fit.model.constructs:
        if one.product and one.product.how not in ("two-stage", "reweighted"):
            raise Refused(
                f"{one.name} is made of products of items, of which a respondent has no score "
                'here. Estimate the interaction in two stages (how = "two-stage").'
            )


def standard_scores(fit: Fit, values: Array) -> Array:
    """Construct scores (rows, constructs) with mean 0 and variance 1 over the fit's answers."""
    mean, sd = fit.items.mean[:, 0], fit.items.sd[:, 0]
    return _summed(fit, (values - mean) / sd * fit.estimate.weights[:, 0])


def _in_points(fit: Fit, points: Array) -> Array:
    return _summed(fit, points * fit.estimate.share[:, 0])


def _summed(fit: Fit, values: Array) -> Array:
    starts = [block.start for block in fit.layout.blocks]
    summed: Array = np.add.reduceat(values, starts, axis=1)
    return summed
