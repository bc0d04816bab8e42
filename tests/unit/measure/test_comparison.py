from math import sqrt

import numpy as np
import polars as pl
import pytest
from scipy.stats import false_discovery_control, linregress, norm

from herefor.measure import (
    PLS,
    Index,
    Moments,
    Number,
    Refused,
    adjusted,
    answers_needed,
    built_in,
    compare,
    detectable,
    moved_by,
    power_of,
    spread_of,
    trend,
)
from herefor.measure.index.many import each_alone
from shared_data import mobi

MODEL = built_in("ecsi")
UNITS = {
    "North": Index(70.0, se=1.0, n=100),
    "South": Index(74.0, se=1.2, n=300),
    "East": Index(71.0, se=0.8, n=200),
}


@pytest.fixture(scope="module")
def waves():
    halves = mobi()[:125], mobi()[125:]
    return [PLS().fit(MODEL, Moments.of(half, MODEL, replicates=400)) for half in halves]


@pytest.mark.parametrize(("control", "theirs"), [("BH", "bh"), ("BY", "by")])
def test_adjusted_p_values_are_those_of_scipy(control, theirs):
    p = np.random.default_rng(1).uniform(size=40) ** 3

    assert adjusted(p, control=control) == pytest.approx(false_discovery_control(p, method=theirs))


@pytest.mark.parametrize("control", ["BH", "BY", "none"])
@pytest.mark.parametrize("seed", range(20))
def test_an_interval_leaves_zero_out_exactly_when_the_difference_is_clear(control, seed):
    rng = np.random.default_rng(seed)
    units = {f"u{i}": Index(rng.normal(70, 3), se=rng.uniform(0.5, 2), n=9) for i in range(12)}

    found = compare(units, against="pairs", control=control)

    assert [pair.difference.clear for pair in found.pairs] == [pair.clear for pair in found.pairs]
    assert len(found.pairs) == 66


def test_of_twenty_units_alike_about_none_is_called_different():
    false = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        units = {f"u{i}": Index(rng.normal(70, 1), se=1.0, n=9) for i in range(20)}
        false += bool(compare(units, against="u0").clear)

    # With every null true the share of worlds with a discovery is the rate, 0.05: 15 of 300,
    # standard deviation 4; unadjusted it would be some 150.
    assert false < 30


def test_waves_are_compared_with_the_one_before():
    found = compare(UNITS)

    assert [(pair.one, pair.other) for pair in found.pairs] == [
        ("South", "North"),
        ("East", "South"),
    ]
    assert found.pairs[0].difference.value == pytest.approx(4)
    assert found.pairs[0].p == pytest.approx(2 * norm.sf(4 / sqrt(1 + 1.44)))


def test_the_rest_is_the_mean_of_the_others_by_their_answers():
    found = compare(UNITS, against="rest")

    rest = (74 * 300 + 71 * 200) / 500
    assert found.pairs[0].difference.value == pytest.approx(70 - rest)
    assert found.pairs[0].difference.se == pytest.approx(
        sqrt(1 + (0.6 * 1.2) ** 2 + (0.4 * 0.8) ** 2)
    )


def test_a_single_comparison_is_the_plain_difference():
    two = {name: UNITS[name] for name in ("North", "South")}

    pair = compare(two).between("South", "North")

    reach = norm.ppf(0.975) * sqrt(1 + 1.44)
    assert (pair.difference.low, pair.difference.high) == pytest.approx((4 - reach, 4 + reach))


def test_the_same_within_a_point_needs_proof_not_absence_of_proof():
    precise = {"a": Index(70, se=0.1, n=9), "b": Index(70.2, se=0.1, n=9)}
    rough = {"a": Index(70, se=1, n=9), "b": Index(70.2, se=1, n=9)}

    assert [compare(one, margin=1).pairs[0].same for one in (precise, rough)] == [True, False]
    assert compare(precise, margin=1).pairs[0].p_same == pytest.approx(norm.cdf(-0.8 / sqrt(0.02)))


def test_fits_are_compared_by_the_construct_that_is_named(waves):
    found = compare({"first": waves[0], "second": waves[1]}, of="Loyalty")

    assert found.pairs[0].difference.value == pytest.approx(
        waves[1].value("index", "Loyalty") - waves[0].value("index", "Loyalty")
    )
    assert found.table().height == 1


@pytest.mark.parametrize(
    ("units", "options", "sentence"),
    [
        ({"a": Index(70, se=1)}, {}, "two indices or more"),
        ({"a": Index(70, se=1), "b": Index(70)}, {}, "b has no standard error"),
        ({"a": Index(70, se=1), "b": Index(float("nan"), se=1)}, {}, "b has no value"),
        (UNITS, {"against": "nord"}, "no nord to compare with. Did you mean North"),
        (UNITS, {"control": "FDR"}, "not 'FDR'"),
        (UNITS, {"level": 95}, "between 0 and 1"),
        (UNITS, {"margin": -1}, "above 0 points"),
        (UNITS, {"against": "rest", "weights": {"North": 1}}, "South and East needs a weight"),
    ],
)
def test_what_cannot_be_compared_is_refused(units, options, sentence):
    with pytest.raises(Refused, match=sentence):
        compare(units, **options)


def test_with_nothing_clear_an_interval_errs_as_bonferroni_would():
    assert each_alone(np.array([0.5, 0.9]), rate=0.05) == 0.025


def test_answers_needed_give_the_margin_that_was_wanted():
    needed = answers_needed(1.5, spread=18, design_effect=1.4, response_rate=0.2)

    reached = norm.ppf(0.975) * 18 * sqrt(1.4 / needed.answers)
    one_less = norm.ppf(0.975) * 18 * sqrt(1.4 / (needed.answers - 1))
    assert reached <= 1.5 < one_less
    assert needed.invitations == needed.answers * 5


def test_a_difference_needs_twice_the_answers_and_a_small_population_fewer():
    index, both = (answers_needed(1, spread=20, of=of) for of in ("index", "difference"))

    assert both.answers == pytest.approx(2 * index.answers, abs=1)
    assert answers_needed(1, spread=20, population=500).answers < 500


def test_what_is_detectable_is_found_as_often_as_wanted():
    least = detectable(200, spread=18, other_n=350, power=0.9, design_effect=1.2)

    rng = np.random.default_rng(3)
    se = 18 * sqrt(1.2) * sqrt(1 / 200 + 1 / 350)
    clear = np.abs(rng.normal(least, se, size=40_000)) > norm.ppf(0.975) * se
    assert clear.mean() == pytest.approx(0.9, abs=0.006)
    assert power_of(least, n=200, other_n=350, spread=18, design_effect=1.2) == pytest.approx(
        0.9, abs=1e-6
    )


def test_the_spread_is_read_off_a_pilot(waves):
    pilot = waves[0].index("Satisfaction")

    assert answers_needed(1, spread=pilot) == answers_needed(1, spread=spread_of(pilot))
    assert spread_of(pilot) == pytest.approx(pilot.se * sqrt(125))


@pytest.mark.parametrize(
    "plan",
    [
        lambda: answers_needed(0, spread=20),
        lambda: answers_needed(1, spread=20, response_rate=1.2),
        lambda: answers_needed(1, spread=20, of="median"),
        lambda: detectable(0, spread=20),
        lambda: detectable(10, spread=20, power=1),
        lambda: power_of(1, n=10, spread=0),
        lambda: spread_of(Index(70.0, n=20)),
    ],
)
def test_an_impossible_plan_is_refused(plan):
    with pytest.raises(Refused):
        plan()


def test_a_trend_of_equal_precision_is_least_squares():
    values = [70.0, 71.5, 71.0, 73.0, 72.5]
    waves = {str(i): Number(value, se=0.7) for i, value in enumerate(values)}

    line = trend(waves, times=[0, 1, 2, 3, 5])

    assert line.slope.value == pytest.approx(linregress([0, 1, 2, 3, 5], values).slope)
    assert line.slope.se == pytest.approx(0.7 / sqrt(14.8))
    assert [step.one for step in line.steps.pairs] == ["1", "2", "3", "4"]


def test_a_bent_series_is_said_to_bend():
    bent = {str(i): Number(value, se=0.5) for i, value in enumerate([70, 74, 78, 74, 70])}

    assert trend(bent).p_bent < 1e-6
    assert not trend(bent).clear
    assert np.isnan(trend({"a": Number(1, se=1), "b": Number(2, se=1)}).p_bent)


def test_waves_must_come_one_after_the_other():
    with pytest.raises(Refused, match="later than"):
        trend(UNITS, times=[2, 1, 3])


def test_what_moved_an_index_adds_up_in_both_ways(waves):
    averaged, earlier = (
        moved_by(waves[1], waves[0], "Satisfaction", weights=way) for way in ("averaged", "earlier")
    )

    for moved in (averaged, earlier):
        assert moved.answers.value + moved.weights.value == pytest.approx(moved.whole.value)
        assert moved.answers.low < moved.answers.value < moved.answers.high
    change = [fit.index("Satisfaction").value for fit in waves]
    assert averaged.whole.value == pytest.approx(change[1] - change[0])
    assert averaged.answers.value != pytest.approx(earlier.answers.value, abs=1e-6)


def test_two_waves_with_one_seed_are_not_taken_for_people_asked_twice():
    half = mobi()[:125]
    fit = PLS().fit(MODEL, Moments.of(half, MODEL, replicates=400, seed=5))

    moved = moved_by(fit, fit, "Satisfaction")

    one = fit.index("Satisfaction")
    assert moved.whole.se == pytest.approx(one.se * sqrt(2), rel=0.1)


def test_waves_of_other_items_cannot_be_taken_apart(waves):
    less = MODEL.with_items(code for code in MODEL.item_codes if code != "CUSA3")
    fit = PLS().fit(less, Moments.of(mobi().select(pl.exclude("CUSA3")), less))

    with pytest.raises(Refused, match="CUSA3 differ"):
        moved_by(waves[0], fit, "Satisfaction")
    with pytest.raises(Refused, match="averaged and earlier"):
        moved_by(waves[0], waves[1], "Satisfaction", weights="later")
