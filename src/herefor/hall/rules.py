"""Who may plan and host a town hall, who may come, and who a voter is."""

import hashlib
import secrets
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from herefor.hall.models import Guest, Holding, TownHall
from herefor.people.models import Account, Unit
from herefor.people.rules import LEADER, RESPONDER, Visitor, holds, units_where

VOTER_COOKIE = "hall-voter"
GUEST_COOKIE = "hall-guest"
SALT = "herefor.hall"
TYPIST_SALT = "herefor.hall.typist"


def may_host_somewhere(user: Visitor) -> bool:
    return holds(user, LEADER, RESPONDER) or (
        isinstance(user, Account) and user.is_active and user.town_halls.exists()
    )


def units_to_meet_at(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, LEADER, RESPONDER)


def halls_hosted_by(user: Visitor) -> QuerySet[TownHall]:
    """Those of the units where the user leads or answers, and those where the user is named."""
    if not isinstance(user, Account) or not user.is_active:
        return TownHall.objects.none()
    named = TownHall.objects.filter(leaders=user).values("pk")
    at = TownHall.objects.filter(Q(unit__in=units_to_meet_at(user)) | Q(pk__in=named))
    return at.select_related("unit").prefetch_related("leaders")


def may_host(user: Visitor, hall: TownHall) -> bool:
    return halls_hosted_by(user).filter(pk=hall.pk).exists()


def leaders_for(unit: Unit) -> QuerySet[Account]:
    """Who may be named: leaders and those who answer, at the unit, above and below."""
    there = Q(roles__unit__in=unit.trail_ids) | Q(roles__unit__trail__startswith=unit.trail)
    return (
        Account.objects.filter(there, is_active=True, roles__kind__in=[LEADER, RESPONDER])
        .distinct()
        .order_by("name")
    )


def halls_open_to_all() -> QuerySet[TownHall]:
    return TownHall.objects.filter(is_open=True).select_related("unit").prefetch_related("leaders")


def guest_of(request: HttpRequest, hall: TownHall) -> Guest | None:
    """Who opened the link of their invitation in this browser."""
    key = request.get_signed_cookie(GUEST_COOKIE, default="", salt=f"{SALT}.{hall.key}")
    return Guest.objects.filter(hall=hall, key=key).first() if key else None


def may_come(request: HttpRequest, hall: TownHall) -> bool:
    if hall.is_open or guest_of(request, hall) is not None:
        return True
    return may_host(request.user, hall)


def voter_cookie(request: HttpRequest) -> str:
    """What this browser's cookie holds, or what a new one would."""
    found = request.get_signed_cookie(VOTER_COOKIE, default="", salt=SALT)
    return found or secrets.token_urlsafe(18)


def voter_of(request: HttpRequest, hall: TownHall) -> str:
    """Who votes here: the guest, else the browser. Nobody is the same voter at two halls."""
    guest = None if hall.is_open else guest_of(request, hall)
    who = (
        f"guest {guest.pk}"
        if guest
        else request.get_signed_cookie(VOTER_COOKIE, default="", salt=SALT)
    )
    return hashlib.sha256(f"{hall.key} {who}".encode()).hexdigest() if who else ""


def shown() -> Q:
    """Questions that everybody may read."""
    return Q(shown_at__isnull=False) & ~held()


def held() -> Q:
    return Q(pk__in=Holding.objects.filter(undone_at=None).values("question"))


def typist_key(hall: TownHall) -> str:
    """Lets somebody without an account write captions of this hall, until it is withdrawn."""
    return signing.Signer(salt=TYPIST_SALT).sign(_of_typists(hall)).rpartition(":")[2]


def may_type(hall: TownHall, key: Any) -> bool:
    try:
        signing.Signer(salt=TYPIST_SALT).unsign(f"{_of_typists(hall)}:{key}")
    except signing.BadSignature:
        return False
    return True


def _of_typists(hall: TownHall) -> str:
    return f"{hall.pk}-{hall.typist_links}"
