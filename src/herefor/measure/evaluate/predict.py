"""Does the model predict people it has not seen? PLSpredict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.quality import Estimated
from herefor.measure.evaluate.scores import Rows, rows_of_the_fit
from herefor.measure.gather.moments import Moments
from herefor.measure.gather.tables import as_frame
from herefor.measure.specify.model import Item
from herefor.measure.stack import Array, solve
from herefor.measure.words import AnswersRefused, Refused, counted, seed_of, whole

FOLDS = 10
SMALLEST = 1e-9  # singular value, of the largest, that still says something
TECHNIQUES = ("direct", "earliest")
Folds = int | Sequence[Sequence[int]]


@dataclass(frozen=True)
class ItemPrediction:
    """How one item is predicted for people held out; errors on the item's own scale.

    `q2` is one less the squared error over that of always saying the mean; `linear` is a
    regression on the items the model predicts from, without the model between.
    """

    item: str
    construct: str
    q2: float
    rmse: float
    mae: float
    linear_rmse: float
    linear_mae: float

    @property
    def ahead(self) -> bool:
        """Whether the model's error is smaller than the linear model's."""
        return self.rmse < self.linear_rmse


@dataclass(frozen=True, eq=False)
class Prediction:
    """Predictions of every item that is driven, for everybody, by models that had not seen them.

    Errors are arrays (repeats, rows, items) in points, the answer less its prediction; NaN where
    nobody answered.
    """

    items: tuple[Item, ...]
    constructs: tuple[str, ...]  # of each item
    model: Array
    linear: Array
    average: Array
    weights: Array
    folds: int
    clusters: NDArray[np.intp]  # of each row

    @cached_property
    def table(self) -> tuple[ItemPrediction, ...]:
        """One line an item."""
        return tuple(self._line(place) for place in range(len(self.items)))

    @property
    def power(self) -> str:
        """Shmueli and others, European Journal of Marketing 53 (2019): how many items are ahead.

        "high" all, "medium" most, "low" some, "none"; "none" too if the mean alone predicts better.
        """
        if all(line.q2 <= 0 for line in self.table):
            return "none"
        share = sum(line.ahead for line in self.table) / len(self.table)
        return "high" if share == 1 else "medium" if share > 0.5 else "low" if share else "none"

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    def _line(self, place: int) -> ItemPrediction:
        item = self.items[place]
        width = abs(item.high - item.low) / 100
        square, size = (
            [
                self._mean(measure(errors[..., place]))
                for errors in (self.model, self.linear, self.average)
            ]
            for measure in (np.square, np.abs)
        )
        return ItemPrediction(
            item.code,
            self.constructs[place],
            q2=1 - square[0] / square[2],
            rmse=width * square[0] ** 0.5,
            mae=width * size[0],
            linear_rmse=width * square[1] ** 0.5,
            linear_mae=width * size[1],
        )

    def _mean(self, values: Array) -> float:
        mean = values.mean(axis=0)  # a gap is one in every repeat
        answered = np.isfinite(mean)
        return float(np.average(mean[answered], weights=self.weights[answered]))


def predict(
    fit: Fit,
    answers: Any,
    *,
    folds: Folds = FOLDS,
    repeats: int = 1,
    seed: int = 1,
    weight: str | None = None,
    cluster: str | None = None,
    technique: str = "direct",
) -> Prediction:
    """PLSpredict: each tenth of the answers predicted by the model of the other nine.

    Shmueli, Ray, Velasquez Estrada and Chatla, Journal of Business Research 69 (2016). `answers`
    are those of the fit; `weight` and `cluster` name its columns, and a cluster stays in one fold.
    `folds` is their number, or for each repeat the fold of every row.
    `technique`: an item is predicted from the constructs that drive its own ("direct"), or only
    from those that nothing drives ("earliest"). Errors: `Refused` for folds that cannot be.

    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> told = predict(PLS().fit(model, Moments.of(answers, model)), answers, folds=5).table[0]
    >>> told.item, round(told.q2, 2)
    ('s', 0.94)
    """
    if technique not in TECHNIQUES:
        raise Refused(f'The technique is "direct" or "earliest", not {technique!r}.')
    if fit.first or any(one.product for one in fit.model.constructs):
        raise Refused(
            "Only models whose constructs are shown by answers alone can predict: without "
            "interactions, and higher orders by repeated items. Predict with such a model."
        )
    table, seed = as_frame(answers), seed_of(seed)
    rows = rows_of_the_fit(fit, table, weight=weight, cluster=cluster)
    parted = _parted(folds, rows, repeats=repeats, seed=seed)
    driven = [place for place, owner in enumerate(fit.layout.owner) if fit.layout.drivers[owner]]
    trained = [_trained(fit, table, rows, fold=fold, weight=weight) for fold in parted]
    errors = [
        _errors(fit, rows, fold, one, technique=technique)
        for fold, one in zip(parted, trained, strict=True)
    ]
    stacked = np.stack(errors, axis=1)[..., driven]  # (kind, repeats, rows, items)
    return Prediction(
        items=tuple(fit.model.items[place] for place in driven),
        constructs=tuple(fit.model.names[fit.layout.owner[place]] for place in driven),
        model=stacked[0],
        linear=stacked[1],
        average=stacked[2],
        weights=rows.weights,
        folds=int(parted[0].max()) + 1,
        clusters=rows.clusters,
    )


def _parted(folds: Folds, rows: Rows, *, repeats: int, seed: int) -> list[NDArray[np.intp]]:
    """For each repeat the fold of every row that counts, from 0 without a hole."""
    n = rows.independent
    if not isinstance(folds, Sequence):
        folds, repeats = whole(folds, "folds"), whole(repeats, "repeats")
        if not 2 <= folds <= n or repeats < 1:
            raise Refused(
                f"{counted(n, 'answer')} cannot be parted into {counted(folds, 'fold')} "
                f"{counted(repeats, 'time')}: ask for 2 folds or more, at most one a row."
            )
        return [
            np.random.default_rng([seed, again]).permutation(np.arange(n) * folds // n)[
                rows.clusters
            ]
            for again in range(repeats)
        ]
    given = [np.asarray(fold) for fold in folds]
    if not given or any(fold.shape != (rows.rows,) for fold in given):
        raise Refused(
            f"Give the fold of every row: {counted(rows.rows, 'number')} for each repeat."
        )
    parted = [np.unique(fold[rows.used], return_inverse=True)[1] for fold in given]
    if any(fold.max() < 1 for fold in parted):
        raise Refused("All rows are in one fold, so none is held out. Name 2 folds or more.")
    return parted


def _errors(
    fit: Fit, rows: Rows, fold: NDArray[np.intp], trained: Estimated, *, technique: str
) -> Array:
    """Errors of the model, of the linear model and of the mean: (3, rows, items)."""
    said = list(_coefficients(fit, trained, technique))
    linear = _linear(fit, trained, technique)
    errors = np.empty((3, *rows.points.shape))
    mean, sd = trained.items.mean, trained.items.sd
    for part in range(fold.max() + 1):
        held = fold == part
        z = (rows.points[held] - mean[:, part]) / sd[:, part]
        known = np.where(np.isnan(z), 0, z)
        predicted = (known @ said[part], known @ linear[..., part], 0)
        for kind, one in enumerate(predicted):
            errors[kind, held] = (z - one) * sd[:, part]
    return errors


def _trained(
    fit: Fit, answers: pl.DataFrame, rows: Rows, *, fold: NDArray[np.intp], weight: str | None
) -> Estimated:
    """The model of everybody but those of each fold: a stack with a replicate a fold."""
    parts = [
        Moments.of(
            answers[rows.used[fold != part]],
            fit.specified,
            weight=weight,
            missing=fit.moments.missing,
            exact_up_to=0,
        )
        for part in range(fold.max() + 1)
    ]
    totals = np.stack([part.total for part in parts], axis=1)
    trained = replace(fit, moments=parts[0]).again(totals, exact=True)
    lost = int((~trained.estimates.sound).sum())
    if lost:
        raise AnswersRefused(
            f"The model cannot be estimated without {counted(lost, 'of the folds')}: too few "
            "answers are left, or all of them are alike. Ask for fewer folds."
        )
    return trained


def _coefficients(fit: Fit, trained: Estimated, technique: str) -> Iterator[Array]:
    """From standardised items to those predicted, by fold: weights, then effects, then loadings."""
    estimates, owner = trained.estimates, fit.layout.owner
    driven = np.array([bool(drivers) for drivers in fit.layout.drivers])
    effects = estimates.paths if technique == "direct" else estimates.total_effects.copy()
    if technique == "earliest":
        effects[driven] = 0
    reached = effects[np.ix_(owner, owner)]
    yield from np.moveaxis(estimates.weights[:, None] * reached * estimates.loadings, -1, 0)


def _linear(fit: Fit, trained: Estimated, technique: str) -> Array:
    """Each item regressed on those its prediction starts from, without a model between."""
    layout, correlation = fit.layout, trained.items.correlation
    slopes = np.zeros_like(correlation)
    free = {j for j, drivers in enumerate(layout.drivers) if not drivers}
    for j, block in enumerate(layout.blocks):
        known = set(layout.drivers[j]) if technique == "direct" else free - {j}
        places = np.flatnonzero(np.isin(layout.owner, list(known)))
        if layout.drivers[j]:
            for place in range(block.start, block.stop):
                slopes[places, place] = _least(
                    correlation[np.ix_(places, places)], correlation[places, place]
                )
    return slopes


def _least(among: Array, along: Array) -> Array:
    """Least squares; the shortest of all solutions where items repeat each other."""
    solved = solve(among, along)
    for fold in np.flatnonzero(~np.isfinite(solved).all(axis=0)):
        solved[:, fold] = np.linalg.lstsq(among[..., fold], along[:, fold], rcond=SMALLEST)[0]
    return solved
