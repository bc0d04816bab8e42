"""A case told from its beginning, for us."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from herefor.answer.models import Case, Message
from herefor.answer.queries.cases import told_within
from herefor.story.models import Event
from herefor.story.queries import story_of
from herefor.story.sentences import Sentence, sentence_of


@dataclass(frozen=True)
class Entry:
    """One thing that happened on a case: the sentence, and what was said with it."""

    sentence: Sentence
    message: Message | None


def timeline(case: Case) -> list[Entry]:
    """The whole case as a story, with what is merged into it, oldest first."""
    entries = [entry for told in told_within(case) for entry in _story(told)]
    return sorted(entries, key=lambda entry: (entry.sentence.at, entry.sentence.event.pk))


def _story(case: Case) -> list[Entry]:
    """One case, from the answer that opened it."""
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
    return [Entry(sentence_of(event), said.get(event)) for event in events]


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
