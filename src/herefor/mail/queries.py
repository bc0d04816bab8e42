"""Named reads: mailboxes, who we are to the outside, threads, and what waits to be sent."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from herefor.mail import text
from herefor.mail.addresses import domain_of
from herefor.mail.models import Delivery, Letter, Mailbox, Pause, Unsubscription
from herefor.people.models import Account, Role, Unit
from herefor.story.clock import now

VIEWS_OUT = {
    "waiting": _("Waiting"),
    "doubt": _("In doubt"),
    "failed": _("Not sent"),
    "back": _("Came back"),
    "sent": _("Sent"),
}


def mailbox_for(unit: Unit | None) -> Mailbox | None:
    """The mailbox that sends for the unit: its own, or the nearest above it."""
    senders = Mailbox.objects.exclude(smtp_host="")
    if unit is None:
        return senders.order_by("unit__trail", "pk").first()
    return senders.filter(unit__in=unit.trail_ids).order_by("-unit__trail", "pk").first()


def mailbox_of(address: str) -> Mailbox | None:
    return Mailbox.objects.filter(address__iexact=address).first()


def own_addresses() -> set[str]:
    return {address.lower() for address in Mailbox.objects.values_list("address", flat=True)}


def own_domains() -> set[str]:
    colleagues = Account.objects.filter(is_active=True).values_list("email", flat=True)
    return {domain_of(address) for address in [*own_addresses(), *colleagues]}


def leader_named(name: str) -> Account | None:
    """The leader who is called so, however the name is written."""
    leaders = Account.objects.filter(is_active=True, roles__kind=Role.Kind.LEADER).distinct()
    wanted = text.compared(name)
    return next((one for one in leaders if text.compared(one.name) == wanted), None)


def thread_parent(identifiers: Iterable[str]) -> Letter | None:
    """The newest letter of ours or to us among these, named in the order of the thread."""
    wanted = [identifier for identifier in identifiers if identifier]
    found = {letter.message_id: letter for letter in Letter.objects.filter(message_id__in=wanted)}
    return next((found[one] for one in wanted if one in found), None)


def written_with_key(key: str) -> Letter | None:
    """The newest letter of ours whose answers carry this key."""
    ours = Letter.objects.filter(direction=Letter.Direction.OUT)
    if key.startswith("letter-") and key.removeprefix("letter-").isdigit():
        return ours.filter(pk=key.removeprefix("letter-")).first()
    return ours.filter(reply_key=key).last()


def standing_pause(mailbox: Mailbox) -> Pause | None:
    return mailbox.pauses.filter(released_at=None).first()


GOES_FREELY = Q(letter__is_urgent=True) | Exists(
    Account.objects.filter(email=OuterRef("recipient"), is_active=True)
)
"""Calls, wherever a colleague takes them, and what else goes to our own people: no limit that is
meant for customers holds them."""


def goes_freely(letter: Letter) -> bool:
    if letter.is_urgent:
        return True
    return Account.objects.filter(email=letter.to_address, is_active=True).exists()


def due_deliveries() -> QuerySet[Delivery]:
    """What may be sent now: calls, then the longest waiting.

    Resting mailboxes wait; paused ones wait with all that does not go freely.
    """
    moment = now()
    paused = Pause.objects.filter(released_at=None).values("mailbox")
    rests = Q(letter__mailbox__sending_rests_until__gt=moment)
    return (
        Delivery.objects.filter(due_at__lte=moment)
        .filter(~Q(letter__mailbox__in=paused) | GOES_FREELY)
        .exclude(rests)
        .select_related("letter__mailbox")
        .order_by("-letter__is_urgent", "due_at", "pk")
    )


def sent_lately(recipient: str, *, hours: float, automatic: bool = False) -> int:
    """How many letters the recipient got, or is just getting, within the last hours."""
    since = now() - timedelta(hours=hours)
    to_them = Delivery.objects.filter(recipient=recipient, claimed_at__gt=since)
    to_them = to_them.filter(Q(sent_at__isnull=False) | Q(handing_over_at__isnull=False))
    return (to_them.filter(letter__is_automatic=True) if automatic else to_them).count()


def has_unsubscribed(address: str, topic: str) -> bool:
    return Unsubscription.objects.filter(address=address.lower(), topic=topic).exists()


def seen_as(deliveries: QuerySet[Delivery], view: str) -> QuerySet[Delivery]:
    """One of VIEWS_OUT. What has no mailbox counts as not sent."""
    open_ones = deliveries.filter(sent_at=None, withdrawn_at=None)
    views = {
        "waiting": open_ones.filter(due_at__isnull=False, doubted_at=None),
        "doubt": open_ones.filter(doubted_at__isnull=False),
        "failed": open_ones.filter(due_at=None, doubted_at=None),
        "back": deliveries.filter(bounced_at__isnull=False),
        "sent": deliveries.filter(sent_at__isnull=False, bounced_at=None),
    }
    return views[view]


def counts_out(deliveries: QuerySet[Delivery]) -> dict[str, int]:
    return {view: seen_as(deliveries, view).count() for view in VIEWS_OUT}
