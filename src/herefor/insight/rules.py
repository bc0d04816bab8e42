"""Who may see what was found out."""

from django.db.models import QuerySet

from herefor.insight.models import Finding
from herefor.people.rules import ANALYST, LEADER, Visitor, holds, units_where


def may_measure(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER, ANALYST)


def findings_visible_to(user: Visitor) -> QuerySet[Finding]:
    """Findings of the units where the user leads or analyses, and of everything below them."""
    return Finding.objects.filter(unit__in=units_where(user, LEADER, ANALYST))
