"""What a time on the wall means when clocks change.

A time that happens twice means the first time. A time that never happens, because clocks jumped
over it, means the moment of the jump. Both keep the order of times: a later time on the wall is
never an earlier moment. (RFC 5545 would move a time that never happens to after later ones; what
we write into calendars is in UTC, so nobody has to know.)
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def to_utc(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in the zone first show this time, or jump over it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if on_wall(moment, zone) == wall:
        return moment
    return _the_jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def on_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _the_jump(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first moment with the later offset: found by halving, to the second."""
    before = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late
