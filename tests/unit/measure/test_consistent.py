"""Consistent PLS, and what is said when no population could have its numbers."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    AnswersRefused,
    Model,
    Moments,
    built_in,
    construct,
    items,
    path,
)
from herefor.measure.estimate.admissible import broken
from shared_data import mobi

QUALITY = items("PERQ", 1, 7)
SATISFACTION = items("CUSA", 1, 3)


def short(**kinds):
    return Model(
        [
            construct("Quality", QUALITY, **kinds),
            construct("Satisfaction", SATISFACTION, **kinds),
        ],
        [path("Quality", to=["Satisfaction"])],
    )


def consistent(model, answers=None, **asked):
    answers = mobi() if answers is None else answers
    return PLS(consistent=True).fit(model, Moments.of(answers, model, **asked))


def two_of(size):
    """A drives B, each shown by as many items."""
    return Model(
        [construct(n, [f"{n.lower()}{k}" for k in range(size)], scale=(-9, 9)) for n in "AB"],
        [path("A", to=["B"])],
    )


def factors(loadings, between, *, size=20_000):
    """Answers of a world with one factor a column block and known correlations."""
    random = np.random.default_rng(5)
    constructs = random.multivariate_normal(np.zeros(len(between)), between, size)
    told = {}
    for name, column, own in zip("ABCDE", constructs.T, loadings, strict=False):
        for place, loading in enumerate(own):
            error = random.normal(size=size) * np.sqrt(1 - loading**2)
            told[f"{name.lower()}{place}"] = loading * column + error
    return pl.DataFrame(told)


def test_consistent_pls_finds_the_world_that_made_the_answers():
    answers = factors([(0.9, 0.8, 0.7), (0.8, 0.7, 0.6)], [[1, 0.5], [0.5, 1]])
    model = two_of(3)

    fit = consistent(model, answers)
    plain = PLS().fit(model, Moments.of(answers, model))

    # 20,000 answers: a standard error of about 0.01
    assert fit.value("paths", "A", "B") == pytest.approx(0.5, abs=0.03)
    assert plain.value("paths", "A", "B") < 0.43
    assert [fit.value("loadings", f"b{k}") for k in range(3)] == pytest.approx(
        [0.8, 0.7, 0.6], abs=0.03
    )
    assert fit.index("B").value == plain.index("B").value


def test_points_of_a_driver_without_its_error_follow_errors_in_variables():
    fit, plain = consistent(short()), PLS().fit(short(), Moments.of(mobi(), short()))

    assert fit.value("impacts", "Quality", "Satisfaction") == pytest.approx(
        plain.value("impacts", "Quality", "Satisfaction") / plain.value("rho_a", "Quality"),
        abs=1e-9,
    )


def test_composites_and_single_items_are_not_corrected():
    model = short(kind="composite")
    fit, plain = consistent(model), PLS().fit(model, Moments.of(mobi(), model))

    assert fit.estimate.paths == pytest.approx(plain.estimate.paths, abs=1e-9)
    assert fit.estimate.loadings == pytest.approx(plain.estimate.loadings, abs=1e-9)


def test_mobi_is_told_to_be_inadmissible():
    fit = consistent(built_in("ecsi"), replicates=300)
    said = " ".join(fit.warnings)

    assert "corrected correlations of the constructs contradict each other" in said
    assert "item correlations this model implies" not in said
    wrong = fit.over(broken).sum() + fit.tried - len(fit.kept)
    assert f"{wrong / 300:.0%} of 300 replicates are inadmissible" in said
    assert "The indices are not: they are means of what people answered." in said


def test_an_admissible_solution_is_not_told_to_be_otherwise():
    answers = factors([(0.7, 0.7, 0.7), (0.7, 0.7, 0.7)], [[1, 0.5], [0.5, 1]], size=2000)

    fit = consistent(two_of(3), answers, replicates=200)

    assert not any("inadmissible" in one for one in fit.warnings)
    assert fit.over(broken).sum() == 0


def test_a_loading_over_one_is_named():
    correlations = [[1, 0.6, 0.7, 0.7], [0.6, 1, 0.2, 0.2], [0.7, 0.2, 1, 0.8], [0.7, 0.2, 0.8, 1]]
    rows = np.random.default_rng(2).multivariate_normal(np.zeros(4), correlations, 400)

    said = " ".join(consistent(two_of(2), pl.DataFrame(rows, ["a0", "a1", "b0", "b1"])).warnings)

    assert "Corrected loadings over 1, which means an error variance below 0: a0 (1." in said


def test_an_r2_and_a_path_over_one_are_named():
    answers = factors([(0.9, 0.3), (0.9, 0.35)], [[1, 0.99], [0.99, 1]], size=60)
    answers = answers.with_columns(b0=pl.col("a0") + 0.1 * pl.col("b0"))

    said = " ".join(consistent(two_of(2), answers).warnings)

    assert "More than all is explained (R2 over 1): B" in said
    assert "Standardised paths over 1: A to B" in said


def test_items_with_nothing_in_common_cannot_be_corrected():
    random = np.random.default_rng(3)
    first = random.normal(size=200)
    answers = pl.DataFrame(
        {"a0": first, "a1": random.normal(size=200) - 0.5 * first, "b0": 0.6 * first}
    ).with_columns(b0=pl.col("b0") + 0.9 * pl.col("a1"))
    model = Model(
        [construct("A", ["a0", "a1"], scale=(-9, 9)), construct("B", ["b0"], scale=(-9, 9))],
        [path("A", to=["B"])],
    )

    with pytest.raises(AnswersRefused, match=r"not above 0 for A \(-"):
        consistent(model, answers)


def test_the_steps_until_the_weights_settled_are_told():
    fit = PLS().fit(built_in("ecsi"), Moments.of(mobi(), built_in("ecsi"), replicates=20))

    assert fit.iterations == 7
    assert fit.replicates.iterations.shape == (20,)
    assert (fit.replicates.iterations >= 1).all()
