"""Evaluation beside two other programs, seminr 0.2.1 and openpls-engine 1.13, both run here.

Tolerances: 1e-6 where the other computes the same formula from converged weights; 1e-3 relative
for openpls' predictions, which agree with neither seminr nor us beyond that. Where openpls uses
another formula, its formula is applied to our weights and must then agree with it.
"""

import math
from importlib import import_module

import numpy as np
import polars as pl
import pytest
import seminr
from openpls.mga import GroupSpec

from herefor.measure import (
    PLS,
    Moments,
    built_in,
    compare_groups,
    copula_test,
    criteria,
    discriminant,
    micom,
    model_fit,
    parse_model,
    predict,
    predictive_ability,
    preferred,
    segments,
)
from peers import in_openpls, in_seminr
from shared_data import SATISFACTION, SATISFACTION_MODEL, mobi, reference

ECSI = built_in("ecsi")


def near(value, **kind):
    return pytest.approx(value, **(kind or {"abs": 1e-6, "rel": 0}))


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(ECSI, Moments.of(mobi(), ECSI, replicates=400))


@pytest.fixture(scope="module")
def of_seminr():
    return in_seminr(ECSI, mobi())


@pytest.fixture(scope="module")
def of_openpls():
    return in_openpls(ECSI, mobi())


def test_htmt2_agrees_with_openpls(fit, of_openpls):
    theirs = of_openpls.htmt2().matrix()

    pairs = [(one.a, one.b) for one in discriminant(fit) if "Complaints" not in (one.a, one.b)]

    assert [fit.value("htmt2", *pair) for pair in pairs] == near(
        [theirs.loc[pair] for pair in pairs]
    )


def test_cross_loadings_and_item_inflation_agree_with_seminr(fit, of_seminr):
    loadings = seminr.cross_loadings(of_seminr, seminr.evaluate.constructs_in_model(of_seminr))
    theirs = np.asarray(loadings.values)

    ours = [[fit.value("cross_loadings", i, c) for c in loadings.cols] for i in loadings.rows]
    inflation = seminr.item_vifs(of_seminr, seminr.evaluate.constructs_in_model(of_seminr))

    assert np.array(ours) == near(theirs)
    assert {
        code: fit.value("outer_vif", code) for block in inflation.values() for code in block
    } == near({code: value for block in inflation.values() for code, value in block.items()})


def test_fornell_larcker_agrees_with_seminr(fit, of_seminr):
    table = seminr.fl_criteria_table(of_seminr, seminr.evaluate.constructs_in_model(of_seminr))
    theirs = np.asarray(table.values)

    for pair in discriminant(fit):
        row, column = (table.rows.index(name) for name in (pair.b, pair.a))
        assert pair.correlation.value == near(theirs[row, column])
        assert pair.root_ave == near((theirs[column, column], theirs[row, row]))


def test_model_selection_criteria_agree_with_seminr(fit, of_seminr):
    table = seminr.it_criteria(of_seminr)

    for column, target in enumerate(table.cols):
        ours = criteria(fit, target)
        assert [ours["aic"], ours["bic"]] == near(np.asarray(table.values)[:, column], abs=1e-5)


def test_weights_of_evidence_agree_with_seminr(fit):
    moments = Moments.of(mobi(), ECSI)
    several = {"whole": fit} | {
        f"without {driver}": PLS().fit(ECSI.without_path(driver, "Satisfaction"), moments)
        for driver in ("Expectation", "Quality")
    }

    ours = {one.model: one for one in preferred(several, "Satisfaction")}

    values = [one.criterion for one in ours.values()]
    assert [one.weight for one in ours.values()] == near(seminr.compute_itcriteria_weights(values))
    assert next(iter(ours)) == "without Expectation"


def test_distances_of_consistent_pls_agree_with_csem():
    """The stored run of cSEM 0.6.1: SRMR, squared Euclidean and geodesic distance."""
    theirs = reference("mobi")["plsc"]
    fit = PLS(consistent=True, tolerance=1e-11).fit(ECSI, Moments.of(mobi(), ECSI))

    ours = {one.measure: one.value for one in model_fit(fit).estimated}

    expected = {"srmr": theirs["SRMR"], "d_uls": theirs["DL"], "d_g": theirs["DG"]}
    assert ours == near(expected)


def test_distances_agree_with_openpls(fit, of_openpls):
    """openpls leaves the diagonal out of the count of SRMR: p(p - 1)/2 entries, not p(p + 1)/2."""
    theirs = of_openpls.model_fit().summary().iloc[0]

    ours = {one.measure: one.value for one in model_fit(fit).saturated}

    assert ours["d_uls"] == near(theirs["d_uls"])
    size = len(ECSI.items)
    assert ours["srmr"] * math.sqrt((size + 1) / (size - 1)) == near(theirs["srmr"])


@pytest.mark.parametrize(("technique", "theirs"), [("direct", "DA"), ("earliest", "EA")])
def test_predictions_agree_with_seminr(fit, of_seminr, technique, theirs):
    order = [int(row) for row in np.random.default_rng(5).permutation(250)]
    fold = np.empty(250, dtype=int)
    fold[order] = import_module("seminr.predict.predict_pls").cut_folds(250, 10)

    ours = predict(fit, mobi(), folds=[fold], technique=technique).table
    summary = seminr.summarize(
        seminr.predict_pls(
            of_seminr, technique=getattr(seminr, f"predict_{theirs}"), no_folds=10, ordering=order
        )
    )

    assert summary.pls_out_of_sample.cols == tuple(line.item for line in ours)
    model, linear = (
        np.asarray(told.values) for told in (summary.pls_out_of_sample, summary.lm_out_of_sample)
    )
    assert np.array([[line.rmse for line in ours], [line.mae for line in ours]]) == near(model)
    assert np.array([[one.linear_rmse for one in ours], [one.linear_mae for one in ours]]) == near(
        linear
    )


def test_leave_one_out_ability_is_that_of_openpls(fit, of_openpls):
    theirs = of_openpls.cvpat(k=250)

    ours = {
        one.construct: one
        for one in predictive_ability(predict(fit, mobi(), folds=250, technique="earliest"))
    }

    told = theirs.per_construct()
    sizes = {one.name: len(one.items) * (9 / 100) ** 2 for one in ECSI.constructs}
    for name, one in ours.items():
        if name:
            assert one.model * sizes[name] == near(told.loc[name, "mean_loss_pls"], rel=1e-3)
            assert one.t == near(told.loc[name, "t_statistic"], rel=5e-3)


@pytest.fixture(scope="module")
def women_and_men():
    model, answers = parse_model(SATISFACTION_MODEL), pl.read_csv(SATISFACTION)
    return [
        PLS().fit(model, Moments.of(answers.filter(gender=one), model, replicates=500, seed=seed))
        for one, seed in (("female", 1), ("male", 2))
    ]


def test_henselers_share_of_pairs_agrees_with_seminr(women_and_men):
    share = import_module("seminr.mga.estimate_pls_mga").henseler_p
    women, men = women_and_men

    for row in compare_groups(women, men, count=50):
        place = tuple(women.place(name) for name in row.of)
        theirs = share(women.replicates.paths[place], men.replicates.paths[place])
        assert row.p_bootstrap == near(2 * min(theirs, 1 - theirs))


def test_invariance_agrees_with_openpls(women_and_men):
    """openpls puts weights of standardised items on covariances of items that are not."""
    women, men = women_and_men
    model = women.model
    peer = in_openpls(model, pl.read_csv(SATISFACTION))
    theirs = peer.micom(
        pl.read_csv(SATISFACTION).to_pandas(),
        "gender",
        GroupSpec("f", ["female"]),
        GroupSpec("m", ["male"]),
        iterations=20,
    )

    ours = {one.construct: one for one in micom(women, men, count=200)}

    third = theirs.step3().set_index("construct")
    assert {name: one.mean_difference for name, one in ours.items()} == near(
        third["mean_diff"].to_dict(), abs=1e-5
    )
    assert {name: one.variance_difference for name, one in ours.items()} == near(
        third["log_var_ratio"].to_dict(), abs=1e-5
    )
    items = pl.read_csv(SATISFACTION).select(model.item_codes).to_numpy().astype(float)
    for name, correlation in theirs.step2().set_index("construct")["c"].items():
        block = women.layout.blocks[model.names.index(name)]
        a, b = (fit.estimate.weights[block, 0] for fit in women_and_men)
        own, seen = np.corrcoef(items.T)[block, block], np.cov(items.T)[block, block]
        assert ours[name].correlation == near(together(a, b, own), abs=1e-9)
        assert correlation == near(together(a, b, seen), abs=1e-5)


def together(a, b, matrix):
    return a @ matrix @ b / math.sqrt((a @ matrix @ a) * (b @ matrix @ b))


def test_segments_with_levels_reach_the_likelihood_of_openpls(fit, of_openpls):
    theirs = of_openpls.fimix(2, n_restarts=10)

    ours = segments(fit, mobi(), of=(2,), levels=True)[0]

    assert ours.log_likelihood == near(theirs.log_likelihood(), abs=1e-3)
    told = theirs.fit_criteria()
    for criterion in ("aic", "aic3", "aic4", "bic", "caic", "mdl5"):
        assert ours.criteria[criterion] == near(told[criterion], abs=1e-2)
    assert ours.entropy == near(told["en"], abs=1e-3)


def test_copula_terms_agree_with_openpls_where_no_scores_tie(of_openpls):
    """With ties openpls takes mean ranks where the distribution function takes the highest."""
    random = np.random.default_rng(7)
    answers = mobi().with_columns(
        pl.col(code) + pl.Series(random.uniform(-1e-4, 1e-4, 250)) for code in ECSI.item_codes
    )
    model = parse_model(ECSI_ON_A_WIDER_SCALE)
    fit = PLS(tolerance=1e-10).fit(model, Moments.of(answers, model))
    peer = in_openpls(model, answers)

    ours = copula_test(fit, answers, "Loyalty", suspected=("Satisfaction",), replicates=50)[0]
    theirs = peer.copula("Loyalty", suspected=["Satisfaction"], n_boot=50)

    assert ours.term.value == near(theirs.coefficients()["gamma"].iloc[0], rel=5e-3)
    assert ours.path.value == near(theirs.augmented_paths()["Satisfaction"], rel=5e-3)


ECSI_ON_A_WIDER_SCALE = """
scale = [0, 11]
[constructs]
Image = ["IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"]
Satisfaction = ["CUSA1", "CUSA2", "CUSA3"]
Complaints = ["CUSCO"]
Loyalty = ["CUSL1", "CUSL2", "CUSL3"]
[paths]
Satisfaction = ["Image"]
Complaints = ["Satisfaction"]
Loyalty = ["Image", "Satisfaction", "Complaints"]
"""
