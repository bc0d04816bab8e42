"""Clocks of a case: started by what is owed, stopped by what is done, paused and going on."""

from datetime import datetime, timedelta

from herefor.answer.hours import due_after, minutes_between
from herefor.answer.models import BusinessHours, Case, Clock, Promise
from herefor.answer.queries.clocks import RUNNING, allowance_of, reckoned
from herefor.story.clock import now

REMINDER_AT = 0.75
"""The share of its time after which the owner is reminded."""

FIRST_ANSWER, ANSWER, UPDATE = Clock.What.FIRST_ANSWER, Clock.What.ANSWER, Clock.What.UPDATE
SETTLED, PROMISED, LEADER = Clock.What.SETTLED, Clock.What.PROMISE, Clock.What.LEADER


def start_clock(
    case: Case,
    what: str,
    *,
    due: datetime,
    hours: BusinessHours | None = None,
    promise: Promise | None = None,
) -> Clock:
    """From now on this is owed. One that is owed already keeps its time."""
    running = case.clocks.filter(what=what, stopped_at=None, promise=promise).first()
    if running:
        return running
    moment = now()
    return case.clocks.create(
        what=what,
        promise=promise,
        hours=hours,
        started_at=moment,
        due_at=due,
        look_at=moment + REMINDER_AT * (due - moment),
    )


def start_first_clocks(case: Case) -> None:
    """A case opened: a first answer is owed, and where a rule says so, a time to put it right."""
    allowed, moment = allowance_of(case), case.opened_at
    due = allowed.due(moment, allowed.first_answer)
    start_clock(case, FIRST_ANSWER, due=due, hours=allowed.hours)
    if allowed.settled:
        due = allowed.due(moment, allowed.settled)
        start_clock(case, SETTLED, due=due, hours=allowed.hours)


def owe_answer(case: Case) -> None:
    """The customer said something: an answer is owed, and stands for the next update as well."""
    stop_clocks(case, UPDATE)
    if case.clocks.filter(RUNNING, what=FIRST_ANSWER).exists():
        return
    allowed = allowance_of(case)
    start_clock(case, ANSWER, due=allowed.due(now(), allowed.first_answer), hours=allowed.hours)


def owe_update(case: Case) -> None:
    """We answered and go on working on it: where a rule says so, the next word is owed."""
    allowed = allowance_of(case)
    if allowed.update:
        start_clock(case, UPDATE, due=allowed.due(now(), allowed.update), hours=allowed.hours)


def stop_clocks(case: Case, *whats: str) -> None:
    """What was owed is done, or owed no more; without names, all of them."""
    running = case.clocks.filter(stopped_at=None)
    if whats:
        running = running.filter(what__in=whats)
    for clock in running:
        _continue(clock)
        clock.stopped_at = now()
        clock.save()


def pause_clocks(case: Case, *whats: str) -> None:
    """Hold the clocks; what is left of each is kept in minutes of its own hours."""
    running = case.clocks.filter(RUNNING)
    for clock in running.filter(what__in=whats) if whats else running:
        clock.paused_at = now()
        clock.left_minutes = minutes_between(now(), clock.due_at, reckoned(clock.hours))
        clock.save()


def resume_clocks(case: Case) -> None:
    """The clocks go on with what was left of them. One that was late already is late still."""
    for clock in case.clocks.filter(stopped_at=None, paused_at__isnull=False):
        _continue(clock)
        clock.save()


def move_clock(clock: Clock, *, due: datetime) -> None:
    clock.due_at, clock.reminded_at, clock.escalated_at = due, None, None
    clock.look_at = now() + REMINDER_AT * max(due - now(), timedelta())
    clock.save()


def _continue(clock: Clock) -> None:
    """A pause ends: what was left begins now. A due time that had passed stays as it was."""
    if clock.paused_at is None:
        return
    if clock.due_at > clock.paused_at:
        clock.due_at = due_after(now(), clock.left_minutes or 0, reckoned(clock.hours))
    clock.look_at = now() + REMINDER_AT * max(clock.due_at - now(), timedelta())
    clock.paused_at = clock.left_minutes = None
