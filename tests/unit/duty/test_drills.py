"""The chain tried before a customer has to."""

from datetime import UTC, datetime, timedelta

import pytest

from herefor.duty.models import Drill
from herefor.duty.queries.drills import report_of
from herefor.duty.tasks import call_who_is_next, draw_drills, start_due_drills
from herefor.duty.verbs import acknowledge, stand_down
from herefor.duty.verbs.drills import drawn_times, drill_now, plan_drills
from herefor.story.clock import acting_at, now

FIRST = datetime(2026, 5, 1, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_may():
    with acting_at(FIRST):
        yield


def planned(world, **changed):
    said = {"per_month": 4, "at_night": False, "zone_name": "Europe/Stockholm"}
    return plan_drills(world.harbour, severity="normal", by=world.alice, **said | changed)


def drilled(world, minutes):
    """A drill that is answered after so many minutes, or by nobody."""
    with acting_at(now() + timedelta(days=Drill.objects.count())):
        _drilled(world, minutes)


def _drilled(world, minutes):
    drill = drill_now(world.harbour, severity="normal", by=world.alice)
    call_who_is_next()
    if minutes is not None:
        with acting_at(now() + timedelta(minutes=minutes)):
            acknowledge(drill.alarm, by=world.alice)
        return
    while drill.alarm.due_at:
        with acting_at(drill.alarm.due_at):
            call_who_is_next()
        drill.alarm.refresh_from_db()


def test_times_are_drawn_by_a_stored_seed_and_in_working_hours(world):
    plan = planned(world)

    drills = list(Drill.objects.order_by("due_at"))
    local = [drill.due_at.astimezone(UTC) + timedelta(hours=2) for drill in drills]

    assert len(drills) == 4
    assert all(8 <= one.hour < 18 and one.weekday() < 5 for one in local)
    first = datetime(2026, 5, 1)
    assert drawn_times(plan, first, datetime(2026, 6, 1)) == drawn_times(
        plan, first, datetime(2026, 6, 1)
    )


def test_at_night_if_wanted(world):
    plan = planned(world, at_night=True, per_month=31)

    drawn = drawn_times(plan, datetime(2026, 5, 1), datetime(2026, 6, 1))

    assert any(one.hour < 6 for one in drawn)
    assert len(set(drawn)) == 31


def test_each_month_is_drawn_once(world):
    planned(world)
    assert not draw_drills()

    with acting_at(datetime(2026, 5, 31, 22, 1, tzinfo=UTC)):
        assert draw_drills()
        assert not draw_drills()

    assert Drill.objects.count() == 8


def test_a_new_plan_cancels_what_was_drawn_before(world):
    planned(world)
    planned(world, per_month=0)

    with acting_at(FIRST + timedelta(days=40)):
        assert not start_due_drills()
    assert Drill.objects.filter(cancelled_at=None).count() == 0


def test_a_due_drill_rings_once_and_says_that_it_is_one(world):
    planned(world, per_month=1)
    due = Drill.objects.get().due_at

    with acting_at(due):
        assert start_due_drills()
        assert not start_due_drills()

    alarm = Drill.objects.get().alarm
    assert (alarm.is_drill, alarm.raised_at) == (True, due)


def test_few_drills_give_no_percentile(world):
    for minutes in (1, 2, 3, 4):
        drilled(world, minutes)

    report = report_of(world.harbour, at=now() + timedelta(days=20))

    assert (report.n, report.median, report.ninetieth) == (4, None, None)


def test_unanswered_drills_count_as_longer_than_any(world):
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        drilled(world, minutes)
    before = report_of(world.company, at=now() + timedelta(days=20))
    drilled(world, None)
    drilled(world, None)
    after = report_of(world.company, at=now() + timedelta(days=20))

    assert (before.n, before.median, before.ninetieth) == (9, 5, 9)
    assert (after.n, after.median, after.ninetieth) == (11, 6, None)
    assert len(after.unanswered) == 2
    assert after.by_rung == [("duty", 9)]
    assert report_of(world.hill, at=now()).n == 0


def test_a_drill_somebody_stopped_is_not_counted(world):
    drill = drill_now(world.harbour, severity="normal", by=world.alice)
    stand_down(drill.alarm, by=world.alice, why="Wrong day")

    assert report_of(world.harbour, at=now()).n == 0
