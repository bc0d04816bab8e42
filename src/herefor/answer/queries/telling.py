"""A case told from its beginning, for us."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from herefor.answer.models import Case, ImportedCase, Message
from herefor.answer.queries.cases import told_within
from herefor.story.models import Event
from herefor.story.queries import story_of
from herefor.story.sentences import Sentence, sentence_of

BEFORE: dict[str, str] = {
    Message.Direction.IN: "customer wrote before",
    Message.Direction.OUT: "case answered before",
    Message.Direction.INTERNAL: "case noted before",
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened on a case: the sentence, and what was said with it."""

    sentence: Sentence
    message: Message | None


def timeline(case: Case) -> list[Entry]:
    """The whole case as a story, with what is merged into it, oldest first."""
    entries = [entry for told in told_within(case) for entry in _story(told)]
    return sorted(entries, key=lambda entry: (entry.sentence.at, entry.sentence.event.pk or 0))


def _story(case: Case) -> list[Entry]:
    """One case, from the answer that opened it, or from what was said before it came here."""
    events = list(story_of(case))
    said_in = {event.payload["message"]: event for event in events if "message" in event.payload}
    if case.response:
        answered = list(story_of(case.response))
        said_in |= {key: answered[0] for key, event in said_in.items() if event == events[0]}
        events = answered + events
    messages = _said_on([case])
    said: dict[Event, Message] = {
        said_in[message.pk]: message for message in messages if message.pk in said_in
    }
    told = [Entry(sentence_of(event), said.get(event)) for event in events]
    imported = ImportedCase.objects.filter(case=case).select_related("run").first()
    if imported is None:
        return told
    before = [message for message in messages if message.pk not in said_in]
    brought = [Entry(sentence_of(event), None) for event in story_of(imported.run)]
    return [*(Entry(_said_before(message, case), message) for message in before), *brought, *told]


def _said_before(message: Message, case: Case) -> Sentence:
    """What was said elsewhere, as if it had been told when it was."""
    event = Event(
        what=BEFORE[message.direction],
        at=message.said_at,
        customer=case.customer,
        by_customer=message.direction == Message.Direction.IN,
    )
    return sentence_of(event)


def last_heard(case: Case) -> int:
    """The customer's newest message, so that a form can tell whether it was seen; 0 for none."""
    heard = Message.objects.filter(case__in=told_within(case), direction=Message.Direction.IN)
    return heard.aggregate(newest=Max("pk"))["newest"] or 0


def _said_on(cases: list[Case]) -> QuerySet[Message]:
    said = Message.objects.filter(case__in=cases)
    return (
        said.select_related("author", "letter")
        .prefetch_related("files", "letter__files")
        .order_by("said_at", "pk")
    )
