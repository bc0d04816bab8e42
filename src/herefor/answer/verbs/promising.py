"""Promises to a customer: made with a time, kept, or withdrawn with a reason."""

from datetime import datetime

from django.db import transaction

from herefor.answer.models import Case, Promise
from herefor.answer.verbs._common import hold, readable, restate, tell_of
from herefor.answer.verbs.clocks import PROMISED, start_clock
from herefor.people.models import Account
from herefor.story.clock import now


class PromiseOver(Exception):
    """The promise was kept or withdrawn already."""


def make_promise(case: Case, *, what: str, due_at: datetime, by: Account) -> Promise:
    """From now on this is owed, and its clock calls somebody when it runs out."""
    with transaction.atomic():
        hold(case)
        promise = case.promises.create(what=what, by=by, made_at=now(), due_at=due_at)
        start_clock(case, PROMISED, due=due_at, promise=promise)
        restate(case)
        tell_of("promise made", case, by=by, promise=promise.pk, due=readable(due_at))
    return promise


def keep_promise(promise: Promise, *, by: Account) -> Promise:
    """What was promised is done, in time or late. Raises PromiseOver."""
    case = promise.case
    with transaction.atomic():
        _hold_open(promise)
        promise.kept_at = now()
        promise.save()
        _stop(promise)
        restate(case)
        told = "promise kept late" if promise.was_late else "promise kept"
        tell_of(told, case, by=by, promise=promise.pk)
    return promise


def withdraw_promise(promise: Promise, *, because: str, by: Account) -> Promise:
    """It will not be done, and the customer can read why. Raises PromiseOver."""
    case = promise.case
    with transaction.atomic():
        _hold_open(promise)
        promise.withdrawn_at, promise.withdrawn_because = now(), because
        promise.save()
        _stop(promise)
        restate(case)
        tell_of("promise withdrawn", case, by=by, promise=promise.pk)
    return promise


def _hold_open(promise: Promise) -> None:
    hold(promise.case)
    case = promise.case
    promise.refresh_from_db()
    promise.case = case
    if promise.kept_at or promise.withdrawn_at:
        raise PromiseOver


def _stop(promise: Promise) -> None:
    promise.case.clocks.filter(promise=promise, stopped_at=None).update(
        stopped_at=now(), paused_at=None, left_minutes=None
    )
