"""Who may see a case and answer it."""

from typing import Any

from django.core import signing
from django.db.models import BigIntegerField, Func, QuerySet

from herefor.answer.models import FOLLOW_SALT, Case
from herefor.people.models import Account, Role
from herefor.people.rules import LEADER, RESPONDER, Visitor, holds, units_where


def may_answer(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER, RESPONDER)


def cases_visible_to(user: Visitor) -> QuerySet[Case]:
    """Cases of the units where the user answers or leads, and of everything below them."""
    return Case.objects.filter(unit__in=units_where(user, LEADER, RESPONDER))


class AtUnit(Func):
    """The unit as a number. SQLite, which keeps no statistics, must not be led by its index: it
    would read every case of the units, hundreds of thousands of closed ones, and then sort them."""

    template = "%(expressions)s"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)


def cases_in_order_visible_to(user: Visitor) -> QuerySet[Case]:
    """The same cases, as `at_unit`, for lists that an index in their own order cuts short."""
    units = list(units_where(user, LEADER, RESPONDER).order_by().values_list("pk", flat=True))
    return Case.objects.alias(at_unit=AtUnit("unit")).filter(at_unit__in=units)


def case_followed_by(key: str) -> Case | None:
    """The case a customer's signed key opens; nothing for a forged or cut-off key."""
    try:
        number = signing.Signer(salt=FOLLOW_SALT).unsign(key)
    except signing.BadSignature:
        return None
    return Case.objects.select_related("customer", "owner", "unit").filter(pk=number).first()


def may_own(case: Case) -> QuerySet[Account]:
    """Those to whom the case may be given: who answers or leads at its unit or above."""
    return Account.objects.filter(
        is_active=True,
        roles__kind__in=[Role.Kind.RESPONDER, Role.Kind.LEADER],
        roles__unit__in=case.unit.trail_ids,
    ).distinct()
