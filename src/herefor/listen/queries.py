"""Named reads: what is asked, how many answered, and the answers as a frame."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast

from herefor.listen.answers import in_words
from herefor.listen.imports.reading import Plan, Row, read_rows
from herefor.listen.imports.sniffing import decode, headings_of
from herefor.listen.models import Edition, ImportRun, Question, Response, Survey, Wave
from herefor.listen.questionnaires import questionnaire
from herefor.listen.rules import open_links_visible_to, units_to_ask_at
from herefor.people.models import Unit
from herefor.people.queries import the_organisation
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


@dataclass(frozen=True)
class UnitCount:
    """How many began and finished at a unit; None stands for some, but too few to be shown."""

    unit: Unit
    started: int | None
    submitted: int | None


def counts_by_unit(wave: Wave, user: Visitor) -> list[UnitCount]:
    """For each unit that is asked or answered and that the user asks at."""
    linked = open_links_visible_to(user).filter(wave=wave).values("unit")
    rows = wave.responses.order_by("unit").values("unit")
    rows = rows.annotate(started=Count("pk"), submitted=Count("submitted_at"))
    counted = {unit: both for unit, *both in rows.values_list("unit", "started", "submitted")}
    units = units_to_ask_at(user)
    shown = units.filter(pk__in=linked) | units.filter(pk__in=list(counted))
    least = _smallest_group()
    return [
        UnitCount(unit, *(_shown(count, least) for count in counted.get(unit.pk, [0, 0])))
        for unit in shown.distinct().order_by("trail")
    ]


def total_of(counts: Iterable[UnitCount]) -> UnitCount | None:
    """All units together; without the hidden ones, so that no difference uncovers them."""
    counts = list(counts)
    if not counts:
        return None
    started = sum(count.started or 0 for count in counts)
    submitted = sum(count.submitted or 0 for count in counts)
    return UnitCount(counts[0].unit, started, submitted)


def _smallest_group() -> int:
    organisation = the_organisation()
    return organisation.smallest_group if organisation else 5


def _shown(count: int, least: int) -> int | None:
    return None if 0 < count < least else count


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
    counts = counts_by_unit(wave, user)
    submitted = sum(count.submitted or 0 for count in counts)
    return WaveCount(wave, submitted, any(count.submitted is None for count in counts))


def invitation_counts(wave: Wave, user: Visitor) -> tuple[int, int | None]:
    """How many were asked by personal link at the user's units, and how many answered."""
    mine = wave.invitations.filter(unit__in=units_to_ask_at(user))
    answered = mine.filter(response__submitted_at__isnull=False).count()
    return mine.count(), _shown(answered, _smallest_group())


def first_rows(run: ImportRun, *, count: int) -> list[Row]:
    return list(islice(rows_of_import(run), count))
