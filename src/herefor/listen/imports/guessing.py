"""What a file of answers looks like. Knows no Django, so that `herefor measure` guesses alike."""

import codecs
import csv
import io
import json
from collections import Counter
from itertools import islice

SEPARATORS = (",", ";", "\t", "|")
BINARY_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"$FL")  # xlsx, xls, pdf, sav
SAMPLE = 200_000


def encoding_of(content: bytes) -> str | None:
    """By its mark, its zeros, or by what can be decoded; None when it is no text.

    >>> encoding_of("größer".encode()), encoding_of("größer".encode("cp1252"))
    ('utf-8-sig', 'cp1252')
    >>> encoding_of("a;b".encode("utf-16-le")), encoding_of(bytes(8))
    ('utf-16-le', None)
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in content[:SAMPLE]:
        return _utf16_without_mark(content[:SAMPLE])
    for encoding in ("utf-8-sig", "cp1252", "iso8859-15"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _utf16_without_mark(sample: bytes) -> str | None:
    """Most signs of a heading are in the first 256, so one byte of their two is zero."""
    high, low = sample[0:200:2], sample[1:200:2]
    if low.count(0) > len(low) * 0.7 and not high.count(0):
        return "utf-16-le"
    if high.count(0) > len(high) * 0.7 and not low.count(0):
        return "utf-16-be"
    return None


def is_json(text: str) -> bool:
    """
    >>> is_json('[{"SATIS": 8}]'), is_json('{"SATIS": 8}\\n{"SATIS": 7}\\n'), is_json("[a];b")
    (True, True, False)
    """
    text = text.strip("\ufeff \t\r\n")
    if text[:1] not in {"{", "["}:
        return False
    for part in (text.partition("\n")[0], text):
        try:
            json.loads(part)
        except (ValueError, RecursionError):
            continue
        return True
    return False


def separator_of(text: str) -> str:
    """The one that cuts the first rows into the most cells, equally many in most rows."""
    return max(SEPARATORS, key=lambda separator: _evenness(text[:SAMPLE], separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(row) for row in islice(rows, 50)]
    except csv.Error:
        return (0.0, 0)
    widths = [width for width in widths if width]
    if not widths or widths[0] < 2:
        return (0.0, 0)
    width, count = Counter(widths).most_common(1)[0]
    return (count / len(widths) if width > 1 else 0.0, width)
