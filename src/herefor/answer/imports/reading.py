"""A file of old cases, read row by row; a row that cannot be read does not stop the others."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from herefor.answer.imports import chatwoot, zendesk
from herefor.answer.imports.old import NoCase, NotKept, OldCase, Read
from herefor.listen.imports.guessing import BINARY_STARTS, encoding_of, separator_of

LARGEST = 200 * 1024 * 1024
BROKEN = object()
TOOLS = ((chatwoot.is_one, chatwoot.case_of), (zendesk.is_one, zendesk.case_of))
LISTS = ("payload", "tickets", "conversations")


class UnreadableFile(Exception):
    """Why no case can be read from the file."""


def is_mail(path: Path) -> bool:
    """An mbox begins with its own mark, a letter with a header line."""
    with path.open("rb") as file:
        start = file.read(2000).removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first = start.partition(b"\n")[0]
    name, colon, _value = first.partition(b":")
    is_header = bool(colon) and name.replace(b"-", b"").isalnum() and name[:1].isalpha()
    return start.startswith(b"From ") or is_header


def read_cases(path: Path) -> Read:
    """The cases of a Zendesk or Chatwoot export. Raises UnreadableFile before the first."""
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(_("The file is larger than 200 MB. Please split it into parts."))
    text = _text_of(path.read_bytes())
    if text.startswith(("{", "[")) or "\n{" in text[:5000]:
        return _told(objects_in(text))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        headings = [heading.strip().casefold() for heading in next(rows, [])]
    except csv.Error:
        headings = []
    if not zendesk.HEADINGS.issubset(headings):
        raise UnreadableFile(
            _("This is no export of Zendesk or Chatwoot, no mbox and no letter that we can read.")
        )
    return _told(_rows(rows, headings))


def objects_in(text: str) -> Iterator[tuple[int, Any]]:
    """The records of a JSON document, or of one on each line; BROKEN where one cannot be read.

    >>> [record for _, record in objects_in('{"payload": [{"id": 1}, {"id": 2}]}')]
    [{'id': 1}, {'id': 2}]
    >>> [record for _, record in objects_in('{"payload": [{"id": 1}, {"i')] == [{"id": 1}, BROKEN]
    True
    """
    whole = _parsed(text)
    if whole is not BROKEN:
        return enumerate(_listed(whole), start=1)
    lines = enumerate((line.strip().rstrip(",") for line in text.split("\n")), start=1)
    found = [(row, _parsed(line)) for row, line in lines if line]
    if any(isinstance(record, dict) for _row, record in found):
        return iter(found)
    return enumerate(_until_it_ends(text), start=1)


def _told(records: Iterator[tuple[int, Any]]) -> Read:
    for row, record in records:
        try:
            yield _case_in(record, row)
        except NotKept as reason:
            yield NoCase(row, str(reason))


def _case_in(record: Any, row: int) -> OldCase:
    if record is BROKEN:
        raise NotKept(_("This cannot be read: it is cut off or damaged."))
    if isinstance(record, dict):
        for is_one, case_of in TOOLS:
            if is_one(record):
                return case_of(record, row=row)
    raise NotKept(_("This is neither a Zendesk ticket nor a Chatwoot conversation."))


def _text_of(content: bytes) -> str:
    encoding = None if content.startswith(BINARY_STARTS) else encoding_of(content)
    if encoding is None:
        raise UnreadableFile(_("The file does not look like text."))
    return content.decode(encoding, errors="replace").strip("\ufeff\r\n ")


def _rows(rows: Iterator[list[str]], headings: list[str]) -> Iterator[tuple[int, Any]]:
    """Rows under their headings, numbered as a table shows them."""
    row = 1
    while True:
        row += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield row, BROKEN
            continue
        if any(cells):
            yield row, zendesk.ticket_of(dict(zip(headings, cells, strict=False)))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return BROKEN


def _listed(whole: Any) -> list[Any]:
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        within = whole["data"] if isinstance(whole.get("data"), dict) else whole
        for name in LISTS:
            if isinstance(within.get(name), list):
                return list(within[name])
    return [whole]


def _until_it_ends(text: str) -> Iterator[Any]:
    """What stands whole in a document that is cut off."""
    named = min((text.find(f'"{name}"') for name in LISTS if f'"{name}"' in text), default=0)
    at, decoder = text.find("[", named) + 1, json.JSONDecoder()
    while 0 < at < len(text):
        at += len(text[at:]) - len(text[at:].lstrip(" \r\n\t,"))
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        yield record
    yield BROKEN
