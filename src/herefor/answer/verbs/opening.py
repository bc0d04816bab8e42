"""A case is opened, whatever door the customer came in by."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case
from herefor.answer.queries.cases import next_owner
from herefor.answer.queries.clocks import RUNNING
from herefor.answer.rules import may_own
from herefor.answer.verbs._common import IN, readable, restate, say, tell_of
from herefor.answer.verbs.clocks import FIRST_ANSWER, start_first_clocks
from herefor.files.models import File
from herefor.listen.models import Response
from herefor.people.models import Account, Customer, Unit
from herefor.people.queries import the_organisation
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen

FIRST_REFERENCE = 1000


@dataclass(frozen=True)
class Door:
    """How a case came in: the door, the mark it carries, and who of us wrote it down."""

    source: str = Case.Source.SURVEY
    once: str = ""
    by: Account | None = None
    files: Iterable[File] = ()


BY_SURVEY = Door()


def open_case(
    title: str,
    *,
    unit: Unit,
    kind: str = Case.Kind.COMPLAINT,
    severity: int = Case.Severity.NORMAL,
    customer: Customer | None = None,
    response: Response | None = None,
    words: str = "",
    door: Door = BY_SURVEY,
) -> Case:
    """Open a case with an owner and a due time; `words` are what the customer said.

    Brought twice by the same door under the same mark, it is opened once.
    """
    with transaction.atomic():
        take_the_pen()
        if door.once and (known := Case.objects.filter(once=door.once).first()):
            return known
        case = _enter(
            by=door.by,
            case=Case(
                kind=kind,
                severity=severity,
                source=door.source,
                title=title[:140],
                unit=unit,
                customer=customer,
                response=response,
                once=door.once,
            ),
        )
        told: dict[str, Any] = {"owner": case.owner.name, "due": readable(case.promised_by)}
        if words:
            told["message"] = say(case, direction=IN, text=words, files=door.files).pk
        restate(case)
        tell_of("case opened", case, by=door.by, **told)
    return case


def answer_time() -> timedelta:
    organisation = the_organisation()
    return timedelta(hours=organisation.first_answer_hours if organisation else 24)


def _enter(case: Case, *, by: Account | None) -> Case:
    """Give the case its owner, its reference and its clocks.

    Whoever of us wrote it down has it, if they answer there; else it goes to the next.
    """
    moment = now()
    writer = by if by and may_own(case).filter(pk=by.pk).exists() else None
    case.owner = writer or next_owner(case.unit)
    case.taken_at = moment if writer else None
    case.opened_at = case.last_said_at = case.promised_by = moment
    give_reference(case)
    case.assignments.create(owner=case.owner, by=writer, assigned_at=moment)
    start_first_clocks(case)
    case.promised_by = case.clocks.get(RUNNING, what=FIRST_ANSWER).due_at
    return case


def give_reference(case: Case) -> None:
    """Store a new case, and name it by its number."""
    case.reference = f"new-{uuid.uuid4().hex[:12]}"
    case.save()
    case.reference = f"{_initials()}-{FIRST_REFERENCE + case.pk}"


def _initials() -> str:
    name = str(the_organisation() or _("Case"))
    return "".join(word[0] for word in re.findall(r"\w+", name)[:3]).upper()
