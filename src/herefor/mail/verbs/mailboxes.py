"""Setting mailboxes up, and holding what they send."""

from typing import Any

from django.db import transaction

from herefor.mail.models import Mailbox, Pause
from herefor.mail.queries import standing_pause
from herefor.mail.sealing import seal
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

PLACE = ("imap_host", "imap_port", "imap_user", "folder")


def set_up_mailbox(
    *, by: Account | None, imap_password: str = "", smtp_password: str = "", **said: Any
) -> Mailbox:
    """Add a mailbox. Reading starts with what comes in from now on, unless old mail is asked for."""  # noqa: E501
    with transaction.atomic():
        said["address"] = said["address"].lower()
        mailbox = Mailbox(**said, made_at=now(), read_due_at=now())
        mailbox.imap_secret, mailbox.smtp_secret = seal(imap_password), seal(smtp_password)
        mailbox.save()
        tell("mailbox set up", about=mailbox, by=by, unit=mailbox.unit, address=mailbox.address)
    return mailbox


def change_mailbox(
    mailbox: Mailbox,
    *,
    by: Account | None,
    imap_password: str = "",
    smtp_password: str = "",
    **said: Any,
) -> Mailbox:
    """Change it. Empty passwords stay as they were; another folder is read like a new one."""
    with transaction.atomic():
        take_the_pen()
        moved = any(name in said and getattr(mailbox, name) != said[name] for name in PLACE)
        for name, value in said.items():
            setattr(mailbox, name, value)
        if imap_password:
            mailbox.imap_secret = seal(imap_password)
        if smtp_password:
            mailbox.smtp_secret = seal(smtp_password)
        if moved:
            mailbox.uid_validity, mailbox.last_uid, mailbox.read_since = None, 0, None
        mailbox.read_due_at, mailbox.sending_rests_until = now(), None
        mailbox.save()
        tell("mailbox changed", about=mailbox, by=by, unit=mailbox.unit, address=mailbox.address)
    return mailbox


def pause_mailbox(mailbox: Mailbox, *, by: Account) -> Pause:
    with transaction.atomic():
        take_the_pen()
        if pause := standing_pause(mailbox):
            return pause
        pause = mailbox.pauses.create(because=Pause.Because.PERSON, paused_at=now(), paused_by=by)
        tell("mail paused", about=mailbox, by=by, unit=mailbox.unit, address=mailbox.address)
    return pause


def release_mailbox(mailbox: Mailbox, *, by: Account) -> Mailbox:
    """Let it send again."""
    with transaction.atomic():
        take_the_pen()
        if mailbox.pauses.filter(released_at=None).update(released_at=now(), released_by=by):
            tell("mail released", about=mailbox, by=by, unit=mailbox.unit, address=mailbox.address)
    return mailbox
