"""A town hall is planned, begins, ends, or is called off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.hall.models import Poll, TownHall, Turn
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.people.models import Account, Unit
from herefor.story.clock import now


def plan_hall(
    title: str,
    *,
    unit: Unit,
    starts_at: datetime,
    leaders: Iterable[Account],
    by: Account,
    **more: Any,
) -> TownHall:
    """`more` are words, minutes, zone_name, languages, is_open and is_moderated."""
    with transaction.atomic():
        hall = TownHall.objects.create(
            title=title, unit=unit, starts_at=starts_at, planned_by=by, planned_at=now(), **more
        )
        hall.leaders.set(leaders)
        tell_of("hall planned", hall, hall=hall, by=by)
    return hall


def change_hall(hall: TownHall, *, by: Account, **changed: Any) -> TownHall:
    """Before it begins; whether questions are read first may be changed at any time."""
    with transaction.atomic():
        hold(hall)
        if hall.is_over or (hall.is_live and changed.keys() - {"is_moderated"}):
            raise NotNow(_("It has begun. Only whether questions are read first can be changed."))
        leaders = changed.pop("leaders", None)
        for name, value in changed.items():
            setattr(hall, name, value)
        hall.save()
        if leaders is not None:
            hall.leaders.set(leaders)
        tell_of("hall changed", hall, hall=hall, by=by, changed=sorted(changed))
    return hall


def begin_hall(hall: TownHall, *, by: Account) -> TownHall:
    with transaction.atomic():
        hold(hall)
        if hall.is_over:
            raise NotNow(_("It is over."))
        if hall.began_at is None:
            hall.began_at, hall.began_by = now(), by
            hall.save()
            tell_of("hall began", hall, hall=hall, by=by)
    return hall


def end_hall(hall: TownHall, *, by: Account) -> TownHall:
    """It is over; whoever hears it finds somebody for each question that was not answered."""
    with transaction.atomic():
        hold(hall)
        if not hall.is_live:
            raise NotNow(_("It has not begun, or is over already."))
        hall.ended_at, hall.ended_by = now(), by
        hall.save()
        Turn.objects.filter(hall=hall, ended_at=None).update(ended_at=now())
        Poll.objects.filter(hall=hall, closed_at=None).update(closed_at=now(), closed_by=by)
        tell_of("hall ended", hall, hall=hall, by=by)
    return hall


def call_off(hall: TownHall, *, because: str, by: Account) -> TownHall:
    """It does not take place. Questions that were asked are owed an answer all the same."""
    with transaction.atomic():
        hold(hall)
        if hall.began_at or hall.is_over:
            raise NotNow(_("It has begun, or is over already."))
        hall.called_off_at, hall.called_off_by = now(), by
        hall.called_off_because = because
        hall.save()
        tell_of("hall called off", hall, hall=hall, by=by)
    return hall
