"""Reckoning in business hours: pure, in one time zone, right when clocks change.

`hours` is None around the clock. Minutes are real minutes between instants: an opening from 01:00
to 05:00 has three or five hours in the nights when clocks change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FURTHEST_DAYS = 3 * 366


class NeverOpen(Exception):
    """These hours have no open minute within three years: a clock in them would never run out."""


def never(day: date) -> bool:
    return False


@dataclass(frozen=True)
class Hours:
    """A week of openings: by weekday (0 is Monday), from and to; `is_closed` knows holidays."""

    zone: ZoneInfo
    openings: tuple[tuple[int, time, time], ...]
    is_closed: Callable[[date], bool] = never


def due_after(start: datetime, minutes: int, hours: Hours | None) -> datetime:
    """The instant by which so many minutes have run. Raises NeverOpen."""
    left = timedelta(minutes=minutes)
    if hours is None:
        return start + left
    for opens, closes in open_spans(start, hours):
        begin = max(opens, start)
        if closes - begin >= left:
            return begin + left
        left -= closes - begin
    raise NeverOpen


def minutes_between(start: datetime, end: datetime, hours: Hours | None) -> int:
    """Whole minutes that run from `start` to `end`; 0 when the end lies before."""
    if hours is None:
        return max(int((end - start).total_seconds() // 60), 0)
    total = timedelta()
    for opens, closes in open_spans(start, hours):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta())
    return int(total.total_seconds() // 60)


def open_spans(start: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches in UTC that end after `start`, one after another, never overlapping."""
    first = start.astimezone(hours.zone).date() - timedelta(days=1)
    reached = start
    for ahead in range(FURTHEST_DAYS):
        day = first + timedelta(days=ahead)
        if hours.is_closed(day):
            continue
        for weekday, opens, closes in hours.openings:
            if weekday != day.weekday():
                continue
            begin, end = _instants(day, opens, closes, hours.zone)
            begin = max(begin, reached)
            if end > begin:
                reached = end
                yield begin, end


def _instants(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local time that does not exist in the spring night is the instant the clocks changed to."""
    last = day if closes > opens else day + timedelta(days=1)
    local = (datetime.combine(day, opens, zone), datetime.combine(last, closes, zone))
    begin, end = (moment.astimezone(UTC) for moment in local)
    return begin, end
