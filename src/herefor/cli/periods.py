"""Which values are periods, what comes before what, and which column holds them."""

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

YEAR = r"(?:19|20)\d{2}"
YEAR_FIRST = re.compile(
    rf"{YEAR}(?:[-/ ]?(?:Q[1-4]|W\d{{1,2}})|0[1-9]|1[0-2]|[-/]\d{{1,2}}(?:[-/]\d{{1,2}})?)?",
    re.IGNORECASE,
)
QUARTER_FIRST = re.compile(rf"Q([1-4])[-/ ]?({YEAR}|\d{{2}})", re.IGNORECASE)
NUMBERED = re.compile(r"[^\d-]*\d{1,4}")
CALLED_SO = re.compile(r"(.*[ _.-])?(period|wave|quarter|year|month)s?", re.IGNORECASE)
BIRTH = re.compile("birth|born", re.IGNORECASE)
MOST = 24


def in_time(values: Iterable[str], *, column: str) -> list[str] | None:
    """The values in order of time; None if they are not all periods.

    >>> in_time(["Q1 2026", "Q4 2025"], column="sent")
    ['Q4 2025', 'Q1 2026']
    >>> in_time(["Wave 10", "Wave 9"], column="wave"), in_time(["9", "10"], column="shop")
    (['Wave 9', 'Wave 10'], None)
    """
    called_so = CALLED_SO.fullmatch(column.strip()) is not None
    moments = {value: _dated(value) or (called_so and _numbered(value)) for value in values}
    if not all(moments.values()):
        return None
    return sorted(moments, key=lambda value: moments[value] or ())


def period_column(table: "pl.DataFrame", *, except_for: Collection[str]) -> str | None:
    """The column with 2 to 24 periods; one with dates goes before one that is only called so."""
    found = []
    for column in table.columns:
        if column in except_for or BIRTH.search(column) or table[column].dtype.is_nested():
            continue
        values = set(group_names(table, column).drop_nulls())
        if 2 <= len(values) <= MOST and in_time(values, column=column):
            found.append((not all(map(_dated, values)), column))
    return min(found, key=lambda one: one[0])[1] if found else None


def group_names(table: "pl.DataFrame", column: str) -> "pl.Series":
    """A column's values as words; none where a cell says that there is none."""
    from herefor.measure.gather.answers import as_words  # slow to import

    return as_words(table[column])


def _dated(value: str) -> tuple[int, ...]:
    """
    >>> [_dated(value) for value in ("2026-Q3", "Q3 26", "2025", "2026-11-22", "North")]
    [(2026, 3), (2026, 3), (2025,), (2026, 11, 22), ()]
    """
    if told := QUARTER_FIRST.fullmatch(value):
        quarter, year = (int(part) for part in told.groups())
        return year if year > 99 else year + 2000, quarter
    return _numbers(value) if YEAR_FIRST.fullmatch(value) else ()


def _numbered(value: str) -> tuple[int, ...]:
    return _numbers(value) if NUMBERED.fullmatch(value) else ()


def _numbers(value: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", value))
