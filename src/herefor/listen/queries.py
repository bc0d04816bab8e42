"""Named reads: what is asked, how many answered, and the answers as a frame."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from herefor.listen.answers import in_words
from herefor.listen.counts import counts_of
from herefor.listen.imports.reading import Plan, Row, read_rows
from herefor.listen.imports.sniffing import decode, headings_of
from herefor.listen.models import Edition, ImportRun, Question, Response, Survey, Wave
from herefor.listen.questionnaires import questionnaire
from herefor.people.models import Unit
from herefor.people.rules import Visitor

if TYPE_CHECKING:
    import polars

NUMBERS = (Question.Kind.RATING, Question.Kind.YES_NO)
SECONDS_A_RATING, SECONDS_ELSE = 7, 15


@dataclass(frozen=True)
class FormPage:
    """The questions of one topic: what a customer sees at a time."""

    number: int
    topic: str
    questions: list[Question]

    @property
    def codes(self) -> list[str]:
        return [question.code for question in self.questions]


def pages_of(edition: Edition) -> list[FormPage]:
    grouped = groupby(edition.questions.all(), key=lambda question: question.topic)
    return [
        FormPage(number, topic, list(questions))
        for number, (topic, questions) in enumerate(grouped, 1)
    ]


def minutes_needed(pages: Iterable[FormPage]) -> int:
    """About how long answering takes, rounded to what one would say."""
    asked = [question for page in pages for question in page.questions]
    ratings = sum(question.kind == Question.Kind.RATING for question in asked)
    seconds = ratings * SECONDS_A_RATING + (len(asked) - ratings) * SECONDS_ELSE
    return max(1, round(seconds / 60))


def first_unanswered(response: Response, pages: list[FormPage]) -> int:
    """The page to go on at: after the last one that was answered."""
    answered = [page.number for page in pages if set(page.codes) & set(response.answers)]
    return min(max(answered, default=0) + 1, len(pages))


def satisfaction_score(response: Response) -> float | None:
    """0 to 100: the mean of the satisfaction answers, each on its scale; None without any."""
    questions = Question.objects.filter(
        edition__waves=response.wave_id, construct="Satisfaction", kind=Question.Kind.RATING
    )
    shares = []
    for question in questions:
        answer = response.answers.get(question.code)
        if isinstance(answer, int | float):
            shares.append(question.share_of(answer))
    return 100 * sum(shares) / len(shares) if shares else None


def answers_frame(wave: Wave, units: Iterable[Unit]) -> "polars.DataFrame":
    """Finished responses: one Float64 column for each rating and yes-no question, null for
    skipped and "does not apply", and `response`, `unit`, `weight`, `submitted_at`."""
    import polars  # noqa: PLC0415  heavy, and pages do not need it

    found = Response.objects.filter(wave=wave, unit__in=units, submitted_at__isnull=False)
    rows = found.order_by("pk").values_list(
        "pk", "unit_id", "weight", "submitted_at", Cast("answers", TextField())
    )
    columns = list(zip(*rows.iterator(chunk_size=10_000), strict=True)) or [()] * 5
    answers = json.loads(f"[{','.join(columns[4])}]")
    frame: dict[str, polars.Series] = {
        "response": polars.Series(columns[0], dtype=polars.Int64),
        "unit": polars.Series(columns[1], dtype=polars.Int64),
        "weight": polars.Series(columns[2], dtype=polars.Float64),
        "submitted_at": polars.Series(columns[3], dtype=polars.Datetime("us", "UTC")),
    }
    asked = Question.objects.filter(edition=wave.edition_id, kind__in=NUMBERS)
    for code in asked.values_list("code", flat=True):
        frame[code] = polars.Series(
            [_number(given.get(code)) for given in answers], dtype=polars.Float64
        )
    return polars.DataFrame(frame)


def _number(answer: object) -> float | None:
    return None if answer is None or isinstance(answer, str) else float(answer)  # type: ignore[arg-type]


def quarter_of(day: date) -> tuple[str, date, date]:
    """The name and the ends of the quarter a day lies in, as in 2026 Q3."""
    quarter = (day.month - 1) // 3
    opens_on = date(day.year, quarter * 3 + 1, 1)
    next_one = date(day.year + quarter // 3, (quarter * 3 + 3) % 12 + 1, 1)
    return f"{day.year} Q{quarter + 1}", opens_on, next_one - timedelta(days=1)


def import_questions(plan: Plan) -> list[Question]:
    """The questions the columns are read by: of the wave or survey aimed at, or of the file's."""
    if plan.wave:
        return list(Wave.objects.get(pk=plan.wave).edition.questions.all())
    if plan.survey:
        survey = Survey.objects.get(pk=plan.survey)
        return list(survey.editions.latest("number").questions.all())
    return questionnaire(plan.questionnaire).questions()


def survey_aimed_at(plan: Plan) -> Survey | None:
    """The survey a planned import adds to, or None when it starts its own."""
    if plan.wave:
        return Survey.objects.get(editions__waves=plan.wave)
    return Survey.objects.get(pk=plan.survey) if plan.survey else None


def wave_aimed_at(plan: Plan) -> Wave | None:
    """The wave a planned import adds to: chosen, or of the planned name in the survey chosen."""
    waves = Wave.objects.select_related("edition__survey")
    if plan.wave:
        return waves.get(pk=plan.wave)
    return waves.filter(edition__survey=plan.survey, name=plan.wave_name).first()


def import_text(run: ImportRun) -> str:
    return decode(bytes(run.content), encoding=run.encoding)


def import_headings(run: ImportRun) -> list[str]:
    return headings_of(import_text(run), separator=run.separator)


def rows_of_import(run: ImportRun) -> Iterator[Row]:
    plan = Plan.from_json(run.plan)
    questions = import_questions(plan)
    return read_rows(import_text(run), plan=plan, separator=run.separator, questions=questions)


def standing_import(file_hash: str) -> ImportRun | None:
    """The import that took this very file in and is not undone."""
    taken_in = ImportRun.objects.filter(file_hash=file_hash, taken_in_at__isnull=False)
    return taken_in.filter(undone_at=None).first()


@dataclass(frozen=True)
class StoredAnswer:
    """One line of a receipt."""

    question: Question
    words: str
    is_skipped: bool

    @property
    def is_said(self) -> bool:
        """Whether these are the customer's own words."""
        return self.question.kind == Question.Kind.TEXT and not self.is_skipped


def receipt_of(response: Response) -> list[StoredAnswer]:
    """What is stored of each question asked, in words."""
    return [
        StoredAnswer(
            question,
            in_words(question, answer=response.answers.get(question.code)),
            question.code not in response.answers,
        )
        for question in response.wave.edition.questions.all()
    ]


@dataclass(frozen=True)
class WaveCount:
    """A wave with how many finished, as far as the user may know."""

    wave: Wave
    submitted: int
    is_hidden: bool


@dataclass(frozen=True)
class SurveyWaves:
    survey: Survey
    waves: list[WaveCount]


def surveys_with_waves(surveys: QuerySet[Survey], user: Visitor) -> list[SurveyWaves]:
    """Each survey with its waves, the newest first."""
    return [
        SurveyWaves(survey, [_counted(wave, user) for wave in _waves_of(survey)])
        for survey in surveys.select_related("unit")
    ]


def _waves_of(survey: Survey) -> QuerySet[Wave]:
    return Wave.objects.filter(edition__survey=survey).order_by("-opens_on", "-pk")


def _counted(wave: Wave, user: Visitor) -> WaveCount:
    submitted = counts_of(wave, user).submitted
    return WaveCount(wave, submitted.n, not submitted.is_all)


def first_rows(run: ImportRun, *, count: int) -> list[Row]:
    return list(islice(rows_of_import(run), count))
