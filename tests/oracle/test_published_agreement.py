"""Agreement of raters beside worked examples in print, to the digits printed there.

- Shrout and Fleiss, Psychological Bulletin 86 (1979), tables 2 and 4: six targets, four judges.
- Krippendorff, Computing Krippendorff's alpha-reliability (2011), example D: twelve units, four
  observers, gaps. Gwet, Handbook of Inter-Rater Reliability (2014) takes the same data; the
  weighted coefficients are those that the program irrCAC 0.4.4 prints for them.
"""

import numpy as np
import pytest

from herefor.measure import Marks, ac2, alpha, same_marks, same_order, variances

JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
NONE = float("nan")
OBSERVERS = [
    [1, 1, NONE, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [NONE, 5, 5, 5],
    [NONE, NONE, 1, 1],
    [NONE, NONE, 3, NONE],
]


def marks(table):
    values = np.array(table, dtype=float)
    return Marks(values, tuple(map(str, range(len(values)))), tuple("abcd"))


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        (lambda of: same_marks(of), 0.29),
        (lambda of: same_marks(of, raters=4), 0.62),
        (lambda of: same_order(of), 0.71),
        (lambda of: same_order(of, raters=4), 0.91),
    ],
)
def test_intraclass_correlations_of_shrout_and_fleiss(asked, printed):
    assert round(asked(marks(JUDGES)).value, 2) == printed


def test_variances_say_the_same_as_the_correlations():
    judges = marks(JUDGES)

    found = variances(judges)

    assert found.dependability(4) == pytest.approx(same_marks(judges, raters=4).value)
    assert found.reliability(1) == pytest.approx(same_order(judges).value)


@pytest.mark.parametrize(
    ("scale", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_krippendorffs_example(scale, printed):
    assert round(alpha(marks(OBSERVERS), scale=scale).value, 3) == printed


@pytest.mark.parametrize(
    ("scale", "printed"), [("nominal", 0.77544), ("ordinal", 0.89894), ("interval", 0.914)]
)
def test_ac1_and_ac2_of_gwets_example(scale, printed):
    assert round(ac2(marks(OBSERVERS), scale=scale).value, 5) == printed
