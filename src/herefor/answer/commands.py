"""Bringing old cases in from the command line."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from herefor.answer.imports.reading import UnreadableFile
from herefor.answer.models import CaseImport
from herefor.answer.verbs.importing import (
    AlreadyUndone,
    MailboxNeeded,
    WorkedOn,
    import_cases,
    undo_import_of_cases,
)
from herefor.listen.commands import REFUSED, Refusal, unit_called
from herefor.mail.models import Mailbox
from herefor.people.models import Account, Role, Unit

REMARKS_SHOWN, CASES_NAMED = 50, 5


def import_file(
    path: Path,
    *,
    unit: str = "",
    by: str = "",
    mailbox: str = "",
    console: Console | None = None,
) -> int:
    """Bring the cases of a file in and say row by row what was not kept. Returns the exit code."""
    console = console or Console()
    try:
        where = unit_called(unit)
        run = import_cases(path, unit=where, by=_account(by), mailbox=_mailbox(mailbox, where))
    except (Refusal, UnreadableFile) as refusal:
        return _refuse(str(refusal), console)
    except OSError as error:
        said = _("%(path)s cannot be read: %(why)s.")
        return _refuse(said % {"path": path, "why": error.strerror}, console)
    except MailboxNeeded:
        names = ", ".join(Mailbox.objects.values_list("address", flat=True)) or _("none yet")
        said = _("Letters are kept in a mailbox. Please name one by --mailbox: %(names)s.")
        return _refuse(said % {"names": names}, console)
    _show(run, console)
    return 0 if run.brought or run.already_there else REFUSED


def undo(number: int, *, by: str = "", console: Console | None = None) -> int:
    """Take the cases of a file away again. Returns the exit code."""
    console = console or Console()
    try:
        run = CaseImport.objects.filter(pk=number).first()
        if run is None:
            raise Refusal(_("There is no import of cases %(number)d.") % {"number": number})
        undo_import_of_cases(run, by=_account(by))
    except Refusal as refusal:
        return _refuse(str(refusal), console)
    except AlreadyUndone:
        return _refuse(_("It is undone already."), console)
    except WorkedOn as since:
        names = ", ".join(case.reference for case in since.cases[:CASES_NAMED])
        more = "" if len(since.cases) <= CASES_NAMED else ", …"
        said = _("Nothing was undone: something happened since on %(names)s.")
        return _refuse(said % {"names": names + more}, console)
    said = _("Import of cases %(number)d is undone. Letters, and customers we met by it, stay.")
    console.print(said % {"number": number})
    return 0


def _account(email: str) -> Account:
    known = Account.objects.filter(is_active=True)
    if email:
        found = known.filter(email__iexact=email).first()
    else:
        found = known.filter(roles__kind=Role.Kind.ADMINISTRATOR).order_by("pk").first()
    if found is None:
        raise Refusal(_("Nobody here signs in with %(email)s.") % {"email": email or "…"})
    return found


def _mailbox(address: str, unit: Unit) -> Mailbox | None:
    """The one named; else the unit's own, or the only one there is."""
    if address:
        named = Mailbox.objects.filter(address__iexact=address).first()
        if named is None:
            raise Refusal(_("There is no mailbox %(address)s.") % {"address": address})
        return named
    for mailboxes in (Mailbox.objects.filter(unit=unit), Mailbox.objects.all()):
        if mailboxes.count() == 1:
            return mailboxes.get()
    return None


def _show(run: CaseImport, console: Console) -> None:
    for remark in run.problems[:REMARKS_SHOWN]:
        words = _("Row %(row)d: %(why)s") % {"row": remark["row"], "why": remark["message"]}
        kept = _("The rest of it was kept.") if remark["kept"] else _("Nothing of it was kept.")
        console.print(f"{words} {kept}", markup=False)
    if len(run.problems) > REMARKS_SHOWN:
        console.print(_("And %(n)d more remarks.") % {"n": len(run.problems) - REMARKS_SHOWN})
    said = ngettext(
        "%(n)d case is brought in as import %(number)d, %(open)d of them open.",
        "%(n)d cases are brought in as import %(number)d, %(open)d of them open.",
        run.brought,
    )
    console.print(said % {"n": run.brought, "number": run.pk, "open": run.still_open})
    there = _("%(n)d were here already. Nothing was sent.") % {"n": run.already_there}
    console.print(there, _("To undo it: --undo %(number)d") % {"number": run.pk})


def _refuse(words: str, console: Console) -> int:
    console.print(words, style="bold", markup=False)
    return REFUSED
