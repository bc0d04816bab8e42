"""Noting what comes in by a form, and when it is so much that no letter goes out for it."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from herefor.answer.models import Case, ComplaintForm, FormEntry
from herefor.mail.addresses import without_plus
from herefor.story.clock import now

WITHIN = timedelta(minutes=10)
FROM_ONE_PLACE = 10
FOR_ONE_ADDRESS = 3
"""What is more within these minutes is opened like any other, and gets its receipt on the page
alone: by a form anybody could have us write to anybody, as often as they like."""


def note_entry(case: Case, *, form: ComplaintForm, sender: str, email: str) -> FormEntry:
    """Note the case with marks of whom it came from; whether its receipt is held is said there.

    Whoever calls holds the pen, so nobody is counted twice or not at all.
    """
    moment = now()
    entry = FormEntry(
        case=case,
        form=form,
        came_at=moment,
        sender_mark=_mark("sender", sender),
        email_mark=_mark("email", without_plus(email) if email else ""),
    )
    lately = FormEntry.objects.filter(came_at__gt=moment - WITHIN)
    if email and (
        _count(lately, sender_mark=entry.sender_mark) >= FROM_ONE_PLACE
        or _count(lately, email_mark=entry.email_mark) >= FOR_ONE_ADDRESS
    ):
        entry.receipt_held_at = moment
    entry.save()
    old = FormEntry.objects.filter(came_at__lte=moment - WITHIN)
    old.exclude(sender_mark="", email_mark="").update(sender_mark="", email_mark="")
    return entry


def _count(lately: QuerySet[FormEntry], **mark: str) -> int:
    return lately.filter(**mark).count() if all(mark.values()) else 0


def _mark(what: str, said: str) -> str:
    if not said:
        return ""
    return salted_hmac(f"herefor.answer.entry.{what}", said, algorithm="sha256").hexdigest()
