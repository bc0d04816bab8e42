import csv
import re
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from herefor.measure import (
    Entry,
    Group,
    Index,
    Number,
    Refused,
    all_others,
    renewed,
    roll_up,
    rolled_change,
)
from herefor.measure.index.rollup import rounded
from shared_data import SHARED


def unit(name, value, se, weight, *, period="2024Q1", n=250):
    return Entry(name, Index(value, se=se, n=n), weight, period)


RETAIL = Group(
    "Retail",
    [
        Group("Shops", [unit("Alpha", 80, 1.0, 30), unit("Beta", 70, 2.0, 10)], weight=40),
        Group("Online", [unit("Gamma", 82, 1.5, 60)], weight=60),
    ],
    weight=0.3,
)
ENERGY = Group("Energy", [unit("Delta", 74, 1.2, 1, period="2024Q2")], weight=0.7)
NATION = Group("Nation", [RETAIL, ENERGY])


def test_a_nation_is_rolled_up_as_by_hand():
    found = roll_up(NATION)

    retail = 0.4 * (0.75 * 80 + 0.25 * 70) + 0.6 * 82
    assert found.of("Retail").number.value == pytest.approx(retail)
    assert found.number.value == pytest.approx(0.3 * retail + 0.7 * 74)
    shares = np.array([0.3 * 0.4 * 0.75, 0.3 * 0.4 * 0.25, 0.3 * 0.6, 0.7])
    assert found.number.se == pytest.approx(np.linalg.norm(shares * [1.0, 2.0, 1.5, 1.2]))
    assert found.n == 1000
    assert found.periods == ("2024Q1", "2024Q2")


def test_units_are_shown_whole_and_groups_with_one_decimal():
    found = roll_up(NATION)

    assert found.of("Delta").shown == "74"
    assert found.of("Shops").shown == "77.5"
    assert found.shown == "75.9"


def test_only_what_was_renewed_moves_the_nation():
    fresh = replace(ENERGY, parts=[unit("Delta", 71, 1.1, 1, period="2025Q2")])
    now = renewed(NATION, {"Energy": fresh})

    change = rolled_change(now, NATION)

    assert change.difference.value == pytest.approx(0.7 * -3)
    assert change.difference.se == pytest.approx(0.7 * sqrt(1.2**2 + 1.1**2))
    assert change.fresh == ("Nation / Energy / Delta",)
    assert len(change.kept) == 3
    assert change.by_answers == pytest.approx(change.difference.value)


def test_the_error_of_a_change_is_that_of_simulated_waves():
    """Kept units have one draw in both waves, at other weights; fresh ones two."""
    rng = np.random.default_rng(1)
    heavier = replace(RETAIL, weight=0.5)
    fresh = replace(ENERGY, parts=[unit("Delta", 74, 1.1, 1, period="2025Q2")])
    now = replace(NATION, parts=[heavier, fresh])
    w0 = np.array([0.09, 0.03, 0.18, 0.7])
    w1 = np.array([0.5 * 0.3, 0.5 * 0.1, 0.5 * 0.6, 0.7]) / 1.2
    shared = rng.normal(size=(200_000, 3)) * [1.0, 2.0, 1.5]
    drawn = shared @ (w1 - w0)[:3] + rng.normal(size=(200_000, 2)) @ [w1[3] * 1.1, w0[3] * 1.2]

    change = rolled_change(now, NATION)

    assert change.difference.se == pytest.approx(drawn.std(), rel=0.01)
    assert change.by_weights == pytest.approx(change.difference.value)


def test_units_that_come_and_go_count_as_weights():
    more = replace(RETAIL, parts=[*RETAIL.parts, unit("New", 60, 1.0, 100)])

    change = rolled_change(renewed(NATION, {"Retail": more}), NATION)

    assert change.by_answers == 0
    assert change.difference.value == pytest.approx(
        roll_up(renewed(NATION, {"Retail": more})).number.value - roll_up(NATION).number.value
    )


def test_old_vintages_are_told():
    assert roll_up(NATION, now="2025Q1").notes == ()
    assert roll_up(NATION, now="2025-04").notes == tuple(
        f"{name} was measured in 2024Q1, over 12 months ago." for name in ("Alpha", "Beta", "Gamma")
    )
    undated = renewed(NATION, {"Delta": unit("Delta", 74, 1, 1, period="")})
    assert roll_up(undated, now="2024Q4").notes == ("When Delta was measured is not known.",)


def test_all_others_weigh_what_is_left():
    shops = [unit("Alpha", 80, 1.0, 30), unit("Beta", 70, 2.0, 10)]
    others = all_others(Number(75.0, se=3.0), total=50, beside=shops)

    found = roll_up(Group("Shops", [*shops, others]))

    assert found.number.value == pytest.approx(0.6 * 80 + 0.2 * 70 + 0.2 * 75)


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        (lambda: roll_up(Group("G", [unit("A", 80, 1, -1)])), "A needs a weight of 0 or more"),
        (lambda: roll_up(Group("G", [unit("A", 80, 1, float("nan"))])), "it has nan"),
        (lambda: roll_up(Group("G", [unit("A", 80, 1, 0)])), "nothing that has a weight"),
        (lambda: roll_up(Group("G", [])), "nothing that has a weight"),
        (lambda: roll_up(Group("G", [Entry("A", Number(80.0), 1)])), "A has no index"),
        (lambda: roll_up(Group("G", [unit("A", 8, 1, 1)] * 2)), "A stands twice in G"),
        (lambda: renewed(NATION, {"Gama": ENERGY}), "nowhere in Nation. Did you mean Gamma"),
        (lambda: roll_up(NATION, now="spring"), "'spring' is no period"),
        (lambda: roll_up(NATION).of("Gama"), "Did you mean Gamma"),
        (
            lambda: all_others(Number(7.0, se=1.0), total=30, beside=[unit("A", 8, 1, 30)]),
            "nothing is left",
        ),
    ],
)
def test_a_tree_that_does_not_hold_is_refused(do, sentence):
    with pytest.raises(Refused, match=sentence):
        do()


def test_published_percentages_lead_back_to_the_published_score_before():
    """ACSI's own rounding: a score, and the percent by which the next differs from it."""
    with (SHARED / "reference" / "acsi-national-series.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = [
        (row["score"], re.match(r"implied by ([+-][\d.]+) percent to ([\d.]+)", row["status"]))
        for row in rows
    ]
    checked = [
        (score, rounded(float(said[2]) / (1 + float(said[1]) / 100), decimals=1))
        for score, said in told
        if said
    ]

    assert len(checked) == 9
    assert [ours for _, ours in checked] == [score for score, _ in checked]


def test_numbers_out_of_arrays_are_shown_like_others():
    value = np.float64(74.25)

    assert roll_up(Group("All", [Entry("A", Number(value, se=1.0), 1)])).shown == "74.3"
