"""Whether a team's mean is called dependable depends on its whole interval, not on one number."""

import pytest

from herefor.assess.queries.trust import Trust
from herefor.measure.estimate.intervals import Number


def trust(team, *, is_enough=True):
    return Trust(
        numbers={},
        facets=None,
        needed=2,
        things=17,
        raters=3,
        whole=3,
        is_enough=is_enough,
        habits=(),
        team=team,
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.93, 0.84, 0.97, "enough"),
        (0.89, 0.43, 0.97, "open"),
        (0.71, 0.40, 0.86, "open"),
        (0.31, 0.02, 0.62, "short"),
        (0.90, float("nan"), float("nan"), ""),
    ],
)
def test_the_whole_interval_decides(value, low, high, verdict):
    assert trust(Number(value, low, high, 0.1)).verdict == verdict


def test_few_marks_are_called_neither():
    assert trust(Number(0.9, 0.85, 0.95, 0.1), is_enough=False).verdict == ""
    assert trust(None).verdict == ""
