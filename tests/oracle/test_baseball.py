"""Eighteen batters in 1970: Efron and Morris, Scientific American 236 (1977), 119-127.

They print averages after 45 times at bat, a shrinking factor of .212 towards the grand average of
.265, James-Stein estimates to three decimals, and a total squared error 3.5 times smaller than
that of the averages (the season taken as the truth; the data are in JASA 70 (1975), table 1).
Theirs work from rounded averages, so one unit of the third decimal is allowed.
"""

import numpy as np
import pytest

from herefor.measure import Number, steadied

HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
SEASON = [
    *(0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269),
    *(0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200),
]
JAMES_STEIN = {0: 0.294, 4: 0.275, 16: 0.247, 17: 0.242}


@pytest.fixture(scope="module")
def found():
    averages = np.round(np.array(HITS) / 45, 3)
    se = np.sqrt(averages.mean() * (1 - averages.mean()) / 45)
    return steadied({str(i): Number(float(a), se=float(se)) for i, a in enumerate(averages)})


def test_the_shrinking_factor_is_theirs(found):
    assert 1 - found.units[0].borrowed == pytest.approx(0.212, abs=0.001)
    assert found.coefficients[0] == pytest.approx(0.265, abs=0.0005)


def test_estimates_are_theirs(found):
    assert {i: found.units[i].number.value for i in JAMES_STEIN} == pytest.approx(
        JAMES_STEIN, abs=0.001
    )


def test_they_miss_the_season_three_and_a_half_times_less(found):
    season = np.array(SEASON)
    own, ours = (
        ((np.array([one(unit) for unit in found.units]) - season) ** 2).sum()
        for one in (lambda unit: unit.own.value, lambda unit: unit.number.value)
    )

    assert own / ours == pytest.approx(3.5, abs=0.1)
