"""Minutes of business hours: breaks, holidays, and the nights in which clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from herefor.answer.hours import Hours, NeverOpen, due_after, minutes_between

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = tuple(
    (weekday, *span) for weekday in range(5) for span in ((time(9), time(12)), (time(13), time(17)))
)
OFFICE_HOURS = Hours(STOCKHOLM, OFFICE)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-25T10:00", 60, "2026-11-25T11:00"),
        ("2026-11-25T11:30", 60, "2026-11-25T13:30"),
        ("2026-11-25T18:00", 60, "2026-11-26T10:00"),
        ("2026-11-27T16:30", 60, "2026-11-30T09:30"),
        ("2026-11-25T09:00", 7 * 60, "2026-11-25T17:00"),
        ("2026-11-25T09:00", 7 * 60 + 1, "2026-11-26T09:01"),
    ],
)
def test_the_clock_runs_only_in_its_hours(start, minutes, due):
    assert due_after(local(start), minutes, OFFICE_HOURS) == local(due)


def test_holidays_do_not_count():
    closed = Hours(STOCKHOLM, OFFICE, lambda day: day == date(2026, 12, 25))

    assert due_after(local("2026-12-24T16:30"), 60, closed) == local("2026-12-28T09:30")


@pytest.mark.parametrize(("night", "minutes"), [("2026-03-29", 3 * 60), ("2026-10-25", 5 * 60)])
def test_a_night_shift_has_an_hour_less_or_more_when_clocks_change(night, minutes):
    nights = Hours(STOCKHOLM, ((6, time(1), time(5)),))
    midnight = local(f"{night}T00:00")

    assert minutes_between(midnight, local(f"{night}T12:00"), nights) == minutes
    assert due_after(midnight, minutes, nights) == local(f"{night}T05:00")


def test_an_opening_may_end_at_midnight():
    late = Hours(STOCKHOLM, ((2, time(18), time(0)),))

    assert minutes_between(local("2026-11-25T12:00"), local("2026-11-26T12:00"), late) == 360


def test_overlapping_openings_count_once():
    twice = Hours(STOCKHOLM, ((2, time(9), time(12)), (2, time(10), time(13))))

    assert minutes_between(local("2026-11-25T00:00"), local("2026-11-26T00:00"), twice) == 240


def test_around_the_clock_is_plain_time():
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert due_after(start, 24 * 60, None) == datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert minutes_between(start, start.replace(hour=11), None) == 0


def test_hours_that_never_open_are_refused():
    with pytest.raises(NeverOpen):
        due_after(local("2026-11-25T10:00"), 1, Hours(STOCKHOLM, ()))
