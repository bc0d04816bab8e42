"""One small world for every test.

Alice leads Harbour & Vale. Bob answers at its Harbour branch. Ann analyses. Adam administers.
Charlie answers at the Hill branch and has no business at Harbour. Carla is the customer.
"""

from dataclasses import dataclass

from herefor.people import verbs
from herefor.people.models import Account, Customer, Organisation, Role, Unit

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class World:
    organisation: Organisation
    company: Unit
    harbour: Unit
    hill: Unit
    adam: Account
    alice: Account
    ann: Account
    bob: Account
    charlie: Account
    carla: Customer


def make_world() -> World:
    adam = verbs.set_up(
        organisation="Harbour & Vale", name="Adam Day", email="adam@example.org", password=PASSWORD
    )
    adam.roles.filter(kind=Role.Kind.LEADER).delete()
    company = Unit.objects.get()
    harbour = verbs.open_unit("Harbour", parent=company, weight=2, by=adam)
    hill = verbs.open_unit("Hill", parent=company, weight=1, by=adam)
    carla = verbs.meet_customer(
        unit=harbour, name="Carla Reyes", email="carla@example.org", consent_words="You may."
    )
    return World(
        organisation=Organisation.objects.get(),
        company=company,
        harbour=harbour,
        hill=hill,
        adam=adam,
        alice=_somebody("Alice Berg", Role.Kind.LEADER, unit=company, by=adam),
        ann=_somebody("Ann Fox", Role.Kind.ANALYST, unit=company, by=adam),
        bob=_somebody("Bob Ek", Role.Kind.RESPONDER, unit=harbour, by=adam),
        charlie=_somebody("Charlie Low", Role.Kind.RESPONDER, unit=hill, by=adam),
        carla=carla,
    )


def _somebody(name: str, role: Role.Kind, *, unit: Unit, by: Account) -> Account:
    email = f"{name.split()[0].lower()}@example.org"
    account = Account.objects.create_user(email, PASSWORD, name=name)
    verbs.give_role(account, kind=role, unit=unit, by=by)
    return account
