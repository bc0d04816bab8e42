"""What is owed has a clock: by rule, in its hours, reminded, called, paused, never lost."""

from datetime import time, timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import BusinessHours, Case, Clock, ClockRule
from herefor.answer.queries.clocks import allowance, running_clocks
from herefor.answer.tasks import look_at_clocks
from herefor.story.clock import acting_at, now
from herefor.story.models import Event


@pytest.fixture
def case(world):
    return verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Why?")


def whats(case):
    return {clock.what: clock for clock in running_clocks(case)}


def told(what):
    return Event.objects.filter(what=what).count()


def test_the_most_particular_rule_of_the_nearest_unit_holds(world):
    ClockRule.objects.create(unit=world.company, first_answer_minutes=600)
    ClockRule.objects.create(
        unit=world.company, severity=Case.Severity.CRITICAL, first_answer_minutes=15
    )
    ClockRule.objects.create(unit=world.harbour, kind="complaint", first_answer_minutes=60)

    def minutes(unit, kind, severity):
        return allowance(unit, kind=kind, severity=severity).first_answer

    assert minutes(world.hill, "complaint", 2) == 600
    assert minutes(world.hill, "complaint", 4) == 15
    assert minutes(world.harbour, "complaint", 4) == 60
    assert minutes(world.harbour, "praise", 2) == 600


def test_a_rule_in_business_hours_waits_for_them(world):
    hours = BusinessHours.objects.create(name="Office", unit=world.company, time_zone="UTC")
    hours.openings.create(weekday=0, opens=time(9), closes=time(17))
    ClockRule.objects.create(unit=world.company, first_answer_minutes=30, hours=hours)

    case = verbs.open_case("Hello", unit=world.harbour)

    assert (case.due_at.weekday(), case.due_at.hour, case.due_at.minute) == (0, 9, 30)


def test_public_holidays_of_a_country_are_known(world):
    hours = BusinessHours.objects.create(name="Office", unit=world.company, country="SE")
    for weekday in range(7):
        hours.openings.create(weekday=weekday, opens=time(9), closes=time(17))
    ClockRule.objects.create(unit=world.company, first_answer_minutes=30, hours=hours)

    with acting_at(now().replace(year=2026, month=12, day=24, hour=18)):
        case = verbs.open_case("Hello", unit=world.harbour)

    assert (case.due_at.month, case.due_at.day) == (12, 27)


def test_an_update_is_owed_where_a_rule_says_so_and_it_is_not_the_customers_turn(world, case):
    ClockRule.objects.create(unit=world.company, first_answer_minutes=60, update_minutes=600)

    verbs.answer_case(case, text="I am on it.", by=world.bob, customers_turn=False)
    owed = whats(case)
    verbs.hear_customer(case, text="And?")

    assert list(owed) == [Clock.What.UPDATE]
    assert list(whats(case)) == [Clock.What.ANSWER]


def test_the_owner_is_reminded_before_and_called_when_it_is_over(world, case):
    wait = case.due_at - case.opened_at
    with acting_at(case.opened_at + 0.8 * wait):
        assert look_at_clocks()
        assert not look_at_clocks()
    with acting_at(case.due_at + timedelta(seconds=1)):
        assert look_at_clocks()
        assert not look_at_clocks()

    assert (told("owner reminded"), told("clock ran out")) == (1, 1)


def test_a_clock_that_still_runs_hours_later_calls_again(case):
    with acting_at(case.due_at + timedelta(seconds=1)):
        look_at_clocks()
    with acting_at(case.due_at + timedelta(hours=5)):
        assert look_at_clocks()

    assert told("clock ran out") == 1


def test_an_answer_stops_the_clock_and_nobody_is_called(world, case):
    verbs.answer_case(case, text="Here.", by=world.bob)

    with acting_at(case.opened_at + timedelta(days=9)):
        assert not look_at_clocks()


def test_spam_holds_the_clock_and_taking_it_back_goes_on_with_what_was_left(world, case):
    with acting_at(case.opened_at + timedelta(hours=4)):
        verbs.call_spam(case, by=world.bob)
    case.refresh_from_db()
    assert (case.due_at, bool(case.closed_at)) == (None, True)

    back = case.opened_at + timedelta(hours=50)
    with acting_at(back):
        verbs.call_genuine(case, by=world.bob)

    assert case.due_at == back + timedelta(hours=20)
    assert case.closed_at is None


def test_what_was_late_when_it_was_held_is_late_still(world, case):
    with acting_at(case.due_at + timedelta(hours=1)):
        verbs.call_spam(case, by=world.bob)
        due = case.opened_at + timedelta(hours=24)
    with acting_at(case.opened_at + timedelta(days=9)):
        verbs.call_genuine(case, by=world.bob)

    assert case.due_at == due


def test_a_case_put_aside_comes_back_before_something_is_due(world, case):
    asleep = verbs.snooze_case(case, until=case.due_at + timedelta(days=3), by=world.bob)

    assert asleep.until < case.due_at
