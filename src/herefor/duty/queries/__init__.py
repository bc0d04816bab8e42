"""Placeholder until the rota is there: the nearest leader."""

from dataclasses import dataclass

from herefor.people.models import Account, Role, Unit
from herefor.people.queries import holders


@dataclass(frozen=True)
class Watch:
    account: Account


def who_is_on(unit: Unit, *, kind: str = "duty") -> Watch:
    leader = holders(unit, Role.Kind.LEADER).first()
    return Watch(leader or Account.objects.filter(is_active=True).earliest("pk"))
