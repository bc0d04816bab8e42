"""No number comes from a few: answers are counted in whole groups, everywhere at once."""

import random
from datetime import timedelta
from itertools import combinations, cycle, islice
from uuid import uuid4

import numpy as np
import polars as pl
import pytest
from django.utils import timezone

from asked import ask
from herefor.demo import truth
from herefor.insight.estimate import estimated
from herefor.insight.models import NOBODY, TOO_FEW, CountedGroup, Finding, Remeasurement
from herefor.insight.queries import being_measured, some_wait
from herefor.insight.tasks import measure_what_is_due
from herefor.insight.told import told, too_few_of
from herefor.insight.verbs import measure_wave, note_change
from herefor.listen.models import Response
from herefor.listen.queries import answers_frame
from herefor.listen.verbs import RecordedAnswer, record_responses
from herefor.people.models import Unit
from herefor.story.clock import acting_at

LOYALTY = ("COMP", "REPUR", "RECOM")
_drawn = truth.draw(400, shift=0.0, rng=np.random.default_rng(5))

_people = cycle(range(400))


@pytest.fixture(autouse=True)
def the_same_people(monkeypatch):
    """Every test begins with the first customer, whatever ran before."""
    monkeypatch.setitem(globals(), "_people", cycle(range(400)))


def answer(asked, *, unit, n, without=()):
    """Some more customers answer everything but `without`."""
    rows = [
        RecordedAnswer(
            answers={
                code: int(values[person])
                for code, values in _drawn.items()
                if not np.isnan(values[person]) and code not in without
            },
            unit=unit,
            submitted_at=timezone.now(),
            once=str(uuid4()),
        )
        for person in islice(_people, n)
    ]
    record_responses(asked.wave, rows, by=None)


def newest_n(unit):
    return Finding.objects.filter(unit=unit).first().n


@pytest.mark.parametrize(("more", "counted"), [(1, 40), (4, 40), (5, 45), (6, 46)])
def test_a_few_newer_answers_wait_until_there_are_enough(world, more, counted):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=40)
    measure_wave(asked.wave)

    answer(asked, unit=world.harbour, n=more)
    measure_wave(asked.wave)

    assert (newest_n(world.harbour), newest_n(world.company)) == (counted, counted)
    assert some_wait(asked.wave) == some_wait(asked.wave, world.harbour) == (counted == 40)
    assert not some_wait(asked.wave, world.hill)


def test_a_few_answers_at_two_units_do_not_count_together_above_them(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=40)
    answer(asked, unit=world.hill, n=40)
    measure_wave(asked.wave)

    answer(asked, unit=world.harbour, n=5)
    answer(asked, unit=world.hill, n=1)
    measure_wave(asked.wave)

    assert [newest_n(unit) for unit in (world.company, world.harbour, world.hill)] == [85, 45, 40]


def test_when_a_wave_is_over_what_is_left_counts_at_the_unit_above_or_not_at_all(world):
    asked = ask(world, days=20)
    answer(asked, unit=world.harbour, n=43)
    answer(asked, unit=world.hill, n=3)
    measure_wave(asked.wave)
    answer(asked, unit=world.harbour, n=2)
    measure_wave(asked.wave)
    assert Finding.objects.filter(unit=world.hill).first().reason == TOO_FEW

    with acting_at(asked.wave.closes_at + timedelta(days=2)):
        measure_wave(asked.wave)

    assert [newest_n(unit) for unit in (world.company, world.harbour, world.hill)] == [48, 43, 0]


def test_a_wave_with_waiting_answers_is_looked_at_when_it_is_over(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=4)
    with acting_at(timezone.now() + timedelta(minutes=1)):
        measure_what_is_due()

    row = Remeasurement.objects.get()
    assert row.due_at == asked.wave.closes_at + timedelta(hours=24)
    assert not being_measured(world.ann).exists()

    note_change(asked.wave)
    assert Remeasurement.objects.get().due_at < timezone.now() + timedelta(minutes=1)

    with acting_at(asked.wave.closes_at + timedelta(days=2)):
        measure_what_is_due()
    assert not Remeasurement.objects.exists()


def test_an_answer_that_is_erased_does_not_show_by_its_absence(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=40)
    answer(asked, unit=world.hill, n=40)
    measure_wave(asked.wave)

    Response.objects.filter(unit=world.harbour).first().delete()
    answer(asked, unit=world.hill, n=5)
    measure_wave(asked.wave)
    assert [newest_n(unit) for unit in (world.company, world.harbour, world.hill)] == [80, 40, 45]

    answer(asked, unit=world.harbour, n=5)
    measure_wave(asked.wave)
    assert [newest_n(unit) for unit in (world.company, world.harbour, world.hill)] == [89, 44, 45]


def test_answers_taken_back_leave_no_few_behind(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=40)
    measure_wave(asked.wave)
    answer(asked, unit=world.harbour, n=8)
    measure_wave(asked.wave)

    for response in Response.objects.order_by("-pk")[:6]:
        response.delete()
    measure_wave(asked.wave)

    assert newest_n(world.harbour) == 40
    assert some_wait(asked.wave)


def test_all_answers_taken_back_leave_nobody(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=40)
    measure_wave(asked.wave)

    Response.objects.all().delete()
    measure_wave(asked.wave)

    newest = Finding.objects.filter(unit=world.company).first()
    assert (newest.n, newest.reason) == (0, NOBODY)
    assert not CountedGroup.objects.exists()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_subtracted_at_least_five_are_left(world, seed, monkeypatch):
    """After any answering and erasing: what two numbers differ by is nobody, or five and more."""
    monkeypatch.setattr("herefor.insight.verbs.estimated", lambda *_a, **_k: {"reason": "none"})
    chance, asked, seen = random.Random(seed), ask(world), [frozenset()]
    units = [world.harbour, world.hill, world.company]
    for _step in range(12):
        answer(asked, unit=chance.choice(units), n=chance.randint(1, 7))
        if chance.random() < 0.3:
            answered = list(Response.objects.values_list("pk", flat=True))
            Response.objects.filter(pk__in=chance.sample(answered, 1)).delete()
        measure_wave(asked.wave)
        groups = list(CountedGroup.objects.select_related("unit"))
        for unit in units:
            counted = [g.responses for g in groups if g.unit.trail.startswith(unit.trail)]
            seen.append(frozenset(one for responses in counted for one in responses))

    assert len(set(seen)) > 3
    assert all(
        len(one ^ other) == 0 or len(one ^ other) >= 5 for one, other in combinations(seen, 2)
    )


def test_a_construct_that_few_answered_has_its_own_n_and_is_not_told(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=17, without=LOYALTY)
    answer(asked, unit=world.harbour, n=2)

    measure_wave(asked.wave)

    finding = Finding.objects.get(unit=world.harbour)
    constructs = told(finding)["constructs"]
    assert finding.n == 19
    assert constructs["Satisfaction"]["n"] == 19
    assert too_few_of(finding) == ["Complaints", "Loyalty"]
    assert set(constructs["Loyalty"].values()) == {None}
    assert told(finding)["at_risk"] is None
    assert told(finding)["items"]["RECOM"]["mean"] is None
    assert "Loyalty" not in str(told(finding)["paths"])


def test_a_construct_of_which_all_answers_are_alike_is_left_out_and_the_rest_is_told(world):
    answers = pl.DataFrame(_drawn).fill_nan(None).with_columns(weight=1.0, COMP=1.0)

    document = estimated(answers, "acsi")

    assert "Complaints" not in document["constructs"]
    assert document["constructs"]["Satisfaction"]["n"] == 400


def test_one_more_answer_to_a_single_question_waits_too(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=20)
    measure_wave(asked.wave)
    before = Finding.objects.filter(unit=world.harbour).first().result["items"]["COMP"]

    answer(asked, unit=world.harbour, n=4, without=LOYALTY)
    answer(asked, unit=world.harbour, n=1)
    measure_wave(asked.wave)

    after = Finding.objects.filter(unit=world.harbour).first()
    assert after.n == 25
    assert after.result["items"]["COMP"]["n"] == before["n"]
    assert after.result["items"]["COMP"]["mean"] == before["mean"]


def test_weights_that_a_computer_can_hardly_hold_do_no_harm(world):
    world.harbour.weight, world.hill.weight = 1e308, 1e308
    world.harbour.save()
    world.hill.save()
    asked = ask(world)
    answer(asked, unit=world.harbour, n=20)
    answer(asked, unit=world.hill, n=20)

    measure_wave(asked.wave)

    found = Finding.objects.get(unit=world.company)
    assert found.is_estimated
    assert found.result["standard_errors"]["Satisfaction"]["se"] > 0


def test_other_weights_of_units_alone_are_no_new_finding(world):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=20)
    answer(asked, unit=world.hill, n=20)
    measure_wave(asked.wave)

    world.harbour.weight = 9
    world.harbour.save()

    assert measure_wave(asked.wave) == []


def test_answers_that_came_in_after_the_frame_was_read_are_left_to_the_next_round(
    world, monkeypatch
):
    asked = ask(world)
    answer(asked, unit=world.harbour, n=20)
    measure_wave(asked.wave)
    earlier = answers_frame(asked.wave, units=Unit.objects.all())
    answer(asked, unit=world.harbour, n=5)

    with monkeypatch.context() as patched:
        patched.setattr("herefor.insight.verbs.answers_frame", lambda *_a, **_k: earlier)
        assert measure_wave(asked.wave) == []
    measure_wave(asked.wave)

    assert newest_n(world.harbour) == 25
