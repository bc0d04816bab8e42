"""What lies on the reply desk of a case: drafts, answers to come, who else is there."""

from dataclasses import dataclass

from django.db.models import Max

from herefor.answer.models import Case, Draft, KeysOff, LaterAnswer, Message
from herefor.answer.queries.cases import told_within
from herefor.answer.queries.news import newest_said, others_here
from herefor.answer.rules import may_own
from herefor.people.models import Account


@dataclass(frozen=True)
class Desk:
    """Everything beside the box one writes in."""

    draft: Draft | None
    later: list[LaterAnswer]
    colleagues: list[str]
    newest_said: int
    others: str
    keys: bool


def desk_of(case: Case, user: Account) -> Desk:
    waiting = case.later_answers.filter(message=None, withdrawn_at=None)
    return Desk(
        draft=case.drafts.filter(author=user).first(),
        later=list(waiting.select_related("by").prefetch_related("files")),
        colleagues=[one.name for one in may_own(case) if one != user],
        newest_said=newest_said(case),
        others=others_here(case, user),
        keys=not KeysOff.objects.filter(account=user).exists(),
    )


def last_answered(case: Case, *, but: Account) -> int:
    """The newest answer of a colleague, so that a form can tell whether it was read; 0 for none."""
    said = Message.objects.filter(case__in=told_within(case), direction=Message.Direction.OUT)
    return said.exclude(author=but).aggregate(newest=Max("pk"))["newest"] or 0
