"""Who may see what was found out."""

from django.db.models import QuerySet

from herefor.insight.models import Finding
from herefor.people.models import Unit
from herefor.people.rules import ANALYST, LEADER, Visitor, holds, units_where


def may_measure(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER, ANALYST)


def units_to_measure(user: Visitor) -> QuerySet[Unit]:
    """The units where the user leads or analyses, and everything below them."""
    return units_where(user, LEADER, ANALYST)


def findings_visible_to(user: Visitor) -> QuerySet[Finding]:
    return Finding.objects.filter(unit__in=units_to_measure(user))
