"""Answers written now and said later: once, and never past somebody's newer words."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from herefor.answer.models import Case, LaterAnswer, Message
from herefor.answer.queries.cases import front_of, is_over
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs._common import OUT, hold, readable, tell_of
from herefor.answer.verbs.saying import answer_case
from herefor.files.models import File
from herefor.listen.answers import clean_text
from herefor.people.models import Account
from herefor.story.clock import now

TRY_AGAIN_AFTER = timedelta(minutes=10)


class LaterOver(Exception):
    """It was said or taken back already."""


def answer_later(
    case: Case,
    *,
    text: str,
    due_at: datetime,
    by: Account,
    once: uuid.UUID | None = None,
    files: Iterable[File] = (),
    customers_turn: bool = True,
) -> LaterAnswer:
    """Keep an answer until its time. The same form sent twice keeps it once."""
    with transaction.atomic():
        hold(case)
        known = case.later_answers.filter(text=clean_text(text))
        if once and (same := known.filter(once=once).first()):
            return same
        later = case.later_answers.create(
            text=clean_text(text),
            by=by,
            written_at=now(),
            due_at=due_at,
            customers_turn=customers_turn,
            once=_mark(once),
        )
        later.files.set(files)
        case.drafts.filter(author=by).delete()
        tell_of("answer put off", case, by=by, due=readable(due_at))
    return later


def _mark(once: uuid.UUID | None) -> uuid.UUID:
    """Other words under a mark that is taken are other words, and are kept under their own."""
    taken = once is not None and LaterAnswer.objects.filter(once=once).exists()
    return uuid.uuid4() if once is None or taken else once


def withdraw_later(later: LaterAnswer, *, by: Account) -> LaterAnswer:
    """It is not said; its words come back as a draft of whoever took it back. Raises LaterOver."""
    case = later.case
    with transaction.atomic():
        hold(case)
        waiting = LaterAnswer.objects.filter(pk=later.pk, message=None, withdrawn_at=None)
        if not waiting.update(withdrawn_at=now()):
            raise LaterOver
        draft, made = case.drafts.get_or_create(
            author=by, defaults={"text": later.text, "kept_at": now()}
        )
        if not made:
            draft.text, draft.kept_at = f"{draft.text}\n\n{later.text}", now()
            draft.save()
        tell_of("answer not said", case, by=by)
    return later


def move_later(later: LaterAnswer, *, due_at: datetime, by: Account) -> LaterAnswer:
    """Say it at another time. Whoever moves it has read what held it. Raises LaterOver."""
    case = later.case
    with transaction.atomic():
        hold(case)
        waiting = LaterAnswer.objects.filter(pk=later.pk, message=None, withdrawn_at=None)
        if not waiting.update(due_at=due_at, held_because="", written_at=now()):
            raise LaterOver
        tell_of("answer put off", case, by=by, due=readable(due_at))
    later.refresh_from_db()
    return later


def claim_later(later: LaterAnswer) -> bool:
    """Whether it is ours to say; moved on first, so that a crash or an error only delays."""
    waiting = LaterAnswer.objects.filter(
        pk=later.pk, message=None, withdrawn_at=None, held_because="", due_at=later.due_at
    )
    return bool(waiting.update(due_at=now() + TRY_AGAIN_AFTER))


def say_later(later: LaterAnswer, *, as_read: bool = False) -> Message | None:
    """Say it now, unless it was said, taken back or must be read again; None when it was not.

    `as_read` says that its writer looks at the case this moment.
    """
    case = front_of(later.case)
    with transaction.atomic():
        hold(case)
        later.refresh_from_db()
        if later.message_id or later.withdrawn_at:
            return None
        reason = "" if as_read else later.held_because or _reason_to_hold(later, case)
        if reason:
            LaterAnswer.objects.filter(pk=later.pk).update(held_because=reason)
            return None
        draft = case.drafts.filter(author=later.by).first()
        message = answer_case(
            case,
            text=later.text,
            by=later.by,
            once=later.once,
            files=later.files.all(),
            customers_turn=later.customers_turn,
        )
        if draft:
            draft.save(force_insert=True)
        LaterAnswer.objects.filter(pk=later.pk).update(message=message, held_because="")
    return message


def _reason_to_hold(later: LaterAnswer, case: Case) -> str:
    """Why it must be read once more before it is said; empty when nothing speaks against it."""
    if is_over(case):
        return "over"
    if not cases_visible_to(later.by).filter(pk=case.pk).exists():
        return "left"
    said = case.messages.filter(said_at__gt=later.written_at)
    if said.filter(direction=Message.Direction.IN).exists():
        return "heard"
    return "answered" if said.filter(direction=OUT).exists() else ""
