"""Writing a letter: it is queued in the caller's transaction and goes out afterwards."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext as _

from herefor.files.models import File
from herefor.mail import text as letter_text
from herefor.mail.addresses import KEY, NotAKey
from herefor.mail.composing import new_message_id
from herefor.mail.models import BouncedAddress, Delivery, Letter, Mailbox
from herefor.mail.models.letter import NAME, SUBJECT
from herefor.mail.queries import goes_freely, has_unsubscribed, mailbox_for, sent_lately
from herefor.mail.unsubscribing import unsubscribe_key, unsubscribe_url
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

AUTOMATIC_IN_A_DAY = 5
"""Programs that answer each other stop here, whatever they hide. Colleagues are called as often
as it takes: nothing that comes from them is answered by itself."""


class NotAnAddress(ValueError):
    """A letter cannot be sent to this."""


def send_letter(
    *,
    to: str,
    subject: str,
    text: str,
    once: str,
    to_name: str = "",
    about: models.Model | None = None,
    mailbox: Mailbox | None = None,
    unit: Unit | None = None,
    answers: Letter | None = None,
    reply_key: str = "",
    files: Iterable[File] = (),
    may_stop: str = "",
    auto: bool = False,
    urgent: bool = False,
    not_before: datetime | None = None,
) -> Letter:
    """Queue a letter; the same `once` queues it once. It goes out when the transaction holds.

    `urgent` is for calls to colleagues: they go first, and no limit meant for customers holds
    them. `may_stop` names the topic of what was not asked for; the recipient can stop these.
    Without a mailbox that sends it is kept as not sent. Raises NotAnAddress or NotAKey.
    """
    recipient, key = _address(to), _key(reply_key)
    with transaction.atomic():
        take_the_pen()
        if written := Letter.objects.filter(once=once).first():
            return written
        unit = unit or (mailbox.unit if mailbox else None) or (answers.unit if answers else None)
        mailbox = mailbox or _mailbox(answers, unit)
        letter = Letter(
            direction=Letter.Direction.OUT,
            kind=Letter.Kind.OWN,
            mailbox=mailbox,
            unit=unit or (mailbox.unit if mailbox else None),
            answers=answers,
            in_reply_to=answers.message_id if answers else "",
            references=_references(answers),
            **_from(mailbox),
            to_address=recipient,
            to_name=letter_text.one_line(to_name, limit=NAME),
            subject=letter_text.one_line(subject, limit=SUBJECT),
            text=letter_text.clean(text),
            written_at=now(),
            received_at=now(),
            once=once,
            reply_key=key,
            is_automatic=auto,
            is_urgent=urgent,
            unsubscribe_url=unsubscribe_url(recipient, may_stop) if may_stop else "",
        )
        if about is not None:
            letter.about = about
        letter.save()
        letter.files.set(files)
        _queue(letter, not_before=not_before)
        tell("letter queued", about=letter, unit=letter.unit)
    return letter


def write_to_account(
    account: Account,
    about: models.Model,
    *,
    at: str,
    subject: str,
    text: str,
    once: str,
    unit: Unit | None = None,
) -> None:
    """Tell somebody who signs in here of what waits for them, and at which page. Who has no address
    that can be written to reads it there."""
    with suppress(NotAnAddress):
        send_letter(
            to=account.email,
            to_name=account.name,
            subject=subject,
            text=f"{text}\n\n{settings.PUBLIC_ADDRESS}{at}",
            about=about,
            unit=unit,
            once=f"{once}-{account.pk}",
            auto=True,
        )


def withdraw_letter(letter: Letter, *, by: Account | None = None) -> bool:
    """Take a letter back; whether it was in time. Once it is being handed over it is too late."""
    with transaction.atomic():
        take_the_pen()
        waiting = Delivery.objects.filter(
            letter=letter, handing_over_at=None, sent_at=None, withdrawn_at=None
        )
        done = waiting.update(withdrawn_at=now(), due_at=None, settled_by=by)
        if done:
            tell("letter withdrawn", about=letter, by=by, unit=letter.unit)
    return bool(done)


def why_not(letter: Letter) -> str:
    """Why the letter must not go out, in words; empty when it may."""
    recipient = letter.to_address
    if bounced := BouncedAddress.objects.filter(address=recipient).first():
        return _("An earlier letter to this address came back: %(why)s") % {"why": bounced.reason}
    topic = unsubscribe_key(letter.unsubscribe_url) if letter.unsubscribe_url else None
    if topic and has_unsubscribed(*topic):
        return _("The recipient has unsubscribed.")
    if letter.is_automatic and not goes_freely(letter):
        if sent_lately(recipient, hours=24, automatic=True) >= AUTOMATIC_IN_A_DAY:
            return _("The recipient got enough automatic letters today; this may be a loop.")
        heard = letter.answers
        if heard is not None and (heard.is_history or not heard.is_from_a_person):
            return _("A program may not answer what a program wrote.")
    return ""


def _queue(letter: Letter, *, not_before: datetime | None) -> Delivery:
    moment, reason = now(), why_not(letter)
    sendable = letter.mailbox is not None and letter.mailbox.may_send and not reason
    return Delivery.objects.create(
        letter=letter,
        recipient=letter.to_address,
        due_at=max(not_before or moment, moment) if sendable else None,
        failed_at=moment if reason else None,
        reason=reason,
    )


def _address(to: str) -> str:
    address = to.strip()
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}".lower()
    except (ValidationError, UnicodeError) as error:
        raise NotAnAddress(to) from error


def _key(reply_key: str) -> str:
    if reply_key and not KEY.fullmatch(reply_key.lower()):
        raise NotAKey(reply_key)
    return reply_key.lower()


def _mailbox(answers: Letter | None, unit: Unit | None) -> Mailbox | None:
    """A conversation goes on from the mailbox it is in; else the unit's."""
    if answers is not None and answers.mailbox is not None and answers.mailbox.may_send:
        return answers.mailbox
    return mailbox_for(unit)


def _from(mailbox: Mailbox | None) -> dict[str, str]:
    return {
        "message_id": new_message_id(mailbox),
        "from_address": mailbox.address if mailbox else "",
        "from_name": mailbox.name if mailbox else "",
    }


def _references(answers: Letter | None) -> list[str]:
    if answers is None:
        return []
    before = answers.references or ([answers.in_reply_to] if answers.in_reply_to else [])
    return list(dict.fromkeys([*before, answers.message_id])) if answers.message_id else before
