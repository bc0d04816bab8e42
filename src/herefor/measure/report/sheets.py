"""A workbook: a sheet a table, numbers as numbers."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl

from herefor.measure.words import Refused

LONGEST = 31  # signs a sheet's name may have
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
ALWAYS = datetime(2000, 1, 1)


def workbook(tables: dict[str, pl.DataFrame]) -> bytes:
    """The tables in their order; raises `Refused` without xlsxwriter."""
    try:
        import xlsxwriter  # noqa: PLC0415  an optional library
    except ImportError:
        raise Refused(
            "Writing .xlsx needs xlsxwriter. Install it with: pip install 'herefor[files]'"
        ) from None
    held = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(held, plain)
    book.set_properties({"created": ALWAYS})
    bold, three = book.add_format({"bold": True}), book.add_format({"num_format": "0.000"})
    for name, (title, table) in zip(sheet_names(tables), tables.items(), strict=True):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.columns, bold)
        for row, values in enumerate(table.iter_rows(), 1):
            for column, value in enumerate(values):
                _write(sheet, (row, column), value, three)
        sheet.autofit()
        if title in ("warnings", "notes"):
            sheet.set_column(0, 0, 120, book.add_format({"text_wrap": True}))
    book.close()
    return held.getvalue()


def sheet_names(names: Iterable[str]) -> list[str]:
    """Short, without signs a sheet must not have, no two alike.

    >>> sheet_names(["Q/S", "q:s", "x" * 40])
    ['Q S', 'q s 2', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    given: list[str] = []
    for name in names:
        clean = name.translate(FORBIDDEN).strip()[:LONGEST] or "table"
        chosen, number = clean, 1
        while chosen.casefold() in (one.casefold() for one in given):
            number += 1
            chosen = f"{clean[: LONGEST - 4]} {number}"
        given.append(chosen)
    return given


def _write(sheet: Any, place: tuple[int, int], value: Any, three: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, float):
        sheet.write_number(*place, value, three)
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, str(value))
