import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    AnswersRefused,
    Dispositions,
    Refused,
    calibrate,
    design_effect,
    effective_n,
    poststratify,
    rake,
    trimmed,
)

AGE = {"young": 0.3, "middle": 0.4, "old": 0.3}
SEX = {"f": 0.52, "m": 0.48}


def people(rows=600, seed=1):
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "age": rng.choice(list(AGE), size=rows, p=[0.1, 0.3, 0.6]),
            "sex": rng.choice(list(SEX), size=rows, p=[0.7, 0.3]),
            "visits": rng.poisson(4, size=rows).astype(float),
        }
    )


def shares(table, weights, column):
    summed = table.with_columns(w=weights).group_by(column).agg(pl.col("w").sum())
    return {name: total / len(table) for name, total in summed.iter_rows()}


def test_raked_weights_meet_every_margin():
    table = people()

    found = rake(table, {"age": AGE, "sex": SEX})

    assert shares(table, found.weights, "age") == pytest.approx(AGE, abs=1e-7)
    assert shares(table, found.weights, "sex") == pytest.approx(SEX, abs=1e-7)
    assert found.weights.mean() == pytest.approx(1)
    assert found.largest_miss < 1e-8


def test_raking_keeps_what_the_margins_do_not_speak_about():
    """The odds ratios of the start: Deming and Stephan's solution keeps all interaction."""
    table = people().with_columns(start=pl.lit(1.0))

    found = rake(table, {"age": AGE, "sex": SEX}, weight="start")

    cell = {
        key: float(group["w"].sum())
        for key, group in table.with_columns(w=found.weights).group_by(["age", "sex"])
    }
    count = {key: len(group) for key, group in table.group_by(["age", "sex"])}

    def odds(of):
        return of["young", "f"] * of["old", "m"] / of["young", "m"] / of["old", "f"]

    assert odds(cell) == pytest.approx(odds(count))


def test_margins_may_be_counts():
    table = people()

    in_shares = rake(table, {"age": AGE})
    in_counts = rake(table, {"age": {name: 1000 * share for name, share in AGE.items()}})

    assert in_counts.weights.to_list() == pytest.approx(in_shares.weights.to_list())


def test_cells_get_their_share_at_once():
    table = people()
    cells = {(age, sex): AGE[age] * SEX[sex] for age in AGE for sex in SEX}

    found = poststratify(table, ["age", "sex"], cells)

    assert shares(table, found.weights, "age") == pytest.approx(AGE, abs=1e-9)
    assert found.steps == 1


def test_cut_weights_keep_the_cap_and_nearly_the_margins():
    table = people()
    plain = rake(table, {"age": AGE, "sex": SEX})

    cut = rake(table, {"age": AGE, "sex": SEX}, most=4.2)

    assert plain.weights.max() > 4.2 >= cut.weights.max() - 1e-6
    assert cut.trimmed > 0
    assert f"{cut.trimmed} weights cut to 4.20." in cut.notes
    assert cut.largest_miss < 0.001
    assert cut.effective_n > plain.effective_n


def test_a_cap_that_costs_a_margin_is_said():
    found = rake(people(), {"age": AGE, "sex": SEX}, most=1.5)

    assert found.largest_miss > 0.01
    assert any("off by" in told for told in found.notes)


def test_uneven_weights_are_said_with_what_they_cost():
    found = rake(people(), {"age": {"young": 0.8, "middle": 0.1, "old": 0.1}})

    assert found.design_effect > 2
    assert any("answers say as much as" in told for told in found.notes)


def test_cutting_keeps_the_sum():
    weights = np.random.default_rng(1).lognormal(0, 1, size=300)

    cut, how_many = trimmed(weights, most=2.5)

    assert cut.sum() == pytest.approx(weights.sum())
    assert cut.max() <= 2.5 * weights.mean() * (1 + 1e-8)
    assert how_many == (cut > 2.499 * weights.mean()).sum()


def test_the_design_effect_is_the_loss_of_precision():
    rng = np.random.default_rng(2)
    weights = rng.uniform(0.2, 3, size=200)
    means = (rng.normal(size=(20_000, 200)) * weights).sum(axis=1) / weights.sum()

    assert means.var() * 200 == pytest.approx(design_effect(weights), rel=0.05)
    assert effective_n(weights) == pytest.approx(200 / design_effect(weights))


def test_calibrated_weights_meet_the_means():
    table = people()

    found = calibrate(table, {"visits": 5.0})

    assert (table["visits"] * found.weights).mean() == pytest.approx(5)
    assert found.weights.mean() == pytest.approx(1)


def test_calibration_says_weights_below_nought():
    found = calibrate(people(), {"visits": 11.0})

    assert any("below 0" in told for told in found.notes)


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        (lambda t: rake(t, {}), "margins of one column"),
        (lambda t: rake(t, {"agee": AGE}), "no column agee. Did you mean age"),
        (lambda t: rake(t, {"age": AGE | {"child": 0.1}}), "Nobody answered in age child"),
        (lambda t: rake(t, {"age": {"young": 1, "old": 1}}), "No share is known for age middle"),
        (lambda t: rake(t, {"age": AGE | {"old": -1}}), "0 or more; look at old"),
        (lambda t: rake(t.with_columns(age=pl.lit(None)), {"age": AGE}), "no category in row 2, 3"),
        (lambda t: rake(t, {"age": AGE}, most=0.5), "more than 1 times"),
        (lambda t: rake(t, {"age": AGE}, weight="w"), "no column w"),
        (
            lambda t: rake(t.with_columns(w=pl.lit(-1.0)), {"age": AGE}, weight="w"),
            "no weight of 0 or more in column w",
        ),
        (lambda t: calibrate(t, {"vists": 1}), "Did you mean visits"),
        (
            lambda t: calibrate(
                t.with_columns(again=2 * pl.col("visits")), {"visits": 4, "again": 8}
            ),
            "repeat each other",
        ),
        (lambda t: poststratify(t, [], {}), "one column or more"),
        (lambda t: design_effect(np.zeros(3)), "nothing has a weight above 0"),
    ],
)
def test_weights_that_cannot_be_found_are_refused(do, sentence):
    with pytest.raises(Refused, match=sentence):
        do(people())


def test_margins_that_contradict_each_other_are_refused():
    table = pl.DataFrame({"a": ["x", "x", "y"], "b": ["p", "p", "q"]})

    with pytest.raises(AnswersRefused, match="cannot be met together"):
        rake(table, {"a": {"x": 0.5, "y": 0.5}, "b": {"p": 0.7, "q": 0.3}})


ASKED = Dispositions(
    complete=1000,
    partial=100,
    refusal=500,
    no_contact=300,
    other=100,
    unknown_household=400,
    unknown_other=100,
    not_eligible=500,
)


def test_all_sixteen_rates_are_those_worked_out_by_hand():
    """e = 2000 / 2500 = 0.8; all that may belong 2500, with e 2400, known 2000."""
    assert ASKED.rates() == pytest.approx(
        {
            "RR1": 1000 / 2500,
            "RR2": 1100 / 2500,
            "RR3": 1000 / 2400,
            "RR4": 1100 / 2400,
            "RR5": 1000 / 2000,
            "RR6": 1100 / 2000,
            "COOP1": 1000 / 1700,
            "COOP2": 1100 / 1700,
            "COOP3": 1000 / 1600,
            "COOP4": 1100 / 1600,
            "REF1": 500 / 2500,
            "REF2": 500 / 2400,
            "REF3": 500 / 2000,
            "CON1": 1700 / 2500,
            "CON2": 1700 / 2400,
            "CON3": 1700 / 2000,
        }
    )


def test_a_given_share_of_the_unknown_is_used():
    assert Dispositions(10, unknown_other=10, given_e=0.5).rr3 == pytest.approx(10 / 15)
    assert Dispositions(10, refusal=10).rr3 == 0.5


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: Dispositions(-1), "complete must be 0 or more"),
        (lambda: Dispositions(float("nan")), "complete must be"),
        (lambda: Dispositions(0, unknown_other=5), "Nobody is known"),
        (lambda: Dispositions(5, given_e=2), "from 0 to 1"),
        (lambda: Dispositions(5, unknown_other=5).rr3, "not_eligible"),
        (lambda: Dispositions(0, no_contact=5).coop1, "Nobody was reached"),
    ],
)
def test_impossible_counts_are_refused(ask, sentence):
    with pytest.raises(Refused, match=sentence):
        ask()
