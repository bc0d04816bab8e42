"""How cases are dealt with, in numbers, for those who lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.utils.translation import ngettext

from herefor.answer.queries.cases import IS_CONFIRMED, IS_SETTLED
from herefor.answer.rules import cases_visible_to
from herefor.people.models import Account, Unit
from herefor.people.rules import Visitor
from herefor.story.clock import now
from herefor.story.models import Event


@dataclass(frozen=True)
class Standing:
    """How cases are dealt with, over those opened in a period."""

    opened: int
    answered: int
    answered_in_time: int
    first_answers_due: int
    settled: int
    confirmed: int
    median_wait: timedelta | None


def standing(
    user: Visitor, *, unit: Unit, since: datetime, until: datetime, kind: str | None = None
) -> Standing:
    """Counts over the cases of a unit and below that were opened in the period.

    A first answer is due when it was given or when the time promised for it is over.
    Cases that were brought in do not count: nobody here promised anything when they were opened.
    """
    cases = cases_visible_to(user).filter(
        unit__trail__startswith=unit.trail,
        opened_at__gte=since,
        opened_at__lt=until,
        imported=None,
    )
    if kind:
        cases = cases.filter(kind=kind)
    waits = sorted(
        first - opened
        for opened, first in cases.values_list("opened_at", "first_answered_at")
        if first is not None
    )
    overdue = cases.filter(first_answered_at=None, promised_by__lt=now())
    return Standing(
        opened=cases.count(),
        answered=len(waits),
        answered_in_time=cases.filter(first_answered_at__lte=F("promised_by")).count(),
        first_answers_due=len(waits) + overdue.count(),
        settled=cases.filter(IS_SETTLED).count(),
        confirmed=cases.filter(IS_CONFIRMED).count(),
        median_wait=waits[len(waits) // 2] if waits else None,
    )


def open_cases_in_words(user: Visitor, *, unit: Unit) -> str:
    """How many customers wait at the unit and below, and how many of them too long."""
    waiting = cases_visible_to(user).filter(
        unit__trail__startswith=unit.trail, due_at__isnull=False
    )
    late = waiting.filter(due_at__lt=now()).count()
    said = ngettext(
        "%(n)d customer waits for an answer, %(late)d longer than promised.",
        "%(n)d customers wait for an answer, %(late)d longer than promised.",
        waiting.count(),
    )
    return said % {"n": waiting.count(), "late": late}


def customers_answered(people: Iterable[Account], *, unit: Unit, since: datetime) -> dict[int, int]:
    """By account: on how many cases of the unit and below they answered in person."""
    answers = Event.objects.filter(
        what__in=["case answered", "case settled"],
        by__in=list(people),
        at__gte=since,
        unit__trail__startswith=unit.trail,
    )
    counted = answers.order_by().values("by").annotate(cases=Count("about_id", distinct=True))
    return {row["by"]: row["cases"] for row in counted}
