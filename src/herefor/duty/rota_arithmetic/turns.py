"""One layer as stretches: whose turn it is, and in which hours it counts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from herefor.duty.rota_arithmetic.clocks import on_wall, to_utc
from herefor.duty.rota_arithmetic.plans import Because, Stretch, Turns, Window

DAY = timedelta(days=1)


def turns_between(
    layer: Turns, start: datetime, end: datetime, *, zone: ZoneInfo
) -> Iterator[Stretch]:
    """The turns of a layer, cut to what was asked, in order.

    Steps are counted on the wall, so hand-over stays at its hour when clocks change: that turn is
    an hour shorter or longer. A turn that lies wholly in a jump has no length and is left out.
    """
    if not layer.people:
        return
    start = max(start, to_utc(layer.begins, zone))
    for turn in _turns(layer, start, end, zone=zone):
        for begins, ends in _open_hours(layer.window, turn.start, turn.end, zone=zone):
            piece = turn.cut(max(begins, start), min(ends, end))
            if piece.start < piece.end:
                yield piece


def _turns(layer: Turns, start: datetime, end: datetime, *, zone: ZoneInfo) -> Iterator[Stretch]:
    number = max((on_wall(start, zone) - DAY - layer.first) // layer.step, 0)
    begins = to_utc(layer.first + number * layer.step, zone)
    while begins < end:
        ends = to_utc(layer.first + (number + 1) * layer.step, zone)
        if begins < ends and ends > start:
            person = layer.people[number % len(layer.people)]
            yield Stretch(begins, ends, person, Because.LAYER, layer.source, began=begins)
        begins, number = ends, number + 1


def _open_hours(
    window: Window, start: datetime, end: datetime, *, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    if window.is_always:
        yield start, end
        return
    midnight = on_wall(start, zone).replace(hour=0, minute=0, second=0, microsecond=0) - DAY
    last = on_wall(end, zone) + DAY
    while midnight <= last:
        if not window.days or midnight.weekday() in window.days:
            ends_on = midnight if window.begins < window.ends else midnight + DAY
            yield (
                to_utc(datetime.combine(midnight.date(), window.begins), zone),
                to_utc(datetime.combine(ends_on.date(), window.ends), zone),
            )
        midnight += DAY
