"""Reading along by mail: asked for, confirmed by the address itself, ended in one click."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from herefor.mail.verbs import NotAnAddress, send_letter, subscribe_again
from herefor.people.queries import the_organisation
from herefor.speak.models import Column, Subscription
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

ASKED_AGAIN_AFTER = timedelta(minutes=30)


def subscribe(column: Column, *, email: str, language: str) -> Subscription:
    """Ask the address whether it wants this; until it says so nothing else is sent.

    Who asks again soon, or reads along already, gets no other letter.
    """
    with transaction.atomic():
        take_the_pen()
        moment = now()
        row, made = Subscription.objects.get_or_create(
            column=column,
            email=email.lower(),
            defaults={"language": language, "asked_at": moment},
        )
        is_reading = row.confirmed_at is not None and row.ended_at is None
        if is_reading or not (made or moment - row.asked_at > ASKED_AGAIN_AFTER or row.ended_at):
            return row
        row.asked_at, row.language = moment, language
        row.confirmed_at = row.ended_at = None
        row.save()
        _ask(row)
    return row


def confirm_subscription(row: Subscription) -> Subscription:
    """The address says yes. Letters on it that were ended before may go out again."""
    with transaction.atomic():
        take_the_pen()
        if Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=now()):
            subscribe_again(row.email, topic=row.column.topic)
            tell("subscription confirmed", about=row, unit=row.column.unit)
        row.refresh_from_db()
    return row


def end_subscription(column: Column, *, email: str) -> None:
    """The reader wants no more letters about this column."""
    with transaction.atomic():
        reading = Subscription.objects.filter(column=column, email=email.lower(), ended_at=None)
        for row in reading:
            row.ended_at = now()
            row.save(update_fields=["ended_at"])
            tell("subscription ended", about=row, unit=column.unit)


def _ask(row: Subscription) -> None:
    said = {
        "column": row.column.title,
        "organisation": the_organisation(),
        "address": row.confirm_url,
    }
    with translation.override(row.language), suppress(NotAnAddress):
        send_letter(
            to=row.email,
            subject=_("Do you want to read “%(column)s” by mail?") % said,
            text=_(
                "Somebody, we think you, asked for new posts of “%(column)s” of %(organisation)s "
                "by mail.\n\nIf it was you, open this page and press the button:\n%(address)s\n\n"
                "If it was not, do nothing. You will not hear of it again."
            )
            % said,
            about=row,
            unit=row.column.unit,
            once=f"subscribe-{row.pk}-{row.asked_at.timestamp():.0f}",
            auto=True,
        )
