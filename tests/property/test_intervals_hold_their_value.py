"""Whatever the counts: an interval holds its value, keeps within the scale, and narrows with n."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.measure import adjusted, nps_interval, rake, share_interval

COUNTS = st.tuples(*[st.integers(0, 60)] * 3).filter(lambda counts: sum(counts) > 0)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_an_nps_interval_holds_the_nps_and_narrows_with_more_answers(counts):
    up, middle, down = counts
    n = up + middle + down

    low, high = nps_interval(up, down, n=n)
    closer = nps_interval(4 * up, 4 * down, n=4 * n)

    assert -100 <= low <= 100 * (up - down) / n <= high <= 100
    assert closer[1] - closer[0] < high - low


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_turning_the_scale_round_turns_the_nps_interval_round(counts):
    up, middle, down = counts
    n = up + middle + down

    low, high = nps_interval(up, down, n=n)
    turned = nps_interval(down, up, n=n)

    assert (-turned[1], -turned[0]) == pytest.approx((low, high), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(1, 1e6))
def test_a_share_lies_within_its_interval(share, n):
    low, high = share_interval(share, n=n)

    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_never_makes_a_p_value_smaller_nor_changes_the_order(values):
    p = np.array(values)

    for control in ("BH", "BY"):
        found = adjusted(p, control=control)
        assert (found >= p - 1e-12).all()
        assert (np.diff(found[np.argsort(p, kind="stable")]) >= -1e-12).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_raking_to_what_is_there_already_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    table = pl.DataFrame({"a": rng.choice(["x", "y"], 40), "b": rng.choice(["p", "q", "r"], 40)})
    there = {
        name: {row[0]: float(row[1]) for row in table[name].value_counts().iter_rows()}
        for name in ("a", "b")
    }

    assert rake(table, there).weights.to_list() == pytest.approx([1.0] * 40)
