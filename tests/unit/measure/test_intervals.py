import numpy as np
import polars as pl
import pytest
from scipy import stats

from herefor.measure import (
    INTERVALS,
    PLS,
    Model,
    Moments,
    Refused,
    construct,
    path,
    permutation_test,
)
from herefor.measure.estimate.intervals import bca, jackknifed
from shared_data import mobi

MODEL = Model(
    [construct("Q", ["PERQ1", "PERQ2"]), construct("S", ["CUSA1", "CUSA2"])],
    [path("Q", to=["S"])],
)
ONE = Model([construct("Q", ["PERQ1"]), construct("S", ["CUSA1"])], [path("Q", to=["S"])])


def fit_of(model=MODEL, answers=None, estimator=None, **how):
    moments = Moments.of(mobi() if answers is None else answers, model, **how)
    return (estimator or PLS()).fit(model, moments)


def points():
    return (mobi()["CUSA1"].to_numpy() - 1) / 9 * 100


def test_every_interval_surrounds_its_value_and_says_how_it_was_made():
    fit = fit_of(replicates=1000)

    numbers = [fit.number("paths", "Q", "S", interval=how) for how in INTERVALS]

    assert [number.interval for number in numbers] == list(INTERVALS)
    assert {number.level for number in numbers} == {0.95}
    for number in numbers:
        assert number.low < number.value < number.high
        assert number.high - number.low == pytest.approx(4 * number.se, rel=0.25)


def test_the_estimators_interval_is_that_of_every_number():
    fit = fit_of(estimator=PLS(interval="bca"), replicates=500)

    assert fit.index("S").interval == "bca"
    assert fit.index("S").low == fit.number("index", "S", interval="bca").low
    assert fit.index("S").low != fit.number("index", "S", interval="percentile").low
    assert fit.paths()[0].number.interval == "bca"


def test_an_unknown_interval_is_refused_with_the_known():
    with pytest.raises(Refused, match="Did you mean bca"):
        fit_of(estimator=PLS(interval="bcs"))


def test_bca_of_an_index_of_one_item_agrees_with_scipy():
    """The index of one item is a mean; both draw 9,999, so ends differ by Monte Carlo error."""
    theirs = stats.bootstrap((points(),), np.mean, method="BCa", rng=np.random.default_rng(1))

    ours = fit_of(ONE, replicates=9_999).number("index", "S", interval="bca")

    expected = (theirs.confidence_interval.low, theirs.confidence_interval.high)
    assert (ours.low, ours.high) == pytest.approx(expected, abs=0.12)  # 0.1 standard errors
    assert ours.se == pytest.approx(theirs.standard_error, rel=0.03)


def test_bca_from_given_replicates_agrees_with_the_formula_of_scipy():
    random = np.random.default_rng(3)
    values = random.exponential(size=60)
    drawn = values[random.integers(60, size=(2000, 60))].mean(axis=1)
    theirs = stats.bootstrap(
        (values,),
        np.mean,
        method="BCa",
        n_resamples=0,
        bootstrap_result=stats._resampling.BootstrapResult(None, drawn, 0),
    )
    left_out = (values.sum() - values) / 59
    found = jackknifed(values.mean(), left_out, np.zeros(60, dtype=int))

    ours = bca(values.mean(), drawn, acceleration=found.acceleration, level=0.95)

    assert ours == pytest.approx(tuple(theirs.confidence_interval), rel=1e-9)


def test_the_jackknife_of_a_mean_is_the_textbook_standard_error():
    found = fit_of(ONE).jackknife("index", "S")

    assert found.se == pytest.approx(points().std(ddof=1) / np.sqrt(250), rel=1e-9)
    assert found.bias == pytest.approx(0, abs=1e-9)


def test_leaving_out_one_respondent_agrees_with_estimating_again_without_him():
    fit = fit_of(answers=mobi()[:40])
    by_hand = [
        fit_of(answers=mobi()[:40].filter(pl.int_range(40) != row)).value("paths", "Q", "S")
        for row in range(40)
    ]

    found = fit.jackknife("paths", "Q", "S")

    assert found.se == pytest.approx(np.std(by_hand) * np.sqrt(39), rel=1e-6)
    assert found.bias == pytest.approx(
        39 * (np.mean(by_hand) - fit.value("paths", "Q", "S")), abs=1e-6
    )


def test_without_replicates_a_large_sample_interval_stands():
    fit = fit_of(ONE, estimator=PLS(interval="large-sample", level=0.9))

    index = fit.index("S")

    se = points().std(ddof=1) / np.sqrt(250)
    assert (index.low, index.high) == pytest.approx(
        (points().mean() - 1.644854 * se, points().mean() + 1.644854 * se), rel=1e-6
    )
    assert any("large-sample" in warning for warning in fit.warnings)


def test_groups_give_nearly_the_same_large_sample_error():
    large = mobi().sample(8_000, with_replacement=True, seed=1)

    by_group, regrouped = (
        fit_of(ONE, large, draw=draw).jackknife("index", "S").se
        for draw in ("groups", "multinomial")
    )

    points = (large["CUSA1"].to_numpy() - 1) / 9 * 100
    textbook = points.std(ddof=1) / np.sqrt(8_000)
    assert (by_group, regrouped) == pytest.approx((textbook, textbook), rel=0.08)


def test_a_studentised_interval_of_a_skewed_mean_leans_to_the_long_tail():
    random = np.random.default_rng(2)
    skewed = np.clip(1 + random.exponential(1.2, size=40), 1, 10)
    answers = pl.DataFrame({"PERQ1": skewed + random.normal(0, 0.1, 40).clip(0), "CUSA1": skewed})
    fit = fit_of(ONE, answers, replicates=2000)

    plain = fit.number("index", "S", interval="percentile")
    leaning = fit.number("index", "S", interval="studentised")

    assert leaning.high - leaning.value > plain.high - plain.value
    assert leaning.high - leaning.value > leaning.value - leaning.low


def test_a_standard_error_for_every_replicate_is_about_that_of_the_replicates():
    fit = fit_of(ONE, replicates=400)

    fit.number("index", "S", interval="studentised")
    _, errors = fit._errors["index"]

    assert errors.shape == fit.replicates.index.shape
    assert np.median(errors[1]) == pytest.approx(fit.index("S").se, rel=0.1)


@pytest.mark.parametrize("how", [{"draw": "poisson"}, {"cluster": "house"}])
def test_studentised_is_refused_where_draws_depend_on_each_other(how):
    answers = mobi().with_columns(house=pl.int_range(250) // 5)

    with pytest.raises(Refused, match="bca"):
        fit_of(answers=answers, replicates=50, **how).number("index", "S", interval="studentised")


def test_few_clusters_and_few_answers_are_told():
    answers = mobi().with_columns(house=pl.int_range(250) // 25)

    warnings = fit_of(answers=answers, replicates=200, cluster="house").warnings

    assert any(warning.startswith("Only 10 clusters") for warning in warnings)
    assert not any("cluster" in warning for warning in fit_of(replicates=200).warnings)


def test_groups_alike_are_not_told_apart_and_groups_unlike_are():
    same = [fit_of(answers=mobi()[::2]), fit_of(answers=mobi()[1::2])]
    by_quality = mobi().sort("CUSA1")
    unlike = [fit_of(answers=by_quality[100:]), fit_of(answers=by_quality[:150])]

    alike, apart = (permutation_test(*pair, "index", "S", count=400) for pair in (same, unlike))

    assert alike.p > 0.05
    assert apart.p == 1 / 401
    assert apart.value == unlike[0].value("index", "S") - unlike[1].value("index", "S")


def test_fits_of_different_models_are_not_shuffled():
    with pytest.raises(Refused, match="not estimated alike"):
        permutation_test(fit_of(), fit_of(ONE), "index", "S")
