"""Is a driver mixed up with what the model leaves out? The Gaussian copula test."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.evaluate.scores import (
    Rows,
    item_values,
    refuse_asked_of_some,
    rows_of_the_fit,
    standard_scores,
)
from herefor.measure.stack import Array, solve
from herefor.measure.words import (
    AnswersRefused,
    Refused,
    TooFewAnswers,
    listed,
    perhaps,
    seed_of,
    whole,
)

CLEARLY_NOT_NORMAL = 0.05
FEWEST = 50
BLOCK = 100


@dataclass(frozen=True)
class Suspicion:
    """One driver of a construct, with copula terms for the `suspected` drivers beside it.

    `term` is the copula term's coefficient: an interval without zero says that the driver goes
    together with what the model leaves out. `path` is the driver's path once that is taken into
    account. `p_normal`: the test needs scores that are clearly not normal (a small value).
    """

    driver: str
    suspected: tuple[str, ...]
    path: Number
    term: Number
    p_normal: float

    @property
    def endogenous(self) -> bool:
        return self.usable and (self.term.low > 0 or self.term.high < 0)

    @property
    def usable(self) -> bool:
        return self.p_normal < CLEARLY_NOT_NORMAL


def copula_test(
    fit: Fit,
    answers: Any,
    target: str,
    *,
    suspected: tuple[str, ...] = (),
    replicates: int = 1_000,
    seed: int = 1,
    weight: str | None = None,
    cluster: str | None = None,
) -> tuple[Suspicion, ...]:
    """Park and Gupta's copula terms for the drivers of `target`, in every combination.

    Park and Gupta, Marketing Science 31 (2012), equation 10, on construct scores as Hult, Hair,
    Proksch, Sarstedt, Pinkwart and Ringle, Journal of International Marketing 26 (2018) use it.
    The term of a score is the normal quantile of its share of scores at or below it, of n + 1
    (Becker, Proksch and Ringle, Journal of the Academy of Marketing Science 50 (2022)), computed
    anew in every replicate. One line a driver and combination of `suspected` (all drivers unless
    said). `answers` are those of the fit, `weight` and `cluster` its columns. Raises `Refused` if
    nothing drives the target.

    Something left out moves both q and s, so q seems to do more than it does:

    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> both = construct("Q", ["q"], scale=(0, 99)), construct("S", ["s"], scale=(0, 199))
    >>> model = Model(both, [path("Q", to=["S"])])
    >>> random = np.random.default_rng(1)
    >>> left_out = random.normal(size=400)
    >>> q = 10 * np.exp(0.5 * left_out + 0.4 * random.normal(size=400))
    >>> answers = {"q": q, "s": 20 + 0.8 * q + 4 * left_out}
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> found = copula_test(fit, answers, "S", replicates=200)[0]
    >>> found.endogenous, found.path.value < fit.value("paths", "Q", "S")
    (True, True)
    """
    replicates, seed = whole(replicates, "replicates", least=2), seed_of(seed)
    chosen = suspected or _drivers(fit, target)
    _refuse_strangers(fit, target, chosen)
    refuse_asked_of_some(fit)
    rows = rows_of_the_fit(fit, answers, weight=weight, cluster=cluster)
    if len(rows.used) < FEWEST:
        raise TooFewAnswers(
            f"Only {len(rows.used)} answers: the copula test needs {FEWEST} or more to tell a "
            "distribution. Gather more answers.",
            used=len(rows.used),
        )
    scores = standard_scores(fit, item_values(fit, rows))
    weighed = rows.weights / rows.weights.mean()
    times = np.ones((len(scores), 1)), _drawn(rows, replicates=replicates, seed=seed)
    combined = [
        together for size in range(1, len(chosen) + 1) for together in combinations(chosen, size)
    ]
    found = []
    for together in combined:
        first, drawn = (
            _slopes(fit, scores, target, together, times=weighed[:, None] * one) for one in times
        )
        _refuse_told_twice(first, together, target)
        found += _told(fit, scores, target, together, slopes=(first, drawn))
    return tuple(found)


def _refuse_told_twice(slopes: Array, together: tuple[str, ...], target: str) -> None:
    if not np.isfinite(slopes).all():
        raise AnswersRefused(
            f"The copula term of {listed(together)} cannot be told from the drivers of {target}: "
            "scores with two values only, or all alike in these answers, have no term of their "
            "own. Leave them out of `suspected`."
        )


def _refuse_strangers(fit: Fit, target: str, chosen: tuple[str, ...]) -> None:
    drivers = _drivers(fit, target)
    for name in chosen:
        if name not in drivers:
            raise Refused(f"{name} does not drive {target}.{perhaps(name, drivers)}")


def _drivers(fit: Fit, target: str) -> tuple[str, ...]:
    fit.construct_place(target)
    drivers = fit.model.drivers(target)
    if not drivers:
        driven = [name for name in fit.model.names if fit.model.drivers(name)]
        raise Refused(f"Nothing drives {target}. Ask about {listed(driven)}.")
    return drivers


def _drawn(rows: Rows, *, replicates: int, seed: int) -> Array:
    """How often each respondent, or the cluster he is in, is drawn, by replicate."""
    random, n = np.random.default_rng(seed), rows.independent
    times: Array = random.multinomial(n, np.full(n, 1 / n), size=replicates).T.astype(float)
    return times[rows.clusters]


def _slopes(
    fit: Fit, scores: Array, target: str, together: tuple[str, ...], *, times: Array
) -> Array:
    """Coefficients of the drivers, then of the terms: (terms, replicates), standardised."""
    drivers = fit.model.drivers(target)
    y = scores[:, fit.place(target)]
    parts = []
    for start in range(0, times.shape[1], BLOCK):
        part = times[:, start : start + BLOCK]
        columns = [
            *(np.broadcast_to(scores[:, [fit.place(name)]], part.shape) for name in drivers),
            *(_term(scores[:, fit.place(name)], part) for name in together),
        ]
        parts.append(_regressed(y, np.stack(columns), part))
    return np.concatenate(parts, axis=1)


def _term(x: Array, times: Array) -> Array:
    """The normal quantile of each score's rank, where rows count several times."""
    from scipy.special import ndtri  # noqa: PLC0415  slow to import

    order = np.argsort(x, kind="stable")
    below = np.cumsum(times[order], axis=0)
    last = np.searchsorted(x[order], x, side="right") - 1
    quantile: Array = ndtri(below[last] / (below[-1] + 1))
    return np.where(times > 0, quantile, 0)  # who was not drawn has no rank and does not count


def _regressed(y: Array, columns: Array, times: Array) -> Array:
    total = times.sum(axis=0)
    centred = columns - (columns * times).sum(axis=1, keepdims=True) / total
    aim = y[:, None] - (y[:, None] * times).sum(axis=0) / total
    sd = np.sqrt((centred**2 * times).sum(axis=1) / total)
    scaled = centred / np.where(sd > 0, sd, np.nan)[:, None]
    rooted = scaled * times
    matrix = np.einsum("knb,lnb->klb", rooted, scaled, optimize=True) / total
    right = np.einsum("knb,nb->kb", rooted, aim, optimize=True) / total
    slopes = solve(matrix, right)
    slopes /= sd
    return slopes


def _told(
    fit: Fit,
    scores: Array,
    target: str,
    together: tuple[str, ...],
    *,
    slopes: tuple[Array, Array],
) -> list[Suspicion]:
    drivers = fit.model.drivers(target)
    first, drawn = slopes

    def number(place: int) -> Number:
        usable = np.flatnonzero(np.isfinite(drawn).all(axis=0))
        return fit.about(first[place, 0], drawn[place, usable])

    return [
        Suspicion(
            name,
            together,
            path=number(drivers.index(name)),
            term=number(len(drivers) + place),
            p_normal=_p_normal(scores[:, fit.place(name)]),
        )
        for place, name in enumerate(together)
    ]


def _p_normal(x: Array) -> float:
    """Cramér-von Mises, with the mean and deviation of the scores themselves (Stephens, 1974)."""
    from scipy.special import ndtr  # noqa: PLC0415  slow to import

    n = len(x)
    u = ndtr((np.sort(x) - x.mean()) / x.std(ddof=1))
    w = 1 / (12 * n) + ((u - (2 * np.arange(1, n + 1) - 1) / (2 * n)) ** 2).sum()
    return _p_of(float(w * (1 + 0.5 / n)))


def _p_of(w: float) -> float:
    """Stephens, in D'Agostino and Stephens, Goodness-of-Fit Techniques (1986), table 4.9."""
    if w < 0.0275:
        return float(1 - np.exp(-13.953 + 775.5 * w - 12542.61 * w**2))
    if w < 0.051:
        return float(1 - np.exp(-5.903 + 179.546 * w - 1515.29 * w**2))
    if w < 0.092:
        return float(np.exp(0.886 - 31.62 * w + 10.897 * w**2))
    return float(np.exp(1.111 - 34.242 * min(w, 1.1) + 12.832 * min(w, 1.1) ** 2))
