"""Waves are measured by whichever worker claims them, again when answers change, else not."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from django.utils import timezone

from asked import answered, ask, record
from found import a_finding, two_waves
from herefor.demo import truth
from herefor.insight.estimate import estimated
from herefor.insight.models import TOO_FEW, Finding, Remeasurement
from herefor.insight.queries import being_measured, what_is_behind
from herefor.insight.tasks import measure_what_is_due
from herefor.insight.verbs import (
    claim_remeasurement,
    finish_remeasurement,
    measure_wave,
    note_change,
)
from herefor.listen.verbs import RecordedAnswer, bring_file, record_responses, take_in, undo_import
from herefor.story.clock import acting_at, now


def drawn(n, *, seed=1):
    return truth.draw(n, shift=0.0, rng=np.random.default_rng(seed))


def full_answers(asked, *, unit, n, first=0):
    answers = drawn(n + first)
    rows = [
        RecordedAnswer(
            answers={
                code: int(values[person])
                for code, values in answers.items()
                if not np.isnan(values[person])
            },
            unit=unit,
            submitted_at=timezone.now(),
            once=f"full-{unit.pk}-{person}",
        )
        for person in range(first, first + n)
    ]
    return record_responses(asked.wave, rows, by=None)


def later(minutes=1):
    return acting_at(timezone.now() + timedelta(minutes=minutes))


def test_an_answer_makes_its_wave_due_and_a_worker_measures_it_once(world):
    asked = ask(world)
    full_answers(asked, unit=world.harbour, n=40)

    with later():
        assert measure_what_is_due() is True
        assert measure_what_is_due() is False

    assert {finding.unit for finding in Finding.objects.all()} == {world.company, world.harbour}
    assert not Remeasurement.objects.exists()


def test_a_submitted_answer_is_heard(world):
    asked = ask(world)

    answered(asked)
    answered(asked, once="another")

    assert Remeasurement.objects.get().wave == asked.wave
    assert Remeasurement.objects.get().changes == 2
    assert list(being_measured(world.ann)) == [Remeasurement.objects.get()]
    assert not being_measured(world.bob).exists()


def test_of_two_workers_one_owns_the_wave(world):
    note_change(ask(world).wave)
    mine, theirs = Remeasurement.objects.get(), Remeasurement.objects.get()

    assert claim_remeasurement(mine) is True
    assert claim_remeasurement(theirs) is False
    assert Remeasurement.objects.get().attempts == 1


def test_an_error_moves_the_wave_on_and_is_kept_to_be_read(world):
    asked = ask(world)
    full_answers(asked, unit=world.harbour, n=10)
    asked.survey.model = "no-such-model"
    asked.survey.save()

    with later(), pytest.raises(Exception, match="no-such-model"):
        measure_what_is_due()

    row = Remeasurement.objects.get()
    assert row.due_at > timezone.now() + timedelta(minutes=10)
    assert "no-such-model" in row.last_error
    assert len(what_is_behind()) == 1
    with later():
        assert measure_what_is_due() is False


def test_answers_that_come_in_while_measuring_are_measured_again(world):
    wave = ask(world).wave
    note_change(wave)
    row = Remeasurement.objects.get()
    claim_remeasurement(row)

    note_change(wave)
    finish_remeasurement(row)

    assert Remeasurement.objects.get().due_at < now() + timedelta(minutes=1)
    assert Remeasurement.objects.get().attempts == 0


def test_the_same_data_are_not_found_twice(world):
    asked = ask(world)
    full_answers(asked, unit=world.harbour, n=40)

    first = measure_wave(asked.wave)
    again = measure_wave(asked.wave)

    assert len(first) == 2
    assert again == []
    assert Finding.objects.count() == 2


def test_new_answers_are_followed_by_a_new_finding(world):
    asked = ask(world)
    full_answers(asked, unit=world.harbour, n=40)
    measure_wave(asked.wave)

    full_answers(asked, unit=world.hill, n=40, first=40)
    made = measure_wave(asked.wave)

    assert {finding.unit for finding in made} == {world.company, world.hill}
    assert Finding.objects.filter(unit=world.company).count() == 2


def test_an_import_that_is_undone_is_measured_again(world):
    asked = ask(world)
    full_answers(asked, unit=world.harbour, n=40)
    measure_wave(asked.wave)
    Remeasurement.objects.all().delete()
    run = bring_file(
        "more.csv", content=b"SATIS,CONFIRM,IDEAL\n" + 6 * b"8,7,9\n", unit=world.hill, by=world.ann
    )
    run.plan |= {"wave": asked.wave.pk}
    run.save()

    take_in(run, by=world.ann)
    with later():
        measure_what_is_due()
    with_import = Finding.objects.filter(unit=world.company).first()
    undo_import(run, by=world.ann)
    with later(2):
        measure_what_is_due()

    assert with_import.n == 46
    assert Finding.objects.filter(unit=world.company).first().n == 40
    assert Finding.objects.filter(unit=world.hill).first().n == 0


def test_too_few_answers_are_not_estimated(world):
    asked = ask(world)
    record(asked, unit=world.harbour, count=4)

    found = measure_wave(asked.wave)

    assert {finding.reason for finding in found} == {TOO_FEW}


def test_answers_all_alike_give_a_reason_instead_of_numbers(world):
    asked = ask(world)
    record(asked, unit=world.harbour, count=20)

    found = measure_wave(asked.wave)

    assert all(finding.reason and not finding.is_estimated for finding in found)


def test_the_document_of_a_finding_has_what_the_pages_read(world):
    earlier, _later = two_waves(world)
    made_up = a_finding(earlier, world.company).result

    real = estimated(pl.DataFrame(drawn(200)).fill_nan(None).with_columns(weight=1.0), "acsi")

    assert set(made_up) == set(real)
    assert {frozenset(one) for one in made_up["constructs"].values()} == {
        frozenset(one) for one in real["constructs"].values()
    }
    assert set(made_up["gap"]) == set(real["gap"])
    assert set(made_up["impacts"][0]) == set(real["impacts"][0])


def test_those_at_risk_are_counted_by_their_mean_on_the_scale():
    answers = pl.DataFrame(drawn(100)).fill_nan(None)
    columns = {
        "REPUR": [1.0] * 10 + [10.0] * 30 + [None] * 60,
        "RECOM": [8.0] * 5 + [4.0] * 5 + [10.0] * 30 + [None] * 59 + [98.0],
    }
    frame = answers.with_columns(weight=1.0, **{k: pl.Series(v) for k, v in columns.items()})

    risk = estimated(frame, "acsi")["at_risk"]

    # 1 and 8 of 10 are a mean of 39 of 100, 1 and 4 of 17; 98 is "don't know".
    assert (risk["successes"], risk["n"]) == (10, 40)
    assert risk["low"] < 0.25 < risk["high"]
