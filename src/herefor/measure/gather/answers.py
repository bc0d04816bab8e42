"""From a table of answers to clean numbers in points, saying aloud what was set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.tables import as_frame
from herefor.measure.specify.model import Item, Model
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, counted, listed, perhaps, plain

NO_ANSWER = ("", "na", "n/a", "nan", "null")
FIRST_ROW = 2  # row 1 of a file is its heading
GROUPED = r"^[+-]?[1-9]\d{0,2}(,\d{3})+$"  # 1,250: a decimal comma, or one of thousands?
GROUPED_TWICE = r"^[+-]?\d{1,3}(,\d{3}){2,}$|^[+-]?\d{1,3}(,\d{3})+\."
PLAINLY_LARGE = 100
EXACTLY_WHOLE = 2.0**53


@dataclass(frozen=True)
class Answers:
    """One row a respondent, one column an item; 0 is the worst answer, 100 the best, NaN none."""

    codes: tuple[str, ...]
    points: Array
    weights: Array
    notes: tuple[str, ...]


def clean_answers(answers: Any, model: Model, *, weight: str | None = None) -> Answers:
    """The answers to the model's items, or a refusal that says how to mend the table.

    >>> from herefor.measure import construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> clean_answers(pl.DataFrame({"q": [1, 10], "s": [5.5, None]}), model).points
    array([[  0.,  50.],
           [100.,  nan]])
    """
    table = as_frame(answers)
    if table.is_empty():
        raise AnswersRefused("There are no answers: the table has a heading but no row.")
    present, notes = _present_items(table, model)
    raw = np.column_stack([numbers(table[item.code]) for item in present])
    low, high = (np.array([getattr(item, end) for item in present]) for end in ("low", "high"))
    for set_aside in (_blank_codes, _blank_outside):
        notes += set_aside(raw, present, model)
    return Answers(
        codes=tuple(item.code for item in present),
        points=(raw - low) / (high - low) * 100,
        weights=np.ones(len(raw)) if weight is None else weights_of(table, weight),
        notes=tuple(notes),
    )


def numbers(column: pl.Series) -> Array:
    """A column as numbers, NaN where nobody answered; text is refused with its rows.

    >>> numbers(pl.Series("q", ["7", " 8,5", "n/a", None]))
    array([7. , 8.5, nan, nan])
    """
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return _floats(column)
    text = as_words(column)
    _refuse_thousands(column.name, text)
    with_point = text.str.replace(r"^([+-]?\d*),(\d+)$", "${1}.${2}")
    read = with_point.cast(pl.Float64, strict=False)
    wrong = (read.is_null() & text.is_not_null()).arg_true().to_list()
    if wrong:
        shown = (f"{text[row]!r} in row {row + FIRST_ROW}" for row in wrong)
        raise AnswersRefused(
            f"Column {column.name} should hold numbers, but there is text: {listed(shown)}. "
            "Write a number there, or leave it empty if there was no answer."
        )
    return _floats(read)


def as_words(column: pl.Series) -> pl.Series:
    """A column as trimmed text, null where there is no answer.

    >>> as_words(pl.Series("shop", ["North ", "", "NA", "nan", None])).to_list()
    ['North', None, None, None, None]
    >>> as_words(pl.Series("shop", [1.0, float("nan")])).to_list()
    ['1', None]
    """
    if column.dtype.is_float():
        column = column.fill_nan(None)
        if (column % 1 == 0).all() and (column.abs() < EXACTLY_WHOLE).all():
            column = column.cast(pl.Int64)  # a gap made decimals of whole numbers
    try:
        if column.dtype.is_nested() or column.dtype == pl.Object:
            raise pl.exceptions.InvalidOperationError
        text = column.cast(pl.String).str.strip_chars()
    except pl.exceptions.PolarsError:
        raise AnswersRefused(
            f"Column {column.name} holds {column.dtype} where each row should hold one number or "
            "one word. Save it so, or name another column."
        ) from None
    return text.set(text.str.to_lowercase().is_in(NO_ANSWER), None)


def _refuse_thousands(name: str, text: pl.Series) -> None:
    """1,250 is 1.25 beside 7,5 and 1250 beside 900: refused where both may be meant."""
    grouped = text.str.contains(GROUPED)
    if not grouped.any():
        return
    beyond = text.filter(~grouped).cast(pl.Float64, strict=False).abs() > PLAINLY_LARGE
    if beyond.any() or text.str.contains(GROUPED_TWICE).any():
        shown = (f"{text[row]!r} in row {row + FIRST_ROW}" for row in grouped.arg_true().to_list())
        raise AnswersRefused(
            f"Column {name} holds numbers that can be read in two ways: {listed(shown)}. "
            "Write thousands without a separator, as in 1250, or decimals with a point."
        )


def _floats(column: pl.Series) -> Array:
    return np.array(column.cast(pl.Float64).fill_null(float("nan")).to_numpy())


def _present_items(table: pl.DataFrame, model: Model) -> tuple[list[Item], list[str]]:
    absent = [item for item in model.items if item.code not in table.columns]
    needed = [item.code for item in absent if not item.optional]
    if needed:
        hints = "".join(perhaps(code, table.columns) for code in needed[:3])
        raise AnswersRefused(
            f"The answers have no column {listed(needed)}, which model {model.name} needs.{hints} "
            "Rename the column, or take the item out of the model."
        )
    notes = [
        f"There is no column {item.code}; the model allows this, so it was left out."
        for item in absent
    ]
    return [item for item in model.items if item not in absent], notes


def _blank_codes(raw: Array, present: list[Item], model: Model) -> list[str]:
    coded = np.isin(raw, list(model.codes))
    raw[coded] = np.nan
    if not coded.any():
        return []
    return [
        f"{counted(int(coded.sum()), 'answer')} coded {listed(map(plain, model.codes))} "
        f"counted as missing, in {_columns(coded, present)}."
    ]


def _blank_outside(raw: Array, present: list[Item], model: Model) -> list[str]:
    ends = np.array([sorted((item.low, item.high)) for item in present]).T
    outside = (raw < ends[0]) | (raw > ends[1])
    if not outside.any():
        return []
    values = listed(plain(value) for value in np.unique(raw[outside]))
    if not model.outside_scale:
        raise AnswersRefused(_outside_words(raw, outside, present))
    raw[outside] = np.nan
    return [
        f"{counted(int(outside.sum()), 'answer')} outside the scale ({values}) counted as missing, "
        f"in {_columns(outside, present)}."
    ]


def _outside_words(raw: Array, outside: NDArray[np.bool_], present: list[Item]) -> str:
    told = [
        f"{item.code} has {counted(int(column.sum()), 'answer')} outside "
        f"{plain(item.low)} to {plain(item.high)} ({listed(map(plain, np.unique(values[column])))})"
        for item, column, values in zip(present, outside.T, raw.T, strict=True)
        if column.any()
    ]
    strange = [plain(value) for value in np.unique(raw[outside])[:3]]
    return (
        f"Some answers lie outside their scale: {'; '.join(told)}. If they are real answers, "
        "give the items their true ends in the model (scale = [worst, best]). If they mean "
        f"no answer, write [missing] codes = [{', '.join(strange)}] there."
    )


def _columns(marked: NDArray[np.bool_], present: list[Item]) -> str:
    return listed(
        f"{item.code} ({count:,})"
        for item, count in zip(present, marked.sum(axis=0), strict=True)
        if count
    )


def weights_of(table: pl.DataFrame, name: str) -> Array:
    """How many customers each row stands for; refused, with its row, where that cannot be.

    >>> weights_of(pl.DataFrame({"w": [1.0, 2.5]}), "w")
    array([1. , 2.5])
    """
    if not isinstance(name, str) or name not in table.columns:
        raise AnswersRefused(
            f"There is no column {name} to take weights from.{perhaps(name, table.columns)}"
        )
    weights = numbers(table[name])
    _refuse_rows(name, np.isnan(weights), "no weight", "Give every answer a weight of 0 or more.")
    _refuse_rows(
        name,
        (weights < 0) | np.isinf(weights),
        "a weight that is negative or without bound",
        "A weight says how many customers an answer stands for: 0 or more.",
    )
    if not weights.any():
        raise AnswersRefused(f"All weights in column {name} are 0, so no answer counts.")
    return weights


def _refuse_rows(name: str, wrong: NDArray[np.bool_], what: str, remedy: str) -> None:
    rows: Iterable[int] = np.flatnonzero(wrong) + FIRST_ROW
    if wrong.any():
        raise AnswersRefused(f"Column {name} holds {what} in row {listed(rows)}. {remedy}")
