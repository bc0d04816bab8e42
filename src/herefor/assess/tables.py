"""A small table as somebody pastes it: a period, a value, and the value of who is compared."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from herefor.listen.imports.sniffing import rows_of

FEWEST, MOST, LONGEST_PERIOD = 2, 40, 24
LARGEST, LONGEST_NUMBER, DECIMALS = 100_000, 24, 3
AROUND = " \t\u00a0\u202f%€$£"
SPACE_BETWEEN = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
SIGNS = (".", ",")
Row = tuple[str, float, float | None]


class WrongTable(ValueError):
    """Its arguments are sentences, each with the number of the line that it is about."""


class _WrongCell(ValueError):
    """What is wrong with one line; its number is told by whoever knows it."""


def rows_in(text: str) -> list[Row]:
    """In the order given. Raises WrongTable with everything that is wrong."""
    separator = _separator(text)
    lines = [
        (number, [cell.strip() for cell in cells])
        for number, cells in rows_of(text.lstrip("\ufeff"), separator=separator)
        if any(cell.strip() for cell in cells)
    ]
    width = len(lines[0][1]) if lines and separator == "," else 0
    if lines and _is_heading(lines[0][1]):
        lines.pop(0)
    sign = _decimal_sign(cell for _line, cells in lines for cell in cells[1:])
    rows: dict[int, Row] = {}
    wrong: list[str] = []
    for line, cells in lines:
        try:
            rows[line] = _row(cells, sign=sign, width=width)
        except _WrongCell as told:
            wrong.append(_said_of(line, str(told)))
    wrong += _twice(rows)
    if wrong or (wrong := list(_too_few_or_many(len(rows)))):
        raise WrongTable(*wrong)
    return list(rows.values())


def as_table(rows: Iterable[Row], *, decimals: int) -> str:
    """As `rows_in` reads it again: with three decimals a number could mean thousands."""
    shown = DECIMALS + 1 if decimals == DECIMALS else decimals
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(
        [period, *(f"{one:.{shown}f}" for one in values if one is not None)]
        for period, *values in rows
    )
    return written.getvalue()


def _separator(text: str) -> str:
    """The sign that stands in the most lines; beside a semicolon or a tab, commas are decimal."""
    lines = text.splitlines()
    return max("\t;,", key=lambda sign: sum(sign in line for line in lines))


def _is_heading(cells: list[str]) -> bool:
    """Words over every column, and no digit over the first."""
    first, *others = cells
    is_worded = bool(others) and all(one and not _readings(one) for one in others)
    return is_worded and not re.search(r"\d", first)


def _row(cells: list[str], *, sign: str, width: int) -> Row:
    if width and len(cells) != width:
        raise _WrongCell(
            _(
                "it has not as many columns as the first line. Where commas are decimal, part the "
                "columns with semicolons."
            )
        )
    while len(cells) > 2 and not cells[-1]:
        cells = cells[:-1]
    if len(cells) < 2 or not cells[0] or not cells[1]:
        raise _WrongCell(_("it needs a period and a value."))
    if len(cells) > 3:
        raise _WrongCell(_("it has more than three columns."))
    period = " ".join(cells[0].split())
    if len(period) > LONGEST_PERIOD:
        raise _WrongCell(
            _("its period has more than %(n)s letters, too many for a chart.")
            % {"n": LONGEST_PERIOD}
        )
    other = _number(cells[2], sign=sign) if len(cells) == 3 else None
    return period, _number(cells[1], sign=sign), other


def _number(cell: str, *, sign: str) -> float:
    """`sign` is the decimal one where the rest of the table tells it."""
    readings = _readings(cell)
    named = {"cell": cell[:LONGEST_NUMBER]}
    if not readings:
        raise _WrongCell(_("“%(cell)s” is no number.") % named)
    if len(set(readings.values())) > 1 and not sign:
        raise _WrongCell(
            _(
                "“%(cell)s” may mean thousands or three decimals. Leave the sign for thousands "
                "out, or write one more zero."
            )
            % named
        )
    value = readings[sign] if sign in readings else next(iter(readings.values()))
    if abs(value) >= LARGEST:
        raise _WrongCell(
            _("“%(cell)s” is too large for a chart. Count in thousands or millions.") % named
        )
    if value and not round(value, DECIMALS):
        raise _WrongCell(
            _("“%(cell)s” is too small for a chart. Count per thousand or per million.") % named
        )
    return round(value, DECIMALS)


def _readings(cell: str) -> dict[str, float]:
    """What it means by each decimal sign with which it is a number at all.

    >>> _readings("12,5 %"), _readings("1 234"), _readings("1.234")
    ({',': 12.5}, {'.': 1234.0, ',': 1234.0}, {'.': 1.234, ',': 1234.0})
    """
    plain = SPACE_BETWEEN.sub("", cell.strip(AROUND)).replace("\u2212", "-")
    if len(plain) > LONGEST_NUMBER:
        return {}
    found = {}
    for sign, between in (SIGNS, SIGNS[::-1]):
        whole = rf"(?:\d+|[1-9]\d{{0,2}}(?:{re.escape(between)}\d{{3}})+)"
        if re.fullmatch(rf"[+-]?{whole}(?:{re.escape(sign)}\d+)?", plain, re.ASCII):
            found[sign] = float(plain.replace(between, "").replace(sign, "."))
    return found


def _decimal_sign(cells: Iterable[str]) -> str:
    """The one that all numbers have which can be read in one way only; empty when none has, or
    they do not agree."""
    told = {next(iter(found)) for cell in cells if len(found := _readings(cell)) == 1}
    return told.pop() if len(told) == 1 else ""


def _twice(rows: Mapping[int, Row]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for line, (period, *_values) in rows.items():
        before = seen.setdefault(period.casefold(), line)
        if before != line:
            words = {"period": period, "before": before}
            yield _said_of(line, _("“%(period)s” stands in line %(before)s already.") % words)


def _said_of(line: int, wrong: str) -> str:
    return _("Line %(line)s: %(wrong)s") % {"line": line, "wrong": wrong}


def _too_few_or_many(n: int) -> Iterator[str]:
    if n < FEWEST:
        yield _("A chart needs at least two periods, each on a line of its own.")
    if n > MOST:
        yield _("These are %(n)s periods; a chart holds at most %(most)s.") % {
            "n": n,
            "most": MOST,
        }
