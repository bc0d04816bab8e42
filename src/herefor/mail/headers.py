"""Header lines as mail programs really write them: folded, encoded twice, or in raw bytes."""

import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from herefor.mail import text
from herefor.mail.addresses import plain
from herefor.mail.models.letter import ADDRESS, MESSAGE_ID, NAME

ENCODED = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
BETWEEN = re.compile(r"(\?=)\s+(=\?)")
IDENTIFIER = re.compile(r"<[^<>\s]{1,250}>")
LONGEST = 100_000
REFERENCES_KEPT = 50
EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  datetime.UTC reads worse here
LIKELY = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,189}")


def lines(message: Message, name: str) -> Iterator[str]:
    """Every line of this name as it came, unfolded; raw bytes are read as best as can be."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            yield _readable(str(value)[:LONGEST])


def first(message: Message, name: str) -> str:
    return next(lines(message, name), "")


def words(message: Message, name: str, *, limit: int) -> str:
    """A line for people, decoded."""
    return text.one_line(decoded(first(message, name)), limit=limit)


def decoded(line: str) -> str:
    """Encoded words (RFC 2047) as text; what cannot be decoded stays as it is."""
    return ENCODED.sub(_word, BETWEEN.sub(r"\1\2", line))


def addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """Names and addresses, taken apart before names are decoded: a name may hold any sign."""
    found = getaddresses(list(lines(message, name))[:20])
    named = [
        (text.one_line(decoded(called), limit=NAME), text.one_line(plain(address), limit=ADDRESS))
        for called, address in found
    ]
    return [(called, address) for called, address in named if LIKELY.fullmatch(address)]


def address(message: Message, name: str) -> tuple[str, str]:
    """The first of them; of a line that cannot be taken apart, what looks like an address."""
    if found := addresses(message, name):
        return found[0]
    line = decoded(first(message, name))
    likely = LIKELY.search(line)
    called = text.one_line(line[: likely.start()] if likely else line, limit=NAME)
    return called.strip(' "<'), plain(likely[0]) if likely else ""


def message_id(message: Message, name: str = "Message-ID") -> str:
    """The first identifier of a line; one without its brackets gets them."""
    line = first(message, name).strip()
    if found := IDENTIFIER.search(line):
        return clean_id(found[0])
    word = line.split()[0] if line else ""
    return clean_id(f"<{word.strip('<>')}>") if 3 <= len(word) <= MESSAGE_ID - 2 else ""


def references(message: Message) -> list[str]:
    """The thread, oldest first: where it began and its latest letters, however deep it is."""
    found = list(dict.fromkeys(clean_id(one) for one in IDENTIFIER.findall(_whole(message))))
    if len(found) <= REFERENCES_KEPT:
        return found
    return [found[0], *found[-(REFERENCES_KEPT - 1) :]]


def clean_id(identifier: str) -> str:
    return text.one_line(identifier, limit=MESSAGE_ID)


def date(line: str, *, received_at: datetime) -> datetime | None:
    """When it says it was written; nothing when that is absent or cannot be."""
    try:
        said = parsedate_to_datetime(line)
        said = said if said.tzinfo else said.replace(tzinfo=timezone.utc)  # noqa: UP017
        is_likely = EARLIEST <= said <= received_at + timedelta(days=1)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return said if is_likely else None


def _whole(message: Message) -> str:
    """References may be longer than any line that is shown, so the end of it is read as well."""
    line = " ".join(str(value) for key, value in message.raw_items() if key.lower() == "references")
    return line if len(line) <= LONGEST else f"{line[:1000]} {line[-LONGEST:]}"


def _readable(value: str) -> str:
    """Bytes outside of ASCII were smuggled through as surrogates; read them as text."""
    unfolded = re.sub(r"\r?\n[ \t]?", " ", value)
    return text.decoded(unfolded.encode("utf-8", "surrogateescape")) if unfolded else ""


def _word(match: re.Match[str]) -> str:
    charset, kind, content = match[1].partition("*")[0], match[2].lower(), match[3]
    try:
        raw = content.encode()
        if kind == "b":
            decoded_bytes = binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
        else:
            decoded_bytes = quopri.decodestring(raw.replace(b"_", b" "), header=True)
    except (binascii.Error, ValueError):
        return match[0]
    return text.decoded(decoded_bytes, charset)
