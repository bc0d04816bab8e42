"""What was found, as the rows and points that charts draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

from herefor.insight.queries import Driver, Gap, Reading
from herefor.insight.words import clear_mark, spoken
from herefor.ui.charts import Bar, Level, Point

FULL_SCORE = 1000


def trend_points(trend: Iterable[Reading]) -> list[Point]:
    return [
        Point(
            reading.period,
            reading.index.value,
            reading.index.low,
            reading.index.high,
            reading.index.n,
            clear=clear_mark(reading),
        )
        for reading in trend
    ]


def ends_of(held: Iterable[Reading]) -> tuple[float, float]:
    """One scale for all rows of a table: round ends around every interval, on 0 to 100."""
    rows = list(held)
    low = min(reading.index.low for reading in rows)
    high = max(reading.index.high for reading in rows)
    return max(0, 5 * (low // 5)), min(100, 5 * (high // 5 + 1))


@dataclass(frozen=True)
class Fall:
    """From the full score down to today's."""

    start: Level
    bars: list[Bar]
    end: Level


def fall(gap: Gap) -> Fall:
    bars = [Bar(spoken(bar.name), bar.value, bar.low, bar.high) for bar in gap.bars]
    rest = gap.unexplained
    open_bar = Bar(_("Not explained"), rest.value, rest.low, rest.high, explained=False)
    return Fall(Level(_("Perfect"), FULL_SCORE), [*bars, open_bar], Level(_("Today"), gap.today))


def effect_ends(drivers: Iterable[Driver]) -> tuple[float, float]:
    """One scale for all effects, with zero on it."""
    effects = [one.effect for one in drivers]
    low = min((effect.low for effect in effects), default=0)
    high = max((effect.high for effect in effects), default=1)
    return min(0, floor(10 * low) / 10), max(0, ceil(10 * high) / 10)
