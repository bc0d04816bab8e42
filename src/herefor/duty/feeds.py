"""Shifts as a calendar (RFC 5545): times in UTC, so no reader has to know our clocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FOLD_AT = 75
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Shift:
    """One entry; the same `uid` is the same shift, whenever it is asked for."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""


def calendar(shifts: Iterable[Shift], *, name: str, made_at: datetime) -> bytes:
    """DTSTAMP is when it was asked for: what a reader gets later counts."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//herefor//duty//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for shift in shifts:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(shift.uid)}",
            f"DTSTAMP:{stamp(made_at)}",
            f"DTSTART:{stamp(shift.start)}",
            f"DTEND:{stamp(shift.end)}",
            f"SUMMARY:{escaped(shift.summary)}",
            *([f"DESCRIPTION:{escaped(shift.description)}"] if shift.description else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def escaped(text: str) -> str:
    """Signs that mean something are escaped; others that cannot stand in a line are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    plain = "".join(sign for sign in text if sign in "\n\t" or sign >= " ")
    return plain.replace("\x7f", "").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """At most 75 bytes to a line, never within a character."""
    rows, row = [], b""
    for sign in line:
        encoded = sign.encode()
        if len(row) + len(encoded) > FOLD_AT:
            rows.append(row)
            row = b" "
        row += encoded
    return b"\r\n".join([*rows, row]) + b"\r\n"
