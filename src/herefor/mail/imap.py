"""Talking to the server that holds a mailbox: what is new there, letter by letter."""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from herefor.mail.models import Mailbox
from herefor.mail.models.mailbox import Security
from herefor.mail.sealing import unseal
from herefor.mail.trust import trusted

TIMEOUT_SECONDS = 30
FAILURES = (OSError, imaplib.IMAP4.error, ImapToolsError)


@dataclass(frozen=True)
class Stand:
    """How the server numbers the letters of the folder, and the number the next will get."""

    uid_validity: int
    next_uid: int


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """The folder, open for reading; nothing in it is changed, not even what counts as read."""
    box = connect(mailbox)
    try:
        yield box
    finally:
        with suppress(*FAILURES):
            box.logout()


def connect(mailbox: Mailbox) -> BaseMailBox:
    host, port, context = mailbox.imap_host, mailbox.imap_port, trusted()
    box: BaseMailBox
    if mailbox.imap_security == Security.TLS:
        box = MailBox(host, port, timeout=TIMEOUT_SECONDS, ssl_context=context)
    elif mailbox.imap_security == Security.STARTTLS:
        box = MailBoxStartTls(host, port, timeout=TIMEOUT_SECONDS, ssl_context=context)
    else:
        box = MailBoxUnencrypted(host, port, timeout=TIMEOUT_SECONDS)
    try:
        box.login(mailbox.imap_user, unseal(mailbox.imap_secret), initial_folder=None)
        box.folder.set(mailbox.folder, readonly=True)
    except BaseException:
        with suppress(*FAILURES):
            box.client.shutdown()
        raise
    return box


def stand(box: BaseMailBox, folder: str) -> Stand:
    said = box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
    return Stand(said["UIDVALIDITY"], said["UIDNEXT"])


def uids_after(box: BaseMailBox, uid: int) -> list[int]:
    """Numbers above this one, lowest first. Servers answer `9:*` with the last even if below."""
    found = box.uids(AND(uid=f"{uid + 1}:*"))
    return sorted(number for number in map(int, found) if number > uid)


def uids_since(box: BaseMailBox, day: date) -> list[int]:
    return sorted(map(int, box.uids(AND(date_gte=day))))


def sizes(box: BaseMailBox, uids: Sequence[int]) -> dict[int, int]:
    """How many bytes each letter has, asked before it is fetched."""
    answered = _fetch(box, ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    pairs = [_numbers(line if isinstance(line, bytes) else line[0]) for line in answered if line]
    return {found["UID"]: found["RFC822.SIZE"] for found in pairs if "UID" in found}


def fetched(box: BaseMailBox, uid: int, *, at_most: int) -> bytes | None:
    """The bytes of a letter, or their beginning; nothing when it is gone meanwhile."""
    answered = _fetch(box, str(uid), f"(UID BODY.PEEK[]<0.{at_most}>)")
    return next((part[1] for part in answered if isinstance(part, tuple)), None)


def _fetch(box: BaseMailBox, uids: str, what: str) -> list[bytes | tuple[bytes, bytes]]:
    status, answered = box.client.uid("fetch", uids, what)
    if status != "OK":
        raise imaplib.IMAP4.error(f"FETCH: {answered!r}"[:200])
    return answered


def _numbers(line: bytes) -> dict[str, int]:
    words = line.decode("ascii", "replace").replace("(", " ").replace(")", " ").split()
    pairs = pairwise(words)
    return {name.upper(): int(value) for name, value in pairs if value.isdigit()}
