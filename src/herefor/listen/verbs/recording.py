"""Many finished answers at once: from a file, or from a simulated past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Field

from herefor.listen.answers import check_answers
from herefor.listen.models import Question, Response, Wave
from herefor.people.models import Account, Unit
from herefor.story.verbs import tell

BATCH = 2000
PlainRow = list[Any]


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
    ready = prepared(_checked(row, wave, questions, channel) for row in rows)
    with transaction.atomic():
        stored = store(wave, ready)
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


def prepared(responses: Iterable[Response]) -> list[PlainRow]:
    """Finished responses as plain rows, all but their wave; slow, so before the transaction."""
    fields = _fields_but_wave()
    return [
        [field.get_db_prep_save(getattr(each, field.attname), connection) for field in fields]
        for each in responses
    ]


def store(wave: Wave, rows: Sequence[PlainRow]) -> int:
    """Write prepared rows, inside the caller's transaction.

    Plain rows take a tenth of the time of models, and meanwhile nobody else can write.
    """
    quote = connection.ops.quote_name
    columns = [*(str(field.column) for field in _fields_but_wave()), "wave_id"]
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    table = quote(Response._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  only our own names
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            cursor.executemany(sql, [[*row, wave.pk] for row in rows[start : start + BATCH]])
    return len(rows)


def _fields_but_wave() -> "list[Field[Any, Any]]":
    fields = Response._meta.concrete_fields
    return [field for field in fields if not field.primary_key and field.name != "wave"]
