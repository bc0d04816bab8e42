"""What each respondent says of each construct."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.estimate.fit import Fit
from herefor.measure.gather.answers import clean_answers
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused


@dataclass(frozen=True)
class Rows:
    """The answers a fit counts, as its model has them: points (rows, items), gaps as NaN."""

    points: Array
    weights: Array
    used: NDArray[np.intp]  # row numbers in the table, from 0
    rows: int


def rows_of(fit: Fit, answers: pl.DataFrame, *, weight: str | None = None) -> Rows:
    """The rows that count under the fit's rule for missing answers."""
    cleaned = clean_answers(answers, fit.model, weight=weight)
    points = cleaned.points[:, [cleaned.codes.index(code) for code in fit.model.item_codes]]
    answered = ~np.isnan(points)
    listwise = fit.moments.missing == "listwise"
    kept = answered.all(axis=1) if listwise else answered.any(axis=1)
    used = np.flatnonzero(kept & (cleaned.weights > 0))
    if not len(used):
        raise AnswersRefused(
            "None of these rows answers the items of the model. Give the answers the fit is from, "
            "or others with the same columns."
        )
    return Rows(points[used], cleaned.weights[used], used, len(points))


def scores(fit: Fit, answers: pl.DataFrame, *, points: bool = False) -> pl.DataFrame:
    """A column a construct, a row a respondent: standardised, or in points from 0 to 100.

    Null where a row does not count. Gaps are filled with item means where the fit's were. Answers
    may be others than those of the fit; its means, deviations and weights are used.

    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> scores(fit, answers[:2], points=True)["Q"].round(2).to_list()
    [0.0, 33.33]
    """
    rows = rows_of(fit, answers)
    filled = np.where(np.isnan(rows.points), fit.items.mean[:, 0], rows.points)
    found = np.full((rows.rows, len(fit.model.names)), np.nan)
    found[rows.used] = _in_points(fit, filled) if points else standard_scores(fit, filled)
    return pl.DataFrame(found, schema=list(fit.model.names), nan_to_null=True)


def standard_scores(fit: Fit, points: Array) -> Array:
    """Construct scores (rows, constructs) with mean 0 and variance 1 over the fit's answers."""
    z = (points - fit.items.mean[:, 0]) / fit.items.sd[:, 0]
    return _summed(fit, z * fit.estimate.weights[:, 0])


def _in_points(fit: Fit, points: Array) -> Array:
    return _summed(fit, points * fit.estimate.share[:, 0])


def _summed(fit: Fit, values: Array) -> Array:
    starts = [block.start for block in fit.layout.blocks]
    summed: Array = np.add.reduceat(values, starts, axis=1)
    return summed
