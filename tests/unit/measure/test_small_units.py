from functools import cache

import numpy as np
import pytest

from herefor.measure import Index, Number, Refused, steadied
from herefor.measure.index.small import METHODS

SPREAD = np.tile([1.0, 2.0, 4.0], 4)


def units(values, se):
    spread = np.broadcast_to(se, len(values))
    return {
        f"u{i}": Number(float(value), se=float(one))
        for i, (value, one) in enumerate(zip(values, spread, strict=True))
    }


@cache
def simulated(method):
    """Covered or not, stated and made squared error, error without help: worlds by units."""
    rng = np.random.default_rng(4)
    worlds = []
    for _ in range(400):
        truth = rng.normal(70, 2, size=12)
        seen = rng.normal(truth, SPREAD)
        numbers = [unit.number for unit in steadied(units(seen, SPREAD), method=method).units]
        value, low, high, se = (
            np.array([getattr(one, what) for one in numbers])
            for what in ("value", "low", "high", "se")
        )
        covered = (low <= truth) & (truth <= high)
        worlds.append([covered, se**2, (value - truth) ** 2, (seen - truth) ** 2])
    return np.array(worlds).mean(axis=0).reshape(4, 4, 3).mean(axis=1)


def test_intervals_hold_the_truth_as_often_as_they_say_for_small_and_large():
    covered, stated, made, own = simulated("morris")

    assert covered.min() > 0.93
    assert (stated > 0.93 * made).all()
    assert made.mean() < 0.6 * own.mean()


def test_restricted_likelihood_states_the_error_it_makes():
    covered, stated, made, _own = simulated("reml")

    assert stated == pytest.approx(made, rel=0.15)
    assert covered.min() > 0.88  # 0.95 is promised for many units; there are twelve


def test_a_smaller_unit_borrows_more():
    found = steadied(units([60, 66, 70, 74, 80, 71], [1, 1, 1, 1, 1, 6]))

    assert found.unit("u5").borrowed == max(unit.borrowed for unit in found.units)
    assert found.unit("u5").number.se < 6


@pytest.mark.parametrize("method", METHODS)
def test_units_that_differ_no_more_than_chance_are_said_to(method):
    found = steadied(units([70, 70.5, 69.5, 70.2, 69.8], 3.0), method=method)

    assert found.between == 0
    assert found.notes[0] == "No difference between units can be seen beyond chance."
    assert all(unit.number.low < unit.own.value < unit.number.high for unit in found.units)


def test_units_known_well_keep_what_is_theirs():
    found = steadied(units([50, 60, 70, 80, 90], 0.1))

    assert [unit.number.value for unit in found.units] == pytest.approx(
        [50, 60, 70, 80, 90], abs=0.01
    )


def test_a_covariate_moves_what_is_expected():
    size = {f"u{i}": float(i) for i in range(8)}
    values = [60 + 3 * i + (-1) ** i for i in range(8)]

    with_line = steadied(units(values, 3.0), covariate=size)

    assert with_line.coefficients[1] == pytest.approx(3, abs=0.2)
    assert with_line.unit("u7").expected > with_line.unit("u0").expected + 15
    assert with_line.between < steadied(units(values, 3.0)).between


def test_restricted_likelihood_is_at_its_peak():
    """The variance between units maximises the likelihood of what the line leaves over."""
    y, v = np.array([60, 64, 71, 74, 83.0]), np.array([4, 9, 1, 16, 4.0])
    found = steadied(units(y, np.sqrt(v)), method="reml").between ** 2

    def log_likelihood(a):
        w = 1 / (v + a)
        mean = (w * y).sum() / w.sum()
        return 0.5 * (np.log(w).sum() - np.log(w.sum()) - (w * (y - mean) ** 2).sum())

    assert log_likelihood(found) > max(log_likelihood(found * f) for f in (0.99, 1.01))


def test_one_spread_for_all_is_divided_by_each_n():
    known = {
        f"u{i}": Index(70.0 + 12 * i, se=se, n=n)
        for i, (se, n) in enumerate([(1.8, 100), (0.4, 4), (9.0, 4), (2.0, 81), (1.0, 400)])
    }

    found = steadied(known, pool_spread=True)

    assert found.unit("u1").borrowed == pytest.approx(found.unit("u2").borrowed)
    assert found.unit("u4").borrowed < found.unit("u0").borrowed


@pytest.mark.parametrize(
    ("several", "options", "sentence"),
    [
        (units([1, 2, 3], 1), {}, "3 units cannot say"),
        (units([1, 2, 3, 4], 0), {}, "standard error of 0"),
        (units([1, 2, 3, 4], 1), {"method": "guess"}, "morris and reml"),
        (units([1, 2, 3, 4, 5], 1), {"covariate": {"u0": 1}}, "no number for u1, u2"),
        (units([1, 2, 3, 4, 5], 1), {"covariate": {f"u{i}": 1 for i in range(5)}}, "same for all"),
        (units([1, 2, 3, 4], 1), {"pool_spread": True}, "index with its n"),
    ],
)
def test_what_cannot_be_steadied_is_refused(several, options, sentence):
    with pytest.raises(Refused, match=sentence):
        steadied(several, **options)


def test_an_unknown_unit_is_refused():
    with pytest.raises(Refused, match="no unit x"):
        steadied(units([1, 2, 3, 4], 1)).unit("x")
