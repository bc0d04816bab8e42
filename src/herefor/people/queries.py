"""Named reads about people and units."""

from django.db.models import QuerySet

from herefor.people.models import Account, Organisation, Role, Unit
from herefor.people.rules import Visitor, units_visible_to


def the_organisation() -> Organisation | None:
    return Organisation.objects.first()


def is_set_up() -> bool:
    return Organisation.objects.exists()


def and_below(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(trail__startswith=unit.trail)


def top_units(user: Visitor) -> list[Unit]:
    """The highest units a user may see: where each of their pages starts."""
    seen = list(units_visible_to(user))
    ids = {unit.pk for unit in seen}
    return [unit for unit in seen if unit.parent_id not in ids]


def holders(unit: Unit, kind: Role.Kind) -> QuerySet[Account]:
    """Active people who hold the role at this unit or above, the nearest first."""
    return (
        Account.objects.filter(is_active=True, roles__kind=kind, roles__unit__in=unit.trail_ids)
        .order_by("-roles__unit__trail", "pk")
        .distinct()
    )
