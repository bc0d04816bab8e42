"""How far marks on one item are apart, and whether the team has to talk. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, stdev

from herefor.assess.scoring import Scoring

MOST_RANGE, MOST_DEVIATION, FAR_FROM_MEDIAN = 20, 10.0, 10


@dataclass(frozen=True)
class Spread:
    """Of the marks on one item; `asks` says why the team has to talk about it, if it has to."""

    percents: tuple[int, ...]
    median: float
    deviation: float
    asks: tuple[str, ...]

    @property
    def low(self) -> int:
        return min(self.percents)

    @property
    def high(self) -> int:
        return max(self.percents)

    @property
    def range(self) -> int:
        return self.high - self.low

    def needs_reason(self, percent: int) -> bool:
        """A mark ten or more from the median has to say why."""
        return abs(percent - self.median) >= FAR_FROM_MEDIAN


def spread_of(percents: Sequence[int], *, scoring: Scoring) -> Spread | None:
    """None without marks. The standard deviation is that of a sample."""
    if not percents:
        return None
    deviation = stdev(percents) if len(percents) > 1 else 0.0
    bands = sorted(scoring.band_of(percent).id for percent in percents)
    asks = []
    if max(percents) - min(percents) > MOST_RANGE:
        asks.append("range")
    if bands[-1] - bands[0] > 1:
        asks.append("bands")
    if deviation > MOST_DEVIATION:
        asks.append("deviation")
    return Spread(tuple(sorted(percents)), median(percents), deviation, tuple(asks))
