"""Who is there for the customer at any moment: always somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.duty.models import Rota
from herefor.duty.queries.plans import stretches
from herefor.duty.rota_arithmetic import Because, Stretch, joined
from herefor.duty.rules import may_be_called, units_seen
from herefor.people.models import Account, Role, Unit
from herefor.people.queries import holders, top_units
from herefor.story.clock import now

AHEAD = timedelta(weeks=8)
"""How far gaps are looked for, and how far a watch is followed."""
BACK = timedelta(weeks=2)
NO_ROTA = "no rota"
REASONS = {
    Because.LAYER: gettext_lazy("by the rota"),
    Because.OVERRIDE: gettext_lazy("in place of a colleague"),
    Because.GAP: gettext_lazy("as standing fallback: nobody else covers this time"),
    Because.AWAY: gettext_lazy("as standing fallback: whoever was planned can no longer come"),
    NO_ROTA: gettext_lazy("as leader or administrator: there is no rota"),
}


class NobodyAtAll(Exception):
    """Not one active account exists; the program cannot be run without."""


@dataclass(frozen=True)
class Watch:
    """Somebody who is there, from when until when; `until` is empty if no end is known."""

    account: Account
    from_: datetime | None
    until: datetime | None
    because: str
    rota: Rota | None = None

    @property
    def because_words(self) -> str:
        return str(REASONS[self.because])

    @property
    def is_fallback(self) -> bool:
        return self.because in (Because.GAP, Because.AWAY, NO_ROTA)


def who_is_on(unit: Unit, *, kind: str = Rota.Kind.DUTY, at: datetime | None = None) -> Watch:
    """Who is there for the customers of a unit; never nobody.

    The nearest rota upwards answers. Where its fallback has left as well, the next rota above
    does; without one, the nearest leader, then the nearest administrator.
    """
    at = at or now()
    for rota in _rotas_upwards(unit, kind):
        held = _held_at(_watches(rota, at - BACK, at + AHEAD), at)
        if held and may_be_called(rota.unit).filter(pk=held.account.pk).exists():
            return held
    return _without_rota(unit)


def next_on(unit: Unit, *, kind: str = Rota.Kind.DUTY, at: datetime | None = None) -> Watch | None:
    """Who comes after whoever is there now; None if nobody else does within eight weeks."""
    at = at or now()
    for rota in _rotas_upwards(unit, kind):
        watches = _watches(rota, at - BACK, at + AHEAD)
        held = _held_at(watches, at)
        later = [one for one in watches if one.from_ and one.from_ > at]
        return next((one for one in later if held and one.account != held.account), None)
    return None


def standing_fallback(unit: Unit) -> Watch:
    """Who holds what nobody covers, of the nearest rota whose fallback may still be called."""
    for rota in _rotas_upwards(unit, Rota.Kind.DUTY):
        if may_be_called(rota.unit).filter(pk=rota.fallback_id).exists():
            return Watch(rota.fallback, None, None, Because.GAP, rota)
    return _without_rota(unit)


def gaps(rota: Rota, start: datetime, end: datetime) -> list[Stretch]:
    """Stretches that only the standing fallback holds."""
    return [one for one in joined(stretches(rota, start, end)) if one.is_gap]


def rota_for(unit: Unit, kind: str = Rota.Kind.DUTY) -> Rota | None:
    """The rota that answers for a unit: its own, or the nearest above."""
    return _rotas_upwards(unit, kind).first()


def hours_covered_share(unit: Unit, start: datetime, end: datetime) -> float | None:
    """The share of the time in which the duty rota has somebody planned; None without a rota."""
    rota = rota_for(unit)
    if rota is None or start >= end:
        return None
    bare = sum((one.end - one.start for one in gaps(rota, start, end)), timedelta())
    return 1 - bare / (end - start)


def shifts_of(account: Account, start: datetime, end: datetime) -> list[Watch]:
    """When somebody is there, in every rota that names them, in order."""
    shifts = [
        watch
        for rota in rotas_naming(account)
        for watch in _watches(rota, start, end)
        if watch.account == account
    ]
    return sorted(shifts, key=lambda one: (one.from_ or start, one.because))


def rotas_naming(account: Account) -> QuerySet[Rota]:
    named = (
        Q(layers__turns__account=account)
        | Q(overrides__account=account, overrides__withdrawn_at=None)
        | Q(fallback=account)
    )
    return Rota.objects.filter(named).select_related("unit", "fallback").distinct()


def units_to_tell_apart(user: Account) -> list[Unit]:
    """Where the user's units begin, and those with a rota of their own; the rest is as above."""
    tops = {unit.pk for unit in top_units(user)}
    with_rota = set(Rota.objects.values_list("unit", flat=True))
    return [unit for unit in units_seen(user) if unit.pk in tops | with_rota]


def watch_line(user: Account) -> str:
    """One sentence for the top of a page: on duty until when; empty while somebody else is."""
    moment = now()
    for rota in rotas_naming(user):
        held = _held_at(_watches(rota, moment - BACK, moment + AHEAD), moment)
        if held and held.account == user:
            if held.until is None:
                return _("You are there for customers of %(unit)s.") % {"unit": rota.unit}
            until = date_format(localtime(held.until, rota.zone), "D j M, H:i")
            return _("You are on duty until %(until)s.") % {"until": until}
    return ""


def watches_between(rota: Rota, start: datetime, end: datetime) -> list[Watch]:
    """Who is there, one after another, with neighbours of the same person joined."""
    return _watches(rota, start, end)


def _rotas_upwards(unit: Unit, kind: str) -> QuerySet[Rota]:
    rotas = Rota.objects.filter(kind=kind, unit__in=unit.trail_ids)
    return rotas.select_related("unit", "fallback").order_by("-unit__trail")


def _watches(rota: Rota, start: datetime, end: datetime) -> list[Watch]:
    held = joined(stretches(rota, start, end))
    people = Account.objects.in_bulk({one.person for one in held})
    return [
        Watch(
            account=people[one.person],
            from_=min(one.start, one.began) if one.start == start else one.start,
            until=one.end if one.end < end else None,
            because=str(one.because),
            rota=rota,
        )
        for one in held
    ]


def _held_at(watches: Iterable[Watch], at: datetime) -> Watch | None:
    passed = (one for one in watches if one.until is None or one.until > at)
    return next(passed, None)


def _without_rota(unit: Unit) -> Watch:
    for kind in (Role.Kind.LEADER, Role.Kind.ADMINISTRATOR):
        if somebody := holders(unit, kind).first():
            return Watch(somebody, None, None, NO_ROTA)
    if somebody := Account.objects.filter(is_active=True).order_by("pk").first():
        return Watch(somebody, None, None, NO_ROTA)
    raise NobodyAtAll
