"""Everything from moments: the one pass over the answers, in sums that add up."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.answers import Answers, clean_answers
from herefor.measure.gather.products import with_products
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array
from herefor.measure.words import Refused, TooFewAnswers, counted

EXACT_UP_TO = 2_000
GROUPS = 1_000
FEWEST = 10
BLOCK = 1_250
MISSING = ("listwise", "mean")


@dataclass(frozen=True)
class Moments:
    """Weighted counts, sums and cross-products, kept by group of respondents.

    Up to `EXACT_UP_TO` respondents each is a group of their own, and resampling groups is the
    exact bootstrap. Beyond, respondents fall into `GROUPS` random groups and groups are resampled
    (random groups: Wolter, Introduction to Variance Estimation, 2007, chapter 2).

    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> from herefor.measure import construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> whole = Moments.of(answers, model)
    >>> parts = Moments.of(answers[:10], model) + Moments.of(answers[10:], model)
    >>> bool((whole.total == parts.total).all()), parts.used
    (True, 20)
    """

    codes: tuple[str, ...]
    missing: str
    sums: Array  # (cross-products, groups)
    grouped: bool
    rows: int
    used: int
    replicates: int = 0
    seed: int = 1
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        answers: pl.DataFrame,
        model: Model,
        *,
        replicates: int = 0,
        seed: int = 1,
        weight: str | None = None,
        missing: str = "listwise",
        exact_up_to: int = EXACT_UP_TO,
        first: int = 0,
    ) -> "Moments":
        """The moments of a table; a part of a larger one says the number of its `first` row.

        Parts of something larger than `exact_up_to` are read with `exact_up_to=0`.
        """
        if missing not in MISSING:
            raise Refused(f'Missing answers are treated as "listwise" or "mean", not {missing!r}.')
        cleaned = clean_answers(answers, model, weight=weight)
        kept = _usable(cleaned, missing)
        rows = np.flatnonzero(kept)
        grouped = len(rows) > exact_up_to or exact_up_to == 0
        points, codes = with_products(cleaned.points[kept], cleaned.codes, model, missing=missing)
        features = _features(points, missing)
        crossed = (
            _crossed_by_group(features, cleaned.weights[kept], _group_of(rows + first))
            if grouped
            else _crossed_each(features, cleaned.weights[kept])
        )
        return cls(
            codes=codes,
            missing=missing,
            sums=crossed,
            grouped=grouped,
            rows=len(kept),
            used=len(rows),
            replicates=replicates,
            seed=seed,
            notes=cleaned.notes + _left_out(len(kept) - len(rows), missing),
        )

    def __add__(self, other: "Moments") -> "Moments":
        mine, theirs = (
            (one.codes, one.missing, one.grouped, one.replicates, one.seed) for one in (self, other)
        )
        if mine != theirs:
            raise Refused(
                "These moments cannot be added: items, treatment of missing answers, grouping, "
                "replicates and seed must be the same. Read the parts with exact_up_to=0 if "
                "only one of them is grouped."
            )
        return replace(
            self,
            sums=self.sums + other.sums
            if self.grouped
            else np.concatenate([self.sums, other.sums], axis=1),
            rows=self.rows + other.rows,
            used=self.used + other.used,
            notes=tuple(dict.fromkeys(self.notes + other.notes)),
        )

    @property
    def total(self) -> Array:
        """The sums over all respondents."""
        summed: Array = self.sums.sum(axis=1)
        return summed

    @property
    def blocks(self) -> range:
        """Replicates are drawn in blocks, each from a random stream of its own."""
        return range(-(-self.replicates // BLOCK))

    def resampled(self, block: int) -> Array:
        """The sums of the replicates in a block, one a column."""
        groups = self.sums.shape[1]
        size = min(BLOCK, self.replicates - block * BLOCK)
        random = np.random.default_rng([self.seed, block])
        narrow = np.uint16 if groups < 2**16 else np.uint32
        drawn = random.integers(groups, size=(size, groups), dtype=narrow)
        cells = drawn + groups * np.arange(size)[:, None]
        times = np.bincount(cells.ravel(), minlength=cells.size).reshape(cells.shape)
        resampled: Array = self.sums @ times.T.astype(float)
        return resampled

    def enough(self) -> "Moments":
        """These moments, if there are answers enough to estimate anything."""
        if self.used < FEWEST:
            whole = "complete answer" if self.missing == "listwise" else "answer"
            fill = (
                ' or fill the gaps with item means (missing = "mean"),'
                if self.used < self.rows and self.missing == "listwise"
                else ""
            )
            raise TooFewAnswers(
                f"Only {counted(self.used, whole)} in {counted(self.rows, 'row')}: "
                f"at least {FEWEST} are needed. Gather more answers,{fill} and measure again.",
                used=self.used,
            )
        return self


def _usable(answers: Answers, missing: str) -> NDArray[np.bool_]:
    answered = ~np.isnan(answers.points)
    complete = answered.all(axis=1) if missing == "listwise" else answered.any(axis=1)
    return complete & (answers.weights > 0)


def _left_out(count: int, missing: str) -> tuple[str, ...]:
    if not count:
        return ()
    why = "a missing answer" if missing == "listwise" else "no answer at all"
    return (f"{counted(count, 'row')} with {why}, or with weight 0, left out.",)


def _features(points: Array, missing: str) -> Array:
    """What is crossed: a one, for mean replacement whether each item was answered, the points."""
    one = np.ones((len(points), 1))
    if missing == "listwise":
        return np.hstack([one, points])
    answered = ~np.isnan(points)
    return np.hstack([one, answered, np.where(answered, points, 0)])


def _crossed_each(features: Array, weights: Array) -> Array:
    upper, right = np.triu_indices(features.shape[1])
    columns = np.ascontiguousarray(features.T)
    return columns[upper] * columns[right] * weights


def _crossed_by_group(features: Array, weights: Array, group: NDArray[np.intp]) -> Array:
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, GROUPS))
    rooted = (features * np.sqrt(weights)[:, None])[order]
    crossed = np.stack([part.T @ part for part in np.split(rooted, ends)])
    return np.ascontiguousarray(crossed[:, *np.triu_indices(features.shape[1])].T)


def _group_of(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """A row's random group: its number stirred by SplitMix64 (Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        stirred = (rows.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        stirred = (stirred ^ (stirred >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        stirred = (stirred ^ (stirred >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        stirred ^= stirred >> np.uint64(31)
    return (stirred % np.uint64(GROUPS)).astype(np.intp)
