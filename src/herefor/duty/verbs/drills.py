"""The chain is tried before a customer has to: now, or at times nobody knows."""

import random
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.duty.models import Drill, DrillPlan
from herefor.duty.rota_arithmetic import to_utc
from herefor.duty.verbs.alarms import raise_alarm
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

OFFICE_HOURS = range(8, 18)
SATURDAY = 5


def drill_now(unit: Unit, *, severity: str, by: Account) -> Drill:
    with transaction.atomic():
        drill = Drill.objects.create(unit=unit, severity=severity, due_at=now(), started_by=by)
        tell("drill started", about=drill, by=by, unit=unit)
        return start_drill(drill)


def start_drill(drill: Drill) -> Drill:
    """Raise its alarm, once; it may be asked for again after a crash."""
    with transaction.atomic():
        drill.alarm = raise_alarm(
            drill,
            unit=drill.unit,
            severity=drill.severity,
            words=_("Is somebody there?"),
            first=None,
            once=f"drill-{drill.pk}",
            by=drill.started_by,
            is_drill=True,
        )
        drill.save(update_fields=["alarm"])
    return drill


def plan_drills(
    unit: Unit, *, per_month: int, at_night: bool, zone_name: str, severity: str, by: Account
) -> DrillPlan:
    """Draw new times, from now on. What was drawn before and is not begun is cancelled."""
    with transaction.atomic():
        take_the_pen()
        plan, _made = DrillPlan.objects.update_or_create(
            unit=unit,
            defaults={
                "per_month": per_month,
                "at_night": at_night,
                "zone_name": zone_name,
                "severity": severity,
                "seed": secrets.token_hex(16),
                "made_at": now(),
                "made_by": by,
                "draw_at": now(),
            },
        )
        waiting = Drill.objects.filter(unit=unit, alarm=None, started_by=None, due_at__gt=now())
        waiting.filter(cancelled_at=None).update(cancelled_at=now())
        tell("drills planned", about=unit, by=by, unit=unit, per_month=per_month)
        draw_month(plan)
    return plan


def draw_month(plan: DrillPlan) -> list[Drill]:
    """Store the drills of the month that runs, as the seed says; those already past are left."""
    zone = ZoneInfo(plan.zone_name)
    first = now().astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = first.replace(tzinfo=None)
    following = (first + timedelta(days=32)).replace(day=1)
    with transaction.atomic():
        as_seen = DrillPlan.objects.filter(pk=plan.pk, draw_at=plan.draw_at)
        if not as_seen.update(draw_at=to_utc(following, zone)):
            return []
        times = [to_utc(wall, zone) for wall in drawn_times(plan, first, following)]
        return [
            Drill.objects.get_or_create(
                unit=plan.unit, due_at=at, defaults={"severity": plan.severity}
            )[0]
            for at in times
            if at > now()
        ]


def drawn_times(plan: DrillPlan, first: datetime, following: datetime) -> list[datetime]:
    """So many different minutes of the month; in working hours unless nights are wanted."""
    minutes = [first + timedelta(minutes=n) for n in range((following - first).days * 1440)]
    if not plan.at_night:
        minutes = [one for one in minutes if one.hour in OFFICE_HOURS and one.weekday() < SATURDAY]
    drawing = random.Random(f"{plan.seed} {first:%Y-%m}")  # noqa: S311  nobody gains by guessing
    return sorted(drawing.sample(minutes, plan.per_month))
