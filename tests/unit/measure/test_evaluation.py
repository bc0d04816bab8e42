"""What analysts ask before they trust a model: does it fit, does it predict, is it two models?"""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    AnswersRefused,
    Model,
    Moments,
    Refused,
    TooFewAnswers,
    built_in,
    compare_groups,
    construct,
    copula_test,
    discriminant,
    items,
    micom,
    model_fit,
    path,
    predict,
    predictive_ability,
    preferred,
    scores,
    segments,
)
from shared_data import mobi

ECSI = built_in("ecsi")
SHORT = Model(
    [
        construct("Quality", items("PERQ", 1, 7)),
        construct("Satisfaction", items("CUSA", 1, 3)),
        construct("Loyalty", items("CUSL", 1, 3)),
    ],
    [path("Quality", to=["Satisfaction", "Loyalty"]), path("Satisfaction", to=["Loyalty"])],
)


def fitted(answers=None, model=SHORT, *, replicates=0, seed=1, missing="listwise"):
    rows = mobi() if answers is None else answers
    moments = Moments.of(rows, model, replicates=replicates, seed=seed, missing=missing)
    return PLS().fit(model, moments)


def simulated(n, *, paths=(0.6, 0.0), seed=1, noise=0.6):
    """Q drives S by the first path, L by the second; S drives L; three items each."""
    random = np.random.default_rng(seed)
    q = random.normal(size=n)
    s = paths[0] * q + random.normal(size=n) * np.sqrt(1 - paths[0] ** 2)
    loyal = 0.5 * s + paths[1] * q + random.normal(size=n) * 0.8
    shown = {
        f"{name}{place}": (50 + 8 * (value + noise * random.normal(size=n))).clip(0, 100)
        for name, value in (("q", q), ("s", s), ("l", loyal))
        for place in (1, 2, 3)
    }
    return pl.DataFrame(shown)


def three(*edges):
    blocks = [construct(name, items(name.lower(), 1, 3), scale=(0, 100)) for name in "QSL"]
    return Model(blocks, [path(source, to=[target]) for source, target in edges])


TRUE = three(("Q", "S"), ("S", "L"))


def test_a_true_model_is_not_rejected_and_a_wrong_one_is():
    answers = simulated(1000, paths=(0.3, 0.6))
    true, wrong = (
        model_fit(fitted(answers, model, replicates=200))
        for model in (three(("Q", "S"), ("S", "L"), ("Q", "L")), TRUE)
    )

    assert [one.value for one in true.saturated] == pytest.approx(
        [one.value for one in true.estimated]
    )
    srmr = {found: found.estimated[0] for found in (true, wrong)}
    assert srmr[wrong].value > 1.5 * srmr[true].value
    assert srmr[wrong].rejected


def test_the_limit_of_the_fit_holds_where_the_model_does():
    """Composites reproduce their own blocks, so the model of composites is true here."""
    model = Model(
        [
            construct("Q", ["q1"], scale=(0, 100)),
            construct("S", ["s1"], scale=(0, 100)),
            construct("L", ["l1"], scale=(0, 100)),
        ],
        [path("Q", to=["S"]), path("S", to=["L"])],
    )
    random = np.random.default_rng(4)
    rejected = 0
    for _ in range(60):
        q = random.normal(size=200)
        s = 0.5 * q + random.normal(size=200)
        loyal = 0.5 * s + random.normal(size=200)
        answers = pl.DataFrame(
            {"q1": 50 + 8 * q, "s1": 50 + 8 * s, "l1": 50 + 8 * loyal}
        ).with_columns(pl.all().clip(0, 100))
        rejected += model_fit(fitted(answers, model, replicates=200)).estimated[0].rejected

    assert rejected <= 9  # one in twenty is 3; 10 or more has a chance of one in a thousand


def test_without_replicates_a_fit_has_no_limit():
    found = model_fit(fitted())

    assert found.replicates == 0
    assert np.isnan(found.saturated[0].limit)
    assert not found.saturated[0].rejected


def test_a_limit_in_percent_is_refused():
    with pytest.raises(Refused, match=r"such as 0\.95"):
        model_fit(fitted(), limit=95)


def test_pairs_that_are_told_apart_and_pairs_that_are_not():
    pairs = {(one.a, one.b): one for one in discriminant(fitted(model=ECSI, replicates=300))}

    near, far = pairs["Satisfaction", "Loyalty"], pairs["Value", "Complaints"]
    assert (near.below_limit, far.below_limit) == (False, True)
    assert (near.below_one, far.below_one) == (False, True)
    assert far.htmt2.low < far.htmt2.value < far.htmt2.high
    assert pairs["Quality", "Satisfaction"].fornell_larcker is False


def test_scores_in_points_average_to_the_index():
    fit = fitted(model=ECSI)

    points = scores(fit, mobi(), points=True)

    assert points.columns == list(ECSI.names)
    means = [points[name].mean() for name in ECSI.names]
    assert means == pytest.approx([fit.index(name).value for name in ECSI.names])


def test_scores_are_standard_and_correlate_as_the_constructs_do():
    fit = fitted(model=ECSI)

    found = scores(fit, mobi()).to_numpy()

    assert found.std(axis=0) == pytest.approx(np.ones(7))
    expected = fit.value("correlations", "Quality", "Loyalty")
    assert np.corrcoef(found[:, 2], found[:, 6])[0, 1] == pytest.approx(expected)


def test_a_row_that_does_not_count_has_no_score():
    answers = mobi().with_columns(CUSA1=pl.when(pl.int_range(pl.len()) > 0).then("CUSA1"))

    listwise = scores(fitted(answers), answers)
    filled = scores(fitted(answers, missing="mean"), answers)

    assert listwise.null_count().sum_horizontal().item() == 3
    assert filled.null_count().sum_horizontal().item() == 0


def test_a_model_with_signal_predicts_and_one_of_noise_does_not():
    random = np.random.default_rng(2)
    noise = pl.DataFrame(random.uniform(0, 100, (300, 9)), schema=simulated(1).columns)

    some, none = (predict(fitted(rows, TRUE), rows, seed=3) for rows in (simulated(300), noise))

    assert all(line.q2 > 0.05 for line in some.table)
    assert none.power == "none"
    assert predictive_ability(some)[0].better
    assert not predictive_ability(none)[0].better


def test_prediction_errors_are_in_the_scale_of_the_item():
    tenth = mobi().with_columns((pl.col("CUSL2") - 1) / 9)
    scales = construct("Loyalty", items("CUSL", 1, 3), scales={"CUSL2": (0, 1)})
    model = Model([*SHORT.constructs[:2], scales], SHORT.paths)

    usual, rescaled = (
        {line.item: line.rmse for line in predict(fitted(rows, one), rows).table}
        for rows, one in ((mobi(), SHORT), (tenth, model))
    )

    assert rescaled["CUSL2"] == pytest.approx(usual["CUSL2"] / 9)
    assert rescaled["CUSL1"] == pytest.approx(usual["CUSL1"])


def test_the_same_seed_predicts_the_same_and_repeats_add_folds():
    fit = fitted()

    one, again, twice = (
        predict(fit, mobi(), repeats=repeats, seed=5).model for repeats in (1, 1, 2)
    )

    assert (one == again).all()
    assert (twice[0] == one[0]).all()
    assert (twice[1] != one[0]).any()


def test_a_respondent_with_weight_two_counts_in_the_errors_as_two():
    folds = np.arange(250) % 5
    doubled = mobi().vstack(mobi()[:50])
    weighted = mobi().with_columns(w=pl.when(pl.int_range(pl.len()) < 50).then(2.0).otherwise(1.0))

    twice = predict(fitted(doubled), doubled, folds=[np.append(folds, folds[:50])])
    moments = Moments.of(weighted, SHORT, weight="w")
    once = predict(PLS().fit(SHORT, moments), weighted, folds=[folds], weight="w")

    assert [line.rmse for line in once.table] == pytest.approx([line.rmse for line in twice.table])


@pytest.mark.parametrize(
    ("folds", "sentence"),
    [
        (1, "cannot be parted into 1 fold"),
        (251, "cannot be parted into 251 folds"),
        ([[0, 1]], "fold of every row: 250 numbers"),
        ([np.zeros(250)], "none is held out"),
    ],
)
def test_folds_that_cannot_be_are_refused(folds, sentence):
    with pytest.raises(Refused, match=sentence):
        predict(fitted(), mobi(), folds=folds)


def test_a_fold_without_which_nothing_varies_is_refused():
    answers = simulated(40).with_columns(
        l1=pl.Series([50.0] * 38 + [60.0, 70.0]), l2=50.0 + pl.int_range(pl.len()) % 7
    )

    with pytest.raises(AnswersRefused, match="Ask for fewer folds"):
        predict(fitted(answers, TRUE), answers, folds=[np.arange(40) >= 38])


def test_groups_that_differ_are_told_and_groups_that_do_not_are_not():
    one, other = (
        fitted(simulated(300, paths=slopes, seed=seed), TRUE, replicates=300, seed=seed)
        for slopes, seed in (((0.8, 0), 1), ((0.2, 0), 2))
    )

    found = {row.of: row for row in compare_groups(one, other, kinds=("paths", "index"), count=300)}

    assert found["Q", "S"].clear
    assert found["Q", "S"].p_permutation == pytest.approx(1 / 301)
    assert max(found["Q", "S"].p_bootstrap, found["Q", "S"].p_welch) < 0.001
    assert not found["S", "L"].clear
    assert found["Q", "S"].difference == found["Q", "S"].a - found["Q", "S"].b


def test_groups_of_the_same_kind_seldom_seem_to_differ():
    """Forty pairs at level 0.8: eight alarms expected; over 15 has a chance under one in 200."""
    alarms = 0
    for seed in range(40):
        whole = simulated(160, seed=seed)
        pair = (fitted(rows, TRUE) for rows in (whole[:80], whole[80:]))
        alarms += compare_groups(*pair, count=200, level=0.8)[0].clear

    assert alarms <= 15


def test_groups_measured_by_different_models_are_refused():
    with pytest.raises(Refused, match="different models"):
        compare_groups(fitted(), fitted(model=ECSI))


def test_groups_estimated_in_different_ways_are_refused():
    moments = Moments.of(mobi(), SHORT)

    with pytest.raises(Refused, match="same PLS"):
        micom(fitted(), PLS(scheme="centroid").fit(SHORT, moments))


def test_an_unknown_kind_of_comparison_is_refused():
    with pytest.raises(Refused, match="Known are paths"):
        compare_groups(fitted(), fitted(), kinds=("path",))


def test_a_group_that_answers_higher_is_partially_invariant():
    answers = simulated(400)
    higher = answers.with_columns((pl.all() + 6).clip(0, 100))

    found = micom(*(fitted(rows, TRUE) for rows in (answers, higher)), count=300)

    assert [one.level for one in found] == ["partial", "partial", "partial"]
    assert all(one.mean_difference < one.mean_low for one in found)


def test_a_group_to_which_an_item_means_the_opposite_is_not_invariant():
    answers, other = simulated(400), simulated(400, seed=2)
    turned = other.with_columns(q3=100 - pl.col("q3"), q2=50 + (pl.col("q2") - 50) / 50)

    found = micom(*(fitted(rows, TRUE) for rows in (answers, turned)), count=300)

    assert found[0].level == "none"


def test_a_driver_that_goes_with_what_is_left_out_is_suspected():
    random = np.random.default_rng(3)
    left_out = random.normal(size=500)
    q = (10 * np.exp(0.5 * left_out + 0.4 * random.normal(size=500))).clip(0, 99)
    model = Model(
        [construct("Q", ["q"], scale=(0, 99)), construct("S", ["s"], scale=(0, 199))],
        [path("Q", to=["S"])],
    )

    def suspicion(of_left_out):
        noise = of_left_out * left_out + 4 * random.normal(size=500)
        answers = pl.DataFrame({"q": q, "s": (40 + 0.8 * q + noise).clip(0, 199)})
        return copula_test(fitted(answers, model), answers, "S", replicates=300)[0]

    assert suspicion(6).endogenous
    assert not suspicion(0).endogenous


def test_normal_scores_cannot_be_tested_for_endogeneity():
    answers = simulated(300)

    found = copula_test(fitted(answers, TRUE), answers, "S", replicates=100)

    assert [one.usable for one in found] == [False]


@pytest.mark.parametrize(
    ("target", "suspected", "sentence"),
    [
        ("Quality", (), "Nothing drives Quality. Ask about Satisfaction and Loyalty"),
        ("Loyalty", ("Loyalty",), "Loyalty does not drive Loyalty"),
    ],
)
def test_suspicions_that_make_no_sense_are_refused(target, suspected, sentence):
    with pytest.raises(Refused, match=sentence):
        copula_test(fitted(), mobi(), target, suspected=suspected)


def test_segments_with_other_paths_are_found():
    one, other = (simulated(300, paths=(slope, 0), noise=0.2, seed=1) for slope in (0.9, -0.9))
    answers = one.vstack(other)

    found = segments(fitted(answers, TRUE), answers, of=(1, 2))

    assert min(found, key=lambda told: told.criteria["bic"]) is found[1]
    assert sorted(found[1].path("Q", "S").round(0)) == [-1, 1]
    placed = found[1].placed
    agreement = (placed == np.repeat([0, 1], 300)).mean()
    assert max(agreement, 1 - agreement) > 0.75


def test_one_kind_of_people_is_one_segment():
    answers = simulated(400)

    one, two = segments(fitted(answers, TRUE), answers, of=(1, 2))

    assert one.criteria["bic"] < two.criteria["bic"]


def test_more_segments_than_answers_can_carry_are_refused():
    with pytest.raises(TooFewAnswers, match="Ask for fewer segments"):
        segments(fitted(), mobi(), of=(13,))


def test_models_of_other_answers_are_not_weighed_against_each_other():
    with pytest.raises(Refused, match="on the same answers"):
        preferred({"all": fitted(), "half": fitted(mobi()[:125])}, "Loyalty")


@pytest.mark.parametrize(
    ("target", "criterion", "sentence"),
    [
        ("Quality", "bic", "Nothing drives Quality"),
        ("Loyalty", "mdl", "aic, bic and hq, not 'mdl'"),
    ],
)
def test_criteria_that_cannot_be_are_refused(target, criterion, sentence):
    with pytest.raises(Refused, match=sentence):
        preferred({"all": fitted()}, target, criterion=criterion)


def test_weights_of_evidence_need_the_same_people():
    with pytest.raises(Refused, match="on the same answers"):
        preferred({"one": fitted(mobi()[:125]), "other": fitted(mobi()[125:])}, "Loyalty")
