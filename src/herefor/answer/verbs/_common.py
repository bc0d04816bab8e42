"""What every act on a case begins and ends with."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from herefor.answer.models import Case, Clock, ImportedCase, Message
from herefor.answer.queries.cases import front_of, is_over, told_within
from herefor.answer.queries.clocks import OWED, RUNNING
from herefor.answer.words import readable as readable
from herefor.duty.verbs import stand_down_about
from herefor.files.models import File
from herefor.listen.answers import clean_text
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

IN, OUT, INTERNAL = Message.Direction.IN, Message.Direction.OUT, Message.Direction.INTERNAL


def hold(*cases: Case) -> None:
    """Read the cases as they are now and let nobody else change them until this act is done."""
    take_the_pen()
    for case in cases:
        case.refresh_from_db()


def restate(case: Case) -> None:
    """Write on the case what its rows say: by when we owe something, and whether it is over.

    What is owed on a case merged into another is owed there.
    """
    front = front_of(case)
    if front != case:
        case.due_at, case.closed_at = None, case.closed_at or now()
        case.save()
        restate(front)
        return
    told = told_within(case)
    owed = Clock.objects.filter(RUNNING, case__in=told, what__in=OWED)
    case.due_at = owed.aggregate(at=Min("due_at"))["at"]
    if case.due_at is None and is_over(case):
        case.closed_at = case.closed_at or now()
    else:
        case.closed_at = None
    case.save()
    _quiet_alarms(told)


def not_over_after_all(case: Case) -> None:
    """Somebody says that it is open: that it was taken back, or closed elsewhere, ends."""
    case.withdrawals.filter(undone_at=None).update(undone_at=now())
    closed = ImportedCase.objects.filter(case=case, closed_at__isnull=False, reopened_at=None)
    closed.update(reopened_at=now())


def _quiet_alarms(told: list[Case]) -> None:
    """Somebody was called; when nothing is late any more, nobody needs to be called further."""
    clocks = Clock.objects.filter(case__in=told)
    was_called = clocks.filter(escalated_at__isnull=False).exists()
    if was_called and not clocks.filter(RUNNING, due_at__lte=now()).exists():
        for case in told:
            stand_down_about(case, by=None, why=_("Done meanwhile."))


def said_before(case: Case, text: str, once: uuid.UUID | None) -> Message | None:
    """The same form sent again. Other words under its mark are other words, and are kept."""
    return case.messages.filter(once=once, text=clean_text(text)).first() if once else None


def say(
    case: Case,
    *,
    direction: str,
    text: str,
    author: Account | None = None,
    once: uuid.UUID | None = None,
    files: Iterable[File] = (),
    said_by: str = "",
) -> Message:
    message = case.messages.create(
        said_by=said_by,
        direction=direction,
        text=clean_text(text),
        author=author,
        said_at=now(),
        once=_mark(once),
    )
    message.files.set(files)
    case.last_said_at = message.said_at
    return message


def _mark(once: uuid.UUID | None) -> uuid.UUID:
    taken = once is not None and Message.objects.filter(once=once).exists()
    return uuid.uuid4() if once is None or taken else once


def tell_of(what: str, case: Case, /, **told: Any) -> None:
    tell(what, about=case, customer=case.customer, unit=case.unit, **told)
