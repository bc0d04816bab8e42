from itertools import permutations

import numpy as np
import polars as pl
import pytest

from herefor.measure import AnswersRefused, Refused, TooFewAnswers, key_drivers, key_drivers_by
from herefor.measure.drivers.correlations import correlations_of
from herefor.measure.drivers.subsets import (
    coefficients,
    lmg,
    lmg_sampled,
    r2_of_subsets,
    relative_weights,
)
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model, construct, path


def related(count, *, rows=300, seed=1, replicates=1):
    """Correlations of so many drivers and an outcome."""
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(replicates, rows, count + 1)) + rng.normal(size=(replicates, rows, 1))
    table[..., -1] += table[..., 0] - 0.5 * table[..., 1]
    return np.stack([np.corrcoef(one.T) for one in table], axis=2)


def ratings(rows=200, seed=3, **drives):
    """Whole ratings of 1 to 5; `overall` follows the named aspects by so much."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=rows)
    columns = {name: mood * 0.5 + rng.normal(size=rows) for name in drives}
    columns["overall"] = sum(by * columns[name] for name, by in drives.items()) + rng.normal(
        size=rows, scale=0.5
    )
    return pl.DataFrame({k: np.clip(np.round(3 + v), 1, 5) for k, v in columns.items()})


def fitted_r2(one, chosen):
    chosen = list(chosen)
    if not chosen:
        return 0.0
    r = one[chosen, -1]
    return float(r @ np.linalg.solve(one[np.ix_(chosen, chosen)], r))


def test_r2_of_every_subset_is_that_of_its_regression():
    stack = related(5, replicates=3)

    found = r2_of_subsets(stack)

    for subset in range(32):
        chosen = [j for j in range(5) if subset >> j & 1]
        expected = [fitted_r2(stack[:, :, b], chosen) for b in range(3)]
        assert found[subset] == pytest.approx(expected, abs=1e-12)


def test_shares_are_averages_over_all_orders_of_entering():
    one = related(5)
    orders = list(permutations(range(5)))
    added = np.zeros(5)
    for order in orders:
        for place, j in enumerate(order):
            before = fitted_r2(one[:, :, 0], order[:place])
            added[j] += fitted_r2(one[:, :, 0], order[: place + 1]) - before

    assert lmg(one)[:, 0] == pytest.approx(added / len(orders), abs=1e-12)


def test_parts_add_up_to_r2_in_every_replicate():
    stack = related(9, replicates=20)
    r2 = (coefficients(stack) * stack[:-1, -1]).sum(axis=0)

    assert lmg(stack).sum(axis=0) == pytest.approx(r2, abs=1e-10)
    assert relative_weights(stack).sum(axis=0) == pytest.approx(r2, abs=1e-10)
    assert lmg_sampled(stack, seed=1)[0].sum(axis=0) == pytest.approx(r2, abs=1e-10)


def test_sampled_orders_miss_by_about_their_stated_error():
    one = related(12, seed=4)

    errors = []
    for seed in range(40):
        part, error = lmg_sampled(one, seed=seed, orders=60)
        errors.append(((part - lmg(one)) / error).ravel())

    assert np.std(errors) == pytest.approx(1, abs=0.15)


def test_with_more_than_twenty_aspects_the_monte_carlo_error_is_told():
    table = ratings(rows=400, **{f"a{i:02}": 0.2 for i in range(22)})

    found = key_drivers(table, target="overall", aspects=table.columns[:-1], replicates=20)

    assert 0 < found.monte_carlo < 0.02
    assert any("orders were sampled" in told for told in found.warnings)


def test_the_stronger_driver_has_the_larger_share_and_shares_add_up():
    table = ratings(staff=0.9, food=0.4, wifi=0.1)

    found = key_drivers(table, target="overall", aspects=["wifi", "food", "staff"])

    assert list(found.shares) == ["staff", "food", "wifi"]
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1)
    assert all(share.low < share.value < share.high for share in found.shares.values())
    assert found.leaders == ("staff",)
    assert sum(one.part.value for one in found.aspects) == pytest.approx(found.r2.value)


def test_aspects_that_drive_alike_are_said_to_be_tied():
    found = key_drivers(
        ratings(staff=0.6, food=0.6, wifi=0.05), target="overall", aspects=["wifi", "food", "staff"]
    )

    assert set(found.leaders) == {"staff", "food"}
    assert any(told.startswith("The first two cannot be told apart") for told in found.warnings)


def test_the_same_seed_gives_the_same_numbers_and_weights_of_one_change_nothing():
    table = ratings(staff=0.6, food=0.3)
    options = {"target": "overall", "aspects": ["staff", "food"], "replicates": 50}

    plain = key_drivers(table, **options)
    weighted = key_drivers(table.with_columns(w=pl.lit(1.0)), weight="w", **options)

    assert plain.shares == weighted.shares == key_drivers(table, **options).shares


def test_a_weight_of_two_is_two_rows():
    table = ratings(rows=60, staff=0.6, food=0.3).with_columns(w=pl.lit(1.0))
    twice = table.with_columns(w=pl.Series([2.0] * 20 + [1.0] * 40))
    options = {"target": "overall", "aspects": ["staff", "food"], "replicates": 0}

    weighted = key_drivers(twice, weight="w", **options)
    repeated = key_drivers(pl.concat([table, table[:20]]), **options)

    values = ([s.value for s in one.shares.values()] for one in (weighted, repeated))
    assert next(values) == pytest.approx(next(values))


def test_zero_can_mean_that_it_did_not_apply():
    table = ratings(staff=0.8, wifi=0.4).with_row_index("row")
    gaps = table.with_columns(
        wifi=pl.when(pl.col("row") % 5 == 0).then(0).otherwise(pl.col("wifi"))
    )
    options = {"target": "overall", "aspects": ["staff", "wifi"], "replicates": 0}

    told = key_drivers(gaps, not_applicable=0, **options)
    dropped = key_drivers(table.filter(pl.col("row") % 5 != 0), **options)
    kept = key_drivers(gaps, **options)

    assert told.shares == dropped.shares
    assert told.n == 160
    assert "Answers coded 0 counted as missing, in wifi (40)." in told.warnings
    assert any("If 0 means that it did not apply" in warning for warning in kept.warnings)


def test_an_outcome_of_nought_and_one_keeps_its_noughts():
    table = ratings(staff=0.8, wifi=0.4).with_columns((pl.col("overall") > 3).cast(pl.Int64))

    found = key_drivers(
        table, target="overall", aspects=["staff", "wifi"], not_applicable=0, replicates=0
    )

    assert found.n == 200
    assert any("has two values" in told for told in found.warnings)


def test_pairs_use_what_listwise_throws_away():
    table = ratings(rows=400, staff=0.8, food=0.5).with_row_index("row")
    gaps = table.with_columns(
        staff=pl.when(pl.col("row") % 3 == 0).then(None).otherwise(pl.col("staff")),
        food=pl.when(pl.col("row") % 3 == 1).then(None).otherwise(pl.col("food")),
    )
    options = {"target": "overall", "aspects": ["staff", "food"], "replicates": 100}

    pairs = key_drivers(gaps, missing="pairwise", **options)
    complete = key_drivers(gaps, **options)

    assert (pairs.n, complete.n) == (400, 133)
    assert pairs.aspect("staff").correlation.se < complete.aspect("staff").correlation.se


def test_a_pair_is_correlated_over_those_who_answered_both():
    rng = np.random.default_rng(2)
    values = rng.integers(1, 6, size=(80, 3)).astype(float)
    values[rng.uniform(size=values.shape) < 0.2] = np.nan
    table = pl.DataFrame(values, schema=["a", "b", "c"]).fill_nan(None)
    model = Model(
        [construct(name, [name], scale=(1, 5)) for name in "abc"],
        [path("a", to=["c"]), path("b", to=["c"])],
    )

    found = correlations_of(
        moments := Moments.of(table, model, missing="mean"), moments.total[:, None]
    )

    both = ~np.isnan(values[:, 0]) & ~np.isnan(values[:, 1])
    covariance = np.cov(values[both, 0], values[both, 1], ddof=0)[0, 1]
    expected = covariance / np.nanstd(values[:, 0]) / np.nanstd(values[:, 1])
    assert found[0, 1, 0] == pytest.approx(expected)


def test_a_suppressor_is_named():
    rng = np.random.default_rng(5)
    noise, truth = rng.normal(size=(2, 500))
    table = pl.DataFrame(
        {"seen": truth + noise, "noise": noise + 0.3 * rng.normal(size=500), "overall": truth}
    )

    found = key_drivers(table, target="overall", aspects=["seen", "noise"], replicates=200)

    assert any(told.startswith("noise is a suppressor") for told in found.warnings)


def test_aspects_that_say_much_the_same_are_named():
    table = ratings(rows=500, staff=0.8, food=0.3)
    near = table.with_columns(
        again=pl.col("staff") + pl.Series(np.random.default_rng(1).normal(0, 0.3, 500))
    )

    found = key_drivers(near, target="overall", aspects=["staff", "again", "food"], replicates=50)

    assert any(told.startswith("Some aspects say much the same") for told in found.warnings)
    assert found.aspect("staff").inflation > 5


def test_an_aspect_few_answered_and_one_all_answered_alike_are_left_out_and_named():
    table = ratings(staff=0.8, food=0.5).with_columns(
        pool=pl.Series([4.0] * 20 + [None] * 180), desk=pl.lit(5.0)
    )

    found = key_drivers(
        table, target="overall", aspects=["staff", "pool", "desk", "food"], replicates=20
    )

    assert list(found.shares) == ["staff", "food"]
    assert "pool is missing in 90% of rows, so it was left out." in found.warnings
    assert "Everybody gave the same answer to desk, so it was left out." in found.warnings


def test_each_segment_has_drivers_of_its_own():
    business, leisure = ratings(staff=0.9, food=0.1), ratings(staff=0.1, food=0.9, seed=8)
    table = pl.concat(
        [
            business.with_columns(trip=pl.lit("business")),
            leisure.with_columns(trip=pl.lit("leisure")),
            business[:5].with_columns(trip=pl.lit("other")),
        ]
    )

    parts = key_drivers_by(
        table, "trip", target="overall", aspects=["staff", "food"], replicates=50
    )

    leaders = {name: found.leaders for name, found in parts.found.items()}
    assert leaders == {"business": ("staff",), "leisure": ("food",)}
    assert parts.left_out["other"].startswith("Only 5 usable answers")


def test_replicates_in_which_an_aspect_does_not_vary_are_dropped_and_counted():
    rows = ratings(rows=30, staff=0.8).with_columns(pool=pl.Series([1.0] + [5.0] * 29))

    found = key_drivers(rows, target="overall", aspects=["staff", "pool"], replicates=200)

    kept = found.drawn["pool"].size
    assert 100 < kept < 150  # one row is in a replicate with a chance of 1 - 1/e
    assert f"{200 - kept} replicates could not be computed and left out." in found.warnings
    assert all(share.low < share.high for share in found.shares.values())


def test_without_replicates_it_is_said_that_nothing_can_be_told_apart():
    found = key_drivers(TABLE, target="overall", aspects=["staff", "food"], replicates=0)

    assert any(told.startswith("There is no interval") for told in found.warnings)


TABLE = ratings(rows=40, staff=0.8, food=0.5)


@pytest.mark.parametrize(
    ("table", "options", "kind", "sentence"),
    [
        (TABLE, {"aspects": ["stuff"]}, AnswersRefused, "no column stuff. Did you mean staff"),
        (TABLE, {"aspects": []}, Refused, "nothing among"),
        (TABLE, {"aspects": ["staff", "staff"]}, Refused, "staff stands twice"),
        (TABLE, {"aspects": ["overall", "staff"]}, Refused, "overall stands twice"),
        (TABLE, {"missing": "mean"}, Refused, "listwise and pairwise"),
        (TABLE, {"scale": (2, 4)}, AnswersRefused, "outside 2 to 4"),
        (TABLE[:6], {}, TooFewAnswers, "Only 6 usable answers in 6 rows for 2 aspects"),
        (TABLE[:0], {}, AnswersRefused, "no answers"),
        (TABLE.with_columns(overall=pl.lit(3)), {}, AnswersRefused, "same overall"),
        (TABLE.with_columns(staff=pl.lit("good")), {}, AnswersRefused, "there is text"),
        (TABLE.with_columns(food=pl.lit(None)), {"aspects": ["food"]}, AnswersRefused, "No aspect"),
        (TABLE.with_columns(food=pl.col("staff")), {}, AnswersRefused, "repeat each other"),
        (
            TABLE.with_columns(food=pl.Series([float("inf")] + [1.0] * 39)),
            {},
            AnswersRefused,
            "food holds a number without bound in row 2",
        ),
    ],
)
def test_bad_answers_are_refused_by_name(table, options, kind, sentence):
    chosen = {"target": "overall", "aspects": ["staff", "food"], "replicates": 20} | options

    with pytest.raises(kind, match=sentence):
        key_drivers(table, **chosen)


def test_parting_by_what_is_not_there_is_refused():
    with pytest.raises(AnswersRefused, match="no column trip"):
        key_drivers_by(TABLE, "trip", target="overall", aspects=["staff"])
