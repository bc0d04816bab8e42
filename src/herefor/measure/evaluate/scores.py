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
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused


@dataclass(frozen=True)
class Rows:
    """The answers a fit counts, as its first stage has them: points (rows, items), gaps as NaN."""

    points: Array
    weights: Array
    used: NDArray[np.intp]  # row numbers in the table, from 0
    rows: int


def rows_of(fit: Fit, answers: Any, *, weight: str | None = None) -> Rows:
    """The rows that count under the fit's rule for missing answers, as the answers they are.

    Items of higher orders by repetition come twice; parts made in an earlier stage and products
    do not come at all: see `item_values`.
    """
    _refuse_products_of_items(fit)
    first = fit
    while first.first:
        first = first.first
    cleaned = clean_answers(as_frame(answers), fit.specified, weight=weight)
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
    return Rows(points[used], cleaned.weights[used], used, len(points))


def scores(fit: Fit, answers: Any, *, points: bool = False) -> pl.DataFrame:
    """A column a construct, a row a respondent: standardised, or in points from 0 to 100.

    Null where a row does not count. Gaps are filled with item means where the fit's were. Answers
    may be others than those of the fit; its means, deviations and weights are used. An interaction
    has standardised scores only. Raises `Refused` for interactions of products of items.

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
