"""How long cases may wait, and in which hours that is counted."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from django.db import transaction

from herefor.answer.models import BusinessHours, ClockRule
from herefor.people.models import Account, Unit
from herefor.story.verbs import tell


class StillUsed(Exception):
    """A rule or a running clock counts in these hours."""


def keep_hours(
    *,
    name: str,
    unit: Unit,
    time_zone: str,
    week: Mapping[int, Iterable[tuple[time, time]]],
    by: Account,
    country: str = "",
    region: str = "",
    closed: Iterable[date] = (),
) -> BusinessHours:
    with transaction.atomic():
        hours = BusinessHours.objects.create(
            name=name, unit=unit, time_zone=time_zone, country=country, region=region
        )
        for weekday, openings in week.items():
            for opens, closes in openings:
                hours.openings.create(weekday=weekday, opens=opens, closes=closes)
        for day in set(closed):
            hours.closed_days.create(day=day)
        tell("business hours kept", about=hours, unit=unit, by=by, name=name)
    return hours


def drop_hours(hours: BusinessHours, *, by: Account) -> None:
    """Raises StillUsed while a rule, or a clock that was started by one, counts in them."""
    with transaction.atomic():
        if hours.rules.exists() or hours.clocks.exists():
            raise StillUsed
        tell("business hours dropped", about=hours, unit=hours.unit, by=by, name=hours.name)
        hours.delete()


def set_rule(
    *,
    unit: Unit,
    first_answer: int,
    by: Account,
    kind: str = "",
    severity: int | None = None,
    update: int | None = None,
    settled: int | None = None,
    hours: BusinessHours | None = None,
) -> ClockRule:
    """Times in minutes. It holds for what is opened or owed from now on."""
    with transaction.atomic():
        rule = ClockRule.objects.create(
            unit=unit,
            kind=kind,
            severity=severity,
            first_answer_minutes=first_answer,
            update_minutes=update,
            settled_minutes=settled,
            hours=hours,
        )
        tell("clock rule set", about=rule, unit=unit, by=by)
    return rule


def take_rule_away(rule: ClockRule, *, by: Account) -> None:
    with transaction.atomic():
        tell("clock rule taken away", about=rule, unit=rule.unit, by=by)
        rule.delete()
