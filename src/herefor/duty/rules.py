"""Who may see who is there, who may change it, and who may be called."""

from datetime import timedelta

from django.core import signing
from django.db.models import QuerySet

from herefor.duty.models import Alarm, ContactWay, Feed, Page, Rota, Swap
from herefor.people.models import Account, Unit
from herefor.people.rules import (
    ADMINISTRATOR,
    LEADER,
    RESPONDER,
    Visitor,
    holds,
    units_where,
)
from herefor.story.clock import now

PAGE_SALT = "herefor.duty.page"
WAY_SALT = "herefor.duty.way"
PAGE_OPENS_FOR = timedelta(days=3)


def may_enter(user: Visitor) -> bool:
    return holds(user, LEADER, RESPONDER, ADMINISTRATOR)


def units_seen(user: Visitor) -> QuerySet[Unit]:
    """Units at which the user sees who is there."""
    return units_where(user, LEADER, RESPONDER, ADMINISTRATOR)


def units_kept(user: Visitor) -> QuerySet[Unit]:
    """Units whose rotas, chains and drills the user may change."""
    return units_where(user, LEADER, ADMINISTRATOR)


def rotas_visible_to(user: Visitor) -> QuerySet[Rota]:
    return Rota.objects.filter(unit__in=units_seen(user)).select_related("unit", "fallback")


def rotas_kept_by(user: Visitor) -> QuerySet[Rota]:
    return rotas_visible_to(user).filter(unit__in=units_kept(user))


def alarms_visible_to(user: Visitor) -> QuerySet[Alarm]:
    return Alarm.objects.filter(unit__in=units_seen(user)).select_related(
        "unit", "acknowledged_by", "stood_down_by"
    )


def swaps_of(user: Account) -> QuerySet[Swap]:
    """Open offers by the user or to them."""
    open_ones = Swap.objects.filter(accepted_at=None, declined_at=None, withdrawn_at=None)
    mine = open_ones.filter(offered_by=user) | open_ones.filter(offered_to=user)
    return mine.select_related("rota", "offered_by", "offered_to")


def ways_of(user: Account) -> QuerySet[ContactWay]:
    return ContactWay.objects.filter(account=user, removed_at=None)


def may_be_called(unit: Unit) -> QuerySet[Account]:
    """Those who may stand in a rota or a chain: who answers or leads at the unit or above."""
    return Account.objects.filter(
        is_active=True, roles__kind__in=[LEADER, RESPONDER], roles__unit__in=unit.trail_ids
    ).distinct()


def page_key(page: Page) -> str:
    """The key in a message with which its receiver answers: bound to page and person, for a time.

    It is made anew with every message, and counts from when the page was first due.
    """
    until = int((page.due_at + PAGE_OPENS_FOR).timestamp())
    return signing.Signer(salt=PAGE_SALT).sign(f"{page.pk}.{page.account_id}.{until}")


def page_opened_by(key: str) -> Page | None:
    """Nothing for a forged or cut-off key, one that is too old, or somebody who has left."""
    try:
        page, account, until = signing.Signer(salt=PAGE_SALT).unsign(key).split(".")
    except signing.BadSignature:
        return None
    if now().timestamp() > int(until):
        return None
    pages = Page.objects.select_related("account", "step__alarm__unit")
    of_step = pages.filter(step__isnull=False, account__is_active=True)
    return of_step.filter(pk=page, account_id=account).first()


def way_key(way: ContactWay) -> str:
    """The key in a trial message; it counts for the code it was sent with."""
    return signing.Signer(salt=WAY_SALT).sign(f"{way.pk}.{way.code}")


def way_opened_by(key: str) -> ContactWay | None:
    try:
        way, code = signing.Signer(salt=WAY_SALT).unsign(key).split(".")
    except signing.BadSignature:
        return None
    ways = ContactWay.objects.filter(removed_at=None).exclude(code="")
    return ways.filter(pk=way, code=code).first()


def feed_opened_by(key: str) -> Feed | None:
    """The feed, while it is not revoked and its owner still works here and sees the rota."""
    feeds = Feed.objects.filter(revoked_at=None, account__is_active=True)
    feed = feeds.select_related("account", "rota__unit").filter(key=key).first()
    if feed is None or not may_enter(feed.account):
        return None
    if feed.rota and not rotas_visible_to(feed.account).filter(pk=feed.rota.pk).exists():
        return None
    return feed
