"""Who may see and do what: every read starts here."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from herefor.people.models import Account, Customer, Role, Unit

Visitor = Account | AnonymousUser

LEADER, RESPONDER = Role.Kind.LEADER, Role.Kind.RESPONDER
ANALYST, ADMINISTRATOR = Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR
EXAMINER = Role.Kind.EXAMINER
MODERATOR = Role.Kind.MODERATOR


def roles_held(user: Visitor, *kinds: Role.Kind) -> list[Role]:
    """Those of the user's roles that are of these kinds; none for whoever may not sign in."""
    if not isinstance(user, Account) or not user.is_active:
        return []
    return [role for role in user.roles.all() if role.kind in kinds]


def holds(user: Visitor, *kinds: Role.Kind) -> bool:
    """Whether the user holds one of these roles anywhere."""
    return bool(roles_held(user, *kinds))


def units_where(user: Visitor, *kinds: Role.Kind) -> QuerySet[Unit]:
    """Units at which, or above which, the user holds one of these roles."""
    below = Q(pk__in=[])
    for role in roles_held(user, *kinds):
        below |= Q(trail__startswith=role.unit.trail)
    return Unit.objects.filter(below)


def units_visible_to(user: Visitor) -> QuerySet[Unit]:
    """Examiners judge what they are invited to; being one opens no unit."""
    return units_where(user, *(kind for kind in Role.Kind if kind != EXAMINER))


def customers_visible_to(user: Visitor) -> QuerySet[Customer]:
    """Those who lead or answer see the customers of their units; analysts see no names."""
    return Customer.objects.filter(unit__in=units_where(user, LEADER, RESPONDER))


def accounts_visible_to(user: Visitor) -> QuerySet[Account]:
    """Whom the user administers: people all of whose roles lie where the user is administrator.

    Somebody with a role elsewhere, or above, is not in reach: a link that lets them in would open
    more than the user may. Those without a role belong to who administers the whole.
    """
    mine = units_where(user, ADMINISTRATOR)
    elsewhere = Role.objects.exclude(unit__in=mine)
    accounts = Account.objects.exclude(roles__in=elsewhere)
    if may_set_promises(user):
        return accounts
    return accounts.filter(roles__unit__in=mine).distinct()


def may_administer(user: Visitor) -> bool:
    return holds(user, ADMINISTRATOR)


def may_set_promises(user: Visitor) -> bool:
    """Promises hold for the whole organisation, so whoever sets them administers all of it."""
    return units_where(user, ADMINISTRATOR).filter(parent=None).exists()


def is_needed(role: Role) -> bool:
    """Whether taking the role back would leave nobody who can administer the whole."""
    if role.kind != ADMINISTRATOR or role.unit.parent_id is not None:
        return False
    others = Role.objects.filter(kind=ADMINISTRATOR, unit__parent=None, account__is_active=True)
    can_sign_in = others.exclude(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return not can_sign_in.exclude(pk=role.pk).exists()
