"""What else may be asked of a model with an interaction or a higher order."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Refused,
    best_plan,
    compare_groups,
    construct,
    gap,
    higher_order,
    importance_map,
    interaction,
    items,
    micom,
    model_fit,
    path,
    predict,
    scores,
    segments,
    what_if,
)
from shared_data import mobi

QUALITY, VALUE = construct("Quality", items("PERQ", 1, 7)), construct("Value", items("PERV", 1, 2))
SATISFACTION = construct("Satisfaction", items("CUSA", 1, 3))
LOYALTY = construct("Loyalty", items("CUSL", 1, 3))
ONWARD = path("Satisfaction", to=["Loyalty"])


def interacting(how="two-stage"):
    return Model(
        [QUALITY, VALUE, SATISFACTION, LOYALTY],
        [
            *(path(one, to=["Satisfaction"]) for one in ("Quality", "Value", "Quality*Value")),
            ONWARD,
        ],
        interactions=[interaction("Quality", "Value", how=how)],
    )


def higher(how="two-stage"):
    whole = higher_order("Worth", ["Quality", "Value"], how=how)
    return Model(
        [QUALITY, VALUE, whole, SATISFACTION, LOYALTY], [path("Worth", to=["Satisfaction"]), ONWARD]
    )


def fitted(model, rows=None, seed=1):
    answers = mobi() if rows is None else rows
    return PLS().fit(model, Moments.of(answers, model, replicates=100, seed=seed))


@pytest.mark.parametrize("model", [interacting(), higher(), higher("repeated")])
def test_scores_go_together_as_the_constructs_do(model):
    fit = fitted(model)

    found = np.corrcoef(scores(fit, mobi()).to_numpy().T)

    assert found == pytest.approx(fit.estimate.correlations[..., 0], abs=1e-9)


def test_points_of_a_higher_order_average_to_its_index_and_a_product_has_none():
    worth, product = fitted(higher()), fitted(interacting())

    mean = scores(worth, mobi(), points=True)["Worth"].mean()
    points = scores(product, mobi(), points=True)

    assert mean == pytest.approx(worth.index("Worth").value)
    assert points["Quality*Value"].null_count() == 250
    assert points["Quality"].null_count() == 0


def test_products_of_items_have_no_scores():
    with pytest.raises(Refused, match=r'how = "two-stage"'):
        scores(fitted(interacting("orthogonal")), mobi())


@pytest.mark.parametrize(
    "ask",
    [
        lambda fit: gap(fit, "Satisfaction"),
        lambda fit: gap(fit, "Loyalty", through="model"),
        lambda fit: importance_map(fit, "Loyalty"),
        lambda fit: what_if(fit, "Loyalty", {"Quality": 5}),
        lambda fit: best_plan(fit, "Loyalty", costs={"Quality": 1, "Value": 1}, budget=5),
    ],
)
def test_what_changes_with_another_driver_is_not_given_alone(ask):
    with pytest.raises(Refused, match=r"Quality\*Value has a part in"):
        ask(fitted(interacting()))


def test_after_the_interaction_the_gap_is_shared_out_as_usual():
    found = gap(fitted(interacting()), "Loyalty")

    assert [bar.driver for bar in found.bars] == ["Satisfaction"]


@pytest.mark.parametrize("model", [interacting(), higher("repeated")])
def test_the_fit_of_items_that_follow_from_each_other_is_not_judged(model):
    with pytest.raises(Refused, match="cannot be judged"):
        model_fit(fitted(model))


@pytest.mark.parametrize("model", [interacting(), higher()])
def test_people_not_seen_are_predicted_by_plain_models_only(model):
    with pytest.raises(Refused, match="by answers alone can predict"):
        predict(fitted(model), mobi())


def test_repeated_items_predict():
    fit = fitted(higher("repeated"))

    table = predict(fit, mobi()).table

    assert {line.construct for line in table} >= {"Satisfaction", "Loyalty"}
    assert all(line.q2 > 0 for line in table if line.construct == "Satisfaction")


@pytest.mark.parametrize("model", [interacting(), higher()])
def test_groups_are_compared_in_every_stage(model):
    """Both groups hold the same people, so nothing differs, in any shuffle's eyes."""
    a, b = (fitted(model, seed=seed) for seed in (1, 2))

    differences = compare_groups(a, b, kinds=("paths", "loadings"), count=60)
    invariant = micom(a, b, count=60)

    assert not any(one.clear for one in differences)
    assert [one.correlation for one in invariant] == pytest.approx([1] * len(invariant))
    assert {one.level for one in invariant} == {"full"}


@pytest.mark.parametrize("model", [interacting(), higher()])
def test_the_jackknife_repeats_every_stage(model):
    """Against leaving each of forty people out of the table."""
    few = mobi()[:40]
    fit = fitted(model, few)

    told = fit.jackknife("paths", "Satisfaction", "Loyalty")

    left_out = [
        PLS()
        .fit(model, Moments.of(few.filter(pl.int_range(pl.len()) != row), model))
        .value("paths", "Satisfaction", "Loyalty")
        for row in range(40)
    ]
    assert told.se == pytest.approx(np.std(left_out) * 39**0.5, rel=1e-5)


def test_hidden_segments_are_sought_among_higher_orders():
    found = segments(fitted(higher()), mobi(), of=(1, 2))

    assert found[1].log_likelihood > found[0].log_likelihood
