"""The closed form of credit through a model against the definition: all orders, one by one."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.measure.drivers.credit import credited, worth_of


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_credit_is_what_each_adds_averaged_over_all_orders(count, seed):
    rng = np.random.default_rng(seed)
    paths = np.zeros((count, count, 2))
    upper = np.triu_indices(count, 1)
    there = rng.uniform(size=len(upper[0])) < 0.7
    paths[upper] = rng.normal(size=(len(upper[0]), 2)) * there[:, None]
    short = rng.uniform(0, 40, size=(count, 2))
    target, players = count - 1, count - 1

    expected = np.zeros((count, 2))
    for order in permutations(range(players)):
        chosen = np.zeros(count, dtype=bool)
        before = worth_of(paths, short, target, chosen)
        for player in order:
            chosen[player] = True
            after = worth_of(paths, short, target, chosen)
            expected[player] += (after - before) / factorial(players)
            before = after

    found = credited(paths, short, target)
    assert found[:players] == pytest.approx(expected[:players], abs=1e-9)
    assert found[:players].sum(axis=0) == pytest.approx(
        (paths[:players, target] * short[:players]).sum(axis=0), abs=1e-9
    )
