import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Index,
    Moments,
    Refused,
    ahead,
    built_in,
    difference,
    gap,
    moved_by,
    tied_impacts,
)
from shared_data import mobi

MODEL = built_in("ecsi")


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=1000))


def test_the_bars_and_the_unexplained_add_up_to_the_missing_points(fit):
    found = gap(fit)

    held = sum(bar.points.value for bar in found.bars) + found.unexplained.value
    assert held == pytest.approx(found.missing.value, abs=1e-9)
    assert found.missing.value == pytest.approx(1000 - 10 * fit.index("Satisfaction").value)
    assert found.today == pytest.approx(1000 - found.missing.value)


def test_every_bar_has_an_interval_and_the_largest_comes_first(fit):
    found = gap(fit)

    assert next(bar.driver for bar in found.bars) == "Quality"
    assert all(bar.points.low < bar.points.value < bar.points.high for bar in found.bars)
    assert found.unexplained.low < found.unexplained.value < found.unexplained.high


def test_drivers_that_cannot_be_told_apart_are_said(fit):
    assert ("Image", "Value") in gap(fit).ties
    assert ("Quality", "Value") not in gap(fit).ties
    assert "As drivers of Satisfaction, Value and Image cannot be told apart." in fit.warnings


def test_what_nothing_drives_has_no_gap(fit):
    with pytest.raises(Refused, match="Nothing drives Image"):
        gap(fit, "Image")


def test_a_driver_that_clearly_harms_is_best_at_zero():
    turned = mobi().with_columns((11 - pl.col("CUSCO")).alias("CUSCO"))
    model = MODEL.without_path("Image", "Loyalty").without_path("Satisfaction", "Loyalty")

    fit = PLS().fit(model, Moments.of(turned, model, replicates=500))
    bar = gap(fit, "Loyalty").bars[0]

    assert fit.value("paths", "Complaints", "Loyalty") < 0
    assert bar.points.value == pytest.approx(
        -10 * fit.value("paths_in_points", "Complaints", "Loyalty") * fit.index("Complaints").value
    )


def test_a_small_change_is_not_clear_and_a_large_one_is():
    before, slightly, much = (Index(value, se=1.0, n=250) for value in (70.0, 72.0, 75.0))

    assert not difference(slightly, before).clear
    assert difference(much, before).clear
    assert difference(before, much).clear
    assert difference(much, before).low == pytest.approx(5 - 1.959964 * 2**0.5)


def test_a_change_is_split_into_answers_and_weights(fit):
    later = PLS().fit(MODEL, Moments.of(mobi()[:150], MODEL))

    moved = moved_by(later, fit, "Satisfaction")

    change = later.index("Satisfaction").value - fit.index("Satisfaction").value
    assert moved.whole.value == pytest.approx(change)
    assert moved.answers.value + moved.weights.value == pytest.approx(change)


def test_everybody_answering_better_moves_the_answers_only():
    worse = mobi().with_columns(pl.col(pl.Int64).clip(upper_bound=9))
    better = worse.with_columns(pl.col(pl.Int64) + 1)

    fits = [PLS().fit(MODEL, Moments.of(answers, MODEL)) for answers in (better, worse)]
    moved = moved_by(*fits, "Loyalty")

    assert moved.answers.value == pytest.approx(100 / 9)
    assert moved.weights.value == pytest.approx(0, abs=1e-6)


def test_an_item_all_answered_alike_in_one_wave_is_named(fit):
    """It was left out there, so the two indices are not of the same items."""
    alike = mobi().with_columns(CUSA2=pl.lit(7))
    later = PLS().fit(MODEL, Moments.of(alike, MODEL))

    for now, before in ((later, fit), (fit, later)):
        with pytest.raises(Refused, match="same items both times: CUSA2 differ"):
            moved_by(now, before, "Satisfaction")


def test_indices_of_the_same_answers_are_compared_within_each_replicate(fit):
    lead = ahead(fit, "Satisfaction", "Value")

    apart = fit.index("Satisfaction").value - fit.index("Value").value
    assert lead.value == pytest.approx(apart)
    assert lead.clear
    assert not ahead(fit, "Satisfaction", "Loyalty").clear
    assert lead.se < difference(fit.index("Satisfaction"), fit.index("Value")).se


def test_drivers_whose_impacts_cannot_be_told_apart_are_found(fit):
    assert ("Image", "Expectation") in tied_impacts(fit, "Satisfaction")
    assert ("Quality", "Value") not in tied_impacts(fit, "Satisfaction")
