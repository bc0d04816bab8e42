"""What is said on a case: by us, among us, by the customer."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, LeaderRequest, Message
from herefor.answer.queries.cases import front_of, told_within
from herefor.answer.queries.mentions import mentioned_in
from herefor.answer.verbs._common import (
    IN,
    INTERNAL,
    OUT,
    hold,
    not_over_after_all,
    restate,
    said_before,
    say,
    tell_of,
)
from herefor.answer.verbs.clocks import (
    ANSWER,
    FIRST_ANSWER,
    LEADER,
    UPDATE,
    owe_answer,
    owe_update,
    stop_clocks,
)
from herefor.answer.verbs.writing import write_to_colleague, write_to_customer
from herefor.files.models import File
from herefor.people.models import Account
from herefor.people.queries import holders
from herefor.people.rules import LEADER as LEADERS
from herefor.story.clock import now


def answer_case(
    case: Case,
    *,
    text: str,
    by: Account,
    once: uuid.UUID | None = None,
    files: Iterable[File] = (),
    customers_turn: bool = True,
) -> Message:
    """Answer the customer; what was owed is paid. The same form sent twice answers once.

    Unless it is the customer's turn, the next word of ours is owed where a rule says so. Of a
    merged case the one that is kept is answered.
    """
    with transaction.atomic():
        hold(case)
        if (kept := front_of(case)) != case:
            return answer_case(
                kept, text=text, by=by, once=once, files=files, customers_turn=customers_turn
            )
        if said := said_before(case, text, once):
            return said
        message = say(case, direction=OUT, text=text, author=by, once=once, files=files)
        paid(case, by=by, at=message.said_at)
        if not customers_turn:
            owe_update(case)
        restate(case)
        case.drafts.filter(author=by).delete()
        write_to_customer(case, message)
        tell_of("case answered", case, by=by, message=message.pk)
    return message


def note_on_case(
    case: Case,
    *,
    text: str,
    by: Account,
    once: uuid.UUID | None = None,
    files: Iterable[File] = (),
) -> Message:
    """Write something for us alone; the customer never sees it. Who is named in it is told."""
    with transaction.atomic():
        hold(case)
        if said := said_before(case, text, once):
            return said
        message = say(case, direction=INTERNAL, text=text, author=by, once=once, files=files)
        for account in mentioned_in(message):
            message.mentions.create(account=account)
            _tell_named(account, message)
        restate(case)
        case.drafts.filter(author=by).delete()
        tell_of("case noted", case, by=by, message=message.pk)
    return message


def _tell_named(account: Account, message: Message) -> None:
    said = {"who": message.author, "reference": message.case.reference}
    write_to_colleague(
        account,
        message.case,
        subject=_("%(who)s named you in %(reference)s") % said,
        text=_("%(who)s named you in a note on %(reference)s.") % said,
        once=f"named-{message.pk}",
    )


def hear_customer(
    case: Case,
    *,
    text: str,
    once: uuid.UUID | None = None,
    files: Iterable[File] = (),
    said_by: str = "",
) -> Message:
    """The customer writes, or `said_by` in her thread, and from now an answer is owed.

    Whether it is put right stays as it was: only the customer's own yes or no says that. What was
    put aside or taken back by her is woken; of a merged case the one that is kept hears it.
    """
    with transaction.atomic():
        hold(case)
        if (kept := front_of(case)) != case:
            return hear_customer(kept, text=text, once=once, files=files, said_by=said_by)
        if said := said_before(case, text, once):
            return said
        message = say(case, direction=IN, text=text, once=once, files=files, said_by=said_by)
        case.snoozes.filter(woken_at=None).update(woken_at=now())
        not_over_after_all(case)
        case.later_answers.filter(message=None, withdrawn_at=None).update(held_because="heard")
        owe_answer(case)
        restate(case)
        if said_by:
            tell_of("somebody else wrote", case, message=message.pk)
        else:
            tell_of("customer wrote", case, by_customer=True, message=message.pk)
    return message


def tell_on_case(case: Case, *, text: str, by: Account) -> Message:
    """Tell the customer what came of what they said. It pays nothing that is owed."""
    with transaction.atomic():
        hold(case)
        message = say(case, direction=OUT, text=text, author=by)
        restate(case)
        write_to_customer(case, message)
        tell_of("customer told", case, by=by, message=message.pk)
    return message


def paid(case: Case, *, by: Account, at: datetime) -> None:
    """What the customer waited for was said: the first answer, an answer, a leader's answer."""
    case.first_answered_at = case.first_answered_at or at
    case.taken_at = case.taken_at or at
    stop_clocks(case, FIRST_ANSWER, ANSWER, UPDATE)
    requests = LeaderRequest.objects.filter(case__in=told_within(case), answered_at=None)
    for request in requests.select_related("case__unit"):
        if by == request.leader or by in holders(request.case.unit, LEADERS):
            LeaderRequest.objects.filter(pk=request.pk).update(answered_at=at)
            stop_clocks(request.case, LEADER)
