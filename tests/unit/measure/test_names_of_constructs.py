"""An item is not taken for the construct that happens to stand at the same place."""

import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Action,
    Model,
    Moments,
    Refused,
    ahead,
    best_actions,
    best_plan,
    built_in,
    construct,
    gap,
    higher_order,
    importance_map,
    moved_by,
    path,
    tied_impacts,
    what_if,
)
from shared_data import mobi

ECSI = built_in("ecsi")


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(ECSI, Moments.of(mobi(), ECSI, replicates=20))


@pytest.fixture(scope="module")
def layered():
    model = Model(
        [
            construct("Image", ["IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"]),
            construct("Value", ["PERV1", "PERV2"]),
            higher_order("Standing", ["Image", "Value"]),
            construct("Satisfaction", ["CUSA1", "CUSA2", "CUSA3"]),
        ],
        [path("Standing", to=["Satisfaction"])],
    )
    return PLS().fit(model, Moments.of(mobi(), model, replicates=20))


ASKED = {
    "moved_by": lambda fit, name: moved_by(fit, fit, name),
    "ahead": lambda fit, name: ahead(fit, name, "Satisfaction"),
    "tied_impacts": tied_impacts,
    "what_if": lambda fit, name: what_if(fit, name, {"Image": 1}),
    "best_plan": lambda fit, name: best_plan(fit, name, costs={"Image": 1}, budget=1),
    "best_actions": lambda fit, name: best_actions(
        fit, name, [Action("tidy", {"Image": 1}, 1)], budget=1
    ),
    "gap": gap,
    "importance_map": importance_map,
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("item", ["IMAG1", "IMAG5"])
def test_an_item_is_no_construct(fit, ask, item):
    with pytest.raises(Refused, match=f"{item} is an item of Image, and .* Ask for Image"):
        ask(fit, item)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_part_of_a_higher_order_is_no_construct_of_the_last_stage(layered, ask):
    with pytest.raises(Refused, match=r"Value is a part of Standing, and .* Ask for Standing"):
        ask(layered, "Value")


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_construct_that_is_not_there_is_told_by_its_nearest_name(fit, ask):
    with pytest.raises(Refused, match=r"no construct Qualty\. Did you mean Quality"):
        ask(fit, "Qualty")


def test_the_place_of_a_construct_is_that_in_the_model(fit, layered):
    assert [fit.construct_place(name) for name in ECSI.names] == list(range(len(ECSI.names)))
    assert layered.construct_place("Standing") == layered.model.names.index("Standing")


def test_items_with_the_name_of_a_construct_are_read_as_items():
    """The item S shows Q, and stands elsewhere than the construct S."""
    model = Model([construct("S", ["q"]), construct("Q", ["r", "S"])], [path("S", to=["Q"])])
    before = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "r": [2, 3, 8, 9] * 5, "S": [2, 5, 7, 10] * 5})
    after = before.with_columns(pl.col("S") + (pl.col("S") < 4))
    first, later = (PLS().fit(model, Moments.of(wave, model)) for wave in (before, after))

    moved = moved_by(later, first, "Q")

    change = later.index("Q").value - first.index("Q").value
    assert change > 0.1
    assert moved.whole.value == pytest.approx(change)
