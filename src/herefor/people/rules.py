"""Who may see and do what: every read starts here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from herefor.people.models import Account, Customer, Role, Unit

Visitor = Account | AnonymousUser

LEADER, RESPONDER = Role.Kind.LEADER, Role.Kind.RESPONDER
ANALYST, ADMINISTRATOR = Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR


def units_where(user: Visitor, *kinds: Role.Kind) -> QuerySet[Unit]:
    """Units at which, or above which, the user holds one of these roles."""
    if not isinstance(user, Account) or not user.is_active:
        return Unit.objects.none()
    trails = Role.objects.filter(account=user, kind__in=kinds).values_list("unit__trail", flat=True)
    below = Q(pk__in=[])
    for trail in trails:
        below |= Q(trail__startswith=trail)
    return Unit.objects.filter(below)


def holds(user: Visitor, *kinds: Role.Kind) -> bool:
    """Whether the user holds one of these roles anywhere."""
    if not isinstance(user, Account) or not user.is_active:
        return False
    return any(role.kind in kinds for role in user.roles.all())


def units_visible_to(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, *Role.Kind)


def customers_visible_to(user: Visitor) -> QuerySet[Customer]:
    """Those who lead or answer see the customers of their units; analysts see no names."""
    return Customer.objects.filter(unit__in=units_where(user, LEADER, RESPONDER))


def accounts_visible_to(user: Visitor) -> QuerySet[Account]:
    """Administrators see everybody; everybody else sees the people they share a unit with."""
    if holds(user, ADMINISTRATOR):
        return Account.objects.all()
    return Account.objects.filter(roles__unit__in=units_visible_to(user)).distinct()


def may_administer(user: Visitor) -> bool:
    return holds(user, ADMINISTRATOR)
