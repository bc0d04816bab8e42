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
    construct,
    effect_sizes,
    items,
    path,
)
from herefor.measure.estimate import pls
from shared_data import mobi

SHORT = Model(
    [
        construct("Quality", items("PERQ", 1, 7)),
        construct("Satisfaction", items("CUSA", 1, 3)),
        construct("Loyalty", items("CUSL", 1, 3)),
    ],
    [path("Quality", to=["Satisfaction", "Loyalty"]), path("Satisfaction", to=["Loyalty"])],
)

PATH = PLS()


def fit_of(answers, model=SHORT, estimator=PATH, **asked):
    return estimator.fit(model, Moments.of(answers, model, **asked))


def with_gaps(answers, share=0.1):
    random = np.random.default_rng(3)
    return answers.with_columns(
        column.cast(pl.Float64).set(pl.Series(random.random(len(answers)) < share), None)
        for column in answers.iter_columns()
    )


def turned(*codes):
    return mobi().with_columns((11 - pl.col(code)).alias(code) for code in codes)


def numbers_of(fit, column=0, *, replicate=False):
    source = fit.replicates if replicate else fit.estimate
    return np.concatenate(
        [source.index[:, column], source.weights[:, column], source.paths[..., column].ravel()]
    )


def test_the_same_seed_gives_the_same_numbers():
    one, two, other = (fit_of(mobi(), replicates=300, seed=seed) for seed in (4, 4, 5))

    assert one.index("Satisfaction") == two.index("Satisfaction")
    assert one.index("Satisfaction") != other.index("Satisfaction")


def test_the_number_of_threads_changes_no_number(monkeypatch):
    several = fit_of(mobi(), replicates=3000).index("Satisfaction")
    monkeypatch.setattr(pls, "THREADS", 1)

    assert fit_of(mobi(), replicates=3000).index("Satisfaction") == several


def test_without_replicates_there_is_no_interval():
    index = fit_of(mobi()).index("Satisfaction")

    assert index.value == pytest.approx(72.2, abs=0.5)
    assert np.isnan([index.low, index.high, index.se]).all()


def test_listwise_equals_leaving_rows_out_by_hand():
    answers = with_gaps(mobi(), share=0.02)

    listwise = fit_of(answers)
    by_hand = fit_of(answers.select(SHORT.item_codes).drop_nulls())

    assert (listwise.rows, listwise.n) == (250, by_hand.n)
    assert numbers_of(listwise) == pytest.approx(numbers_of(by_hand), abs=1e-9)


def test_mean_replacement_equals_filling_rows_by_hand():
    answers = with_gaps(mobi())
    filled = answers.select(pl.col(SHORT.item_codes).fill_null(strategy="mean"))

    assert numbers_of(fit_of(answers, missing="mean")) == pytest.approx(
        numbers_of(fit_of(filled)), abs=1e-8
    )


@pytest.mark.parametrize("missing", ["listwise", "mean"])
def test_replicates_equal_a_loop_that_resamples_rows(missing):
    answers = with_gaps(mobi(), share=0.03).select(SHORT.item_codes)
    exactly = PLS(replicate_tolerance=1e-9)
    fit = fit_of(answers, estimator=exactly, missing=missing, replicates=5, seed=2)
    rows = answers.drop_nulls() if missing == "listwise" else answers
    random = np.random.default_rng([2, 0])
    drawn = random.integers(len(rows), size=(5, len(rows)), dtype=np.uint16)

    for replicate, chosen in enumerate(drawn):
        by_hand = rows[chosen.tolist()]
        if missing == "mean":
            by_hand = by_hand.select(pl.all().fill_null(strategy="mean"))

        assert numbers_of(fit, replicate, replicate=True) == pytest.approx(
            numbers_of(fit_of(by_hand)), abs=1e-7
        )


def test_a_weight_of_two_equals_a_doubled_row():
    answers = mobi().with_columns(weight=pl.Series([2, 1] * 125))
    doubled = pl.concat([answers, answers.filter(pl.col("weight") == 2)])

    weighted = fit_of(answers, weight="weight")

    assert numbers_of(weighted) == pytest.approx(numbers_of(fit_of(doubled)), abs=1e-9)
    assert weighted.n == 250


def test_the_size_of_weights_does_not_matter():
    answers = mobi().with_columns(
        weight=pl.Series([2, 1] * 125), small=pl.Series([0.02, 0.01] * 125)
    )

    large, small = (
        fit_of(answers, weight=name, replicates=100).index("Loyalty")
        for name in ("weight", "small")
    )

    assert (large.value, large.se) == pytest.approx((small.value, small.se), abs=1e-9)


def test_answers_of_weight_zero_do_not_count():
    answers = mobi().with_columns(weight=pl.Series([1] * 200 + [0] * 50))

    fit = fit_of(answers, weight="weight")

    assert fit.n == 200
    assert numbers_of(fit) == pytest.approx(numbers_of(fit_of(mobi()[:200])), abs=1e-9)


def test_random_groups_agree_with_exact_resampling():
    answers = pl.concat([mobi()] * 20)

    exact, grouped = (
        fit_of(answers, replicates=2000, exact_up_to=size).index("Satisfaction")
        for size in (len(answers), 0)
    )

    assert grouped.value == pytest.approx(exact.value, abs=1e-9)
    assert grouped.se == pytest.approx(exact.se, rel=0.1)


def test_mode_b_with_one_outcome_equals_regression():
    model = Model(
        [construct("Quality", items("PERQ", 1, 7), mode="B"), construct("Overall", ["CUSA1"])],
        [path("Quality", to=["Overall"])],
    )
    answers = mobi().to_dict(as_series=False)
    made_up = np.column_stack([answers[code] for code in items("PERQ", 1, 7)]).astype(float)
    standard = (made_up - made_up.mean(axis=0)) / made_up.std(axis=0)
    outcome = np.array(answers["CUSA1"], dtype=float)
    slopes, *_ = np.linalg.lstsq(standard, outcome - outcome.mean(), rcond=None)
    predicted = standard @ slopes

    fit = fit_of(mobi(), model)

    weights = [fit.value("weights", code) for code in items("PERQ", 1, 7)]
    assert weights == pytest.approx(slopes / predicted.std(), abs=1e-7)
    assert fit.value("r2", "Overall") == pytest.approx(predicted.var() / outcome.var(), abs=1e-9)


def test_an_item_turned_round_in_the_file_and_in_the_model_changes_no_index():
    model = Model(
        [
            construct("Quality", items("PERQ", 1, 7)),
            construct("Satisfaction", items("CUSA", 1, 3), scales={"CUSA2": (10, 1)}),
        ],
        [path("Quality", to=["Satisfaction"])],
    )
    straight = SHORT.with_items([*items("PERQ", 1, 7), *items("CUSA", 1, 3)])

    assert numbers_of(fit_of(turned("CUSA2"), model)) == pytest.approx(
        numbers_of(fit_of(mobi(), straight)), abs=1e-9
    )


def test_a_construct_whose_loadings_are_negative_is_flipped():
    fit = fit_of(turned("CUSA1", "CUSA2", "CUSA3"), replicates=50)

    assert all(fit.value("loadings", code) > 0 for code in items("CUSA", 1, 3))
    assert (fit.replicates.loadings[7:10] > 0).all()
    assert fit.value("paths", "Quality", "Satisfaction") < 0


def test_an_item_answered_alike_by_everybody_is_left_out_with_a_word():
    fit = fit_of(mobi().with_columns(CUSL2=pl.lit(5)))

    assert "CUSL2" not in fit.model.item_codes
    assert any("same answer to CUSL2" in warning for warning in fit.warnings)


def test_a_construct_without_a_varying_item_is_left_out_with_its_paths():
    constant = mobi().with_columns(pl.lit(5).alias(f"CUSL{n}") for n in (1, 2, 3))

    fit = fit_of(constant)

    assert fit.model.names == ("Quality", "Satisfaction")


def test_nothing_to_estimate_is_refused_when_all_answers_are_alike():
    constant = mobi().with_columns(pl.lit(5).alias(code) for code in SHORT.item_codes)

    with pytest.raises(AnswersRefused, match="Nothing is left to measure"):
        fit_of(constant)


def test_drivers_that_say_the_same_are_refused():
    answers = mobi().with_columns(copy=pl.col("CUSA1"))
    model = Model(
        [construct("One", ["CUSA1"]), construct("Two", ["copy"]), construct("Out", ["CUSL1"])],
        [path("One", to=["Out"]), path("Two", to=["Out"])],
    )

    with pytest.raises(AnswersRefused, match="say exactly the same"):
        fit_of(answers, model)


def test_replicates_that_cannot_be_computed_are_dropped_and_counted():
    rare = mobi()[:40].with_columns(CUSCO=pl.Series([10] + [5] * 39))

    fit = fit_of(rare, built_in("ecsi"), replicates=200)

    lost = 200 - len(fit.kept)
    assert 0 < lost < 200
    assert any(f"{lost} replicates of 200" in warning for warning in fit.warnings)


def test_too_few_answers_are_refused():
    with pytest.raises(TooFewAnswers, match="Only 9 complete answers in 9 rows"):
        fit_of(mobi()[:9])


def test_an_unknown_scheme_is_refused_with_the_nearest_one():
    with pytest.raises(Refused, match="Did you mean centroid"):
        fit_of(mobi(), estimator=PLS(scheme="centriod"))


def test_an_unknown_treatment_of_gaps_is_refused():
    with pytest.raises(Refused, match='"listwise" or "mean"'):
        Moments.of(mobi(), SHORT, missing="median")


def test_a_level_outside_zero_to_one_is_refused():
    with pytest.raises(Refused, match=r"such as 0\.95"):
        fit_of(mobi(), estimator=PLS(level=95))


def test_an_unknown_name_is_refused_with_the_nearest_one():
    with pytest.raises(Refused, match="Did you mean Satisfaction"):
        fit_of(mobi()).index("Satisfacton")


def test_moments_read_differently_cannot_be_added():
    with pytest.raises(Refused, match="cannot be added"):
        Moments.of(mobi(), SHORT) + Moments.of(mobi(), SHORT, missing="mean")


def test_effect_sizes_have_intervals():
    moments = Moments.of(mobi(), SHORT, replicates=100)

    sizes = {
        (link.source, link.target): link.number for link in effect_sizes(PLS().fit(SHORT, moments))
    }

    assert all(one.low <= one.value <= one.high for one in sizes.values())
    assert set(sizes) == set(SHORT.edges)
