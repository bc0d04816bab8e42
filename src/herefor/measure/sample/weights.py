"""Weights that make those who answered look like those who were meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.answers import FIRST_ROW, as_words, numbers
from herefor.measure.gather.tables import as_frame
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused, counted, listed, perhaps

MOST_STEPS = 1_000
TOLERANCE = 1e-8  # of all customers
ROUNDS = 200
UNSETTLED = 1e-3  # margins may be missed by so much once weights were trimmed
LARGE_EFFECT = 2.0
LARGEST = 1e100  # beyond, squares cannot be added up


@dataclass(frozen=True, eq=False)
class Weighted:
    """Weights with mean 1, one a row, and what was done to get them."""

    weights: pl.Series
    design_effect: float  # Kish: variance is so many times that of equal weights
    effective_n: float
    steps: int
    largest_miss: float  # of a margin, as a share of all
    trimmed: int
    notes: tuple[str, ...]


def design_effect(weights: Array) -> float:
    """1 + cv2 of the weights: Kish, Survey Sampling (1965), 11.2C; Journal of Official
    Statistics 8 (1992). It holds for answers that do not go with the weights.

    >>> design_effect(np.array([1.0, 1.0, 2.0]))
    1.125
    """
    weights = np.asarray(weights, dtype=float)
    _refuse_weights(weights, "weights")
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def effective_n(weights: Array) -> float:
    """How many equally weighted answers would say as much; weights of 0 do not count.

    >>> round(effective_n(np.array([1.0, 1.0, 2.0])), 4)
    2.6667
    """
    return len(weights) / design_effect(weights)


def rake(
    table: pl.DataFrame,
    margins: Mapping[str, Mapping[str, float]],
    *,
    weight: str | None = None,
    most: float | None = None,
    name: str = "weight",
) -> Weighted:
    """Weights that meet every margin: column by column in turn until all agree.

    `margins` give each column's categories their shares or counts among all customers. Starts
    from `weight` if there is one. `most` caps weights at so many times their mean, and rakes anew.
    Iterative proportional fitting: Deming and Stephan, Annals of Mathematical Statistics 11
    (1940). Refused: rows without a category, a category without a known share, a share
    without rows, margins that cannot be met together.

    >>> table = pl.DataFrame({"age": ["young", "old", "old", "old"]})
    >>> found = rake(table, {"age": {"young": 0.5, "old": 0.5}})
    >>> found.weights.round(4).to_list(), round(found.effective_n, 4)
    ([2.0, 0.6667, 0.6667, 0.6667], 3.0)
    """
    table = as_frame(table)
    if not margins or table.is_empty():
        raise Refused("Raking needs rows, and the margins of one column or more.")
    sides = [_side(table, column, known) for column, known in margins.items()]
    start = _start(table, weight)
    weights, steps = _raked(start, sides)
    trimmed: NDArray[np.bool_] = np.zeros(len(weights), dtype=bool)
    if most is not None:
        weights, steps, trimmed = _raked_within(weights, sides, most, steps)
    return _weighted(weights, sides, steps=steps, trimmed=trimmed, name=name)


def poststratify(
    table: pl.DataFrame,
    by: Sequence[str],
    cells: Mapping[tuple[str, ...], float],
    *,
    weight: str | None = None,
    name: str = "weight",
) -> Weighted:
    """Weights that give every cell of the columns `by` its known share.

    Holt and Smith, Journal of the Royal Statistical Society A 142 (1979). Refused: as `rake`; merge
    cells that nobody is in.

    >>> table = pl.DataFrame({"age": ["y", "o", "o"], "sex": ["f", "f", "m"]})
    >>> cells = {("y", "f"): 2, ("o", "f"): 1, ("o", "m"): 1}
    >>> poststratify(table, ["age", "sex"], cells).weights.round(2).to_list()
    [1.5, 0.75, 0.75]
    """
    table = as_frame(table)
    if not by or table.is_empty():
        raise Refused("Post-stratification needs rows, and one column or more.")
    for column in by:
        _refuse_gaps(table, column)
    joined = pl.Series(
        " and ".join(by), [" / ".join(row) for row in zip(*_words(table, by), strict=True)]
    )
    known = {" / ".join(map(str, cell)): share for cell, share in cells.items()}
    return rake(
        pl.DataFrame([joined, *([table[weight]] if weight in table.columns else [])]),
        {joined.name: known},
        weight=weight,
        name=name,
    )


def calibrate(
    table: pl.DataFrame,
    means: Mapping[str, float],
    *,
    weight: str | None = None,
    name: str = "weight",
) -> Weighted:
    """Weights closest to where they start that give numeric columns their known means.

    Generalised regression: w = d (1 + x' l) with sum w x met exactly: Deville and Särndal,
    Journal of the American Statistical Association 87 (1992), linear case. Weights below 0 are
    possible and said; `rake` has none. Refused: gaps, columns that repeat each other.

    >>> table = pl.DataFrame({"visits": [1.0, 2.0, 3.0, 6.0]})
    >>> calibrate(table, {"visits": 4.0}).weights.round(3).to_list()
    [0.429, 0.714, 1.0, 1.857]
    """
    table = as_frame(table)
    absent = [column for column in means if column not in table.columns]
    if absent or not means:
        hint = perhaps(absent[0], table.columns) if absent else ""
        raise AnswersRefused(f"Calibration needs known columns; missing: {listed(absent)}.{hint}")
    columns = [numbers(table[column]) for column in means]
    for column, values in zip(means, columns, strict=True):
        _refuse_rows(column, ~np.isfinite(values), "no number")
    start = _start(table, weight)
    x = np.column_stack([np.ones(len(start)), *columns])
    wanted = np.array([1.0, *_means(means)]) * len(start)
    if np.abs(x).max() > LARGEST:
        raise AnswersRefused(f"{listed(means)} holds numbers too large to calibrate to.")
    crossed = (x * start[:, None]).T @ x
    scale = np.sqrt(np.diag(crossed))
    if np.linalg.cond(crossed / scale / scale[:, None]) > 1 / TOLERANCE:
        raise AnswersRefused(
            f"{listed(means)} repeat each other or do not vary. Take one of them out."
        )
    weights = start * (1 + x @ np.linalg.solve(crossed, wanted - start @ x))
    below = int((weights < 0).sum())
    told = f"{counted(below, 'weight is', 'weights are')} below 0; rake instead."
    effect = float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
    return Weighted(
        weights=pl.Series(name, weights),
        design_effect=effect,
        effective_n=len(weights) / effect,
        steps=1,
        largest_miss=_missed(weights @ x, wanted),
        trimmed=0,
        notes=(told,) if below else (),
    )


def _means(means: Mapping[str, float]) -> list[float]:
    wrong = [
        name
        for name, mean in means.items()
        if not isinstance(mean, Real) or not abs(mean) <= LARGEST
    ]
    if wrong:
        raise Refused(f"The mean of {listed(wrong)} must be a number that is not endless.")
    return [float(mean) for mean in means.values()]


def _missed(met: Array, wanted: Array) -> float:
    """Of a total, the number of rows where that is 0."""
    scale = np.where(wanted == 0, wanted[0], wanted)
    return float(np.abs((met - wanted) / scale).max())


def trimmed(weights: Array, *, most: float) -> tuple[Array, int]:
    """Weights of at most `most` times their mean, and how many were cut.

    What is cut off is shared out over the others in proportion, until nothing stands out: Potter,
    Proceedings of the Survey Research Methods Section, ASA (1990). The sum stays.

    >>> cut, how_many = trimmed(np.array([1.0, 1.0, 1.0, 5.0]), most=2)
    >>> cut.round(4).tolist(), how_many
    ([1.3333, 1.3333, 1.3333, 4.0], 1)
    """
    _refuse_weights(weights, "weights")
    if not most > 1:
        raise Refused(f"Weights can be cut at more than 1 times their mean; not at {most}.")
    cap = most * weights.mean()
    kept, cut = weights.astype(float), np.zeros(len(weights), dtype=bool)
    while (over := kept > cap * (1 + TOLERANCE)).any():
        cut |= over
        free = kept[~cut].sum()
        if not free:
            raise AnswersRefused(
                f"Too few rows have any weight to keep each within {most} times the mean."
            )
        kept = np.where(cut, cap, kept * (weights.sum() - cap * cut.sum()) / free)
    return kept, int(cut.sum())


@dataclass(frozen=True)
class _Side:
    """One margin: each row's category and the share every category should have."""

    column: str
    categories: tuple[str, ...]
    place: NDArray[np.intp]
    wanted: Array


def _side(table: pl.DataFrame, column: str, known: Mapping[str, float]) -> _Side:
    _refuse_gaps(table, column)
    words = as_words(table[column])
    shares = _shares(column, known)
    wrong = [name for name, share in shares.items() if not 0 <= share < float("inf")]
    if wrong or not sum(shares.values()):
        raise Refused(f"The shares of {column} must be 0 or more; look at {listed(wrong)}.")
    there = words.unique().to_list()
    unknown = sorted(name for name in there if name not in shares)
    if unknown:
        hints = "".join(perhaps(name, list(shares)) for name in unknown[:3])
        raise AnswersRefused(
            f"No share is known for {column} {listed(unknown)} "
            f"({counted(int(words.is_in(unknown).sum()), 'row')}).{hints} Give one, or merge."
        )
    empty = [name for name, share in shares.items() if share > 0 and name not in there]
    if empty:
        raise AnswersRefused(
            f"Nobody answered in {column} {listed(empty)}, so no weight can stand for them. "
            "Merge with a neighbour, both in the answers and in the margin."
        )
    categories = tuple(name for name in shares if name in there)
    where = {name: i for i, name in enumerate(categories)}
    wanted = np.array([shares[name] for name in categories])
    return _Side(
        column,
        categories,
        np.array([where[word] for word in words], dtype=np.intp),
        wanted / wanted.sum(),
    )


def _shares(column: str, known: object) -> dict[str, float]:
    try:
        return {str(name): float(share) for name, share in dict(known).items()}  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise Refused(
            f"The margin of {column} must give each category its share or count, such as "
            '{"young": 0.4, "old": 0.6}.'
        ) from None


def _refuse_gaps(table: pl.DataFrame, column: str) -> None:
    if column not in table.columns:
        raise AnswersRefused(f"There is no column {column}.{perhaps(column, table.columns)}")
    gaps = np.flatnonzero(as_words(table[column]).is_null().to_numpy())
    if len(gaps):
        raise AnswersRefused(
            f"Column {column} has no category in row {listed(gaps + FIRST_ROW)}. Fill it, or make "
            "a category of its own for those who did not say."
        )


def _words(table: pl.DataFrame, by: Sequence[str]) -> list[list[str]]:
    return [as_words(table[column]).to_list() for column in by]


def _start(table: pl.DataFrame, weight: str | None) -> Array:
    if weight is None:
        return np.ones(len(table))
    if weight not in table.columns:
        raise AnswersRefused(f"There is no column {weight}.{perhaps(weight, table.columns)}")
    weights = numbers(table[weight])
    _refuse_weights(weights, f"column {weight}")
    relative: Array = weights / weights.mean()
    return relative


def _refuse_weights(weights: Array, what: str) -> None:
    _refuse_rows(what, ~np.isfinite(weights) | (weights < 0), "no weight of 0 or more")
    if not len(weights) or not weights.any():
        raise AnswersRefused(f"In {what} nothing has a weight above 0, so no answer counts.")


def _refuse_rows(what: str, wrong: NDArray[np.bool_], lacks: str) -> None:
    if wrong.any():
        rows = listed(np.flatnonzero(wrong) + FIRST_ROW)
        raise AnswersRefused(f"There is {lacks} in {what}, row {rows}. Mend or drop these rows.")


def _raked(weights: Array, sides: Sequence[_Side]) -> tuple[Array, int]:
    for step in range(1, MOST_STEPS + 1):
        for side in sides:
            have = np.bincount(side.place, weights, minlength=len(side.wanted))
            lost = (have == 0) & (side.wanted > 0)
            if lost.any():
                raise AnswersRefused(
                    f"{listed(np.array(side.categories)[lost])} of {side.column} has no weight "
                    "left, so its margin cannot be met. Merge categories."
                )
            factor = side.wanted * len(weights) / np.where(have > 0, have, 1)
            weights = weights * factor[side.place]
        if _largest_miss(weights, sides)[0] < TOLERANCE:
            return weights, step
    miss, where = _largest_miss(weights, sides)
    raise AnswersRefused(
        f"The margins cannot be met together: after {MOST_STEPS} steps {where} is still off by "
        f"{miss:.2%}. Some cells are empty; merge categories or leave a margin out."
    )


def _raked_within(
    weights: Array, sides: Sequence[_Side], most: float, steps: int
) -> tuple[Array, int, NDArray[np.bool_]]:
    """Cutting and raking in turn; ends with a cut, so that no weight is larger than was said."""
    for _ in range(ROUNDS):
        before = weights
        weights, _count = trimmed(before, most=most)
        if _largest_miss(weights, sides)[0] < TOLERANCE:
            break
        raked, more = _raked(weights, sides)
        steps += more
        if np.abs(raked - before).max() < TOLERANCE:
            break
        weights = raked
    weights, _count = trimmed(weights, most=most)
    return weights, steps, np.isclose(weights, most * weights.mean())


def _weighted(
    weights: Array,
    sides: Sequence[_Side],
    *,
    steps: int,
    trimmed: NDArray[np.bool_],
    name: str,
) -> Weighted:
    weights = weights / weights.mean()
    effect = design_effect(weights)
    miss, where = _largest_miss(weights, sides)
    notes = []
    if trimmed.any():
        notes.append(f"{counted(int(trimmed.sum()), 'weight')} cut to {weights.max():.2f}.")
    if miss > UNSETTLED:
        notes.append(f"With weights cut, {where} is off by {miss:.1%} of all. Allow larger ones.")
    if effect > LARGE_EFFECT:
        notes.append(
            f"The weights are uneven (design effect {effect:.1f}): {len(weights):,} answers say as "
            f"much as {len(weights) / effect:,.0f}. Merge categories or cut weights."
        )
    return Weighted(
        weights=pl.Series(name, weights),
        design_effect=effect,
        effective_n=len(weights) / effect,
        steps=steps,
        largest_miss=miss,
        trimmed=int(trimmed.sum()),
        notes=tuple(notes),
    )


def _largest_miss(weights: Array, sides: Sequence[_Side]) -> tuple[float, str]:
    """How far the worst margin is off, as a share of all, and which it is."""
    found = []
    for side in sides:
        have = np.bincount(side.place, weights, minlength=len(side.wanted)) / weights.sum()
        worst = int(np.abs(have - side.wanted).argmax())
        miss = float(abs(have[worst] - side.wanted[worst]))
        found.append((miss, f"{side.column} {side.categories[worst]}"))
    return max(found)
