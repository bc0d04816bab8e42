from math import comb, sqrt

import numpy as np
import polars as pl
import pytest
from scipy.stats import t

from herefor.measure import Rating, Refused, rating, rating_difference, wilson
from herefor.measure.index.ratings import nps_interval, share_interval

FIVES = pl.Series("csat", [5] * 40 + [4] * 30 + [3] * 10 + [2] * 5 + [1] * 15)
TENS = pl.Series("nps", [10] * 50 + [8] * 30 + [3] * 20)


def test_csat_is_the_share_of_the_best_two_with_wilsons_interval():
    found, counted = rating(FIVES, scale=(1, 5)), wilson(70, n=100)

    assert (found.value, found.low, found.high) == pytest.approx(
        (counted.value, counted.low, counted.high)
    )


def test_bottom_boxes_and_turned_scales_count_from_the_other_end():
    assert rating(FIVES, scale=(1, 5), kind="bottom").value == pytest.approx(0.2)
    assert rating(FIVES, scale=(5, 1), boxes=1).value == pytest.approx(0.15)
    assert rating(FIVES, scale=(1, 5), boxes=1).value == pytest.approx(0.4)


def test_nps_is_promoters_less_detractors():
    found = rating(TENS, scale=(0, 10), kind="nps")

    assert (found.value, found.up, found.down) == pytest.approx((30, 0.5, 0.2))
    assert found.se == pytest.approx(100 * sqrt((0.7 - 0.09) / 100))


def test_the_score_of_no_difference_is_mcnemars():
    """At d = 0 the statistic is (b - c) / sqrt(b + c): zero is left out exactly when it is 1.96."""
    for b, c in ((12, 3), (11, 3), (10, 3), (30, 17), (31, 17), (33, 17)):
        low, _ = nps_interval(b, c, n=80)
        assert (low > 0) == ((b - c) / sqrt(b + c) > 1.959964)


@pytest.mark.parametrize("shares", [(0.5, 0.2), (0.8, 0.05), (0.15, 0.15)])
def test_nps_intervals_cover_what_they_say(shares):
    up, down = shares
    n, covered = 40, 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            low, high = nps_interval(b, c, n=n)
            if low <= 100 * (up - down) <= high:
                chance = comb(n, b) * comb(n - b, c) * up**b * down**c
                covered += chance * (1 - up - down) ** (n - b - c)

    assert 0.93 < covered < 0.975


def test_an_nps_of_all_promoters_is_uncertain_on_one_side():
    found = rating(pl.Series([10] * 30), scale=(0, 10), kind="nps")

    assert found.value == found.high == 100
    assert 70 < found.low < 95


def test_effort_is_a_mean_with_students_interval():
    found = rating(FIVES, scale=(1, 5), kind="mean")

    low, high = t.interval(0.95, 99, FIVES.mean(), FIVES.std() / 10)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_weighted_answers_count_as_their_effective_number():
    weights = np.array([2.0] * 50 + [0.5] * 50)

    found = rating(FIVES, scale=(1, 5), weights=weights)

    assert found.value == pytest.approx((40 * 2 + 10 * 2 + 20 * 0.5) / 125)
    assert found.effective_n == pytest.approx(125**2 / (50 * 4 + 50 * 0.25))
    assert (found.low, found.high) == share_interval(found.value, n=found.effective_n)


def test_a_weight_common_to_all_changes_nothing():
    for kind, column, scale in (
        ("top", FIVES, (1, 5)),
        ("mean", FIVES, (1, 5)),
        ("nps", TENS, (0, 10)),
    ):
        plain = rating(column, scale=scale, kind=kind)
        tripled = rating(column, scale=scale, kind=kind, weights=np.full(100, 3.0))
        assert (tripled.value, tripled.low, tripled.high) == pytest.approx(
            (plain.value, plain.low, plain.high)
        )


def test_missing_answers_are_left_out_and_told():
    column = pl.concat([FIVES, pl.Series("csat", [None, 9, 9])])

    found = rating(column, scale=(1, 5), not_applicable=[9])

    assert found.value == rating(FIVES, scale=(1, 5)).value
    assert found.notes == ("3 answers missing or not applicable.",)


@pytest.mark.parametrize(
    ("counts", "ends"),
    [
        (((56, 70), (48, 80)), (0.0524, 0.3339)),
        (((9, 10), (3, 10)), (0.1705, 0.8090)),
        (((6, 7), (2, 7)), (0.0582, 0.8062)),
    ],
)
def test_differences_of_shares_are_newcombes_table_two(counts, ends):
    """Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10; four decimals."""
    one, other = (Rating(k / n, *share_interval(k / n, n=n), kind="top", n=n) for k, n in counts)

    found = rating_difference(one, other)

    assert (found.low, found.high) == pytest.approx(ends, abs=5e-5)


def test_a_difference_of_two_nps_is_clear_when_it_is_large():
    worse = pl.Series([10] * 20 + [8] * 30 + [3] * 50)
    now, before = (rating(column, scale=(0, 10), kind="nps") for column in (TENS, worse))

    assert rating_difference(now, before).value == pytest.approx(60)
    assert rating_difference(now, before).clear
    assert not rating_difference(now, now).clear


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: rating(FIVES, scale=(1, 5), kind="median"), "not 'median'"),
        (lambda: rating(FIVES, scale=(1, 4)), "csat has answers outside 1 to 4: 5"),
        (lambda: rating(FIVES, scale=(1, 5), kind="nps"), "from 0 to 10"),
        (lambda: rating(FIVES, scale=(1, 5), boxes=5), "1 to 4 boxes"),
        (
            lambda: rating(pl.Series("q", [None, None]), scale=(1, 5)),
            r"Nobody answered in column q \(2",
        ),
        (lambda: rating(FIVES, scale=(1, 5), weights=-np.ones(100)), "one weight of 0 or more"),
        (lambda: rating(FIVES, scale=(1, 5), weights=np.ones(3)), "one weight of 0 or more"),
        (lambda: rating(pl.Series("q", ["fine"]), scale=(1, 5)), "there is text"),
        (lambda: rating(FIVES, scale=(3, 3)), "two different ends"),
        (lambda: rating(FIVES, scale=(1, 5), level=2), "between 0 and 1"),
        (
            lambda: rating_difference(
                rating(FIVES, scale=(1, 5)), rating(TENS, scale=(0, 10), kind="nps")
            ),
            "same kind",
        ),
    ],
)
def test_what_is_no_rating_is_refused(ask, sentence):
    with pytest.raises(Refused, match=sentence):
        ask()
