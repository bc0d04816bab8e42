"""Is the model's prediction clearly better than a plain one? CVPAT."""

from dataclasses import dataclass

import numpy as np

from herefor.measure.evaluate.predict import Prediction
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

BENCHMARKS = ("average", "linear")


@dataclass(frozen=True)
class Ability:
    """The model's mean squared error less the benchmark's, in points squared; below 0 is better.

    `p` is two-sided; `better` says that the interval lies below zero.
    """

    construct: str  # "" for all of them
    model: float
    benchmark: float
    difference: float
    low: float
    high: float
    t: float
    p: float

    @property
    def better(self) -> bool:
        return self.high < 0

    @property
    def worse(self) -> bool:
        return self.low > 0


def predictive_ability(
    prediction: Prediction, *, benchmark: str = "average", level: float = 0.95
) -> tuple[Ability, ...]:
    """The cross-validated predictive ability test: all driven constructs, then each.

    Liengaard, Sharma, Hult, Jensen, Sarstedt, Hair and Ringle, Decision Sciences 52 (2021): the
    loss of a person is the mean squared error over the items; the paired t test is over people,
    or over the clusters they come in.
    `benchmark`: always the "average" of those seen, or the "linear" model.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path, predict
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> predictive_ability(predict(fit, answers))[0].better
    True
    """
    if benchmark not in BENCHMARKS:
        raise Refused(f"The benchmark is {listed(BENCHMARKS)}, one of them, not {benchmark!r}.")
    names = tuple(dict.fromkeys(prediction.constructs))
    owner = np.array(prediction.constructs)
    chosen = [("", np.ones(len(owner), dtype=bool)), *((name, owner == name) for name in names)]
    plain: Array = getattr(prediction, benchmark)
    return tuple(
        _ability(
            name,
            prediction,
            *(_loss(errors, places) for errors in (prediction.model, plain)),
            level=level,
        )
        for name, places in chosen
    )


def _loss(errors: Array, places: Array) -> Array:
    """Squared error of each person, over the items answered; NaN of who answered none."""
    squared = (errors[..., places] ** 2).mean(axis=0)
    answered = np.isfinite(squared)
    count = answered.sum(axis=1)
    loss: Array = np.where(answered, squared, 0).sum(axis=1) / np.where(count, count, np.nan)
    return loss


def _ability(
    name: str, prediction: Prediction, ours: Array, plain: Array, *, level: float
) -> Ability:
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415  slow to import

    told = np.isfinite(ours)
    ours, plain, weights = ours[told], plain[told], prediction.weights[told]
    _, whose = np.unique(prediction.clusters[told], return_inverse=True)
    share, n = weights / weights.sum(), int(whose.max()) + 1
    lost = ours - plain
    mean = float(share @ lost)
    together = np.bincount(whose, weights=share * (lost - mean))
    se = float(np.sqrt((together**2).sum() * n / (n - 1)))
    t = mean / se if se else float("nan")
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * se
    return Ability(
        name,
        float(share @ ours),
        float(share @ plain),
        mean,
        mean - reach,
        mean + reach,
        t,
        float(2 * stdtr(n - 1, -abs(t))),
    )
