"""Old cases are brought in as history: nothing is sent, nobody is called, nothing is promised."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.imports.old import IN, OldCase, OldMessage, Person, Read
from herefor.answer.imports.reading import is_mail, read_cases
from herefor.answer.models import Case, CaseImport, Draft, ImportedCase
from herefor.answer.queries.cases import next_owner
from herefor.answer.rules import may_own
from herefor.answer.verbs._common import OUT, restate
from herefor.answer.verbs.clocks import owe_answer
from herefor.answer.verbs.old_letters import cases_in_letters
from herefor.answer.verbs.opening import give_reference
from herefor.mail.models import Letter, Mailbox
from herefor.mail.verbs import file_letter
from herefor.people.models import Account, Customer, Unit
from herefor.people.queries import and_below, known_by
from herefor.people.verbs import meet_customer
from herefor.story.clock import now
from herefor.story.models import Event
from herefor.story.verbs import take_the_pen, tell


class MailboxNeeded(Exception):
    """Letters are kept in a mailbox, and none was named."""


class AlreadyUndone(Exception):
    """It is undone already."""


class WorkedOn(Exception):
    """Something was done since on these cases, so nothing was undone."""

    def __init__(self, cases: list[Case]):
        self.cases = cases


def import_cases(
    path: Path, *, unit: Unit, by: Account, mailbox: Mailbox | None = None
) -> CaseImport:
    """Bring the cases of a file in; what is here already stays as it is.

    Each case is a transaction of its own, so a large file keeps nobody waiting; after a crash the
    same file goes on where it stopped. Raises UnreadableFile or MailboxNeeded before anything is
    kept.
    """
    found = _found(path, mailbox)
    run = CaseImport.objects.create(
        file_name=path.name[:200], unit=unit, by=by, begun_at=now(), problems=[]
    )
    met: dict[Person, Customer] = {}
    for old in found:
        if isinstance(old, OldCase):
            _bring(old, run=run, met=met)
        else:
            run.already_there += old.is_there
            _remark(run, old.row, [old.why] if old.why else [], kept=old.is_there)
    with transaction.atomic():
        run.ended_at = now()
        run.save()
        tell(
            "cases imported",
            about=run,
            by=by,
            unit=unit,
            brought=run.brought,
            still_open=run.still_open,
            already_there=run.already_there,
            remarks=len(run.problems),
        )
    return run


def undo_import_of_cases(run: CaseImport, *, by: Account) -> CaseImport:
    """Take all cases of a file away again. Letters and customers that were met stay.

    Raises WorkedOn when anything was told or is being written on one of them, AlreadyUndone when
    there is nothing to undo.
    """
    with transaction.atomic():
        take_the_pen()
        if not CaseImport.objects.filter(pk=run.pk, undone_at=None).update(undone_at=now()):
            raise AlreadyUndone
        cases = Case.objects.filter(imported__run=run)
        of_case = {"about_type": ContentType.objects.get_for_model(Case)}
        told = Event.objects.filter(**of_case, about_id__in=cases.values("pk"))
        written = Draft.objects.filter(case__in=cases).values("case")
        touched = cases.filter(pk__in=told.order_by().values("about_id")) | cases.filter(
            pk__in=written
        )
        if worked_on := list(touched.order_by("pk")):
            raise WorkedOn(worked_on)
        letters = Letter.objects.filter(**of_case, about_id__in=cases.values("pk"))
        letters.update(about_type=None, about_id=None)
        number = cases.count()
        cases.delete()
        run.refresh_from_db()
        tell("import of cases undone", about=run, by=by, unit=run.unit, cases=number)
    return run


def _found(path: Path, mailbox: Mailbox | None) -> Read:
    if not is_mail(path):
        return read_cases(path)
    if mailbox is None:
        raise MailboxNeeded
    return cases_in_letters(path, mailbox=mailbox)


def _bring(old: OldCase, *, run: CaseImport, met: dict[Person, Customer]) -> None:
    with transaction.atomic():
        take_the_pen()
        if Case.objects.filter(once=old.once).exists():
            run.already_there += 1
            return
        owner = _account_of(old.owner)
        case = _entered(old, run=run, customer=_customer(old.customer, run.unit, met), owner=owner)
        for message in old.messages:
            _say(case, message, customer=old.customer, otherwise=run.by)
        if old.closed_at is None and old.waits_for_us:
            owe_answer(case)
        restate(case)
        case.promised_by = case.due_at or case.opened_at
        case.save()
    run.brought += 1
    run.still_open += case.closed_at is None
    _remark(run, old.row, list(dict.fromkeys(old.remarks)), kept=True)


def _entered(
    old: OldCase, *, run: CaseImport, customer: Customer | None, owner: Account | None
) -> Case:
    """The case with its owner, as old as it is, and where it came from."""
    said = [message.said_at for message in old.messages]
    answers = [message.said_at for message in old.messages if message.direction == OUT]
    case = Case(
        kind=old.kind,
        severity=old.severity,
        source=Case.Source.IMPORT,
        title=old.title[:140],
        unit=run.unit,
        customer=customer,
        once=old.once,
        opened_at=old.opened_at,
        promised_by=old.opened_at,
        first_answered_at=min(answers, default=None),
        last_said_at=max(said, default=old.opened_at),
        closed_at=old.closed_at,
    )
    mine = owner is not None and may_own(case).filter(pk=owner.pk).exists()
    case.owner = owner if owner and mine else next_owner(run.unit)
    case.taken_at = now() if mine else None
    give_reference(case)
    case.assignments.create(owner=case.owner, assigned_at=now())
    ImportedCase.objects.create(
        case=case,
        run=run,
        tool=old.tool,
        number=old.number,
        status=old.status,
        closed_at=old.closed_at,
    )
    return case


def _customer(who: Person, unit: Unit, met: dict[Person, Customer]) -> Customer | None:
    """Known by the address at the unit or below, else met; nobody said that we may write."""
    if not who:
        return None
    known = known_by(who.email, within=and_below(unit)) if who.email else None
    if known is None and who.number:
        known = met.get(who)
    if known is None:
        known = meet_customer(unit=unit, name=who.name, email=who.email, phone=who.phone)
    met[who] = known
    return known


def _say(case: Case, old: OldMessage, *, customer: Person, otherwise: Account) -> None:
    """Ours by whom we know by address; whoever else spoke is named where their words begin."""
    is_customers = old.direction == IN
    known = None if is_customers else _account_of(old.by)
    text = old.text
    if known is None and not (is_customers and (not old.by or old.by.is_same(customer))):
        text = f"{old.by.name or old.by.email or _('A colleague')}: {text}"
    message = case.messages.create(
        direction=old.direction,
        text=text,
        author=None if is_customers else known or otherwise,
        said_at=old.said_at,
        letter=old.letter,
    )
    if old.letter:
        message.files.set(old.letter.files.all())
        file_letter(old.letter, about=case, unit=case.unit)


def _account_of(who: Person) -> Account | None:
    return Account.objects.filter(email__iexact=who.email).first() if who.email else None


def _remark(run: CaseImport, row: int, remarks: Iterable[str], *, kept: bool) -> None:
    found: list[dict[str, Any]] = run.problems
    found += [{"row": row, "message": remark, "kept": kept} for remark in remarks]
