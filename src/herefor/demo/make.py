"""Make the demonstration: an organisation with two years behind it and work on its desk."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from herefor.demo import truth, words
from herefor.demo.assessing import assess_ourselves
from herefor.demo.cases import Complaint, ask_again, leave_for_the_leader, play_case
from herefor.demo.column import speak_in_public
from herefor.demo.desk import furnish, leave_work
from herefor.demo.halls import make_halls
from herefor.demo.improving import improve
from herefor.demo.learning import learn
from herefor.demo.people import Cast, enter
from herefor.demo.promises import make_promises
from herefor.insight.models import Remeasurement
from herefor.insight.verbs import measure_wave
from herefor.listen.answers import Answer
from herefor.listen.models import Wave
from herefor.listen.queries import quarter_of
from herefor.listen.verbs import RecordedAnswer, open_wave, record_responses, start_survey
from herefor.people.queries import is_set_up, smallest_group
from herefor.story.clock import acting_at, now

SEED = 20262
"""Of the answers. With it no unit but the one that declined seems to change clearly by chance."""

CASES = 150
FRESH = 4
SAYS_SOMETHING = 0.25
LOW_ENOUGH = 4.0
EVERYTHING = {code for items in truth.ITEMS.values() for code in items} | {"COMP"}
Say = Callable[[str], None]


def make_if_missing(*, say: Say) -> None:
    """Make the organisation unless the data folder holds one; say what is going on."""
    if is_set_up():
        return
    say("Making a demonstration organisation, once ...")
    today = now()
    with transaction.atomic():
        cast, waves, waiting = _past(today)
    for wave in waves:
        with acting_at(_moment(min(wave.closes_on, today.date()), 23, today)):
            measure_wave(wave)
    Remeasurement.objects.all().delete()
    with transaction.atomic():
        record_responses(waves[-1], waiting, by=None, channel="web")
        make_promises(cast, waves, today=today)
        leave_for_the_leader(cast.accounts["Alice Berg"], by=cast.accounts["Ruth Amadi"])
        furnish(cast, today=today)
        learn(cast, today=today)
        leave_work(cast, today=today)
        speak_in_public(cast, today=today)
        make_halls(cast, today=today)
        assess_ourselves(cast, today=today)
        improve(cast, today=today)


def _past(today: datetime) -> tuple[Cast, list[Wave], list[RecordedAnswer]]:
    """Two years, and the newest answers: so many that one more makes a group to be counted."""
    rng = np.random.default_rng([SEED, 1])
    population = truth.population(SEED)
    quarters = last_quarters(today.date())
    with acting_at(_moment(quarters[0][1] - timedelta(days=20), 9, today)):
        cast = enter()
        survey = start_survey(
            "acsi", unit=cast.company, name="How are we doing?", by=cast.accounts["Ann Fox"]
        )
    waves: list[Wave] = []
    complaints: list[Complaint] = []
    waiting: list[RecordedAnswer] = []
    for quarter, (name, opens_on, closes_on) in enumerate(quarters):
        with acting_at(_moment(opens_on, 7, today)):
            wave = open_wave(
                survey.editions.get(),
                name=name,
                opens_on=opens_on,
                closes_on=closes_on,
                units=[cast.units[unit] for unit in truth.UNIT_SHIFTS],
                by=cast.accounts["Ann Fox"],
            )
        waves.append(wave)
        drawn = [(cell, answers) for cell, answers in population if cell.quarter == quarter]
        rows, unhappy = _answers(wave, drawn, cast, today=today, rng=rng)
        complaints += unhappy
        if quarter == truth.QUARTERS - 1:
            waiting = _newest_of_each_unit(rows, n=smallest_group() - 1)
        with acting_at(_moment(min(closes_on, today.date()), 22, today)):
            done = [row for row in rows if row not in waiting]
            record_responses(wave, done, by=None, channel="web")
    for complaint in sorted(complaints, key=lambda one: one.at):
        play_case(complaint, until=today, rng=rng)
    ask_again(until=today, rng=rng)
    return cast, waves, waiting


def _newest_of_each_unit(rows: list[RecordedAnswer], *, n: int) -> list[RecordedAnswer]:
    """Among those who answered everything, so that no question keeps the others waiting."""
    complete = [row for row in rows if row.answers.keys() >= EVERYTHING]
    complete.sort(key=lambda row: row.submitted_at)
    by_unit: dict[int, list[RecordedAnswer]] = defaultdict(list)
    for row in complete:
        by_unit[row.unit.pk].append(row)
    return [row for of_unit in by_unit.values() for row in of_unit[-n:]]


def _answers(
    wave: Wave,
    drawn: list[truth.Drawn],
    cast: Cast,
    *,
    today: datetime,
    rng: np.random.Generator,
) -> tuple[list[RecordedAnswer], list[Complaint]]:
    """A quarter's answers; some of the unhappy are kept apart, to complain in person."""
    rows: list[RecordedAnswer] = []
    complaints: list[Complaint] = []
    for cell, scores in drawn:
        wanted = round(CASES / truth.QUARTERS / len(truth.UNIT_SHIFTS) * 1.1)
        for number, answers in enumerate(_people(cell, scores, rng)):
            at = _some_time(wave, today, rng)
            if _is_low(answers) and wanted > 0:
                wanted -= 1
                if cell.quarter == truth.QUARTERS - 1 and wanted < FRESH:
                    at = today - timedelta(hours=float(rng.uniform(1, 34)))
                    at = max(at, _moment(wave.opens_on, 8, today))
                serial = cell.quarter * 1000 + len(complaints)
                complaints.append(Complaint(wave, cast.units[cell.unit], at, answers, serial))
            else:
                once = f"demo-{cell.unit}-{number}"
                rows.append(RecordedAnswer(answers, cast.units[cell.unit], at, once))
    return rows, complaints


def _people(
    cell: truth.Cell, drawn: dict[str, truth.Scores], rng: np.random.Generator
) -> Iterator[dict[str, Answer]]:
    for person in range(cell.n):
        answers: dict[str, Answer] = {
            code: int(values[person])
            for code, values in drawn.items()
            if not np.isnan(values[person])
        }
        if rng.random() < SAYS_SOMETHING:
            answers["COMMENT"] = _comment(answers, cell.unit, rng)
        yield answers


def _comment(answers: dict[str, Answer], unit: str, rng: np.random.Generator) -> str:
    spoken = words.LOW[unit] if _is_low(answers) else words.GOOD
    return spoken[int(rng.integers(len(spoken)))]


def _is_low(answers: dict[str, Answer]) -> bool:
    given = [float(str(answers[code])) for code in truth.ITEMS["Satisfaction"] if code in answers]
    return bool(given) and sum(given) / len(given) <= LOW_ENOUGH


def last_quarters(today: date) -> list[tuple[str, date, date]]:
    """Name, first and last day of the last quarters, the current one last."""
    quarters = [quarter_of(today)]
    while len(quarters) < truth.QUARTERS:
        quarters.insert(0, quarter_of(quarters[0][1] - timedelta(days=1)))
    return quarters


def _some_time(wave: Wave, today: datetime, rng: np.random.Generator) -> datetime:
    last = min(wave.closes_on, today.date() - timedelta(days=1))
    days = max((last - wave.opens_on).days, 0)
    day = wave.opens_on + timedelta(days=int(rng.integers(days + 1)))
    return _moment(day, 8 + int(rng.integers(12)), today) + timedelta(minutes=int(rng.integers(60)))


def _moment(day: date, hour: int, today: datetime) -> datetime:
    """An hour of a day, but never after today's."""
    return min(timezone.make_aware(datetime.combine(day, time(hour))), today)
