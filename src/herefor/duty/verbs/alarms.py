"""An alarm is raised, taken, handed on or stood down."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from herefor.duty.models import Alarm, Page, Step
from herefor.duty.queries.alarms import alarms_about
from herefor.duty.queries.chains import chain_for
from herefor.duty.verbs.hastening import call_next_at_once
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def raise_alarm(
    about: models.Model,
    *,
    unit: Unit,
    severity: str,
    words: str,
    first: Account | None,
    once: str,
    by: Account | None = None,
    address: str = "",
    is_drill: bool = False,
) -> Alarm:
    """Call somebody about a record until one has it. The same `once` raises one alarm.

    `words` go to every channel, so they hold nothing a customer wrote beyond what the caller
    decides to show; `address` is where somebody who has signed in reads the rest.
    """
    chain, at = chain_for(unit, severity), now()
    with transaction.atomic():
        take_the_pen()
        alarm, made = Alarm.objects.get_or_create(
            once=once,
            defaults={
                "about_type": ContentType.objects.get_for_model(about),
                "about_id": about.pk,
                "unit": unit,
                "severity": severity,
                "words": words[:200],
                "address": address,
                "first": first,
                "is_drill": is_drill,
                "rungs": [rung.as_row() for rung in chain.rungs],
                "repeats": chain.repeats,
                "raised_at": at,
                "raised_by": by,
                "due_at": at,
            },
        )
        if made:
            severe = str(severity)
            tell("alarm raised", about=alarm, by=by, unit=unit, severity=severe, drill=is_drill)
    return alarm


def acknowledge(called: Page | Alarm, *, by: Account) -> Alarm:
    """Somebody has it: nobody else is called. If a colleague was quicker, it stays theirs."""
    with transaction.atomic():
        take_the_pen()
        alarm = _end(called, acknowledged_at=now(), acknowledged_by=by)
        if alarm is not None:
            waited = round((now() - alarm.raised_at).total_seconds() / 60, 1)
            tell("alarm acknowledged", about=alarm, by=by, unit=alarm.unit, minutes=waited)
    return alarm or _alarm(called)


def pass_on(page: Page, *, by: Account) -> Alarm:
    """Somebody cannot: the next person is called at once."""
    step = page.step
    if step is None:
        raise ValueError("A notice is not passed on.")
    with transaction.atomic():
        take_the_pen()
        alarm = Alarm.objects.select_for_update().get(pk=step.alarm_id)
        fresh = alarm.steps.filter(pk=step.pk).exclude(passed_on=Step.Passed.CANNOT)
        if alarm.is_ringing and fresh.update(passed_on=Step.Passed.CANNOT):
            _drop(Page.objects.filter(step=step))
            why = str(Step.Passed.CANNOT.label)
            tell("alarm passed on", about=alarm, by=by, unit=alarm.unit, name=by.name, why=why)
            call_next_at_once(alarm, after=step)
    alarm.refresh_from_db()
    return alarm


def stand_down(alarm: Alarm, *, by: Account | None, why: str) -> Alarm:
    """It needs nobody any more. An alarm that somebody has stays theirs."""
    with transaction.atomic():
        take_the_pen()
        ended = _end(alarm, stood_down_at=now(), stood_down_by=by, stood_down_why=why[:200])
        if ended is not None:
            tell("alarm stood down", about=ended, by=by, unit=ended.unit)
    return ended or _alarm(alarm)


def stand_down_about(record: models.Model, *, by: Account | None, why: str) -> list[Alarm]:
    """Every alarm that rings about a record."""
    with transaction.atomic():
        take_the_pen()
        rings = list(alarms_about(record).filter(due_at__isnull=False))
        return [stand_down(alarm, by=by, why=why) for alarm in rings]


def _end(called: Page | Alarm, **how: object) -> Alarm | None:
    """The alarm if it was ended by this; None if it was over. What waits to be sent is dropped."""
    number = _alarm(called).pk
    rings = Alarm.objects.filter(pk=number, due_at__isnull=False)
    if not rings.update(due_at=None, **how):
        return None
    _drop(Page.objects.filter(step__alarm=number))
    return Alarm.objects.select_related("unit").get(pk=number)


def _alarm(called: Page | Alarm) -> Alarm:
    if isinstance(called, Page):
        if called.step is None:
            raise ValueError("A notice belongs to no alarm.")
        return Alarm.objects.get(pk=called.step.alarm_id)
    return Alarm.objects.get(pk=called.pk)


def _drop(pages: models.QuerySet[Page]) -> None:
    waiting = pages.filter(
        handing_over_at=None, sent_at=None, failed_at=None, doubted_at=None, dropped_at=None
    )
    waiting.update(dropped_at=now())
