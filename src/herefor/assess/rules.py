"""Who may assess, and what they may see."""

from django.db.models import QuerySet

from herefor.assess.models import Workshop
from herefor.people.models import Account, Unit
from herefor.people.rules import ANALYST, LEADER, Visitor, holds, units_where


def may_assess(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER, ANALYST)


def units_to_assess(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, LEADER, ANALYST)


def workshops_visible_to(user: Visitor) -> QuerySet[Workshop]:
    return Workshop.objects.filter(unit__in=units_to_assess(user)).select_related("unit", "by")


def may_act(unit: Unit) -> QuerySet[Account]:
    """Those to whom an action may be given: who holds a role at the unit, above or below it."""
    near = Unit.objects.filter(trail__startswith=unit.trail).values("pk")
    roles = {"roles__unit__in": [*unit.trail_ids, *near.values_list("pk", flat=True)]}
    return Account.objects.filter(is_active=True, **roles).distinct().order_by("name")
