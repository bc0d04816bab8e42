"""A letter out of any bytes. Whatever is wrong with them, something that can be read comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from hashlib import sha256

from django.utils.translation import gettext as _

from herefor.mail import headers, plain, text
from herefor.mail.cleaning import cleaned
from herefor.mail.models.letter import NAME, SUBJECT
from herefor.story.clock import now

HEADER_ENDS = re.compile(rb"\r?\n\r?\n")
MOST_PARTS, MOST_TEXT, DEEPEST = 200, 200_000, 40
READ_AS_TEXT = ("text/plain", "text/enriched")
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")


@dataclass(frozen=True)
class Attached:
    name: str
    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True)
class Parsed:
    """What was read from the bytes; `message` is there for those who need other header lines."""

    message: Message = field(repr=False)
    message_id: str
    in_reply_to: str
    references: list[str]
    sender: tuple[str, str]
    reply_to: str
    recipients: list[tuple[str, str]]
    delivered_to: list[str]
    subject: str
    written_at: datetime
    text: str
    html: str
    attached: list[Attached]
    left_out: list[str]
    identity: str


def parse(raw: bytes, *, received_at: datetime) -> Parsed:
    """Read a letter. Never raises: what has no structure is read as text."""
    message = _message(raw)
    body = _body(raw, message)
    in_reply_to = headers.message_id(message, "In-Reply-To")
    reply_to = headers.address(message, "Reply-To")[1]
    sender = headers.address(message, "From")
    return Parsed(
        message=message,
        message_id=headers.message_id(message),
        in_reply_to=in_reply_to,
        references=headers.references(message),
        sender=sender if sender[1] else (sender[0], headers.address(message, "Sender")[1]),
        reply_to="" if reply_to == sender[1] else reply_to,
        recipients=headers.addresses(message, "To") + headers.addresses(message, "Cc"),
        delivered_to=[one for name in DELIVERED for _, one in headers.addresses(message, name)],
        subject=headers.words(message, "Subject", limit=SUBJECT),
        written_at=headers.date(headers.first(message, "Date"), received_at=received_at)
        or received_at,
        text=body.words(),
        html=cleaned(body.html),
        attached=body.attached,
        left_out=body.left_out,
        identity=_identity(raw, message),
    )


def _body(raw: bytes, message: Message) -> "_Body":
    """What the parts hold; where no part can be made out, the bytes as they stand."""
    body = _Body()
    try:
        body.take(message)
    except Exception:  # a structure that Python's parser misreads
        body = _Body()
    if not (body.attached or body.html.strip() or any(words.strip() for words in body.texts)):
        whole = HEADER_ENDS.split(raw, maxsplit=1)
        body.texts = [text.decoded(whole[-1] if len(whole) > 1 else raw)]
    return body


def arrived_at(raw: bytes) -> datetime | None:
    """When our own server took the letter, by the line it wrote on top; not when it was written."""
    line = headers.first(_message(raw[:200_000]), "Received")
    return headers.date(line.rpartition(";")[2].strip(), received_at=now()) if line else None


def _message(raw: bytes) -> Message:
    try:
        return message_from_bytes(raw)
    except Exception:  # parts nested without end, or a bug of the parser: the header at least
        try:
            return BytesHeaderParser().parsebytes(raw)
        except Exception:
            empty = Message()
            empty.set_payload(text.decoded(raw))
            return empty


def _identity(raw: bytes, message: Message) -> str:
    """What two deliveries of the same letter have in common.

    The identifier alone would not do: some programs write the same one into every letter, and
    a customer would be lost. Lines added on the way differ, so they do not count.
    """
    separator = HEADER_ENDS.search(raw)
    body = raw[separator.end() :] if separator else raw
    told = [headers.first(message, name) for name in ("Message-ID", "From", "Date", "Subject")]
    digest = sha256("\n".join(told).encode("utf-8", "replace"))
    digest.update(body.replace(b"\r\n", b"\n").strip())
    return digest.hexdigest()


@dataclass
class _Body:
    """Collects the words, the HTML and the attachments of a letter, part by part."""

    texts: list[str] = field(default_factory=list)
    html: str = ""
    attached: list[Attached] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, message: Message) -> None:
        for number, part in enumerate(_leaves(message, depth=0)):
            if number >= MOST_PARTS:
                self.left_out.append(
                    _("The letter has more than %(n)d parts; the others are in its source.")
                    % {"n": MOST_PARTS}
                )
                return
            self._take_part(part)

    def words(self) -> str:
        said = "\n\n".join(words for words in self.texts if words.strip())
        said = text.clean(said) if said.strip() else text.clean(plain.from_html(self.html))
        if len(said) > MOST_TEXT:
            self.left_out.append(
                _("The text is very long; what follows after %(n)d signs is in its source.")
                % {"n": MOST_TEXT}
            )
        return said[:MOST_TEXT]

    def _take_part(self, part: Message) -> None:
        kind, name = part.get_content_type(), _name(part)
        shown = part.get_content_disposition() != "attachment" and not name
        if kind == "message/rfc822":
            self._attach(name or _("letter.eml"), _inside(part), kind)
        elif shown and kind == "text/html":
            self.html = self.html or text.decoded(_content(part), _charset(part))
        elif shown and (kind in READ_AS_TEXT or part.get_content_maintype() == "multipart"):
            self.texts.append(_flowed(part, text.decoded(_content(part), _charset(part))))
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            self._attach(name or _default_name(kind), _content(part), kind)

    def _attach(self, name: str, content: bytes, kind: str) -> None:
        if content:
            self.attached.append(Attached(name, content, kind))


def _leaves(message: Message, *, depth: int) -> Iterator[Message]:
    """Parts that hold something; letters inside of letters stay whole."""
    inside = message.get_payload() if message.is_multipart() else None
    if not isinstance(inside, list) or message.get_content_maintype() == "message":
        yield message
    elif depth < DEEPEST:
        for part in inside:
            if isinstance(part, Message):
                yield from _leaves(part, depth=depth + 1)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    return str(part.get_payload() or "").encode("utf-8", "surrogateescape")


def _inside(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        return inside[0].as_bytes()
    return _content(part)


def _charset(part: Message) -> str:
    try:
        return str(part.get_param("charset") or "")
    except (ValueError, TypeError, IndexError):
        return ""


def _name(part: Message) -> str:
    return text.one_line(headers.decoded(part.get_filename() or ""), limit=NAME)


def _default_name(kind: str) -> str:
    ending = {"text/calendar": ".ics", "text/csv": ".csv", "image/jpeg": ".jpg"}.get(kind, "")
    is_picture = not ending and kind.startswith("image/")
    return _("attachment") + (f".{kind.partition('/')[2]}" if is_picture else ending)


def _flowed(part: Message, words: str) -> str:
    """Lines that were broken only to fit are joined again (RFC 3676)."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return words
    spaced = str(part.get_param("delsp") or "").lower() != "yes"
    lines: list[str] = []
    for line in words.replace("\r\n", "\n").split("\n"):
        goes_on = bool(lines) and lines[-1].endswith(" ") and lines[-1] != "-- "
        if goes_on and not line.startswith(">") and not lines[-1].startswith(">"):
            lines[-1] = (lines[-1] if spaced else lines[-1][:-1]) + line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))
    return "\n".join(lines)
