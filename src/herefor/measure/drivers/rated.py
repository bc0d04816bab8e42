"""A table of rated aspects and an outcome made ready, saying aloud what was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import polars as pl

from herefor.measure.gather.answers import FIRST_ROW, numbers
from herefor.measure.gather.tables import as_frame
from herefor.measure.specify.model import Model, construct, path
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused, counted, listed, perhaps, plain


@dataclass(frozen=True)
class Rated:
    """Numbers with gaps, one column each, and the model that has them as items."""

    table: pl.DataFrame
    model: Model
    target: str
    aspects: tuple[str, ...]
    notes: tuple[str, ...]


def rated(
    table: Any,
    *,
    target: str,
    aspects: Sequence[str],
    scale: tuple[float, float] | None,
    not_applicable: Sequence[float],
    most_missing: float,
    weight: str | None,
) -> Rated:
    """Aspects that can be used, on their own numbers.

    >>> table = pl.DataFrame({"all": [3, 4], "bar": [0, 5], "tv": [2, 2]})
    >>> found = rated(table, target="all", aspects=["bar", "tv"], scale=(1, 5),
    ...               not_applicable=[0], most_missing=0.5, weight=None)
    Traceback (most recent call last):
        ...
    herefor.measure.words.AnswersRefused: No aspect is left that varies and was answered.
    """
    if isinstance(aspects, str):
        raise Refused(f"Aspects are a list of columns: write [{aspects!r}], not {aspects!r}.")
    if not (isinstance(most_missing, Real) and 0 <= most_missing <= 1):
        raise Refused(
            f"The most that may be missing is a share from 0 to 1, such as 0.5; it is "
            f"{most_missing!r}."
        )
    answers = as_frame(table)
    _refuse_columns(answers, target, aspects)
    outcome = _finite(answers[target])
    raw = {name: _finite(answers[name]) for name in aspects}
    notes = [*_set_aside(raw, not_applicable), *_outside(raw, scale), *_zeros(raw, scale)]
    used, why = _usable(raw, most_missing)
    if not used:
        raise AnswersRefused("No aspect is left that varies and was answered.")
    if not _varies(outcome):
        raise AnswersRefused(
            f"Everybody gave the same {target}, or nobody did, in {counted(len(outcome), 'row')}, "
            "so nothing can be said about what drives it. Gather more answers."
        )
    columns = {name: raw[name] for name in used} | {target: outcome}
    kept = pl.DataFrame(columns).fill_nan(None)
    if weight is not None and weight in answers.columns:
        kept = kept.with_columns(answers[weight])
    two = np.unique(outcome[~np.isnan(outcome)]).size == 2
    told = f"{target} has two values, so R2 is that of a straight line through shares."
    return Rated(
        kept,
        _model(columns, target),
        target,
        tuple(used),
        (*notes, *why, *([told] if two else [])),
    )


def _refuse_columns(answers: pl.DataFrame, target: str, aspects: Sequence[str]) -> None:
    if answers.is_empty():
        raise AnswersRefused("There are no answers: the table has a heading but no row.")
    absent = [name for name in (target, *aspects) if name not in answers.columns]
    if absent:
        hints = "".join(perhaps(name, answers.columns) for name in absent[:3])
        raise AnswersRefused(f"The answers have no column {listed(absent)}.{hints}")
    twice = sorted({name for name in aspects if [*aspects, target].count(name) > 1})
    if twice or not aspects:
        what = f"{listed(twice)} stands twice among" if twice else "There is nothing among"
        raise Refused(f"{what} the aspects and the target. Name each column once.")


def _finite(column: pl.Series) -> Array:
    read = numbers(column)
    boundless = np.flatnonzero(np.isinf(read))
    if len(boundless):
        raise AnswersRefused(
            f"Column {column.name} holds a number without bound in row "
            f"{listed(boundless + FIRST_ROW)}. Write the answer there, or leave it empty."
        )
    return read


def _set_aside(raw: dict[str, Array], codes: Sequence[float]) -> list[str]:
    coded = {name: np.isin(column, list(codes)) for name, column in raw.items()}
    for name, marked in coded.items():
        raw[name] = np.where(marked, np.nan, raw[name])
    told = [f"{name} ({marked.sum():,})" for name, marked in coded.items() if marked.any()]
    if not told:
        return []
    return [f"Answers coded {listed(map(plain, codes))} counted as missing, in {listed(told)}."]


def _outside(raw: dict[str, Array], scale: tuple[float, float] | None) -> list[str]:
    if scale is None:
        return []
    low, high = sorted(scale)
    outside = {name: column[(column < low) | (column > high)] for name, column in raw.items()}
    told = [f"{name} ({len(found):,})" for name, found in outside.items() if len(found)]
    if told:
        values = ", ".join(map(plain, np.unique(np.concatenate(list(outside.values())))))
        raise AnswersRefused(
            f"Some answers lie outside {plain(low)} to {plain(high)}, in {listed(told)}: {values}. "
            f"If they mean that it did not apply, say so: not_applicable = [{values}]."
        )
    return []


def _zeros(raw: dict[str, Array], scale: tuple[float, float] | None) -> list[str]:
    """A few zeros below ratings from 1 are mostly no ratings."""
    if scale is not None:
        return []
    found = [
        name
        for name, column in raw.items()
        if (column == 0).any() and np.nanmax(column) > 2 and (column == 0).mean() < 1 / 3
    ]
    if not found:
        return []
    return [
        f"There are answers of 0 in {listed(found)}. If 0 means that it did not apply, say "
        "not_applicable = 0; the order of drivers may change."
    ]


def _usable(raw: dict[str, Array], most_missing: float) -> tuple[list[str], list[str]]:
    gaps = {name: float(np.isnan(column).mean()) for name, column in raw.items()}
    sparse = [name for name in raw if gaps[name] > most_missing]
    alike = [name for name in raw if name not in sparse and not _varies(raw[name])]
    notes = [
        f"{name} is missing in {gaps[name]:.0%} of rows, so it was left out." for name in sparse
    ]
    notes += [f"Everybody gave the same answer to {name}, so it was left out." for name in alike]
    return [name for name in raw if name not in (*sparse, *alike)], notes


def _varies(column: Array) -> bool:
    answered = column[~np.isnan(column)]
    return len(answered) > 0 and bool(answered.min() < answered.max())


def _model(columns: dict[str, Array], target: str) -> Model:
    """One item a construct. Their ends are those that occur: correlations do not mind."""
    ends = {
        name: (float(np.nanmin(column)), float(np.nanmax(column)))
        for name, column in columns.items()
    }
    return Model(
        [construct(name, [name], scale=ends[name]) for name in columns],
        [path(name, to=[target]) for name in columns if name != target],
    )
