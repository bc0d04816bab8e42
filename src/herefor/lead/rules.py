"""Who leads, and who may see what leaders promised."""

from django.db.models import QuerySet

from herefor.lead.models import Commitment
from herefor.people.rules import LEADER, Visitor, holds, units_where


def may_lead(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER)


def commitments_visible_to(user: Visitor) -> QuerySet[Commitment]:
    """Commitments at the units the user leads, and below them."""
    return Commitment.objects.filter(unit__in=units_where(user, LEADER))
