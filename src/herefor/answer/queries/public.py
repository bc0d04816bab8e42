"""What the customer may read of a case: what was said, who has it, what was promised."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import Case, FollowUp, LeaderRequest, Message, Promise
from herefor.answer.queries.cases import told_within, was_imported
from herefor.files.models import File
from herefor.story.models import Event

HAS_IT_NOW = _("{owner} has it now.")
ANSWERS_BY = _("{owner} has it now and answers by {due}.")

SAID_TO_CUSTOMERS = {
    "case opened": _("We received it. {owner} was to answer by {due}."),
    "case taken": HAS_IT_NOW,
    "case given": HAS_IT_NOW,
    "case accepted": HAS_IT_NOW,
    "case passed on": HAS_IT_NOW,
    "case moved": HAS_IT_NOW,
    "act taken back": HAS_IT_NOW,
    "leader asked for": _("You asked for a leader. {leader} answers you by {due}."),
    "settlement confirmed": _("You confirmed that it is put right."),
    "settlement confirmed, more owed": _("You confirmed that it is put right."),
    "case reopened": _("It is open again."),
    "case withdrawn": _("You took it back."),
    "customer asked again": _("We asked you again whether it is put right."),
}


@dataclass(frozen=True)
class Line:
    """One line of the customer's page: a sentence, or something that was said."""

    at: datetime
    text: str = ""
    message: Message | None = None


def conversation(case: Case) -> QuerySet[Message]:
    """Everything said, none of our notes."""
    said = Message.objects.filter(case__in=told_within(case))
    said = said.exclude(direction=Message.Direction.INTERNAL)
    return said.select_related("author").prefetch_related("files").order_by("said_at", "pk")


def customers_story(case: Case) -> list[Line]:
    """What was said and who had it, oldest first."""
    lines = [Line(message.said_at, message=message) for message in conversation(case)]
    for told in told_within(case):
        for event in Event.objects.about(told).filter(what__in=SAID_TO_CUSTOMERS):
            lines.append(Line(event.at, _said_of(event)))
    return sorted(lines, key=lambda line: line.at)


def _said_of(event: Event) -> str:
    words = SAID_TO_CUSTOMERS[event.what]
    if words is HAS_IT_NOW and "due" in event.payload:
        words = ANSWERS_BY
    return str(words).format(**event.payload)


def promises_to(case: Case) -> QuerySet[Promise]:
    return Promise.objects.filter(case__in=told_within(case)).select_related("by")


def leader_asked_for(case: Case) -> LeaderRequest | None:
    """The request that is not answered yet."""
    asked = LeaderRequest.objects.filter(case__in=told_within(case), answered_at=None)
    return asked.select_related("leader").first()


def question_open(case: Case) -> FollowUp | None:
    """What we still want to hear about how it was put right: asked again, or just confirmed."""
    asked = FollowUp.objects.filter(
        settlement__case=case, settlement__reopening=None, answered_at=None
    ).select_related("settlement")
    follow_up = asked.order_by("pk").last()
    if follow_up is None:
        return None
    was_asked = follow_up.asked_at is not None
    return follow_up if was_asked or hasattr(follow_up.settlement, "confirmation") else None


def files_for_customer(case: Case) -> QuerySet[File]:
    return File.objects.filter(messages__in=conversation(case)).distinct()


def as_data(case: Case) -> dict[str, Any]:
    """All that the customer may read, to take along."""
    return {
        "reference": case.reference,
        "title": case.title,
        "kind": case.kind,
        "unit": case.unit.name,
        "opened_at": case.opened_at.isoformat(),
        "first_answer_promised_by": None if was_imported(case) else case.promised_by.isoformat(),
        "first_answered_at": _iso(case.first_answered_at),
        "closed_at": _iso(case.closed_at),
        "said": [_said(message) for message in conversation(case)],
        "promises": [_promised(promise) for promise in promises_to(case)],
        "what_happened": [
            {"at": line.at.isoformat(), "what": line.text}
            for line in customers_story(case)
            if line.text
        ],
    }


def _said(message: Message) -> dict[str, Any]:
    is_customer = message.direction == Message.Direction.IN
    return {
        "at": message.said_at.isoformat(),
        "by": message.said_by or ("customer" if is_customer else str(message.author)),
        "text": message.text,
        "files": [kept.name for kept in message.files.all()],
    }


def _promised(promise: Promise) -> dict[str, Any]:
    return {
        "what": promise.what,
        "by": promise.by.name,
        "due_at": promise.due_at.isoformat(),
        "kept_at": _iso(promise.kept_at),
        "withdrawn_at": _iso(promise.withdrawn_at),
        "withdrawn_because": promise.withdrawn_because,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def first_words(case: Case) -> str:
    """What the customer said when the case was opened; empty when nothing was."""
    heard = case.messages.filter(direction=Message.Direction.IN)
    return heard.order_by("pk").values_list("text", flat=True).first() or ""
