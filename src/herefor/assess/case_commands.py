"""Bringing cases to learn on in from the command line, and removing them."""

from pathlib import Path

from rich.console import Console

from herefor.assess.case_checks import checked, refuse
from herefor.assess.cases import UnreadableCase, read_case, shipped_cases
from herefor.assess.models import TrainingCase
from herefor.assess.verbs import import_case, remove_case
from herefor.people.models import Account, Role


def bring_in(path: Path, *, by: str = "", console: Console | None = None) -> int:
    console = console or Console()
    try:
        case, document = read_case(path)
    except UnreadableCase as refused:
        return refuse(str(refused), console)
    account = _account(by)
    if account is None:
        return refuse(_nobody(by), console)
    if case.id in shipped_cases():
        return refuse(f"{case.id} comes with the program. Give yours another id.", console)
    if checked(case, console):
        return refuse("Nothing was brought in.", console)
    import_case(document, by=account)
    console.print(f"{case.name} is there for everybody who learns to examine.", markup=False)
    return 0


def remove(key: str, *, by: str = "", console: Console | None = None) -> int:
    console = console or Console()
    account, found = _account(by), TrainingCase.objects.filter(key=key).first()
    if account is None:
        return refuse(_nobody(by), console)
    if found is None:
        return refuse(f"No case {key} was brought in.", console)
    remove_case(found, by=account)
    console.print(f"{key} is removed. Exercises that were made on it stay.", markup=False)
    return 0


def _account(email: str) -> Account | None:
    known = Account.objects.filter(is_active=True)
    if email:
        return known.filter(email__iexact=email).first()
    return known.filter(roles__kind=Role.Kind.ADMINISTRATOR).order_by("pk").first()


def _nobody(email: str) -> str:
    if email:
        return f"Nobody here signs in with {email}."
    return "Nobody administers this data folder yet. Set the program up first, or name another."
