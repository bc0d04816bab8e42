from itertools import product

import numpy as np
import pytest

from herefor.measure import (
    PLS,
    Action,
    Moments,
    Refused,
    best_actions,
    best_plan,
    built_in,
    what_if,
)
from shared_data import mobi

MODEL = built_in("ecsi")
COSTS = {"Quality": 2.0, "Image": 1.0, "Value": 0.5}


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=300))


def test_one_driver_moves_the_target_by_its_impact(fit):
    found = what_if(fit, "Satisfaction", {"Quality": 5})

    impact = fit.number("impacts", "Quality", "Satisfaction")
    assert found.gain.value == pytest.approx(5 * impact.value)
    assert (found.gain.low, found.gain.high) == pytest.approx((5 * impact.low, 5 * impact.high))
    assert found.then.value == pytest.approx(found.today.value + found.gain.value)
    assert found.notes == ("This is an association, not a promise: try it in one place first.",)


def test_several_drivers_add_up(fit):
    both = what_if(fit, "Loyalty", {"Quality": 2, "Image": 3})

    alone = [what_if(fit, "Loyalty", one).gain.value for one in ({"Quality": 2}, {"Image": 3})]
    assert both.gain.value == pytest.approx(sum(alone))


def test_no_index_passes_a_hundred(fit):
    found = what_if(fit, "Satisfaction", {"Quality": 80, "Value": 90})

    full = what_if(
        fit, "Satisfaction", {"Quality": 100 - fit.value("index", "Quality"), "Value": 90}
    )
    assert found.gain.value == pytest.approx(full.gain.value)
    assert found.notes[0].startswith("Quality and Value cannot pass")
    assert found.then.value <= 100


def test_a_plan_spends_where_a_point_of_money_gains_most(fit):
    plan = best_plan(fit, "Satisfaction", costs=COSTS, budget=4, most=dict.fromkeys(COSTS, 5))

    worth = {name: fit.value("impacts", name, "Satisfaction") / COSTS[name] for name in COSTS}
    expected, left = {}, 4.0
    for name in sorted(worth, key=lambda one: -worth[one]):
        expected[name] = min(5.0, left / COSTS[name])
        left -= expected[name] * COSTS[name]
    assert plan.chosen == pytest.approx({k: v for k, v in expected.items() if v > 0})
    assert plan.cost == pytest.approx(4)
    assert plan.gain.low < plan.gain.value < plan.gain.high
    assert 0 < plan.best_in < 1


def test_a_large_budget_ends_at_the_top_and_not_beyond(fit):
    plan = best_plan(fit, "Satisfaction", costs=COSTS, budget=1e6)

    reached = what_if(fit, "Satisfaction", plan.chosen)
    assert reached.then.value <= 100 + 1e-6
    added = sum(
        points * fit.value("impacts", name, "Satisfaction") for name, points in plan.chosen.items()
    )
    assert plan.gain.value == pytest.approx(added)  # nothing is spent on points beyond the scale


def test_actions_are_taken_wholly_and_the_best_of_all_combinations(fit):
    rng = np.random.default_rng(3)
    actions = [
        Action(f"a{i}", {str(rng.choice(list(COSTS))): float(rng.uniform(1, 4))}, rng.uniform(1, 5))
        for i in range(7)
    ]

    plan = best_actions(fit, "Satisfaction", actions, budget=9)

    gains = []
    for taken in product([0, 1], repeat=7):
        done = [action for action, one in zip(actions, taken, strict=True) if one]
        if done and sum(action.cost for action in done) <= 9:
            raises = {name: 0.0 for action in done for name in action.raises}
            for action in done:
                for name, points in action.raises.items():
                    raises[name] += points
            gains.append(what_if(fit, "Satisfaction", raises).gain.value)
    assert plan.gain.value == pytest.approx(max(gains))
    assert plan.cost <= 9
    assert 0 < plan.best_in <= 1


def test_many_actions_are_chosen_as_well_as_by_trying_all(fit):
    actions = [Action(f"a{i}", {"Quality": 0.1 * (i % 4 + 1)}, 1 + i % 3) for i in range(12)]
    few = PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=5))

    plan = best_actions(few, "Satisfaction", actions, budget=7)

    reach = {0: 0.0}
    for action in actions:
        for spent, points in list(reach.items()):
            now = spent + action.cost
            if now <= 7:
                reach[now] = max(reach.get(now, 0.0), points + action.raises["Quality"])
    most = max(reach.values()) * few.value("impacts", "Quality", "Satisfaction")
    assert plan.gain.value == pytest.approx(most)
    assert plan.best_in == 1


def test_no_money_takes_no_action(fit):
    plan = best_actions(fit, "Satisfaction", [Action("a", {"Quality": 2}, 3)], budget=2)

    assert (plan.chosen, plan.cost, plan.gain.value) == ({}, 0, 0)
    assert "It is not clear that this plan gains anything." in plan.notes


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        (lambda fit: what_if(fit, "Satisfaction", {"Loyalty": 1}), "Loyalty does not drive"),
        (lambda fit: what_if(fit, "Satisfaction", {}), "Nothing was named"),
        (lambda fit: what_if(fit, "Satisfaction", {"Quality": float("nan")}), "number of points"),
        (
            lambda fit: best_plan(fit, "Satisfaction", costs={"Quality": 0}, budget=1),
            "not above 0: Quality",
        ),
        (lambda fit: best_plan(fit, "Satisfaction", costs=COSTS, budget=-1), "0 or more; it is -1"),
        (
            lambda fit: best_plan(
                fit, "Satisfaction", costs={"Image": 1}, budget=1, most={"Value": 1}
            ),
            "most of Value",
        ),
        (lambda fit: best_actions(fit, "Satisfaction", [], budget=1), "one action or more"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(fit, do, sentence):
    with pytest.raises(Refused, match=sentence):
        do(fit)
