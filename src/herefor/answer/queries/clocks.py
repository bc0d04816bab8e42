"""By when what is owed: the rule that holds for a case, and the hours it runs in."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Q, QuerySet

from herefor.answer.hours import Hours, due_after
from herefor.answer.models import BusinessHours, Case, Clock, ClockRule
from herefor.people.models import Unit
from herefor.people.queries import the_organisation

RUNNING = Q(stopped_at__isnull=True, paused_at__isnull=True)
OWED = {
    Clock.What.FIRST_ANSWER,
    Clock.What.ANSWER,
    Clock.What.UPDATE,
    Clock.What.PROMISE,
    Clock.What.LEADER,
}
"""What a customer was told to hear from us by; a target for putting right is our own."""


@dataclass(frozen=True)
class Allowance:
    """How many minutes a case of this kind may wait, and the hours in which they run."""

    first_answer: int
    update: int | None = None
    settled: int | None = None
    hours: BusinessHours | None = None

    def due(self, start: datetime, minutes: int) -> datetime:
        return due_after(start, minutes, reckoned(self.hours))


def allowance(unit: Unit, *, kind: str, severity: int) -> Allowance:
    """The rule of the nearest unit; there the one that names most of kind and severity."""
    rules = ClockRule.objects.filter(unit__in=unit.trail_ids).filter(
        Q(kind="") | Q(kind=kind), Q(severity=None) | Q(severity=severity)
    )
    found = sorted(
        rules.select_related("unit", "hours"),
        key=lambda rule: (rule.unit.depth, rule.severity is not None, bool(rule.kind)),
    )
    if found:
        rule = found[-1]
        return Allowance(
            rule.first_answer_minutes, rule.update_minutes, rule.settled_minutes, rule.hours
        )
    organisation = the_organisation()
    return Allowance(60 * (organisation.first_answer_hours if organisation else 24))


def allowance_of(case: Case) -> Allowance:
    return allowance(case.unit, kind=case.kind, severity=case.severity)


def reckoned(kept: BusinessHours | None) -> Hours | None:
    """Business hours as the arithmetic takes them; None stays around the clock."""
    if kept is None:
        return None
    closed = {day.day for day in kept.closed_days.all()}
    public = _public_holidays(kept.country, kept.region) if kept.country else None
    openings = tuple(
        (opening.weekday, opening.opens, opening.closes) for opening in kept.openings.all()
    )
    return Hours(
        ZoneInfo(kept.time_zone),
        openings,
        lambda day: day in closed or (public is not None and day in public),
    )


@lru_cache(maxsize=32)
def _public_holidays(country: str, region: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region or None)


def running_clocks(*cases: Case) -> QuerySet[Clock]:
    return Clock.objects.filter(RUNNING, case__in=cases).order_by("due_at")
