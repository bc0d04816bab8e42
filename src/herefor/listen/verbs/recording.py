"""Many finished answers at once: from a file, or from a simulated past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from herefor.listen.answers import check_answers
from herefor.listen.models import Question, Response, Wave
from herefor.people.models import Account, Unit
from herefor.story.verbs import tell

BATCH = 2000


class WrongRow(Exception):
    """A row that cannot be recorded; nothing was."""


@dataclass(frozen=True)
class RecordedAnswer:
    """One finished response as it was given elsewhere; `once` marks it within its wave."""

    answers: Mapping[str, object]
    unit: Unit
    submitted_at: datetime
    once: str
    weight: float = 1.0
    language: str = "en"


def record_responses(
    wave: Wave,
    rows: Iterable[RecordedAnswer],
    *,
    by: Account | None,
    channel: str = Response.Channel.IMPORT,
) -> int:
    """Store finished responses, checked like every answer, all or none.

    One event is told for all of them, none for each: nobody is waiting for a reply to what was
    said long ago, so no case is opened.
    """
    if wave.edition.frozen_at is None:
        raise ValueError("Answers are recorded to a frozen edition only.")
    questions = list(wave.edition.questions.all())
    with transaction.atomic():
        stored = store(_checked(row, wave, questions, channel) for row in rows)
        unit = wave.survey.unit
        tell("answers recorded", about=wave, by=by, unit=unit, rows=stored, wave=wave.pk)
    return stored


def _checked(row: RecordedAnswer, wave: Wave, questions: list[Question], channel: str) -> Response:
    given = {code: [answer] for code, answer in row.answers.items()}
    checked = check_answers(questions, given=given)
    if checked.problems:
        problem = checked.problems[0]
        raise WrongRow(f"{row.once}: {problem.question}: {problem.message}")
    return Response(
        wave=wave,
        unit=row.unit,
        once=row.once,
        answers=checked.answers,
        weight=row.weight,
        language=row.language,
        channel=channel,
        started_at=row.submitted_at,
        submitted_at=row.submitted_at,
    )


def store(responses: Iterable[Response]) -> int:
    """Write finished responses in batches, inside the caller's transaction."""
    waiting, stored = iter(responses), 0
    while batch := list(islice(waiting, BATCH)):
        stored += len(Response.objects.bulk_create(batch))
    return stored
