"""How far the independent marks of an assessment can be trusted."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

from herefor.assess.models import Assessment
from herefor.assess.queries.marks import first_marks, scoring_of
from herefor.measure.agree.alike import ac2, alpha
from herefor.measure.agree.facets import Facets, many_facets
from herefor.measure.agree.habits import Habits, habits
from herefor.measure.agree.marks import Marks
from herefor.measure.agree.squares import same_marks
from herefor.measure.agree.trust import variances
from herefor.measure.estimate.intervals import Number
from herefor.measure.words import Refused

WANTED = 0.8  # what a dependable mean holds
T = TypeVar("T")


@dataclass(frozen=True)
class Trust:
    """`numbers` by name: those that these marks allow; `team` is the same-percent correlation of
    the mean of all. Correlations and `needed` are told by the `whole` raters who left no item out.
    `is_enough` says whether they may be called low or high."""

    numbers: dict[str, Number]
    facets: Facets | None
    needed: int | None
    things: int
    raters: int
    whole: int
    is_enough: bool
    habits: tuple[Habits, ...]
    team: Number | None

    @property
    def verdict(self) -> str:
        """Of the mean of the team, by its whole interval: `enough`, `short`, `open`, or empty."""
        if self.team is None or not self.is_enough or not isfinite(self.team.low):
            return ""
        if self.team.low >= WANTED:
            return "enough"
        return "short" if self.team.high < WANTED else "open"

    @property
    def reach(self) -> float:
        """The furthest end of what is drawn of examiners beside each other."""
        ends = [abs(end) for one in self.habits for end in (one.leniency.low, one.leniency.high)]
        return max([5.0, *(end for end in ends if isfinite(end))])

    @property
    def bottom(self) -> float:
        return -self.reach


def trust_in(assessment: Assessment) -> Trust | None:
    """None where there are not two items and two examiners."""
    scoring = scoring_of(assessment)
    rows = first_marks(assessment)
    try:
        marks = Marks.of(rows)
    except Refused:
        return None
    bands = Marks.of(
        (item, rater, float(scoring.band_of(int(percent)).id)) for item, rater, percent in rows
    )
    whole = _or_none(marks.of_who_marked_all)
    statistics: dict[str, Callable[[], Number]] = {
        "icc": lambda: same_marks(marks.of_who_marked_all()),
        "alpha": lambda: alpha(marks),
        "ac2": lambda: ac2(bands, scale="ordinal", levels=[band.id for band in scoring.bands]),
    }
    told = {name: _or_none(found) for name, found in statistics.items()}
    n, k = marks.values.shape
    return Trust(
        numbers={name: number for name, number in told.items() if number is not None},
        facets=_or_none(lambda: many_facets(marks, bands=[band.low for band in scoring.bands])),
        needed=_or_none(lambda: variances(marks.of_who_marked_all()).raters_needed(WANTED)),
        things=n,
        raters=k,
        whole=len(whole.raters) if whole else 0,
        is_enough=(whole or marks).is_enough,
        habits=tuple(habits(marks)),
        team=_or_none(lambda: same_marks(marks.of_who_marked_all(), raters=k)),
    )


def _or_none(found: Callable[[], T]) -> T | None:
    try:
        return found()
    except Refused:
        return None
