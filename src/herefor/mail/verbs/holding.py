"""Keeping a letter that breaks on its way in, so that those behind it get through."""

import hashlib
import logging
import traceback
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from herefor.mail.addresses import plain
from herefor.mail.models import HeldLetter, Letter, Mailbox
from herefor.mail.parsing import parse
from herefor.mail.verbs.history import tell_imported
from herefor.mail.verbs.taking import take_letter
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

OURS = "herefor"
log = logging.getLogger(__name__)
PASSING = (OperationalError, InterfaceError)
"""The database is away or busy: no fault of the letter, which is read again."""


def take_or_hold(
    raw: bytes,
    *,
    mailbox: Mailbox,
    envelope_from: str | None = None,
    envelope_to: Sequence[str] = (),
    history: bool = False,
    left_out: Sequence[str] = (),
) -> Letter | None:
    """Take a letter in; one that breaks is held and told, and None comes back."""
    held = HeldLetter(
        mailbox=mailbox,
        envelope_from=envelope_from,
        envelope_to=list(envelope_to),
        is_history=history,
        left_out=list(left_out),
        held_at=now(),
    )
    try:
        return _take(held, raw)
    except PASSING:
        raise
    except Exception as error:
        log.exception("A letter to %s could not be taken in and is held.", mailbox)
        _hold(held, raw, because=in_short(error))
        return None


def take_held_letter(held: HeldLetter, *, by: Account) -> HeldLetter:
    """Try it once more. When it breaks again, it stays held with the newest reason."""
    try:
        with held.raw.open("rb") as file:
            letter = _take(held, file.read())
    except PASSING:
        raise
    except Exception as error:
        log.exception("A held letter to %s could not be taken in again.", held.mailbox)
        standing = HeldLetter.objects.filter(pk=held.pk, settled_at=None)
        standing.update(because=in_short(error), tried_at=now())
    else:
        _settle(held, by=by, what="held letter taken in", letter=letter)
    return _fresh(held)


def held_letter_is_settled(held: HeldLetter, *, by: Account) -> HeldLetter:
    """Somebody read its source and did what was needed by hand."""
    _settle(held, by=by, what="held letter settled", letter=None)
    return _fresh(held)


def in_short(error: Exception) -> str:
    """What broke and where, in one line: enough to find it in the log."""
    first = next(iter(str(error).strip().splitlines()), "")
    ours = [step for step in traceback.extract_tb(error.__traceback__) if OURS in step.filename]
    where = f" ({ours[-1].name}, line {ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}: {first[:200]}{where}"[:300]


def _take(held: HeldLetter, raw: bytes) -> Letter:
    return take_letter(
        raw,
        mailbox=held.mailbox,
        envelope_from=held.envelope_from,
        envelope_to=held.envelope_to,
        history=held.is_history,
        received_at=held.held_at,
        left_out=held.left_out,
    )


def _hold(held: HeldLetter, raw: bytes, *, because: str) -> None:
    """The same bytes are held once, with the newest reason."""
    mailbox, moment = held.mailbox, now()
    held.sha256 = hashlib.sha256(raw).hexdigest()
    standing = HeldLetter.objects.filter(mailbox=mailbox, sha256=held.sha256, settled_at=None)
    if standing.update(because=because, tried_at=moment):
        return
    held.because, held.tried_at, held.from_address = because, moment, _sender(raw)
    _keep_raw(held, raw)
    try:
        with transaction.atomic():
            take_the_pen()
            held.save()
            tell("letter held", about=held, unit=mailbox.unit, address=mailbox.address)
    except IntegrityError:  # somebody else held it in the same moment
        if not standing.exists():
            raise


def _keep_raw(held: HeldLetter, raw: bytes) -> None:
    """The same bytes lie once."""
    if same := HeldLetter.objects.filter(sha256=held.sha256).first():
        held.raw.name = same.raw.name
    else:
        held.raw.save("", ContentFile(raw), save=False)


def _sender(raw: bytes) -> str:
    """Who wrote it, if that much can be read; whatever broke may break here too."""
    try:
        return plain(parse(raw, received_at=now()).sender[1])[:254]
    except Exception:
        return ""


def _settle(held: HeldLetter, *, by: Account, what: str, letter: Letter | None) -> None:
    with transaction.atomic():
        take_the_pen()
        standing = HeldLetter.objects.filter(pk=held.pk, settled_at=None)
        if not standing.update(settled_at=now(), settled_by=by, letter=letter):
            return
        mailbox = held.mailbox
        tell(what, about=held, by=by, unit=mailbox.unit, address=mailbox.address)
        if letter is not None and letter.is_history:
            tell_imported(mailbox, [letter], by=by)


def _fresh(held: HeldLetter) -> HeldLetter:
    return HeldLetter.objects.select_related("mailbox").get(pk=held.pk)
