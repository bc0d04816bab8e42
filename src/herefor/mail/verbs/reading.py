"""Reading a mailbox: what is new since last time, letter by letter, never anything twice."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from imap_tools import BaseMailBox

from herefor.mail import imap
from herefor.mail.models import Letter, Mailbox
from herefor.mail.parsing import arrived_at
from herefor.mail.sealing import Unreadable
from herefor.mail.trials import in_words
from herefor.mail.verbs.history import tell_imported
from herefor.mail.verbs.holding import take_or_hold
from herefor.mail.verbs.taking import LARGEST
from herefor.story.clock import now

POLL = timedelta(minutes=1)
CLAIM = timedelta(minutes=15)
BATCH = 100
BEGINNING = 1024 * 1024
OVERLAP = timedelta(days=2)


def claim_reading(mailbox: Mailbox) -> bool:
    """Whether the reading is ours. If we die, it is read again when the claim has ended."""
    seen = Mailbox.objects.filter(pk=mailbox.pk, read_due_at=mailbox.read_due_at)
    return bool(seen.update(read_due_at=now() + CLAIM))


def read_mailbox(mailbox: Mailbox) -> int:
    """Take in what is new; how many letters. Says in the mailbox what went wrong, and raises it.

    `last_uid` moves on after each letter, so a connection that breaks loses and doubles nothing.
    A letter that cannot be taken in is held, and those after it are read.
    """
    try:
        with imap.opened(mailbox) as box:
            started = now()
            taken = _read(mailbox, box)
    except (*imap.FAILURES, Unreadable) as failure:
        _note(
            mailbox,
            read_error=in_words(failure, host=mailbox.imap_host)[:500],
            read_due_at=now() + POLL,
        )
        raise
    _note(mailbox, read_error="", last_read_at=started, read_due_at=now() + POLL)
    return taken


def read_soon(mailbox: Mailbox) -> None:
    """The server said that there is something new."""
    _note(mailbox, read_due_at=now())


def _read(mailbox: Mailbox, box: BaseMailBox) -> int:
    stand = imap.stand(box, mailbox.folder)
    if mailbox.uid_validity is None:
        _begin(mailbox, stand)
    elif mailbox.uid_validity != stand.uid_validity:
        return _read_renumbered(mailbox, box, stand)
    return _take(mailbox, box, imap.uids_after(box, mailbox.last_uid))


def _begin(mailbox: Mailbox, stand: imap.Stand) -> None:
    """The first connection: what is there already is old, and only brought in when asked for."""
    old = stand.next_uid - 1
    _note(
        mailbox,
        uid_validity=stand.uid_validity,
        read_since=now(),
        last_uid=0 if mailbox.takes_old_mail else old,
        old_until_uid=old,
    )


def _read_renumbered(mailbox: Mailbox, box: BaseMailBox, stand: imap.Stand) -> int:
    """The server numbered its letters anew: what came since we last read is looked through.

    What we have is known by what it says. What arrived before we ever read here stays out.
    """
    last = mailbox.last_read_at or mailbox.read_since or now()
    _note(mailbox, old_until_uid=0)
    taken = 0
    for uid in imap.uids_since(box, (last - OVERLAP).date()):
        raw = imap.fetched(box, uid, at_most=LARGEST)
        arrived = arrived_at(raw) if raw else None
        is_old = arrived and mailbox.read_since and arrived < mailbox.read_since
        if raw and not is_old:
            take_or_hold(raw, mailbox=mailbox)
            taken += 1
    _note(mailbox, uid_validity=stand.uid_validity, last_uid=stand.next_uid - 1)
    return taken


def _take(mailbox: Mailbox, box: BaseMailBox, uids: list[int]) -> int:
    old: list[Letter] = []
    for batch in _batches(uids):
        sizes = imap.sizes(box, batch)
        for uid in batch:
            letter = _take_one(mailbox, box, uid, size=sizes.get(uid, 0))
            _note(mailbox, last_uid=uid)
            if letter and letter.is_history:
                old.append(letter)
        _note(mailbox, read_due_at=now() + CLAIM)
    if old:
        tell_imported(mailbox, old)
    return len(uids)


def _take_one(mailbox: Mailbox, box: BaseMailBox, uid: int, *, size: int) -> Letter | None:
    too_large = size > LARGEST
    raw = imap.fetched(box, uid, at_most=BEGINNING if too_large else LARGEST)
    if raw is None:
        return None
    said = _("The letter has %(n)d MB. Only its beginning was kept; the whole is in the mailbox.")
    left_out = [said % {"n": size // (1024 * 1024)}] if too_large else []
    history = uid <= mailbox.old_until_uid
    return take_or_hold(raw, mailbox=mailbox, history=history, left_out=left_out)


def _batches(uids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), BATCH):
        yield uids[start : start + BATCH]


def _note(mailbox: Mailbox, **values: object) -> None:
    """Change these columns only: an administrator may be changing others."""
    for name, value in values.items():
        setattr(mailbox, name, value)
    with transaction.atomic():
        Mailbox.objects.filter(pk=mailbox.pk).update(**values)
