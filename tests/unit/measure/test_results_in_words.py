"""What `describe` says is what was found, with intervals, ties and care."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Index,
    Model,
    Moments,
    Refused,
    built_in,
    compare,
    construct,
    describe,
    gap,
    importance_map,
    indirect_effects,
    key_drivers,
    path,
    predict,
    trend,
    what_if,
)
from herefor.measure.report.describe import ASSOCIATION
from shared_data import mobi

ECSI = built_in("ecsi")
ANSWERS = mobi()


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(ECSI, Moments.of(ANSWERS, ECSI, replicates=200, seed=7))


def test_a_fit_is_told_with_how_many_answered_and_how_sure(fit):
    told, index = describe(fit).splitlines(), fit.index("Satisfaction")

    assert told[0] == "250 answers to 24 questions show 7 constructs of the model ecsi."
    assert told[1] == (
        f"Satisfaction stands at {index.value:.1f} (95% interval {index.low:.1f} to "
        f"{index.high:.1f}) on a scale from 0, the worst, to 100, the best."
    )
    assert ASSOCIATION in told
    assert f"Careful: {fit.warnings[0]}" in told
    assert told[-1] == f"{len(fit.warnings) - 3} more warnings in `fit.warnings`."


def test_another_construct_can_be_asked_about(fit):
    assert describe(fit, of="Loyalty").splitlines()[1].startswith("Loyalty stands at 70.9 (")
    assert "Nothing in the model drives Image." in describe(fit, of="Image")
    with pytest.raises(Refused, match="Did you mean Loyalty"):
        describe(fit, of="Loyality")


def test_without_replicates_it_says_that_nothing_is_known_about_sureness():
    model = Model([construct("Q", ["PERQ1"]), construct("S", ["CUSA1"])], [path("Q", to=["S"])])
    holes = ANSWERS.with_columns(
        pl.when(pl.int_range(pl.len()) < 30).then(None).otherwise(pl.col("PERQ1")).alias("PERQ1")
    )

    told = describe(PLS().fit(model, Moments.of(holes, model)))
    assert told.startswith("220 answers of 250 rows to 2 questions")
    assert "How sure that is cannot be said: no replicates were drawn." in told
    assert "nan" not in told


def test_a_gap_is_told_bar_by_bar_with_its_ties(fit):
    found = gap(fit)
    told = describe(found)

    assert f"Quality {found.bars[0].points.value:.0f} (" in told
    assert found.groups
    assert "Which of these holds more cannot be told: " in told


def test_a_comparison_tells_what_is_clear_and_that_the_rest_is_not_the_same():
    waves = {
        f"Q{place}": Index(value, value - 2, value + 2, 1.0, n=250)
        for place, value in enumerate([70.0, 71.0, 76.0])
    }

    told = describe(compare(waves)).splitlines()
    assert told[0] == "1 of 2 differences is clear, all taken together at 95%."
    assert told[1].startswith("Q2 is 5.0 points above Q1 (")
    assert told[2] == "1 difference could be chance; that does not say there is none."


def test_drivers_are_told_with_who_comes_first(fit):
    found = key_drivers(
        ANSWERS, target="CUSA1", aspects=["PERQ1", "PERQ2", "PERQ3"], replicates=100
    )

    told = describe(found)
    assert told.startswith("From 250 answers: 3 aspects together account for 41% (")
    assert (f"{found.leaders[0]} clearly has the largest part." in told) == (
        len(found.leaders) == 1
    )


def test_a_mediation_says_which_kind_it_is(fit):
    found = indirect_effects(fit, "Image", "Loyalty")

    assert found.kind == "partial complementary"
    assert "A part goes by way of the others, a part directly." in describe(found)


@pytest.mark.parametrize(
    ("result", "beginning"),
    [
        (lambda fit: importance_map(fit, "Loyalty"), "What moves Loyalty, and how well it goes:"),
        (lambda fit: predict(fit, ANSWERS), "Predicting 19 items of people the model had not seen"),
        (
            lambda fit: what_if(fit, "Loyalty", {"Quality": 5}),
            "If Quality moved by +5 points, Loyalty would be expected at ",
        ),
        (lambda fit: trend({"a": fit.index("Value"), "b": fit.index("Image")}), "The index rises"),
        (lambda fit: fit.index("Value"), "62.3 (95% interval "),
    ],
)
def test_other_results_have_their_words(fit, result, beginning):
    assert describe(result(fit)).startswith(beginning)


def test_what_has_no_words_is_refused(fit):
    with pytest.raises(Refused, match="no words for Moments yet"):
        describe(fit.moments)


@pytest.fixture(scope="module")
def complained():
    """Four in ten complained, mostly those who were not satisfied, and they do not come back."""
    acsi, rng = built_in("acsi"), np.random.default_rng(4)
    mood = rng.normal(size=400)
    rated = {
        item.code: np.clip(np.round(7 + 1.5 * mood + rng.normal(size=400)), 1, 10)
        for item in acsi.items
    }
    rated["COMP"] = (mood + rng.normal(size=400) < -0.4).astype(float)
    return PLS().fit(acsi, Moments.of(pl.DataFrame(rated), acsi, replicates=100))


def test_complaints_are_not_told_as_the_lowest_of_what_should_be_high(complained):
    others = [name for name in complained.measured if name != "Complaints"]
    lowest = min(others, key=lambda name: complained.value("index", name))

    assert complained.value("index", "Complaints") < complained.value("index", lowest)
    for of in ("Satisfaction", "Loyalty", "Expectations"):
        told = describe(complained, of=of)
        assert f"lowest is {lowest}, " in told
        assert f"Where Complaints is higher, {of} is lower: not ranked here." in told
        assert "0, the worst, to 100, the best." in told


def test_complaints_themselves_are_not_best_at_a_hundred(complained):
    told = describe(complained, of="Complaints").splitlines()

    assert told[1].endswith(" on a scale from 0 to 100.")
    assert told[2] == (
        "Where Expectations, Quality, Value, Satisfaction and Loyalty are higher, Complaints is "
        "lower: not ranked here."
    )


def test_where_nothing_harms_all_constructs_are_compared(fit):
    told = describe(fit)
    order = sorted(fit.measured, key=lambda name: fit.value("index", name))

    assert f"Highest is {order[-1]}, " in told
    assert f"lowest is {order[0]}, " in told
    assert "not ranked here" not in told
