"""What is done on a case. Each act takes its actor, tells one event and returns the record."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from herefor.answer.models import Case, Confirmation, Message, Reopening, Settlement
from herefor.answer.queries import next_owner, standing_settlement
from herefor.listen.answers import clean_text
from herefor.listen.models import Response
from herefor.people.models import Account, Customer, Unit
from herefor.people.queries import the_organisation
from herefor.story.clock import now
from herefor.story.verbs import tell

IN, OUT, INTERNAL = Message.Direction.IN, Message.Direction.OUT, Message.Direction.INTERNAL
FIRST_REFERENCE = 1000


class NotSettled(Exception):
    """Nothing stands that could be confirmed."""


class AlreadySettled(Exception):
    """Somebody was quicker: a settlement stands, and these words were not stored."""


def open_case(
    title: str,
    *,
    unit: Unit,
    kind: str = Case.Kind.COMPLAINT,
    customer: Customer | None = None,
    response: Response | None = None,
    words: str = "",
) -> Case:
    """Open a case with an owner and a due time; `words` are what the customer wrote."""
    with transaction.atomic():
        moment, owner = now(), next_owner(unit)
        due = moment + answer_time()
        case = Case.objects.create(
            reference=f"new-{uuid.uuid4().hex[:12]}",
            kind=kind,
            title=title[:140],
            unit=unit,
            customer=customer,
            response=response,
            owner=owner,
            opened_at=moment,
            due_at=due,
            promised_by=due,
        )
        case.reference = f"{_initials()}-{FIRST_REFERENCE + case.pk}"
        case.save(update_fields=["reference"])
        told: dict[str, Any] = {"owner": owner.name, "due": readable(due)}
        if words:
            told["message"] = _say(case, direction=IN, text=words).pk
        tell("case opened", about=case, customer=customer, unit=unit, **told)
    return case


def answer_case(case: Case, *, text: str, by: Account, once: uuid.UUID | None = None) -> Message:
    """Answer the customer; what was owed is paid. The same form sent twice answers once."""
    with transaction.atomic():
        if said := _said_before(case, text, once):
            return said
        message = _say(case, direction=OUT, text=text, author=by, once=once)
        case.due_at = None
        case.first_answered_at = case.first_answered_at or message.said_at
        case.save(update_fields=["due_at", "first_answered_at"])
        _tell("case answered", case, by=by, message=message.pk)
    return message


def note_on_case(case: Case, *, text: str, by: Account, once: uuid.UUID | None = None) -> Message:
    """Write something for us alone; the customer never sees it."""
    with transaction.atomic():
        if said := _said_before(case, text, once):
            return said
        message = _say(case, direction=INTERNAL, text=text, author=by, once=once)
        _tell("case noted", case, by=by, message=message.pk)
    return message


def hear_customer(case: Case, *, text: str, once: uuid.UUID | None = None) -> Message:
    """The customer writes, and from now an answer is owed.

    Whether it is put right stays as it was: only the customer's own yes or no says that.
    """
    with transaction.atomic():
        if said := _said_before(case, text, once):
            return said
        message = _say(case, direction=IN, text=text, once=once)
        _owe(case)
        _tell("customer wrote", case, by_customer=True, message=message.pk)
    return message


def give_case(case: Case, *, owner: Account, by: Account) -> Case:
    """Another person has it now. The clock keeps running."""
    with transaction.atomic():
        case.owner = owner
        case.save(update_fields=["owner"])
        _tell("case given", case, by=by, owner=owner.name)
    return case


def settle_case(case: Case, *, words: str, by: Account) -> Settlement:
    """We say it is put right and ask the customer. It stays open until the customer confirms.

    Raises AlreadySettled when a settlement stands.
    """
    with transaction.atomic():
        if standing_settlement(case):
            raise AlreadySettled
        settlement = case.settlements.create(words=words, by=by, settled_at=now())
        message = _say(case, direction=OUT, text=words, author=by)
        case.due_at = None
        case.first_answered_at = case.first_answered_at or message.said_at
        case.save(update_fields=["due_at", "first_answered_at"])
        _tell("case settled", case, by=by, message=message.pk)
    return settlement


def confirm_settlement(case: Case) -> Confirmation:
    """The customer says that it is put right: the case is closed.

    Raises NotSettled when nothing was settled, or the settlement was reopened.
    """
    with transaction.atomic():
        settlement = standing_settlement(case)
        if settlement is None:
            raise NotSettled
        confirmation, made = Confirmation.objects.get_or_create(
            settlement=settlement, defaults={"confirmed_at": now()}
        )
        if made:
            _tell("settlement confirmed", case, by_customer=True)
    return confirmation


def reopen_case(
    settlement: Settlement, *, reason: str = "", by: Account | None = None
) -> Reopening:
    """The settlement no longer counts and an answer is owed; `by` is empty for the customer."""
    case = settlement.case
    with transaction.atomic():
        reopening, made = Reopening.objects.get_or_create(
            settlement=settlement, defaults={"reason": reason, "by": by, "reopened_at": now()}
        )
        if made:
            told: dict[str, Any] = {}
            if reason:
                direction = INTERNAL if by else IN
                told["message"] = _say(case, direction=direction, text=reason, author=by).pk
            _owe(case)
            _tell("case reopened", case, by=by, by_customer=by is None, **told)
    return reopening


def answer_time() -> timedelta:
    organisation = the_organisation()
    return timedelta(hours=organisation.first_answer_hours if organisation else 24)


def tell_on_case(case: Case, *, text: str, by: Account) -> Message:
    """Tell the customer what came of what they said. It pays nothing that is owed."""
    with transaction.atomic():
        message = _say(case, direction=OUT, text=text, author=by)
        _tell("customer told", case, by=by, message=message.pk)
    return message


def readable(moment: datetime) -> str:
    return date_format(localtime(moment), "j F, H:i")


def _said_before(case: Case, text: str, once: uuid.UUID | None) -> Message | None:
    """The same form sent again. Other words under its mark are other words, and are kept."""
    return case.messages.filter(once=once, text=clean_text(text)).first() if once else None


def _say(
    case: Case,
    *,
    direction: str,
    text: str,
    author: Account | None = None,
    once: uuid.UUID | None = None,
) -> Message:
    return case.messages.create(
        direction=direction,
        text=clean_text(text),
        author=author,
        said_at=now(),
        once=_mark(once),
    )


def _mark(once: uuid.UUID | None) -> uuid.UUID:
    taken = once is not None and Message.objects.filter(once=once).exists()
    return uuid.uuid4() if once is None or taken else once


def _owe(case: Case) -> None:
    if case.due_at is None:
        case.due_at = now() + answer_time()
        case.save(update_fields=["due_at"])


def _tell(what: str, case: Case, **told: Any) -> None:
    tell(what, about=case, customer=case.customer, unit=case.unit, **told)


def _initials() -> str:
    name = str(the_organisation() or _("Case"))
    return "".join(word[0] for word in re.findall(r"\w+", name)[:3]).upper()
