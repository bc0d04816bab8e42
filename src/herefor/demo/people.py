"""The made-up organisation: its units and who is in them."""

from dataclasses import dataclass

from herefor.demo.truth import UNIT_WEIGHTS
from herefor.people.models import Account, Role, Unit
from herefor.people.verbs import give_role, open_unit, set_up

DOMAIN = "harbour-vale.example"
ORGANISATION = "Harbour & Vale"
KINDS = {"Online": Unit.Kind.CHANNEL, "Repairs": Unit.Kind.DIVISION}

STAFF = [
    ("Alice Berg", Role.Kind.LEADER, ORGANISATION),
    ("Ruth Amadi", Role.Kind.LEADER, "Repairs"),
    ("Ann Fox", Role.Kind.ANALYST, ORGANISATION),
    ("Nora Vance", Role.Kind.MODERATOR, ORGANISATION),
    ("Bo Ek", Role.Kind.RESPONDER, "Repairs"),
    ("Ines Duarte", Role.Kind.RESPONDER, "Harbour branch"),
    ("Sam Okafor", Role.Kind.RESPONDER, "Online"),
    ("Vera Lind", Role.Kind.RESPONDER, "Vale branch"),
]


@dataclass(frozen=True)
class Cast:
    """Who is in the demonstration."""

    administrator: Account
    accounts: dict[str, Account]
    units: dict[str, Unit]

    @property
    def company(self) -> Unit:
        return self.units[ORGANISATION]


def enter() -> Cast:
    """Set the organisation up; nobody has a password, the doors let people in."""
    administrator = set_up(
        organisation=ORGANISATION, name="Adam Day", email=f"adam@{DOMAIN}", password=""
    )
    administrator.set_unusable_password()
    administrator.save(update_fields=["password"])
    administrator.roles.filter(kind=Role.Kind.LEADER).delete()
    company = Unit.objects.get()
    units = {company.name: company} | {
        name: open_unit(
            name,
            kind=KINDS.get(name, Unit.Kind.SITE),
            parent=company,
            weight=weight,
            by=administrator,
        )
        for name, weight in UNIT_WEIGHTS.items()
    }
    accounts = {}
    for name, kind, at in STAFF:
        email = f"{name.split()[0].lower()}@{DOMAIN}"
        accounts[name] = Account.objects.create_user(email, None, name=name)
        give_role(accounts[name], kind=kind, unit=units[at], by=administrator)
    return Cast(administrator, accounts, units)
