"""A mailbox through which nothing can be sent: it says why, and in the end somebody is called."""

from datetime import timedelta

from django.db import transaction

from herefor.mail.models import Mailbox
from herefor.mail.sealing import Unreadable
from herefor.mail.smtp import NotConnected
from herefor.mail.trials import in_words
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

REST = timedelta(minutes=1)
LONG_REST = timedelta(minutes=15)
"""A server that is asked with a wrong password every minute shuts us out altogether."""
TOLD_AFTER = timedelta(minutes=30)
"""Servers are away for a few minutes every week; nobody is woken for that."""


def is_set_up_wrongly(failure: Exception) -> bool:
    """Trying again would say the same, until somebody changes the mailbox."""
    return isinstance(failure, Unreadable) or (
        isinstance(failure, NotConnected) and failure.is_final
    )


def note_trouble(mailbox: Mailbox, failure: Exception) -> str:
    """Why, in words. Its other letters wait a little as well, instead of knocking each; changing
    the mailbox ends that wait."""
    moment, words = now(), in_words(failure, host=mailbox.smtp_host)[:500]
    rest = LONG_REST if is_set_up_wrongly(failure) else REST
    mine = Mailbox.objects.filter(pk=mailbox.pk)
    with transaction.atomic():
        take_the_pen()
        mine.update(sending_rests_until=moment + rest, send_error=words)
        mine.filter(send_fails_since=None).update(send_fails_since=moment)
        long_ago = mine.filter(send_fails_since__lte=moment - TOLD_AFTER, send_failure_told_at=None)
        if long_ago.update(send_failure_told_at=moment):
            tell("mail cannot be sent", about=mailbox, unit=mailbox.unit, address=mailbox.address)
    return words


def trouble_is_over(mailbox: Mailbox) -> None:
    """A letter went out."""
    troubled = Mailbox.objects.filter(pk=mailbox.pk).exclude(send_error="")
    if not troubled.exists():
        return
    with transaction.atomic():
        take_the_pen()
        was_told = troubled.filter(send_failure_told_at__isnull=False).exists()
        troubled.update(send_error="", send_fails_since=None, send_failure_told_at=None)
        if was_told:
            tell("mail is sent again", about=mailbox, unit=mailbox.unit, address=mailbox.address)
