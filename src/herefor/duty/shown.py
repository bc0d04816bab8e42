"""What the pages of this room show, gathered for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from herefor.duty.models import Rota
from herefor.duty.queries.watches import (
    AHEAD,
    Watch,
    gaps,
    next_on,
    rota_for,
    watches_between,
    who_is_on,
)
from herefor.duty.queries.ways import without_a_way
from herefor.duty.rota_arithmetic import to_utc
from herefor.duty.rota_arithmetic.clocks import on_wall
from herefor.people.models import Account, Unit
from herefor.ui.charts import Span

WEEK = timedelta(days=7)
SHOWN_GAPS = 5


@dataclass(frozen=True)
class Presence:
    """Who is there at a unit now, who comes next, and which leader can be asked."""

    unit: Unit
    on: Watch
    after: Watch | None
    leader: Watch
    zone_name: str


@dataclass(frozen=True)
class Coverage:
    """The coming week of a rota, and the gaps of eight weeks in words."""

    rota: Rota
    watches: list[Watch]
    spans: list[Span]
    hours: float
    label: str
    gap_words: list[str]
    more_gaps: int
    unreachable: list[Account]


@dataclass(frozen=True)
class Moment:
    """One moment that a time on the wall may mean, and who is there then."""

    at: datetime
    on: Watch
    leader: Watch


@dataclass(frozen=True)
class At:
    """The answer to: who is there at ...? A time that happens twice has two."""

    zone_name: str
    moments: list[Moment]
    is_jumped: bool

    @property
    def is_twice(self) -> bool:
        return len(self.moments) > 1


def presence(unit: Unit, at: datetime) -> Presence:
    rota = rota_for(unit)
    return Presence(
        unit=unit,
        on=who_is_on(unit, at=at),
        after=next_on(unit, at=at),
        leader=who_is_on(unit, kind=Rota.Kind.LEADER, at=at),
        zone_name=rota.zone_name if rota else settings.TIME_ZONE,
    )


def coverage(rota: Rota, at: datetime) -> Coverage:
    watches = watches_between(rota, at, at + WEEK)
    bare = gaps(rota, at, at + AHEAD)
    spans = [
        Span(_hours(max(one.from_ or at, at) - at), _hours((one.until or at + WEEK) - at))
        for one in watches
        if not one.is_fallback
    ]
    hours = sum(span.stop - span.start for span in spans)
    label = _("%(rota)s: %(hours)s of the coming 168 hours are covered by the rota")
    return Coverage(
        rota=rota,
        watches=watches,
        spans=spans,
        hours=hours,
        label=label % {"rota": rota.name, "hours": round(hours)},
        gap_words=[between(one.start, one.end, rota.zone) for one in bare[:SHOWN_GAPS]],
        more_gaps=max(0, len(bare) - SHOWN_GAPS),
        unreachable=without_a_way(list({one.account.pk: one.account for one in watches}.values())),
    )


def answer_at(unit: Unit, wall: datetime) -> At:
    """Who is there at a time on the clocks of the unit, also in the night clocks change."""
    rota = rota_for(unit)
    zone_name = rota.zone_name if rota else settings.TIME_ZONE
    zone = ZoneInfo(zone_name)
    first = to_utc(wall, zone)
    later = wall.replace(tzinfo=zone, fold=1).astimezone(first.tzinfo)
    twice = later > first and on_wall(later, zone) == wall
    moments = [
        Moment(at, who_is_on(unit, at=at), who_is_on(unit, kind=Rota.Kind.LEADER, at=at))
        for at in ([first, later] if twice else [first])
    ]
    return At(zone_name, moments, is_jumped=on_wall(first, zone) != wall)


def between(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """As in Fri 27 Nov 18:00 to Sat 28 Nov 08:00; the day is not said twice."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    same_day = first.date() == last.date()
    said = {
        "since": date_format(first, "D j M H:i"),
        "until": date_format(last, "H:i" if same_day else "D j M H:i"),
    }
    return _("%(since)s to %(until)s") % said


def gap_lines(found: Iterable[tuple[datetime, datetime]], zone: ZoneInfo) -> list[str]:
    return [between(start, end, zone) for start, end in found]


def _hours(length: timedelta) -> float:
    return length.total_seconds() / 3600
