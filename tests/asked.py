"""A wave that is open in the small world, for tests of what customers see and send."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from herefor.listen import verbs
from herefor.listen.models import Edition, OpenLink, Response, Survey, Wave
from herefor.listen.verbs import RecordedAnswer

SATISFIED = {"SATIS": 8, "CONFIRM": 7, "IDEAL": 9}


@dataclass(frozen=True)
class Asked:
    survey: Survey
    edition: Edition
    wave: Wave
    harbour: OpenLink
    hill: OpenLink


def ask(world, *, name="2026 Q3", days=30, starts_in=-10) -> Asked:
    today = timezone.localdate()
    survey = verbs.start_survey(
        "acsi", unit=world.company, name=f"How are we? {name}", by=world.ann
    )
    wave = verbs.open_wave(
        survey.editions.get(),
        name=name,
        opens_on=today + timedelta(days=starts_in),
        closes_on=today + timedelta(days=starts_in + days),
        units=[world.harbour, world.hill],
        by=world.ann,
    )
    return Asked(
        survey,
        wave.edition,
        wave,
        wave.open_links.get(unit=world.harbour),
        wave.open_links.get(unit=world.hill),
    )


def draft(asked, *, once="a-draft", answers=None, unit=None) -> Response:
    unit = unit or asked.harbour.unit
    response = verbs.start_response(asked.wave, unit=unit, once=once)
    if answers:
        response = verbs.keep_answers(response, answers=answers, asked=answers)
    return response


def answered(asked, *, once="an-answer", answers=None, unit=None, contact=None) -> Response:
    response = draft(asked, once=once, answers=answers or SATISFIED, unit=unit)
    return verbs.submit_answers(response, contact=contact)


def record(asked, *, unit, count, answers=None) -> int:
    rows = [
        RecordedAnswer(
            answers=answers or SATISFIED,
            unit=unit,
            submitted_at=timezone.now(),
            once=f"{unit.pk}-{number}",
        )
        for number in range(count)
    ]
    return verbs.record_responses(asked.wave, rows, by=None)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
