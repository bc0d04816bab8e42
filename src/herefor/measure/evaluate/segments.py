"""Are there groups nobody asked about, in which other things drive satisfaction? FIMIX-PLS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimate.fit import Fit
from herefor.measure.evaluate.scores import (
    Rows,
    item_values,
    refuse_asked_of_some,
    rows_of_the_fit,
    standard_scores,
)
from herefor.measure.stack import Array, solve
from herefor.measure.words import Refused, TooFewAnswers, counted, seed_of, whole

RESTARTS = 20
MOST_ITERATIONS = 5_000
SMALLEST_VARIANCE = 1e-3  # a segment that explains everything would swallow the likelihood
SMALLEST_GAIN = 1e-9
VAGUE = 0.5
ROWS_FOR_EACH = 10  # times the coefficients of a segment


@dataclass(frozen=True, eq=False)
class Segments:
    """So many segments, each with paths of its own, and how well they describe the answers.

    `paths` are arrays (constructs, constructs, segments), from and to; `levels` and `r2`
    (constructs, segments); `memberships` (rows that count, segments) sum to 1; `used` says which
    rows of the table those are. Criteria: smaller is better; `entropy` runs from 0 (nobody can be
    placed) to 1.
    """

    names: tuple[str, ...]
    shares: Array
    paths: Array
    levels: Array
    r2: Array
    memberships: Array
    used: NDArray[np.intp]
    log_likelihood: float
    parameters: int
    criteria: dict[str, float]
    settled: bool
    least: int  # rows that a segment needs

    @property
    def entropy(self) -> float:
        """Normed: Ramaswamy, DeSarbo, Reibstein and Robinson, Marketing Science 12 (1993)."""
        n, size = self.memberships.shape
        if size == 1:
            return 1.0
        told = self.memberships * np.log(np.maximum(self.memberships, 1e-300))
        return float(1 + told.sum() / (n * np.log(size)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What to be careful about."""
        counts = np.bincount(self.placed, minlength=len(self.shares))
        thin = [
            f"Segment {place + 1} holds {counted(int(count), 'answer')}, too few for its paths: "
            "read it as outliers, and take fewer segments."
            for place, count in enumerate(counts)
            if count < self.least
        ]
        vague = (
            f"Answers can hardly be placed (entropy {self.entropy:.2f}, under {VAGUE}): the "
            "segments overlap."
        )
        wandering = "The likelihood was still rising when the search ended."
        return (
            *thin,
            *([vague] if self.entropy < VAGUE else []),
            *([] if self.settled else [wandering]),
        )

    @property
    def placed(self) -> Array:
        """The likeliest segment of every row that counts, from 0, the largest segment."""
        return np.asarray(self.memberships.argmax(axis=1))

    def path(self, source: str, target: str) -> Array:
        """One path in every segment, standardised over everybody."""
        found: Array = self.paths[self.names.index(source), self.names.index(target)]
        return found


def segments(
    fit: Fit,
    answers: Any,
    *,
    of: Sequence[int] = (1, 2, 3, 4),
    seed: int = 1,
    restarts: int = RESTARTS,
    weight: str | None = None,
    cluster: str | None = None,
    levels: bool = False,
) -> tuple[Segments, ...]:
    """Finite mixtures of the structural equations, one for each number of segments asked for.

    Hahn, Johnson, Herrmann and Huber, Schmalenbach Business Review 54 (2002), by expectation and
    maximisation from `restarts` random beginnings, the likeliest kept. Which number to take: AIC3
    and CAIC agreeing, segments large enough and entropy over 0.5 (Sarstedt, Becker, Ringle and
    Schwaiger, Schmalenbach Business Review 63 (2011)).

    `levels`: segments may differ in how high their scores lie, not only in their paths.
    `answers` are those of the fit. Raises `TooFewAnswers` where a segment would have fewer rows
    than can carry its coefficients.

    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> q = np.tile([1.0, 4, 7, 10], 50)
    >>> noise = np.random.default_rng(1).normal(0, 0.3, 200)
    >>> s = np.where(np.arange(200) < 100, q, 11 - q) + noise
    >>> answers = {"q": q, "s": s.clip(1, 10)}
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> one, two = segments(fit, answers, of=(1, 2))
    >>> two.criteria["bic"] < one.criteria["bic"], bool(np.ptp(two.path("Q", "S")) > 1.5)
    (True, True)
    """
    seed, restarts = seed_of(seed), whole(restarts, "restarts", least=1)
    if not isinstance(of, Sequence):
        raise Refused(f"Ask for one number of segments or more, such as (1, 2, 3); not {of!r}.")
    refuse_asked_of_some(fit)
    rows = rows_of_the_fit(fit, answers, weight=weight, cluster=cluster)
    for size in of:
        _refuse_thin(fit, rows, size)
    scores = standard_scores(fit, item_values(fit, rows))
    equations = _Equations.of(fit, scores, rows.weights, levels=levels)
    return tuple(
        _segments(fit, rows, equations, size=size, beginnings=(seed, restarts)) for size in of
    )


def _refuse_thin(fit: Fit, rows: Rows, size: int) -> None:
    whole(size, "segments", least=1)
    needed = size * _least(fit)
    if len(rows.used) < needed:
        raise TooFewAnswers(
            f"{counted(len(rows.used), 'answer')} cannot carry {counted(size, 'segment')}: the "
            f"largest equation needs {needed:,}. Ask for fewer segments or gather more answers.",
            used=len(rows.used),
        )


def _least(fit: Fit) -> int:
    return ROWS_FOR_EACH * max(map(len, fit.layout.drivers))


@dataclass(frozen=True)
class _Equations:
    """What is regressed on what: construct scores, with a one beside them if levels may differ."""

    scores: Array  # (rows, constructs and perhaps a one)
    weights: Array
    drivers: dict[int, list[int]]

    @classmethod
    def of(cls, fit: Fit, scores: Array, weights: Array, *, levels: bool) -> "_Equations":
        n, size = scores.shape
        one = [size] if levels else []
        return cls(
            np.column_stack([scores, np.ones(n)]) if levels else scores,
            weights / weights.mean(),
            {j: [*known, *one] for j, known in enumerate(fit.layout.drivers) if known},
        )


@dataclass(frozen=True)
class _Mixture:
    shares: Array  # (segments)
    slopes: Array  # (columns of scores, constructs, segments)
    variances: Array  # (constructs, segments), of what is not explained
    log_likelihood: float
    memberships: Array
    settled: bool


def _segments(
    fit: Fit, rows: Rows, equations: _Equations, *, size: int, beginnings: tuple[int, int]
) -> Segments:
    seed, restarts = beginnings
    n, constructs = len(rows.used), len(fit.model.names)
    best = max(
        (
            _climbed(equations, _beginning([seed, size, one], n, size))
            for one in range(restarts if size > 1 else 1)
        ),
        key=lambda mixture: mixture.log_likelihood,
    )
    order = np.argsort(-best.shares, kind="stable")
    slopes = best.slopes[..., order]
    coefficients = sum(len(known) + 1 for known in equations.drivers.values())
    parameters = size * coefficients + size - 1
    return Segments(
        names=fit.model.names,
        shares=best.shares[order],
        paths=slopes[:constructs, :constructs],
        levels=slopes[constructs:, :constructs].sum(axis=0),
        r2=_r2(equations, best)[:constructs, order],
        memberships=best.memberships[:, order],
        used=rows.used,
        log_likelihood=best.log_likelihood,
        parameters=parameters,
        criteria=_criteria(best.log_likelihood, parameters, n),
        settled=best.settled,
        least=_least(fit),
    )


def _beginning(seed: list[int], n: int, size: int) -> Array:
    random = np.random.default_rng(seed)
    memberships: Array = random.dirichlet(np.full(size, 0.3), size=n)
    return memberships


def _climbed(equations: _Equations, memberships: Array) -> _Mixture:
    """Expectation and maximisation until the likelihood gains next to nothing."""
    before = -np.inf
    for _ in range(MOST_ITERATIONS):
        shares, slopes, variances = _maximised(equations, memberships)
        memberships, likelihood = _expected(equations, shares, slopes, variances)
        settled = likelihood - before < SMALLEST_GAIN * abs(likelihood)
        if settled:
            break
        before = likelihood
    return _Mixture(shares, slopes, variances, likelihood, memberships, bool(settled))


def _maximised(equations: _Equations, memberships: Array) -> tuple[Array, Array, Array]:
    """Every segment's regressions, weighed by membership."""
    weighed = memberships * equations.weights[:, None]
    mass = weighed.sum(axis=0)
    scores = equations.scores
    crossed = np.einsum("ni,ns,nj->ijs", scores, weighed, scores, optimize=True)
    slopes, variances = np.zeros_like(crossed), np.ones(crossed.shape[1:])
    for j, known in equations.drivers.items():
        slopes[known, j] = _ridged(crossed[np.ix_(known, known)], crossed[known, j])
        left = crossed[j, j] - (slopes[known, j] * crossed[known, j]).sum(axis=0)
        variances[j] = np.maximum(left / np.maximum(mass, 1e-12), SMALLEST_VARIANCE)
    return mass / mass.sum(), slopes, variances


def _ridged(matrix: Array, right: Array) -> Array:
    """Solved even where a segment has shrunk to almost nobody."""
    lifted = matrix + 1e-8 * np.eye(len(matrix))[:, :, None]
    return np.nan_to_num(solve(lifted, right))


def _expected(
    equations: _Equations, shares: Array, slopes: Array, variances: Array
) -> tuple[Array, float]:
    """To which segment each row belongs, and the log likelihood."""
    driven = list(equations.drivers)
    scores = equations.scores
    left = scores[:, driven, None] - np.einsum("ni,ijs->njs", scores, slopes[:, driven])
    spread = variances[driven]
    densities = -0.5 * (np.log(2 * np.pi * spread) + left**2 / spread).sum(axis=1)
    densities += np.log(np.maximum(shares, 1e-300))
    most = densities.max(axis=1, keepdims=True)
    scaled = np.exp(densities - most)
    whole = scaled.sum(axis=1, keepdims=True)
    return scaled / whole, float(equations.weights @ (most + np.log(whole))[:, 0])


def _r2(equations: _Equations, best: _Mixture) -> Array:
    """Against the segment's own variance; NaN where nothing drives."""
    weighed = best.memberships * equations.weights[:, None]
    weighed = weighed / weighed.sum(axis=0)
    mean: Array = np.einsum("nj,ns->js", equations.scores, weighed)
    variance = np.einsum("nj,ns->js", equations.scores**2, weighed) - mean**2
    r2: Array = np.full_like(variance, np.nan)
    for j in equations.drivers:
        r2[j] = 1 - best.variances[j] / variance[j]
    return r2


def _criteria(likelihood: float, parameters: int, n: int) -> dict[str, float]:
    """Sarstedt and others (2011), table 1."""
    deviance = -2 * likelihood
    return {
        "aic": deviance + 2 * parameters,
        "aic3": deviance + 3 * parameters,
        "aic4": deviance + 4 * parameters,
        "bic": deviance + float(np.log(n)) * parameters,
        "caic": deviance + (float(np.log(n)) + 1) * parameters,
        "hq": deviance + 2 * float(np.log(np.log(n))) * parameters,
        "mdl5": deviance + 5 * float(np.log(n)) * parameters,
    }
