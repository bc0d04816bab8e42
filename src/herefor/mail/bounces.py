"""Reports of mail servers about letters of ours (RFC 3464), and the many that look unlike them."""

import re
from dataclasses import dataclass
from email.message import Message

from herefor.mail import headers, text
from herefor.mail.addresses import plain

STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
REASON = 500


@dataclass(frozen=True)
class Report:
    """What came of it for one recipient. `is_final`: nothing more is tried."""

    recipient: str
    is_final: bool
    is_hard: bool
    reason: str
    message_id: str


def report_of(message: Message) -> Report:
    """The first recipient that was not reached; the letter it is about by its identifier."""
    original = ""
    fields: list[Message] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status" and isinstance(part.get_payload(), list):
            fields += [one for one in part.get_payload() if isinstance(one, Message)]
        elif kind == "message/rfc822" and part.is_multipart():
            original = original or headers.message_id(part.get_payload(0))  # type: ignore[arg-type]
        elif kind == "text/rfc822-headers":
            original = original or _id_in(part)
    told = [one for one in fields if headers.first(one, "Final-Recipient")]
    failed = [one for one in told if headers.first(one, "Action").strip().lower() == "failed"]
    if told:
        return _by_fields((failed or told)[0], original)
    return _by_words(message, original)


def _by_fields(fields: Message, original: str) -> Report:
    recipient = headers.first(fields, "Original-Recipient") or headers.first(
        fields, "Final-Recipient"
    )
    action = headers.first(fields, "Action").strip().lower()
    status = headers.first(fields, "Status").strip()
    reason = headers.first(fields, "Diagnostic-Code").partition(";")[2] or status
    return Report(
        recipient=plain(recipient.rpartition(";")[2]),
        is_final=action == "failed",
        is_hard=action == "failed" and status.startswith("5"),
        reason=text.one_line(reason, limit=REASON),
        message_id=original,
    )


def _by_words(message: Message, original: str) -> Report:
    """A server that reports in its own words: a status number in them is all there is."""
    recipient = headers.address(message, "X-Failed-Recipients")[1]
    body = _first_text(message)
    status = STATUS.search(body)
    said = next((line for line in body.splitlines() if STATUS.search(line)), "")
    found = re.search(r"^Message-I[Dd]:\s*(<[^<>\s]{1,250}>)", body, re.MULTILINE)
    return Report(
        recipient=recipient,
        is_final=status is None or status[1] == "5",
        is_hard=bool(status) and status[1] == "5" if status else bool(recipient),
        reason=text.one_line(said, limit=REASON),
        message_id=original or (found[1] if found else ""),
    )


def _first_text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            return text.decoded(content)[:100_000] if isinstance(content, bytes) else ""
    return ""


def _id_in(part: Message) -> str:
    content = part.get_payload(decode=True)
    lines = text.decoded(content) if isinstance(content, bytes) else str(part.get_payload())
    found = re.search(r"^Message-ID:\s*(<[^<>\s]{1,250}>)", lines, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
