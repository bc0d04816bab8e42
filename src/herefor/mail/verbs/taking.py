"""Taking a letter in: one way for every door, and nothing that comes is ever lost."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from herefor.files.models import File
from herefor.files.verbs import NotKept, keep_file
from herefor.mail import quoting
from herefor.mail.addresses import ANSWER, BOUNCE, COPY, Signed, unsigned
from herefor.mail.authentication import checked_signature, own_server, told_by_our_server
from herefor.mail.bounces import report_of
from herefor.mail.classifying import kind_of
from herefor.mail.models import BouncedAddress, Delivery, HeldLetter, Letter, Mailbox
from herefor.mail.parsing import Attached, Parsed, parse
from herefor.mail.queries import own_addresses, thread_parent, written_with_key
from herefor.mail.suspicions import suspicions_of
from herefor.mail.verbs.delivering import record_sent
from herefor.people.models import Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

log = logging.getLogger(__name__)
LARGEST = 64 * 1024 * 1024
MOST_FILES = 30
IN_AN_HOUR = 20
"""Letters from one sender about one thing; what is more is a loop until a person says no."""
Kind = Letter.Kind


def take_letter(
    raw: bytes,
    *,
    mailbox: Mailbox,
    envelope_from: str | None = None,
    envelope_to: Sequence[str] = (),
    history: bool = False,
    received_at: datetime | None = None,
    left_out: Sequence[str] = (),
) -> Letter:
    """Keep a letter as it came, read it, find where it belongs, and tell it once.

    A letter that is there already is returned as it is. `history` letters are kept and told by
    whoever brings them in; nobody is answered. A copy of a letter of ours is proof that it was
    sent, and that letter is returned.
    """
    moment = received_at or now()
    parsed = parse(raw, received_at=moment)
    keys = [key for one in [*envelope_to, *_to(parsed)] if (key := unsigned(one))]
    if ours := _copy_of_ours(parsed, keys):
        record_sent(ours)
        return ours
    if known := _known(mailbox, parsed):
        return known
    letter = Letter(
        mailbox=mailbox,
        unit=mailbox.unit,
        identity=parsed.identity,
        is_history=history,
        received_at=moment,
        **_said(parsed),
    )
    letter.left_out = [*left_out, *letter.left_out]
    letter.kind = kind_of(
        parsed.message, envelope_from=envelope_from, own=own_addresses(), sender=parsed.sender[1]
    )
    is_ours = letter.kind == Kind.OWN
    letter.direction = Letter.Direction.OUT if is_ours else Letter.Direction.IN
    letter.authentication = _authentication(raw, parsed, mailbox, history=history)
    letter.suspicions = suspicions_of(letter)
    _keep_raw(letter, raw)
    kept = _keep_files(letter, parsed.attached)
    try:
        with transaction.atomic():
            return _enter(letter, parsed, keys, files=kept)
    except IntegrityError:
        if known := _known(mailbox, parsed):  # somebody else took it in the same moment
            return known
        raise


def file_letter(letter: Letter, *, about: models.Model, unit: Unit | None = None) -> Letter:
    """Say what the letter belongs to. The room that says it tells what it made of it."""
    letter.about = about
    letter.unit = unit or letter.unit
    letter.save(update_fields=["about_type", "about_id", "unit"])
    return letter


def _enter(letter: Letter, parsed: Parsed, keys: list[Signed], *, files: list[File]) -> Letter:
    """Store the letter in its thread and tell it; all in one transaction."""
    if not letter.is_history:
        take_the_pen()
    bounced = _bounced(letter, parsed, keys) if letter.kind == Kind.BOUNCE else None
    twin = (
        Letter.objects.filter(message_id=letter.message_id).first() if letter.message_id else None
    )
    if twin and letter.kind == Kind.PERSON and twin.mailbox_id != letter.mailbox_id:
        letter.kind = Kind.COPY if not twin.is_from_us else Kind.LOOP
    letter.answers = bounced or (twin if letter.kind == Kind.COPY else _parent(parsed, keys))
    if letter.answers and letter.answers.unit and letter.kind != Kind.COPY:
        letter.unit = letter.answers.unit  # who has the conversation reads what comes to it
    about = letter.answers.about if letter.answers else None
    if about is not None:
        letter.about = about
    is_new_loop = False
    if letter.kind == Kind.PERSON and not letter.is_history:
        lately = _lately(letter)
        is_new_loop = lately == IN_AN_HOUR
        letter.kind = Kind.LOOP if lately >= IN_AN_HOUR else letter.kind
    letter.save()
    letter.files.set(files)
    if not letter.is_history:
        _tell(letter, bounced, is_new_loop=is_new_loop)
    return letter


def _tell(letter: Letter, bounced: Letter | None, *, is_new_loop: bool) -> None:
    if bounced is not None and bounced.delivery.bounced_at:
        tell("letter bounced", about=bounced, unit=bounced.unit, report=letter.pk)
    elif is_new_loop:
        tell("mail loop suspected", about=letter, unit=letter.unit)
    elif letter.is_from_a_person:
        tell("letter received", about=letter, unit=letter.unit)
    else:
        tell("letter kept", about=letter, unit=letter.unit, kind=letter.kind)


def _said(parsed: Parsed) -> dict[str, object]:
    said = quoting.split(parsed.text)
    to_name, to_address = parsed.recipients[0] if parsed.recipients else ("", "")
    return {
        "message_id": parsed.message_id,
        "in_reply_to": parsed.in_reply_to,
        "references": parsed.references,
        "from_name": parsed.sender[0],
        "from_address": parsed.sender[1],
        "reply_to": parsed.reply_to,
        "to_name": to_name,
        "to_address": to_address,
        "subject": parsed.subject,
        "text": said.text,
        "quoted": said.quoted,
        "html": parsed.html,
        "left_out": list(parsed.left_out),
        "written_at": parsed.written_at,
    }


def _to(parsed: Parsed) -> list[str]:
    return [*parsed.delivered_to, *(address for _name, address in parsed.recipients)]


def _copy_of_ours(parsed: Parsed, keys: list[Signed]) -> Letter | None:
    """The letter of ours that came back by the hidden copy, or as it was sent."""
    for key in keys:
        number = key.key.removeprefix("sent-") if key.purpose == COPY else ""
        if number and (letter := written_with_key(f"letter-{number}")):
            return letter
    sent = Letter.objects.filter(delivery__expects_copy=True, message_id=parsed.message_id)
    return sent.first() if parsed.message_id else None


def _known(mailbox: Mailbox, parsed: Parsed) -> Letter | None:
    return Letter.objects.filter(mailbox=mailbox, identity=parsed.identity).first()


def _parent(parsed: Parsed, keys: list[Signed]) -> Letter | None:
    """The letter it answers: by the signed address, else by what mail programs write."""
    for key in keys:
        if key.purpose == ANSWER and (letter := written_with_key(key.key)):
            return letter
    return thread_parent([parsed.in_reply_to, *reversed(parsed.references)])


def _bounced(letter: Letter, parsed: Parsed, keys: list[Signed]) -> Letter | None:
    """The letter of ours that a report is about; a final one is noted at its delivery."""
    report = report_of(parsed.message)
    numbers = [key.key for key in keys if key.purpose == BOUNCE]
    ours = written_with_key(f"letter-{numbers[0]}") if numbers else None
    ours = ours or (thread_parent([report.message_id]) if report.message_id else None)
    delivery = Delivery.objects.filter(letter=ours).first() if ours else None
    if ours is None or delivery is None or letter.is_history:
        return ours
    is_about_it = bool(numbers) or report.recipient in ("", delivery.recipient)
    if report.is_final and is_about_it:
        changed = {"bounced_at": now(), "due_at": None, "reason": report.reason}
        Delivery.objects.filter(pk=delivery.pk).update(sent_at=delivery.sent_at or now(), **changed)
        if report.is_hard:
            said = {"reason": report.reason, "bounced_at": now()}
            BouncedAddress.objects.update_or_create(address=delivery.recipient, defaults=said)
        ours.refresh_from_db()
    return ours


def _lately(letter: Letter) -> int:
    """How many letters this sender wrote about the same thing within the last hour."""
    since = letter.received_at - timedelta(hours=1)
    return Letter.objects.filter(
        direction=Letter.Direction.IN,
        from_address=letter.from_address,
        mailbox=letter.mailbox,
        about_type=letter.about_type,
        about_id=letter.about_id,
        received_at__gt=since,
        is_history=False,
    ).count()


def _authentication(
    raw: bytes, parsed: Parsed, mailbox: Mailbox, *, history: bool
) -> dict[str, str]:
    trusted = own_server(mailbox.own_server, address=mailbox.address, host=mailbox.imap_host)
    told = told_by_our_server(parsed.message, trusted=trusted)
    if not history and settings.MAIL_ASKS_DNS:
        told["signature"] = checked_signature(raw, parsed.message)
    return told


def _keep_raw(letter: Letter, raw: bytes) -> None:
    """Before anything can go wrong. The same bytes lie once."""
    letter.sha256 = hashlib.sha256(raw).hexdigest()
    letters = Letter.objects.filter(sha256=letter.sha256).exclude(raw="")
    if same := letters.first() or HeldLetter.objects.filter(sha256=letter.sha256).first():
        letter.raw.name = same.raw.name
    else:
        letter.raw.save("", ContentFile(raw), save=False)


def _keep_files(letter: Letter, attached: list[Attached]) -> list[File]:
    kept = []
    for one in attached[:MOST_FILES]:
        try:
            kept.append(keep_file(one.name, one.content, media_type=one.media_type))
        except NotKept as reason:
            letter.left_out.append(_("Left out: %(why)s") % {"why": reason})
    if len(attached) > MOST_FILES:
        more = {"n": len(attached) - MOST_FILES}
        letter.left_out.append(_("%(n)d more files are only in the source.") % more)
    return kept
