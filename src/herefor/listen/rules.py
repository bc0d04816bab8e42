"""Who may ask customers, and see what they answered."""

from django.db.models import QuerySet

from herefor.listen.models import ImportRun, Response, Survey, Wave
from herefor.people.rules import ADMINISTRATOR, ANALYST, LEADER, Visitor, holds, units_where

ASKERS = (ANALYST, LEADER, ADMINISTRATOR)


def may_ask(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, *ASKERS)


def surveys_visible_to(user: Visitor) -> QuerySet[Survey]:
    """A survey asked at a unit is seen by those who ask there, above it or below it."""
    units = units_where(user, *ASKERS)
    above = {number for unit in units for number in unit.trail_ids}
    return Survey.objects.filter(unit__in=above)


def waves_visible_to(user: Visitor) -> QuerySet[Wave]:
    return Wave.objects.filter(edition__survey__in=surveys_visible_to(user))


def responses_visible_to(user: Visitor) -> QuerySet[Response]:
    """Answers of the units where the user analyses or leads; drafts too, marked as such."""
    return Response.objects.filter(unit__in=units_where(user, ANALYST, LEADER))


def imports_visible_to(user: Visitor) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(unit__in=units_where(user, *ASKERS))
