"""When a time comes: the owner is reminded, whoever is there is called, the case comes back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, Clock, Snooze
from herefor.answer.queries.cases import front_of
from herefor.answer.queries.clocks import RUNNING
from herefor.answer.verbs._common import readable, tell_of
from herefor.answer.verbs.writing import write_to_colleague
from herefor.duty.queries import alarms_about
from herefor.duty.verbs import raise_alarm
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen

CALL_AGAIN_AFTER = timedelta(hours=4)
"""A clock that still runs this long after somebody was called for it calls again."""


def look_at(clock: Clock) -> bool:
    """Do what this clock asks for now. True for the one process that did it.

    Its next look is written by a conditional update in the same transaction as what follows from
    it: of many who try, one does it, and after a crash either both happened or neither.
    """
    with transaction.atomic():
        take_the_pen()
        seen = Clock.objects.filter(RUNNING, pk=clock.pk, look_at=clock.look_at)
        is_over = clock.due_at <= now()
        next_look = now() + CALL_AGAIN_AFTER if is_over else clock.due_at
        if not seen.update(look_at=next_look):
            return False
        if is_over:
            _call(clock)
        elif clock.reminded_at is None:
            _remind(clock)
    return True


def wake_in_time(snooze: Snooze) -> bool:
    """The time it was put aside for is over: back into the inbox."""
    with transaction.atomic():
        take_the_pen()
        if not Snooze.objects.filter(pk=snooze.pk, woken_at=None).update(woken_at=now()):
            return False
        tell_of("case woken", snooze.case)
    return True


def _remind(clock: Clock) -> None:
    case = front_of(clock.case)
    Clock.objects.filter(pk=clock.pk).update(reminded_at=now())
    told = {"what": str(clock.get_what_display()), "due": readable(clock.due_at)}
    tell_of("owner reminded", case, owner=case.owner.name, **told)
    write_to_colleague(
        _who_owes(clock),
        case,
        subject=_("%(reference)s: %(what)s due %(due)s") % {"reference": case.reference, **told},
        text=_("You have %(reference)s. The %(what)s is due %(due)s.")
        % {"reference": case.reference, **told},
        once=f"reminder-{clock.pk}-{_stamp(clock.due_at)}",
    )


def _call(clock: Clock) -> None:
    """Time is over: the owner is called, then who is on duty, and so on until somebody has it."""
    case = front_of(clock.case)
    what = str(clock.get_what_display())
    if clock.escalated_at is None:
        tell_of("clock ran out", case, what=what, owner=case.owner.name)
    Clock.objects.filter(pk=clock.pk).update(escalated_at=now())
    if alarms_about(case).filter(due_at__isnull=False).exists():
        return  # somebody is being called about this case already
    raise_alarm(
        case,
        unit=case.unit,
        severity=Case.Severity(case.severity).name.lower(),
        words=_("%(reference)s at %(unit)s: the %(what)s was due %(due)s.")
        % {
            "reference": case.reference,
            "unit": case.unit,
            "what": what,
            "due": readable(clock.due_at),
        },
        first=_who_owes(clock),
        once=f"clock-{clock.pk}-{_stamp(clock.due_at)}-{_stamp(clock.look_at)}",
        address=case.get_absolute_url(),
    )


def _who_owes(clock: Clock) -> Account:
    """The leader who was asked for owes their own answer; everything else is the owner's."""
    asked = clock.case.leader_requests.filter(answered_at=None).select_related("leader").first()
    if clock.what == Clock.What.LEADER and asked:
        return asked.leader
    return front_of(clock.case).owner


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}"
