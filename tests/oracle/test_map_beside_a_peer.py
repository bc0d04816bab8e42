"""The importance-performance map beside openpls 1.13 on mobi, both settled to 1e-9.

It places constructs by standardised total effects and weighs items by standardised weights. Ours
are in points, with weights divided by standard deviations, as the index is defined. So its
importance must be our standardised effect, and its performance what our weights give without that
division. Both agree to 1e-5, which is what differing rules for stopping leave.
"""

import pytest

from herefor.measure import PLS, Moments, built_in, importance_map
from peers import in_openpls
from shared_data import mobi

MODEL = built_in("ecsi")


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(MODEL, Moments.of(mobi(), MODEL))


@pytest.fixture(scope="module")
def theirs():
    plspm = in_openpls(MODEL, mobi())
    return plspm.ipma("Satisfaction", scale_min=1, scale_max=10).latent_variables()


def test_its_importance_is_our_standardised_effect(fit, theirs):
    ours = {name: fit.value("total_effects", name, "Satisfaction") for name in theirs.index}

    assert theirs["importance"].to_dict() == pytest.approx(ours, abs=1e-5)


def test_its_performance_is_ours_without_dividing_by_deviations(fit, theirs):
    for name in theirs.index:
        codes = [item.code for item in MODEL.constructs[fit.place(name)].items]
        weights = [fit.value("weights", code) for code in codes]
        means = [fit.value("mean", code) for code in codes]
        undivided = sum(w * m for w, m in zip(weights, means, strict=True)) / sum(weights)

        assert theirs.loc[name, "performance"] == pytest.approx(undivided, abs=1e-5)


def test_both_put_the_same_constructs_in_the_same_order(fit, theirs):
    by_effect = sorted(theirs.index, key=lambda name: -theirs.loc[name, "importance"])
    found = importance_map(fit, "Satisfaction")

    assert {one.name for one in found.placed} == set(theirs.index)
    assert by_effect[0] == found.placed[0].name
