"""The worker's acts on an alarm: one step at a time, each whole or not at all.

A step, its messages, the time of the next step and the event are one transaction. Killed before
it, nothing happened and the step is still due; killed after it, it is done.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.duty.models import Alarm, ContactWay, Page, Rung, Step
from herefor.duty.queries.rungs import Found, is_last, next_found
from herefor.duty.queries.ways import confirmed_ways
from herefor.duty.verbs.alarms import stand_down
from herefor.duty.wording import alarm_words
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

LONGEST_WAIT_MINUTES = 240


def take_step(alarm: Alarm) -> Step | None:
    """Call the next person of the chain; None if the step was taken by another worker.

    Whoever is not waited for is passed over in the same breath, and it is told.
    """
    with transaction.atomic():
        take_the_pen()
        as_seen = Alarm.objects.filter(pk=alarm.pk, due_at=alarm.due_at)
        if not as_seen.update(due_at=now() + timedelta(minutes=1)):
            return None
        alarm.refresh_from_db()
        if _nobody_answered(alarm):
            return None
        while True:
            found = next_found(alarm, now())
            step = _take(alarm, found)
            at_once = found.passed_on and not is_last(alarm)
            _advance(alarm, found, at_once=bool(at_once))
            if not at_once:
                return step


def _nobody_answered(alarm: Alarm) -> bool:
    """Tell once that the whole chain was called in vain. It rings on, unless it was a drill."""
    if alarm.unanswered_at or alarm.rounds <= alarm.repeats:
        return False
    alarm.unanswered_at = now()
    alarm.save(update_fields=["unanswered_at"])
    calls = alarm.steps.filter(pages__isnull=False).distinct().count()
    tell("alarm unanswered", about=alarm, unit=alarm.unit, calls=calls)
    if alarm.is_drill:
        stand_down(alarm, by=None, why=_("Nobody answered the drill."))
    return alarm.is_drill


def _take(alarm: Alarm, found: Found) -> Step:
    step = Step.objects.create(
        alarm=alarm,
        number=alarm.steps.count() + 1,
        whom=found.whom,
        account=found.account,
        taken_at=now(),
        wait_minutes=_wait(alarm, found),
        passed_on=found.passed_on,
    )
    name = found.account.name if found.account else str(Rung.Whom(found.whom).label)
    if found.account and found.is_called:
        _write(step, found.account)
        tell("somebody called", about=alarm, unit=alarm.unit, name=name, step=step.number)
    if found.passed_on:
        why = str(Step.Passed(found.passed_on).label)
        tell("alarm passed on", about=alarm, unit=alarm.unit, name=name, why=why)
    return step


def _write(step: Step, account: Account) -> None:
    """A message for each way: the first at once, the others spread over the wait.

    Somebody without a confirmed way is written to at the address they sign in with.
    """
    subject, text = alarm_words(step.alarm)
    ways: list[ContactWay | None] = [*confirmed_ways(account)] or [None]
    apart = timedelta(minutes=step.wait_minutes) / (len(ways) + 1)
    for number, way in enumerate(ways):
        Page.objects.create(
            step=step,
            account=account,
            way=way,
            subject=subject,
            text=text,
            due_at=now() + number * apart,
        )


def _advance(alarm: Alarm, found: Found, *, at_once: bool) -> None:
    wait = timedelta(0) if at_once else timedelta(minutes=_wait(alarm, found))
    alarm.due_at = now() + wait
    if is_last(alarm):
        alarm.rounds += 1
    else:
        alarm.rung += 1
    alarm.save(update_fields=["due_at", "rung", "rounds"])


def _wait(alarm: Alarm, found: Found) -> int:
    """Doubled with every call after the chain was called in vain, up to four hours."""
    over = max(0, alarm.rounds - alarm.repeats)
    longest = max(LONGEST_WAIT_MINUTES, found.wait_minutes)
    return int(min(found.wait_minutes * 2 ** min(over, 10), longest))
