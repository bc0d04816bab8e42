"""A file of answers: brought, looked at, taken in whole, undone whole."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from herefor.listen.imports.mapping import guess_columns, guess_questionnaire, guess_weight
from herefor.listen.imports.reading import Plan, Row
from herefor.listen.imports.sniffing import decode, headings_of, sniff
from herefor.listen.models import ImportRun, Response, Survey, Wave
from herefor.listen.queries import (
    import_questions,
    quarter_of,
    rows_of_import,
    standing_import,
    survey_aimed_at,
    wave_aimed_at,
)
from herefor.listen.questionnaires import questionnaire
from herefor.listen.verbs.asking import open_wave, start_survey
from herefor.listen.verbs.recording import prepared, store
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell

PROBLEMS_KEPT = 100


class AlreadyTakenIn(Exception):
    """The same file was taken in before and is not undone; `args[0]` is that import."""


class NothingToTakeIn(Exception):
    """No row of the file can be taken in as it is planned, or it was undone."""


def bring_file(name: str, *, content: bytes, unit: Unit, by: Account | None = None) -> ImportRun:
    """Keep a file to be looked at, read as we guess; raises UnreadableFile or AlreadyTakenIn."""
    digest = hashlib.sha256(content).hexdigest()
    if earlier := standing_import(digest):
        raise AlreadyTakenIn(earlier)
    sniffed = sniff(content)
    headings = headings_of(decode(content, encoding=sniffed.encoding), separator=sniffed.separator)
    run = ImportRun(
        unit=unit,
        file_name=name[-200:],
        file_hash=digest,
        content=content,
        encoding=sniffed.encoding,
        separator=sniffed.separator,
        plan=_first_plan(headings).as_json(),
        made_by=by,
        made_at=now(),
    )
    return _looked_through(run)


def _first_plan(headings: list[str]) -> Plan:
    known = questionnaire(guess_questionnaire(headings))
    name, opens_on, closes_on = quarter_of(timezone.localdate(now()))
    return Plan(
        questionnaire=known.name,
        columns=guess_columns(headings, questions=known.questions()),
        weight=guess_weight(headings),
        survey_name=known.title,
        wave_name=name,
        opens_on=opens_on.isoformat(),
        closes_on=closes_on.isoformat(),
    )


def plan_import(
    run: ImportRun, *, plan: Plan, encoding: str, separator: str, unit: Unit
) -> ImportRun:
    """Read the file another way; raises UnreadableFile and changes nothing when it cannot be."""
    if run.taken_in_at is not None:
        raise AlreadyTakenIn(run)
    if (encoding, separator) != (run.encoding, run.separator):
        text = decode(bytes(run.content), encoding=encoding)
        headings = headings_of(text, separator=separator)
        guessed = guess_columns(headings, questions=import_questions(plan))
        plan = replace(plan, columns=guessed, weight=guess_weight(headings))
    run.encoding, run.separator, run.unit, run.plan = encoding, separator, unit, plan.as_json()
    return _looked_through(run)


def _looked_through(run: ImportRun) -> ImportRun:
    right, wrong = 0, 0
    problems: list[dict[str, object]] = []
    for row in rows_of_import(run):
        if not row.problems:
            right += 1
            continue
        wrong += 1
        if len(problems) < PROBLEMS_KEPT:
            problems += [asdict(problem) for problem in row.problems]
    run.rows, run.problem_rows, run.problems = right, wrong, problems[:PROBLEMS_KEPT]
    run.save()
    return run


def take_in(run: ImportRun, *, by: Account | None) -> ImportRun:
    """Store every row that is right, in one transaction, and tell it once."""
    if run.undone_at is not None:
        raise NothingToTakeIn
    if earlier := standing_import(run.file_hash):
        raise AlreadyTakenIn(earlier)
    plan = Plan.from_json(run.plan)
    rows = [row for row in rows_of_import(run) if not row.problems]
    if not rows:
        raise NothingToTakeIn
    ready = prepared(_responses(run, rows, moment=_moment(plan)))
    with transaction.atomic():
        wave, plan = _target(plan, unit=run.unit, by=by)
        _claim(run, wave=wave, plan=plan)
        stored = store(wave, ready)
        _tell("answers imported", run, rows=stored, by=by)
    return run


def _target(plan: Plan, *, unit: Unit, by: Account | None) -> tuple[Wave, Plan]:
    """The wave the answers go to, made when it is new; the plan notes what was made."""
    if there := wave_aimed_at(plan):
        return there, plan
    survey = survey_aimed_at(plan) or start_survey(
        plan.questionnaire, unit=unit, name=plan.survey_name, by=by
    )
    wave = open_wave(
        survey.editions.latest("number"),
        name=plan.wave_name,
        opens_on=date.fromisoformat(plan.opens_on),
        closes_on=date.fromisoformat(plan.closes_on),
        units=[unit],
        by=by,
    )
    return wave, replace(plan, made_wave=True, made_survey=not plan.survey)


def _claim(run: ImportRun, *, wave: Wave, plan: Plan) -> None:
    """Of two who press the button at once, one takes the file in."""
    fresh = ImportRun.objects.filter(pk=run.pk, taken_in_at=None, undone_at=None)
    run.wave, run.survey, run.plan, run.taken_in_at = wave, wave.survey, plan.as_json(), now()
    try:
        with transaction.atomic():
            claimed = fresh.update(
                wave=wave, survey=run.survey, plan=run.plan, taken_in_at=run.taken_in_at
            )
    except IntegrityError:
        claimed = 0
    if not claimed:
        raise AlreadyTakenIn(standing_import(run.file_hash) or run)


def _moment(plan: Plan) -> datetime:
    """A file says no time, so its answers are dated at noon of the last day, or now if earlier."""
    wave = wave_aimed_at(plan)
    last = wave.closes_on if wave else date.fromisoformat(plan.closes_on)
    return min(timezone.make_aware(datetime.combine(last, time(12))), now())


def _responses(run: ImportRun, rows: Iterable[Row], *, moment: datetime) -> Iterator[Response]:
    for row in rows:
        yield Response(
            unit=run.unit,
            once=f"import-{run.pk}-{row.number}",
            answers=row.answers,
            weight=row.weight,
            channel=Response.Channel.IMPORT,
            import_run=run,
            started_at=moment,
            submitted_at=moment,
        )


def undo_import(run: ImportRun, *, by: Account | None) -> ImportRun:
    """Take back what the import brought: answers, the file, and an unused wave and survey."""
    with transaction.atomic():
        standing = ImportRun.objects.filter(pk=run.pk, undone_at=None, taken_in_at__isnull=False)
        if not standing.update(undone_at=now(), content=b"", problems=[]):
            raise NothingToTakeIn
        run.refresh_from_db()
        plan, wave, survey = Plan.from_json(run.plan), run.wave, run.survey
        # Without fetching them: imported answers open no cases, so nothing refers to them.
        rows = run.responses.all()._raw_delete(using=run.responses.db)
        _tell("import undone", run, rows=rows, by=by)
        _remove_what_was_made(
            run, wave if plan.made_wave else None, survey if plan.made_survey else None
        )
    return run


def _tell(what: str, run: ImportRun, *, rows: int, by: Account | None) -> None:
    name = run.wave.name if run.wave else ""
    tell(what, about=run, by=by, unit=run.unit, rows=rows, wave=run.wave_id, wave_name=name)


def _remove_what_was_made(run: ImportRun, wave: Wave | None, survey: Survey | None) -> None:
    """A wave or survey that was measured, or that others have begun to use, stays."""
    if wave and not wave.invitations.exists() and _gone(run, wave=wave):
        run.wave = None
    if survey and not (wave and run.wave) and _gone(run, survey=survey):
        run.survey = None


def _gone(run: ImportRun, **what: Wave | Survey) -> bool:
    """Delete what the import made, if nothing that is protected rests on it."""
    ((name, made),) = what.items()
    try:
        with transaction.atomic():
            ImportRun.objects.filter(pk=run.pk).update(**{name: None})
            made.delete()
    except ProtectedError:
        return False
    return True
