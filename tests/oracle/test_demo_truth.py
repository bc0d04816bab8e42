"""What the program finds in the demonstration, held against what was put in.

The truth of a number is what the same estimator gives for the same process with a crowd so large
that chance no longer speaks (60,000 people: a standard error of about 0.06 points).
"""

from functools import cache

import numpy as np
import polars as pl
import pytest

from herefor.demo import truth
from herefor.demo.make import SEED
from herefor.measure import PLS, Moments, built_in, difference

CROWD = 60_000
MODEL = built_in("acsi")


def fitted(answers, replicates=400):
    moments = Moments.of(
        pl.DataFrame(answers).fill_nan(None),
        MODEL,
        replicates=replicates,
        seed=1,
        missing="mean",
    )
    return PLS(scheme="path").fit(MODEL, moments)


@cache
def true_fit(shift):
    return fitted(truth.draw(CROWD, shift=shift, rng=np.random.default_rng(7)), replicates=2)


@pytest.fixture(scope="module")
def measured():
    return {
        (cell.unit, cell.quarter): (cell, fitted(answers))
        for cell, answers in truth.population(SEED)
    }


def test_intervals_hold_the_truth_as_often_as_they_say(measured):
    covered = [
        fit.index("Satisfaction").low
        <= true_fit(cell.shift).index("Satisfaction").value
        <= fit.index("Satisfaction").high
        for cell, fit in measured.values()
    ]

    # 32 intervals of 95 percent: fewer than 27 would happen once in 150 honest worlds.
    assert sum(covered) >= 27


def test_the_one_decline_is_clear_and_nothing_else_is(measured):
    clear = [
        (unit, quarter)
        for (unit, quarter), (_cell, fit) in measured.items()
        if quarter
        and difference(
            fit.index("Satisfaction"), measured[unit, quarter - 1][1].index("Satisfaction")
        ).clear
    ]

    assert clear == [truth.DECLINE[:2]]


def test_the_decline_is_as_large_as_it_was_made(measured):
    unit, quarter, _shift = truth.DECLINE
    now, before = (measured[unit, q][1].index("Satisfaction") for q in (quarter, quarter - 1))
    found = difference(now, before)

    shifts = (truth.true_shift(unit, q) for q in (quarter, quarter - 1))
    made = np.subtract(*(true_fit(s).index("Satisfaction").value for s in shifts))

    assert found.low <= made <= found.high


def test_the_wobble_is_called_no_clear_change(measured):
    unit, quarter, n = truth.WOBBLE
    now, before = (measured[unit, q][1].index("Satisfaction") for q in (quarter, quarter - 1))

    assert now.n == n
    assert now.high - now.low > 2 * (before.high - before.low)
    assert not difference(now, before).clear


def test_units_stand_in_the_order_they_were_given(measured):
    pooled = {
        unit: np.mean(
            [fit.index("Satisfaction").value for (u, q), (_c, fit) in measured.items() if u == unit]
        )
        for unit in truth.UNIT_SHIFTS
    }

    given = sorted(truth.UNIT_SHIFTS, key=lambda unit: truth.UNIT_SHIFTS[unit])
    assert sorted(pooled, key=lambda unit: pooled[unit]) == given


def test_what_drives_satisfaction_is_found_in_its_order(measured):
    everybody = [answers for _cell, answers in truth.population(SEED)]
    pooled = {code: np.concatenate([some[code] for some in everybody]) for code in everybody[0]}
    fit = fitted(pooled)
    strengths = truth.PATHS["Satisfaction"]

    found = {name: fit.value("paths", name, "Satisfaction") for name in strengths}

    by_truth = sorted(strengths, key=lambda name: -strengths[name])
    assert sorted(found, key=lambda name: -found[name]) == by_truth
