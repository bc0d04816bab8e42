from itertools import combinations

import polars as pl
import pytest

from herefor.measure import PLS, Moments, Refused, built_in, gap, importance_map
from shared_data import mobi

MODEL = built_in("ecsi")


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=500))


def test_credit_through_the_model_shares_out_the_same_points(fit):
    direct, whole = gap(fit), gap(fit, through="model")

    assert sum(bar.points.value for bar in whole.bars) == pytest.approx(
        sum(bar.points.value for bar in direct.bars)
    )
    assert whole.unexplained.value == pytest.approx(direct.unexplained.value)
    assert whole.unexplained.low == pytest.approx(direct.unexplained.low)


def test_a_driver_of_drivers_gets_credit_and_takes_it_from_those_it_works_through(fit):
    direct, whole = (
        {bar.driver: bar.points.value for bar in gap(fit, through=through).bars}
        for through in ("direct", "model")
    )

    assert whole["Image"] > direct["Image"]
    assert whole["Quality"] < direct["Quality"]


def test_loyalty_holds_all_that_drives_it_also_at_a_distance(fit):
    whole = gap(fit, "Loyalty", through="model")

    assert {bar.driver for bar in whole.bars} == {
        "Image",
        "Expectation",
        "Quality",
        "Value",
        "Satisfaction",
        "Complaints",
    }
    assert all(bar.points.low < bar.points.high for bar in whole.bars)


def test_a_chain_shares_evenly_between_its_ends(fit):
    model = built_in("ecsi")
    for source, target in model.edges:
        if (source, target) not in {("Quality", "Satisfaction"), ("Satisfaction", "Loyalty")}:
            model = model.without_path(source, target)
    chain = PLS().fit(model, Moments.of(mobi(), model))

    held = {bar.driver: bar.points.value for bar in gap(chain, "Loyalty", through="model").bars}

    one = chain.value("paths_in_points", "Quality", "Satisfaction")
    two = chain.value("paths_in_points", "Satisfaction", "Loyalty")
    quality = 10 * one * two * (100 - chain.index("Quality").value) / 2
    assert held["Quality"] == pytest.approx(quality)
    assert held["Satisfaction"] == pytest.approx(
        10 * two * (100 - chain.index("Satisfaction").value) - quality
    )


def test_bars_that_cannot_be_told_apart_stand_in_groups(fit):
    found = gap(fit)

    order = [bar.driver for bar in found.bars]
    for group in found.groups:
        at = order.index(group[0])
        assert tuple(order[at : at + len(group)]) == group
        assert all(
            pair in found.ties or pair[::-1] in found.ties for pair in combinations(group, 2)
        )
    assert found.groups == (("Value", "Image", "Expectation"),)


def test_without_replicates_no_corner_is_sure():
    fit = PLS().fit(MODEL, Moments.of(mobi(), MODEL))

    assert not any(one.sure for one in importance_map(fit, "Satisfaction").placed)


def test_another_way_is_refused(fit):
    with pytest.raises(Refused, match="direct and model"):
        gap(fit, through="items")


def test_the_map_places_what_drives_satisfaction(fit):
    found = importance_map(fit, "Satisfaction")

    assert [one.name for one in found.placed] == ["Quality", "Expectation", "Image", "Value"]
    assert found.of("Quality").importance == fit.number("impacts", "Quality", "Satisfaction")
    assert found.of("Quality").performance.value == fit.index("Quality").value
    assert found.of("Value").corner == "can wait"
    assert found.of("Quality").corner == "keep up"


def test_the_items_of_a_construct_share_its_importance(fit):
    found = importance_map(fit, "Satisfaction", of="items")

    quality = [one for one in found.placed if one.name.startswith("PERQ")]
    assert sum(one.importance.value for one in quality) == pytest.approx(
        fit.value("impacts", "Quality", "Satisfaction")
    )
    assert found.of("PERQ1").performance.value == pytest.approx(
        (mobi()["PERQ1"].mean() - 1) / 9 * 100
    )


def test_a_corner_is_sure_only_when_no_interval_holds_a_mean(fit):
    found = importance_map(fit, "Loyalty")

    for one in found.placed:
        held = (
            one.importance.low <= found.mean_importance <= one.importance.high
            or one.performance.low <= found.mean_performance <= one.performance.high
        )
        assert one.sure == (not held)
    assert {one.sure for one in found.placed} == {True, False}


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda fit: importance_map(fit, "Image"), "Nothing drives Image"),
        (lambda fit: importance_map(fit, "Satisfaction", of="people"), "constructs and items"),
        (lambda fit: importance_map(fit, "Satisfaction").of("Qualty"), "Did you mean Quality"),
    ],
)
def test_what_cannot_be_placed_is_refused(fit, ask, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(fit)


def test_a_harmful_driver_is_best_at_nothing_through_the_model():
    turned = mobi().with_columns((11 - pl.col("CUSCO")).alias("CUSCO"))
    model = MODEL.without_path("Image", "Loyalty").without_path("Satisfaction", "Loyalty")
    fit = PLS().fit(model, Moments.of(turned, model, replicates=300))

    bars = {bar.driver: bar.points.value for bar in gap(fit, "Loyalty", through="model").bars}

    slope = fit.value("paths_in_points", "Complaints", "Loyalty")
    assert sum(bars.values()) == pytest.approx(-10 * slope * fit.index("Complaints").value)
