"""Minutes to a human: what drills showed."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from herefor.duty.models import Drill, Step
from herefor.people.models import Account, Unit

LOOK_BACK = timedelta(days=365)
FEWEST = 5
"""No percentile of fewer."""


@dataclass(frozen=True)
class Tried:
    """One drill that is over, or still rings; no minutes while nobody has answered."""

    drill: Drill
    minutes: float | None
    who: Account | None
    step: Step | None
    is_over: bool


@dataclass(frozen=True)
class Report:
    """Drills that nobody answered count as longer than any: they are not left out."""

    tried: list[Tried]

    @property
    def over(self) -> list[Tried]:
        return [one for one in self.tried if one.is_over]

    @property
    def n(self) -> int:
        return len(self.over)

    @property
    def unanswered(self) -> list[Tried]:
        return [one for one in self.over if one.minutes is None]

    @property
    def median(self) -> float | None:
        return self._shown(median(self._waits)) if self.n >= FEWEST else None

    @property
    def ninetieth(self) -> float | None:
        """The wait that nine of ten drills did not exceed, by the nearest rank."""
        if self.n < FEWEST:
            return None
        return self._shown(self._waits[math.ceil(0.9 * self.n) - 1])

    @property
    def is_enough(self) -> bool:
        return self.n >= FEWEST

    @property
    def by_rung(self) -> list[tuple[str, int]]:
        """How often each rung was the one at which somebody answered."""
        counted: dict[str, int] = {}
        for one in self.over:
            if one.step:
                counted[one.step.whom] = counted.get(one.step.whom, 0) + 1
        return sorted(counted.items(), key=lambda item: -item[1])

    @property
    def _waits(self) -> list[float]:
        return sorted(math.inf if one.minutes is None else one.minutes for one in self.over)

    @staticmethod
    def _shown(wait: float) -> float | None:
        return None if math.isinf(wait) else wait


def drills_of(unit: Unit, since: datetime) -> QuerySet[Drill]:
    begun = Drill.objects.filter(
        unit__trail__startswith=unit.trail, alarm__isnull=False, due_at__gte=since
    )
    return begun.select_related("unit", "alarm__acknowledged_by", "started_by")


def report_of(unit: Unit, *, at: datetime) -> Report:
    """Drills of the last year at a unit and below."""
    return Report([_tried(drill) for drill in drills_of(unit, at - LOOK_BACK)])


def _tried(drill: Drill) -> Tried:
    alarm = drill.alarm
    if alarm is None or alarm.acknowledged_at is None:
        is_over = alarm is not None and alarm.unanswered_at is not None
        return Tried(drill, None, None, None, is_over)
    minutes = (alarm.acknowledged_at - alarm.raised_at).total_seconds() / 60
    called = alarm.steps.filter(account=alarm.acknowledged_by, pages__isnull=False)
    step = called.order_by("-number").first()
    return Tried(drill, minutes, alarm.acknowledged_by, step, True)
