"""Those who raised what a post answers, and those who read along, are written to once."""

import hashlib
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from herefor.mail.models import Letter
from herefor.mail.verbs import NotAnAddress, send_letter
from herefor.people.models import ContactPoint, Customer
from herefor.people.queries import may_be_contacted, the_organisation, ways_to_reach
from herefor.speak.markdown import as_letter
from herefor.speak.models import Announcement, Post, PostText
from herefor.speak.ties import kind_of
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen

TRY_AGAIN = timedelta(minutes=10)
ABOUT_WHAT_YOU_SAID = "you-said"
Skipped = Announcement.Skipped


def who_raised_it(post: Post) -> list[Customer]:
    """Everyone who raised what the post answers, each once, whatever their records."""
    raised: dict[int, Customer] = {}
    for tie in post.ties.select_related("about_type"):
        about = tie.about
        kind = kind_of(about) if about is not None else None
        if about is not None and kind is not None:
            for customer in kind.raised_by(about):
                raised.setdefault(customer.front.pk, customer.front)
    return list(raised.values())


def prepare_announcements(post: Post, *, for_readers: bool = False) -> int:
    """Write down who is to be told, in the transaction that makes it public; how many customers."""
    customers = who_raised_it(post)
    rows = [Announcement(post=post, customer=one, due_at=now()) for one in customers]
    if for_readers:
        reading = post.column.subscriptions.filter(confirmed_at__isnull=False, ended_at=None)
        after = now() + timedelta(seconds=1)  # who raised it comes first
        rows += [Announcement(post=post, subscription=one, due_at=after) for one in reading]
    Announcement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(customers)


def claim_announcement(row: Announcement) -> bool:
    """Whether it is ours; moved on before the work, so that an error only delays."""
    seen = Announcement.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(seen.update(due_at=now() + TRY_AGAIN))


def announce(row: Announcement) -> Announcement:
    """Queue the one letter, or note why there is none. One address gets one letter of a post."""
    with transaction.atomic():
        take_the_pen()
        row.refresh_from_db()
        if row.done_at is not None:
            return row
        row.skipped = _why_not(row)
        if not row.skipped:
            row.letter = _write(row)
            row.skipped = "" if row.letter else Skipped.HAS_IT
        row.done_at, row.due_at = now(), None
        row.save()
    return row


def _why_not(row: Announcement) -> str:
    if row.post.is_withdrawn:
        return Skipped.WITHDRAWN
    if row.subscription is not None:
        return Skipped.ENDED if row.subscription.ended_at else ""
    customer = row.customer
    if customer is None or not may_be_contacted(customer):
        return Skipped.NO_CONSENT
    return "" if _address_of(customer) else Skipped.NO_ADDRESS


def _address_of(customer: Customer) -> str:
    way = ways_to_reach(customer).filter(kind=ContactPoint.Kind.EMAIL).first()
    return way.value if way else ""


def _write(row: Announcement) -> Letter | None:
    """None when the address has a letter about this post already, or is none."""
    customer, subscription = row.customer, row.subscription
    address = subscription.email if subscription else _address_of(customer) if customer else ""
    mark = hashlib.sha256(address.strip().lower().encode()).hexdigest()[:24]
    once = f"post-{row.post_id}-{mark}"
    if Letter.objects.filter(once=once).exists():
        return None
    reader = subscription or customer
    language = reader.language if reader else "en"
    text = _text_for(row.post, language)
    topic = subscription.column.topic if subscription else ABOUT_WHAT_YOU_SAID
    with translation.override(language), suppress(NotAnAddress):
        return send_letter(
            to=address,
            to_name=customer.name if customer else "",
            subject=text.title,
            text=_letter(row, text),
            about=row.post,
            unit=row.post.column.unit,
            once=once,
            may_stop=topic,
        )
    return None


def _text_for(post: Post, language: str) -> PostText:
    texts = list(post.texts.all())
    return next((one for one in texts if one.language == language), texts[0])


def _letter(row: Announcement, text: PostText) -> str:
    author, organisation = row.post.author.name, the_organisation()
    address = settings.PUBLIC_ADDRESS + row.post.get_absolute_url()
    said = {"name": author, "organisation": organisation, "address": address}
    if row.customer:
        opening = _(
            "You told %(organisation)s something, and %(name)s has written what came of it."
        )
        words = text.lead or as_letter(text.text)[:600]
    else:
        opening, words = _("%(name)s has written in the column of %(organisation)s."), ""
        words = "\n\n".join(part for part in (text.lead, as_letter(text.text)) if part)
    ending = _("Read it, and say what you think: %(address)s")
    return "\n\n".join([opening % said, text.title, words, ending % said])
