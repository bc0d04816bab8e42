"""What drives a rating, without a model: any aspects, one outcome, their parts of R2."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.drivers.correlations import correlations_of
from herefor.measure.drivers.rated import Rated, rated
from herefor.measure.drivers.subsets import (
    EXACT_UP_TO,
    coefficients,
    lmg,
    lmg_sampled,
    relative_weights,
)
from herefor.measure.drivers.suspicions import said
from herefor.measure.estimate.intervals import Number, normal
from herefor.measure.gather.answers import as_words
from herefor.measure.gather.moments import Moments
from herefor.measure.gather.tables import as_frame
from herefor.measure.index.compare import ties
from herefor.measure.stack import SMALLEST_PIVOT, Array, inverse_diagonal
from herefor.measure.words import (
    AnswersRefused,
    Refused,
    TooFewAnswers,
    counted,
    level_of,
    listed,
    perhaps,
)

TREATMENTS = ("listwise", "pairwise")
FEWEST_BEYOND = 5  # replicates in a tail
SPARE = 3  # answers beyond one for each aspect and the outcome


@dataclass(frozen=True)
class Aspect:
    """One driver. `share` is of R2, 0 to 1; `part` is in R2; coefficients are standardised."""

    name: str
    share: Number
    part: Number
    relative_weight: Number  # Johnson's, as a share
    coefficient: Number
    correlation: Number
    inflation: float  # of its variance, by the other aspects


@dataclass(frozen=True, eq=False)
class Drivers:
    """What drives `target`, the largest share first.

    `drawn` holds the shares of every replicate that could be computed, by aspect.
    """

    target: str
    aspects: tuple[Aspect, ...]
    r2: Number
    n: int
    rows: int
    level: float
    monte_carlo: float  # largest standard error from sampling orders; 0 if all were taken
    drawn: dict[str, Array]
    warnings: tuple[str, ...]

    @property
    def shares(self) -> dict[str, Number]:
        """Shares of what is explained, the largest first; they add up to 1."""
        return {aspect.name: aspect.share for aspect in self.aspects}

    def aspect(self, name: str) -> Aspect:
        """The driver with this name."""
        for one in self.aspects:
            if one.name == name:
                return one
        raise Refused(f"There is no aspect {name}.{perhaps(name, list(self.shares))}")

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    @cached_property
    def ties(self) -> tuple[tuple[str, str], ...]:
        """Pairs of which it cannot be told which drives more."""
        return ties(self.drawn, level=self.level)

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """The largest, and those after it until one is clearly smaller than it.

        The largest was picked for being so, among all: each comparison with it errs by no more
        than its part of 1 - level (Bonferroni), as in comparisons with the best: Hsu, Annals of
        Statistics 9 (1981).
        """
        first, *others = self.shares
        if not others or not self.drawn[first].size:
            return (first,)
        each = 1 - (1 - self.level) / len(others)
        ahead = [
            _clearly_above(self.drawn[first] - self.drawn[name], level=each) for name in others
        ]
        return (first, *others[: ahead.index(True) if True in ahead else len(others)])


def _clearly_above(lead: Array, *, level: float) -> bool:
    """Whether a lead is above zero; by its standard error where percentiles lie too far out."""
    if len(lead) * (1 - level) / 2 < FEWEST_BEYOND:
        return normal(float(lead.mean()), float(lead.std(ddof=1)), level=level)[0] > 0
    return Number.of(0, lead, level=level).low > 0


@dataclass(frozen=True, eq=False)
class BySegment:
    """Drivers of each segment, and why some segments have none."""

    found: dict[str, Drivers]
    left_out: dict[str, str]


def key_drivers(
    answers: pl.DataFrame,
    *,
    target: str,
    aspects: Sequence[str],
    scale: tuple[float, float] | None = None,
    not_applicable: Sequence[float] | float = (),
    missing: str = "listwise",
    most_missing: float = 0.5,
    weight: str | None = None,
    replicates: int = 1_000,
    level: float = 0.95,
    seed: int = 1,
) -> Drivers:
    """Shares of what the `aspects` explain of `target`, with bootstrap intervals.

    Exact Shapley values of R2 up to 20 aspects, sampled orders beyond, which `monte_carlo` tells
    (`subsets`). `scale` are the ends of the aspects: answers outside are refused, unless they are
    among `not_applicable`, which count as missing. Aspects missing in more than `most_missing` of
    the rows are left out and named. "listwise" takes rows that answered everything, "pairwise"
    every pair that was answered. The target may be 0 or 1. An association: it does not say
    what happens when an aspect is changed.
    Refused: unknown columns, text, too few answers, aspects that repeat each other.

    >>> table = pl.DataFrame(
    ...     {"all": [1, 2, 4, 5] * 9, "bar": [1, 3, 3, 5] * 9, "wifi": [2, 1] * 18}
    ... )
    >>> found = key_drivers(table, target="all", aspects=["bar", "wifi"], replicates=200)
    >>> {name: round(share.value, 2) for name, share in found.shares.items()}
    {'bar': 0.85, 'wifi': 0.15}
    """
    if missing not in TREATMENTS:
        raise Refused(f"Missing answers are treated {listed(TREATMENTS)}, not {missing!r}.")
    level_of(level)
    codes = [not_applicable] if isinstance(not_applicable, int | float) else list(not_applicable)
    read = rated(
        answers,
        target=target,
        aspects=aspects,
        scale=scale,
        not_applicable=codes,
        most_missing=most_missing,
        weight=weight,
    )
    moments = Moments.of(
        read.table,
        read.model,
        replicates=replicates,
        seed=seed,
        weight=weight,
        missing="listwise" if missing == "listwise" else "mean",
    )
    _enough(moments, len(read.aspects))
    return _drivers(moments, read, level)


def key_drivers_by(
    answers: pl.DataFrame,
    by: str,
    *,
    target: str,
    aspects: Sequence[str],
    scale: tuple[float, float] | None = None,
    not_applicable: Sequence[float] | float = (),
    missing: str = "listwise",
    most_missing: float = 0.5,
    weight: str | None = None,
    replicates: int = 1_000,
    level: float = 0.95,
    seed: int = 1,
) -> BySegment:
    """`key_drivers` of each value of column `by`, in alphabetical order.

    A segment that cannot be measured is in `left_out` with the reason; rows without a segment
    belong to none. Refused: an unknown column, or no segment that can be measured.

    >>> table = pl.DataFrame(
    ...     {"all": [1, 2, 4, 5] * 9, "bar": [1, 3, 3, 5] * 9, "shop": ["a"] * 32 + ["b"] * 4}
    ... )
    >>> parts = key_drivers_by(table, "shop", target="all", aspects=["bar"], replicates=50)
    >>> list(parts.found), list(parts.left_out)
    (['a'], ['b'])
    """
    answers = as_frame(answers)
    if by not in answers.columns:
        raise AnswersRefused(f"There is no column {by} to part by.{perhaps(by, answers.columns)}")
    segment = as_words(answers[by])
    found: dict[str, Drivers] = {}
    left_out: dict[str, str] = {}
    for name in sorted(segment.drop_nulls().unique()):
        try:
            found[name] = key_drivers(
                answers.filter(segment == name),
                target=target,
                aspects=aspects,
                scale=scale,
                not_applicable=not_applicable,
                missing=missing,
                most_missing=most_missing,
                weight=weight,
                replicates=replicates,
                level=level,
                seed=seed,
            )
        except AnswersRefused as refused:
            left_out[name] = str(refused)
    if not found:
        why = next(iter(left_out.values()), "every row lacks a segment.")
        raise AnswersRefused(f"No segment of {by} can be measured: {why}")
    return BySegment(found, left_out)


def _enough(moments: Moments, aspects: int) -> None:
    least = max(10, aspects + 1 + SPARE)
    if moments.used < least:
        raise TooFewAnswers(
            f"Only {counted(moments.used, 'usable answer')} in {counted(moments.rows, 'row')} for "
            f"{counted(aspects, 'aspect')}: at least {least} are needed. Gather more answers, take "
            'aspects out, or use every pair that was answered (missing = "pairwise").',
            used=moments.used,
        )


def _drivers(moments: Moments, read: Rated, level: float) -> Drivers:
    now = correlations_of(moments, moments.total[:, None])
    drawn = np.concatenate(
        [correlations_of(moments, moments.resampled(block)) for block in moments.blocks]
        or [now[:, :, :0]],
        axis=2,
    )
    _refuse_repeats(now, read)
    sound = drawn[:, :, _sound(drawn)]
    part, parts, monte_carlo = _parts(now, sound, moments.seed)
    r2, r2s = part.sum(axis=0), parts.sum(axis=0)
    near, nears = relative_weights(now), relative_weights(sound)

    def numbers(value: Array, replicates: Array) -> list[Number]:
        pairs = zip(value, replicates, strict=True)
        return [Number.of(one[0], many, level=level) for one, many in pairs]

    columns = zip(
        read.aspects,
        numbers(part / r2, parts / r2s),
        numbers(part, parts),
        numbers(near / r2, nears / nears.sum(axis=0)),
        numbers(coefficients(now), coefficients(sound)),
        numbers(now[:-1, -1], sound[:-1, -1]),
        inverse_diagonal(now[:-1, :-1])[:, 0].tolist(),
        strict=True,
    )
    found = sorted((Aspect(*column) for column in columns), key=lambda one: -one.part.value)
    shares = dict(zip(read.aspects, parts / r2s, strict=True))
    result = Drivers(
        target=read.target,
        aspects=tuple(found),
        r2=Number.of(r2[0], r2s, level=level),
        n=moments.used,
        rows=moments.rows,
        level=level,
        monte_carlo=monte_carlo,
        drawn={one.name: shares[one.name] for one in found},
        warnings=(),
    )
    betas = dict(
        zip(read.aspects, np.abs(coefficients(sound)) - np.abs(sound[:-1, -1]), strict=True)
    )
    lost = drawn.shape[2] - sound.shape[2]
    warnings = (*read.notes, *moments.notes, *said(result, beyond=betas, lost=lost))
    return replace(result, warnings=warnings)


def _parts(now: Array, sound: Array, seed: int) -> tuple[Array, Array, float]:
    """Parts of R2 now and in the replicates, and what sampling orders left uncertain."""
    if len(now) - 1 <= EXACT_UP_TO:
        return lmg(now), lmg(sound), 0.0
    part, error = lmg_sampled(now, seed=seed)
    drawn, _ = lmg_sampled(sound, seed=seed)
    return part, drawn, float((error / part.sum(axis=0)).max())


def _sound(correlation: Array) -> NDArray[np.bool_]:
    """Which stacks have drivers that can be told apart and explain something, no more than all."""
    among, outcome = correlation[:-1, :-1], correlation[:-1, -1]
    finite = np.isfinite(correlation).all(axis=(0, 1))
    stack = np.moveaxis(np.where(finite, among, np.eye(len(among))[:, :, None]), 2, 0)
    apart = finite & (np.linalg.eigvalsh(stack)[:, 0] > SMALLEST_PIVOT)
    r2 = (coefficients(correlation) * outcome).sum(axis=0)
    return np.asarray(apart & (r2 > SMALLEST_PIVOT) & (r2 <= 1 + SMALLEST_PIVOT))


def _refuse_repeats(now: Array, read: Rated) -> None:
    aspects = read.aspects
    if _sound(now)[0]:
        return
    if not np.abs(now[:-1, -1]).max() > SMALLEST_PIVOT:
        raise AnswersRefused(
            f"{listed(aspects)} {'has' if len(aspects) == 1 else 'have'} nothing in common with "
            f"{read.target}, so there is nothing to share out. Ask about other aspects."
        )
    inflated = inverse_diagonal(now[:-1, :-1])[:, 0]
    same = [
        name
        for name, one in zip(aspects, inflated, strict=True)
        if not 0 < one < 1 / SMALLEST_PIVOT
    ]
    which = listed(same) if same else "Aspects"
    raise AnswersRefused(
        f"{which} repeat each other, or the pairs that were answered contradict each other, so "
        "nothing can be told apart. Take one of them out, or use complete rows only "
        '(missing = "listwise").'
    )
