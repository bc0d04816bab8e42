"""Named reads of this room; other rooms take them from here."""

from herefor.duty.queries.alarms import alarms_about, alarms_told, ringing
from herefor.duty.queries.watches import (
    Watch,
    gaps,
    hours_covered_share,
    next_on,
    watch_line,
    who_is_on,
)

__all__ = [
    "Watch",
    "alarms_about",
    "alarms_told",
    "gaps",
    "hours_covered_share",
    "next_on",
    "ringing",
    "watch_line",
    "who_is_on",
]
