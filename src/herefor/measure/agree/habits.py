"""The habits of one rater beside the others: severe, all alike, always in the middle."""

from dataclasses import dataclass

import numpy as np

from herefor.measure.agree.marks import Marks
from herefor.measure.estimate.intervals import NOTHING, Number
from herefor.measure.stack import Array
from herefor.measure.words import level_of

MIDDLE = (40.0, 60.0)


@dataclass(frozen=True)
class Habits:
    """`leniency` in units of the marks: above 0 gives more than the others on the same things.

    `spread` is the standard deviation over things, `spread_of_others` the same of the others'
    means: much smaller is halo, all things alike. `middle` is the share of marks in `MIDDLE`.
    """

    rater: str
    n: int
    leniency: Number
    spread: float
    spread_of_others: float
    middle: float

    @property
    def is_apart(self) -> bool:
        """Clearly severer or more lenient than the others."""
        return self.leniency.low > 0 or self.leniency.high < 0

    @property
    def is_flat(self) -> bool:
        """With less than half the spread of the others."""
        return self.spread < self.spread_of_others / 2

    @property
    def is_flagged(self) -> bool:
        return self.is_apart or self.is_flat


def habits(marks: Marks, *, level: float = 0.95) -> list[Habits]:
    """Of each rater, on the things that another marked too; Student's interval over things."""
    return [_of(marks, place, level_of(level)) for place in range(len(marks.raters))]


def _of(marks: Marks, place: int, level: float) -> Habits:
    own = marks.values[:, place]
    rest = np.delete(marks.values, place, axis=1)
    others = np.array([_mean(row) for row in rest])
    shared = np.isfinite(own) & np.isfinite(others)
    own, others = own[shared], others[shared]
    return Habits(
        rater=marks.raters[place],
        n=len(own),
        leniency=_mean_with_interval(own - others, level),
        spread=_spread(own),
        spread_of_others=_spread(others),
        middle=float(np.mean((own >= MIDDLE[0]) & (own <= MIDDLE[1]))) if len(own) else NOTHING,
    )


def _mean(row: Array) -> float:
    known = row[np.isfinite(row)]
    return float(known.mean()) if len(known) else NOTHING


def _spread(values: Array) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else NOTHING


def _mean_with_interval(values: Array, level: float) -> Number:
    if len(values) < 2:
        return Number(float(values.mean()) if len(values) else NOTHING, level=level)
    from scipy.special import stdtrit  # noqa: PLC0415  slow to import

    mean, se = float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5)
    reach = float(stdtrit(len(values) - 1, (1 + level) / 2)) * se
    return Number(mean, mean - reach, mean + reach, se, level=level, interval="t")
