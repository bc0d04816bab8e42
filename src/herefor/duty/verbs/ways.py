"""Ways to reach somebody are added, tried, confirmed and taken away by themselves."""

import base64
import hmac
import secrets
from datetime import time, timedelta

from django.db import transaction
from django.db.models import F

from herefor.duty.models import ContactWay, Feed, Page, QuietHours, Rota
from herefor.duty.wording import trial_words
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import tell

CODE_COUNTS_FOR = timedelta(hours=1)
TRIES = 5


class TooManyTries(Exception):
    """The code was tried too often or is too old; a new message brings a new one."""


def add_way(account: Account, *, channel: str, address: str, secret: str = "") -> ContactWay:
    """Add a way and send the message that tries it."""
    if channel == ContactWay.Channel.WEBHOOK and not secret:
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        last = ContactWay.objects.filter(account=account).order_by("-order").first()
        way = ContactWay.objects.create(
            account=account,
            channel=channel,
            address=address,
            secret=secret,
            order=last.order + 1 if last else 1,
            added_at=now(),
        )
        tell("way added", about=account, by=account, channel=channel)
        send_trial(way)
    return way


def send_trial(way: ContactWay) -> Page:
    """Send a new code; the one before counts no more."""
    with transaction.atomic():
        way.code = f"{secrets.randbelow(10**6):06}"
        way.code_sent_at, way.code_tries = now(), 0
        way.save(update_fields=["code", "code_sent_at", "code_tries"])
        subject, text = trial_words(way)
        return Page.objects.create(
            account=way.account, way=way, subject=subject, text=text, due_at=now()
        )


def confirm_way(way: ContactWay, *, code: str) -> bool:
    """Whether the code is the one sent; then the way is used from now on."""
    open_ones = ContactWay.objects.filter(
        pk=way.pk,
        removed_at=None,
        code_tries__lt=TRIES,
        code_sent_at__gt=now() - CODE_COUNTS_FOR,
    ).exclude(code="")
    with transaction.atomic():
        if not open_ones.update(code_tries=F("code_tries") + 1):
            raise TooManyTries
        way.refresh_from_db()
        if not hmac.compare_digest(way.code.encode(), code.strip().encode()):
            return False
        way.code, way.verified_at = "", now()
        way.save(update_fields=["code", "verified_at"])
        account, channel = way.account, str(way.channel)
        tell("way confirmed", about=account, by=account, channel=channel)
    return True


def try_first(way: ContactWay) -> ContactWay:
    """Put a way before all others of the same person."""
    with transaction.atomic():
        others = ContactWay.objects.filter(account=way.account).exclude(pk=way.pk)
        for order, other in enumerate(others.order_by("order", "pk"), start=2):
            ContactWay.objects.filter(pk=other.pk).update(order=order)
        way.order = 1
        way.save(update_fields=["order"])
    return way


def remove_way(way: ContactWay) -> Account:
    """It is used no more. What was sent by it stays known; its secret does not."""
    with transaction.atomic():
        way.removed_at, way.secret, way.code = now(), "", ""
        way.save(update_fields=["removed_at", "secret", "code"])
        account, channel = way.account, str(way.channel)
        tell("way removed", about=account, by=account, channel=channel)
    return account


def keep_quiet(
    account: Account, *, begins: time | None, ends: time | None, zone_name: str
) -> QuietHours | None:
    """Set quiet hours, or with no times give them up."""
    with transaction.atomic():
        quiet = None
        if begins is None or ends is None:
            QuietHours.objects.filter(account=account).delete()
        else:
            quiet, _made = QuietHours.objects.update_or_create(
                account=account,
                defaults={"begins": begins, "ends": ends, "zone_name": zone_name},
            )
        tell("quiet hours changed", about=account, by=account)
    return quiet


def new_feed(account: Account, *, rota: Rota | None = None) -> Feed:
    """Make a calendar address; the one before opens nothing any more."""
    with transaction.atomic():
        revoke_feed(account, rota=rota)
        return Feed.objects.create(account=account, rota=rota, made_at=now())


def revoke_feed(account: Account, *, rota: Rota | None = None) -> None:
    open_ones = Feed.objects.filter(account=account, rota=rota, revoked_at=None)
    open_ones.update(revoked_at=now())
