"""A message is claimed, handed over, and what came of it is written down.

The claim is committed before anything leaves the house. After a crash in between nobody knows
whether it left; `settle_doubt` says what is done then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from herefor.duty.models import Alarm, Page, Step
from herefor.duty.verbs.hastening import OPEN, call_next_at_once, try_next_way_at_once
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

HANDED_OVER_WITHIN = timedelta(seconds=60)
"""Longer than any channel takes; a claim without an outcome is in doubt after it."""
TRIES = 3
TRY_AGAIN_SECONDS = 15


def due_pages() -> QuerySet[Page]:
    return Page.objects.filter(OPEN, due_at__lte=now()).order_by("due_at", "pk")


def doubted_pages() -> QuerySet[Page]:
    """Claimed long enough ago that whoever claimed them must have died."""
    return Page.objects.filter(
        handing_over_at__lte=now() - HANDED_OVER_WITHIN,
        sent_at=None,
        failed_at=None,
        doubted_at=None,
    ).order_by("handing_over_at")


def claim_page(page: Page) -> bool:
    """Whether it is ours to hand over: of any number of workers, one changes the row."""
    at = now()
    as_seen = Page.objects.filter(OPEN, pk=page.pk, due_at=page.due_at)
    if not as_seen.update(handing_over_at=at, tries=F("tries") + 1):
        return False
    page.handing_over_at, page.tries = at, page.tries + 1
    return True


def note_sent(page: Page) -> None:
    """It was handed over. A notice needs no second way."""
    with transaction.atomic():
        _ours(page).update(sent_at=now(), error="")
        if page.notice_id:
            Page.objects.filter(OPEN, notice=page.notice_id).update(dropped_at=now())


def note_failure(page: Page, *, error: str, may_repeat: bool) -> None:
    """It was refused: try it again if that harms nobody, and do not wait for it."""
    with _alarm_held(page):
        ours = _ours(page)
        if may_repeat and page.tries < TRIES:
            later = now() + timedelta(seconds=TRY_AGAIN_SECONDS * 2**page.tries)
            if ours.update(handing_over_at=None, due_at=later, error=error[:300]):
                try_next_way_at_once(page)
        elif ours.update(failed_at=now(), error=error[:300]) and not try_next_way_at_once(page):
            _next_person(page, why=Step.Passed.FAILED)


def note_came_back(page: Page, *, error: str) -> None:
    """It was taken, and it is known now that it did not arrive: nobody waits for it.

    That may be heard before its sender wrote down that it was taken, or after a crash instead.
    """
    with _alarm_held(page):
        taken = Page.objects.filter(pk=page.pk, failed_at=None, dropped_at=None)
        if taken.update(sent_at=None, failed_at=now(), error=error[:300]) and page.step_id:
            try_next_way_at_once(page)
            _next_person(page, why=Step.Passed.FAILED)


def settle_doubt(page: Page, *, may_repeat: bool) -> None:
    """After a crash: repeat what the receiver recognises; else the next way and the next person.

    Nobody is called twice for one step, and nobody waits because of a doubt.
    """
    with _alarm_held(page):
        ours = _ours(page)
        if may_repeat:
            ours.update(handing_over_at=None, due_at=now())
        elif ours.update(doubted_at=now()):
            try_next_way_at_once(page)
            _next_person(page, why=Step.Passed.DOUBT)


@contextmanager
def _alarm_held(page: Page) -> Iterator[None]:
    """A transaction that holds the alarm before its pages, as whoever ends an alarm does."""
    with transaction.atomic():
        take_the_pen()
        if page.step is not None:
            Alarm.objects.select_for_update().get(pk=page.step.alarm_id)
        yield


def _ours(page: Page) -> QuerySet[Page]:
    return Page.objects.filter(
        pk=page.pk,
        handing_over_at=page.handing_over_at,
        sent_at=None,
        failed_at=None,
        doubted_at=None,
    )


def _next_person(page: Page, *, why: Step.Passed) -> None:
    if page.step_id is None:
        return
    step = Step.objects.select_related("alarm__unit").get(pk=page.step_id)
    alarm = step.alarm
    if not alarm.is_ringing:
        return
    if not step.passed_on:
        Step.objects.filter(pk=step.pk, passed_on="").update(passed_on=why)
    name, words = page.account.name, str(why.label)
    tell("alarm passed on", about=alarm, unit=alarm.unit, name=name, why=words)
    call_next_at_once(alarm, after=step)
