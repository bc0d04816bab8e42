"""What a file is: its encoding, its separator, its headings, or why it cannot be read."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.listen.imports.guessing import (
    BINARY_STARTS,
    SAMPLE,
    encoding_of,
    is_json,
    separator_of,
)

LARGEST_FILE = 20 * 1024 * 1024
MOST_COLUMNS = 500
ENCODINGS: dict[str, str | Promise] = {
    "utf-8-sig": gettext_lazy("UTF-8 (most programs)"),
    "cp1252": gettext_lazy("Windows-1252 (older Western European Windows)"),
    "utf-16": gettext_lazy("UTF-16 (Excel: Unicode text)"),
    "utf-16-le": gettext_lazy("UTF-16 without a mark (little end first)"),
    "utf-16-be": gettext_lazy("UTF-16 without a mark (big end first)"),
    "iso8859-15": gettext_lazy("ISO 8859-15 (Latin 9)"),
    "cp1250": gettext_lazy("Windows-1250 (Central European Windows)"),
    "mac-roman": gettext_lazy("Mac Roman (older Macs)"),
}
SEPARATORS: dict[str, str | Promise] = {
    ",": gettext_lazy("comma (,)"),
    ";": gettext_lazy("semicolon (;)"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar (|)"),
}
UNREADABLE_SIGNS = 0.02


class UnreadableFile(Exception):
    """A file that cannot be read as it is; the message says what to do."""

    @property
    def message(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Sniffed:
    encoding: str
    separator: str


def sniff(content: bytes) -> Sniffed:
    """Guess encoding and separator; the one who brought the file may say otherwise."""
    _refuse_what_is_no_text(content)
    encoding = encoding_of(content)
    if encoding is None:
        raise UnreadableFile(_no_text())
    text = decode(content, encoding=encoding)
    if is_json(text):
        raise UnreadableFile(
            _("This is JSON, not CSV. Save the answers as CSV: headings, then a row each.")
        )
    return Sniffed(encoding, separator_of(text))


def _refuse_what_is_no_text(content: bytes) -> None:
    if not content.strip(b"\x00 \t\r\n" + codecs.BOM_UTF8):
        raise UnreadableFile(_("The file is empty. Please choose the file with the answers."))
    if len(content) > LARGEST_FILE:
        limit = number_format(LARGEST_FILE // 1024 // 1024)
        raise UnreadableFile(
            _("The file is larger than %(limit)s MB. Please split it into parts.")
            % {"limit": limit}
        )
    if content.startswith(BINARY_STARTS):
        raise UnreadableFile(
            _("This is a workbook or another program's own file, not text. Save it as CSV there.")
        )


def _no_text() -> str:
    return _("This does not look like text. Save the answers as CSV in UTF-8 and bring that file.")


def decode(content: bytes, *, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        raise UnreadableFile(
            _("The file cannot be read as %(encoding)s. Please choose another encoding.")
            % {"encoding": ENCODINGS.get(encoding, encoding)}
        ) from error
    sample = text[:SAMPLE]
    odd = sum(1 for sign in sample if sign < " " and sign not in "\t\r\n")
    if odd > UNREADABLE_SIGNS * len(sample) or "\x00" in sample:
        raise UnreadableFile(_no_text())
    return text


def rows_of(text: str, *, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number a spreadsheet gives them; the first row is the headings."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(
                _(
                    "Row %(row)d cannot be read: a cell is far too long, "
                    "perhaps because a quotation mark is never closed."
                )
                % {"row": number}
            ) from error


def headings_of(text: str, *, separator: str) -> list[str]:
    """The cells of the first row, checked to be headings."""
    _number, cells = next(rows_of(text, separator=separator), (1, []))
    headings = [cell.strip() for cell in cells]
    if not any(headings):
        raise UnreadableFile(_("The first row is empty. It must name the columns."))
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile(
            _("The file has %(found)d columns; we can read %(limit)d. Please leave some out.")
            % {"found": len(headings), "limit": MOST_COLUMNS}
        )
    named = Counter(heading.lower() for heading in headings if heading)
    twice = [heading for heading in headings if named[heading.lower()] > 1]
    if twice:
        raise UnreadableFile(
            _("The heading “%(heading)s” stands over %(count)d columns. Please rename all but one.")
            % {"heading": twice[0][:60], "count": named[twice[0].lower()]}
        )
    return headings
