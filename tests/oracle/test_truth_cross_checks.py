"""The same numbers by another way, in a few lines of NumPy and SciPy; rounding is the tolerance."""

from itertools import combinations
from math import comb

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from herefor.measure import (
    Entry,
    Group,
    Number,
    compare,
    key_drivers,
    rake,
    roll_up,
    trend,
)
from shared_data import mobi

ASPECTS = ["PERQ1", "PERV1", "IMAG1", "CUEX1"]
SES = [0.7, 1.1, 0.9, 1.6, 0.5]
VALUES = [70.0, 71.5, 70.4, 74.0, 72.2]
TIMES = [0.0, 1.0, 2.5, 3.0, 4.0]
WAVES = {str(i): Number(v, se=s) for i, (v, s) in enumerate(zip(VALUES, SES, strict=True))}


def test_shares_of_weighted_drivers_are_shapley_values_of_weighted_regressions():
    weight = np.random.default_rng(2).uniform(0.5, 3, 250)
    table = mobi().with_columns(pl.Series("w", weight))
    y, root = table["CUSA1"].to_numpy().astype(float), np.sqrt(weight)

    def r2(chosen):
        x = np.column_stack([np.ones(250), *(table[name].to_numpy() for name in chosen)])
        left = root * (y - x @ np.linalg.lstsq(root[:, None] * x, root * y, rcond=None)[0])
        return 1 - (left @ left) / (weight @ (y - np.average(y, weights=weight)) ** 2)

    expected = {}
    for name in ASPECTS:
        others = [one for one in ASPECTS if one != name]
        expected[name] = sum(
            (r2([*some, name]) - r2(some)) / (4 * comb(3, size))
            for size in range(4)
            for some in combinations(others, size)
        )

    found = key_drivers(table, target="CUSA1", aspects=ASPECTS, weight="w", replicates=0)

    assert {one.name: one.part.value for one in found.aspects} == pytest.approx(expected, rel=1e-8)
    assert found.r2.value == pytest.approx(r2(ASPECTS), rel=1e-8)


def test_a_trend_of_unequal_waves_is_the_weighted_fit_of_scipy():
    fitted, covariance = optimize.curve_fit(
        lambda t, a, b: a + b * t, TIMES, VALUES, sigma=SES, absolute_sigma=True
    )
    off = (np.array(VALUES) - fitted[0] - fitted[1] * np.array(TIMES)) / SES

    found = trend(WAVES, times=TIMES)

    assert found.slope.value == pytest.approx(fitted[1], rel=1e-6)
    assert found.slope.se == pytest.approx(covariance[1, 1] ** 0.5, rel=1e-6)
    assert found.p == pytest.approx(
        2 * stats.norm.sf(fitted[1] / covariance[1, 1] ** 0.5), rel=1e-4
    )
    assert found.p_bent == pytest.approx(stats.chi2.sf(off @ off, 3), rel=1e-6)


def test_pairs_have_the_p_values_and_controls_of_scipy():
    pairs = list(combinations(range(5), 2))
    z = [(VALUES[i] - VALUES[j]) / np.hypot(SES[i], SES[j]) for i, j in pairs]
    p = 2 * stats.norm.sf(np.abs(z))

    found = compare(WAVES, against="pairs")

    assert [pair.p for pair in found.pairs] == pytest.approx(p.tolist())
    assert [pair.p_adjusted for pair in found.pairs] == pytest.approx(
        stats.false_discovery_control(p, method="by").tolist()
    )


def test_rolling_up_is_a_weighted_mean_of_the_leaves_whatever_the_tree():
    rng = np.random.default_rng(3)
    value, se, weight = rng.normal(70, 5, 6), rng.uniform(0.5, 2, 6), rng.uniform(1, 9, 6)
    leaves = [Entry(str(i), Number(value[i], se=se[i]), weight[i]) for i in range(6)]
    inner = [Group("a", leaves[:2], weight=2), Group("b", leaves[2:], weight=5)]
    share = np.concatenate(
        [2 / 7 * weight[:2] / weight[:2].sum(), 5 / 7 * weight[2:] / weight[2:].sum()]
    )

    found = roll_up(Group("all", inner), level=0.9).number

    assert found.value == pytest.approx(share @ value)
    assert found.se == pytest.approx(((share * se) ** 2).sum() ** 0.5)
    assert found.high - found.value == pytest.approx(stats.norm.ppf(0.95) * found.se)


def test_raked_weights_are_the_nearest_that_meet_the_margins():
    """Of all weights that do, those with the least information against the start; by its dual."""
    rng = np.random.default_rng(4)
    table = pl.DataFrame({"a": rng.choice(["x", "y"], 60), "b": rng.choice(["p", "q", "r"], 60)})
    margins = {"a": {"x": 0.3, "y": 0.7}, "b": {"p": 0.5, "q": 0.2, "r": 0.3}}
    start = rng.uniform(0.5, 2, 60)
    start /= start.mean()
    columns = [
        (table[name] == category).to_numpy().astype(float)
        for name, shares in margins.items()
        for category in shares
    ]
    wanted = np.array([share for shares in margins.values() for share in shares.values()]) * 60

    def dual(slopes):
        made = start * np.exp(slopes @ columns)
        return made.sum() - slopes @ wanted, columns @ made - wanted

    solved = optimize.minimize(dual, np.zeros(5), jac=True, method="BFGS", options={"gtol": 1e-9})
    nearest = start * np.exp(solved.x @ columns)

    found = rake(table.with_columns(pl.Series("w", start)), margins, weight="w")

    assert found.weights.to_numpy() == pytest.approx(nearest, rel=1e-5)
