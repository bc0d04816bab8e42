"""What a rota says, and what comes out of it."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Because(StrEnum):
    """Why somebody is there."""

    LAYER = "layer"
    OVERRIDE = "override"
    GAP = "gap"  # nobody covers, so the standing fallback holds it
    AWAY = "away"  # whoever would be on can no longer be called, so the fallback holds it


@dataclass(frozen=True)
class Window:
    """The hours on the wall in which a layer counts; over midnight when it ends before it begins.

    No days means every day; the day is the one on which the window begins.
    """

    days: frozenset[int] = frozenset()
    begins: time = time(0)
    ends: time = time(0)

    @property
    def is_always(self) -> bool:
        return not self.days and self.begins == self.ends


@dataclass(frozen=True)
class Turns:
    """A layer: people in order, each for one step of time on the wall, from the first hand-over.

    `begins` is when the layer starts to count; it may lie within the first turn.
    """

    source: int
    people: tuple[int, ...]
    first: datetime
    step: timedelta
    begins: datetime
    window: Window = Window()


@dataclass(frozen=True)
class Instead:
    """Somebody instead of whoever would be on; of several, the last one given wins."""

    source: int
    person: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Plan:
    """A whole rota. Later layers win over earlier ones; `away` cannot be called any more."""

    zone: ZoneInfo
    fallback: int
    layers: tuple[Turns, ...] = ()
    instead: tuple[Instead, ...] = ()
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Stretch:
    """One person from `start` until just before `end`, in UTC.

    `began` is when the turn itself began, which may be before what was asked about.
    """

    start: datetime
    end: datetime
    person: int
    because: Because
    source: int
    began: datetime

    @property
    def is_gap(self) -> bool:
        return self.because in (Because.GAP, Because.AWAY)

    def cut(self, start: datetime, end: datetime) -> "Stretch":
        return replace(self, start=max(self.start, start), end=min(self.end, end))
