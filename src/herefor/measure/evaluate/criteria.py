"""Which of several models? Criteria that weigh how much is explained against how much is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.words import Refused, listed

CRITERIA = ("aic", "bic", "hq")


@dataclass(frozen=True)
class Preferred:
    """A model's criterion for one construct, and the weight of evidence for it among several."""

    model: str
    criterion: float
    weight: float


def criteria(fit: Fit, target: str) -> dict[str, float]:
    """AIC, BIC and Hannan-Quinn of the equation of a construct that is driven; smaller is better.

    n log(SSE / n) plus a price of 2, log n or 2 log log n for each coefficient and the constant:
    Sharma, Sarstedt, Shmueli, Kim and Thiele, Journal of the Association for Information Systems
    20 (2019), table 2, who find BIC the best guide to a model that also predicts. SSE is that of
    scores with a standard deviation of 1 over n - 1. Refused: a construct that nothing drives.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> found = criteria(PLS().fit(model, Moments.of(answers, model)), "S")
    >>> {name: round(value, 1) for name, value in found.items()}
    {'aic': -58.4, 'bic': -56.4, 'hq': -58.0}
    """
    drivers = fit.model.drivers(target)
    if not drivers:
        raise Refused(f"Nothing drives {target}, so there is no equation to judge.")
    n, count = fit.n, len(drivers) + 1
    deviance = n * np.log((1 - fit.value("r2", target)) * (n - 1) / n)
    prices = {"aic": 2.0, "bic": np.log(n), "hq": 2 * np.log(np.log(n))}
    return {name: float(deviance + price * count) for name, price in prices.items()}


def preferred(
    several: Mapping[str, Fit], target: str, *, criterion: str = "bic"
) -> tuple[Preferred, ...]:
    """Several models of the same answers, the best first, each with its weight of evidence.

    Weights sum to 1: Danks, Sharma and Sarstedt, Journal of Business Research 113 (2020), after
    Burnham and Anderson (2002). Refused: an unknown criterion, fits from other answers.
    """
    if criterion not in CRITERIA:
        raise Refused(f"Models are judged by {listed(CRITERIA)}, not {criterion!r}.")
    _refuse_other_answers(list(several.values()))
    values = {name: criteria(fit, target)[criterion] for name, fit in several.items()}
    least = min(values.values())
    evidence = {name: float(np.exp((least - value) / 2)) for name, value in values.items()}
    whole = sum(evidence.values())
    return tuple(
        Preferred(name, values[name], evidence[name] / whole)
        for name in sorted(values, key=values.__getitem__)
    )


def _refuse_other_answers(fits: Sequence[Fit]) -> None:
    """Other numbers of rows, or other answers to the same columns."""
    told: dict[tuple[str, ...], set[int]] = {}
    for fit in fits:
        told.setdefault(fit.moments.codes, set()).add(fit.moments.fingerprint)
    same = len({(fit.n, fit.rows) for fit in fits}) == 1
    if not same or any(len(seen) > 1 for seen in told.values()):
        raise Refused(
            "Models are weighed against each other on the same answers, and these are from "
            "different ones. Take the rows that are complete for all, and the same moments."
        )
