"""CSV that a spreadsheet opens rightly and never calculates."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def csv_download(name: str, *, rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # so that Excel reads it as UTF-8
    writer = csv.writer(response)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return response


def guarded(cell: object) -> str:
    """Text that would be taken for a formula is marked as text; a number is none."""
    if isinstance(cell, int | float):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.startswith(CALCULATED) else text
