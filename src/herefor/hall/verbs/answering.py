"""A question has its turn, is answered, or is owed an answer."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from herefor.hall.models import Answer, Owing, Question, Turn
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.people.models import Account
from herefor.story.clock import now


def begin_turn(question: Question, *, leader: Account, by: Account) -> Turn:
    """It is being answered now; whatever was before it has had its turn."""
    hall = question.hall
    with transaction.atomic():
        hold(hall)
        if not hall.is_live:
            raise NotNow(_("It has not begun, or is over already."))
        standing = Turn.objects.filter(hall=hall, ended_at=None)
        if same := standing.filter(question=question, leader=leader).first():
            return same
        standing.update(ended_at=now())
        turn = Turn.objects.create(
            hall=hall, question=question, leader=leader, by=by, began_at=now()
        )
        tell_of(
            "hall answer begun", question, hall=hall, by=by, number=question.number,
            leader=leader.name,
        )  # fmt: skip
    return turn


def end_turn(turn: Turn, *, by: Account, text: str = "") -> Answer | None:
    """It was answered by word of mouth; the time mark says where it is found in what was said."""
    hall = turn.hall
    with transaction.atomic():
        hold(hall)
        if not Turn.objects.filter(pk=turn.pk, ended_at=None).update(ended_at=now()):
            return turn.question.answers.filter(once=f"turn-{turn.pk}").first()
        return _answered(
            Answer(
                question=turn.question,
                leader=turn.leader,
                text=text,
                second=hall.second_of(turn.began_at),
                by=by,
                once=f"turn-{turn.pk}",
            )
        )


def drop_turn(turn: Turn, *, by: Account) -> Turn:
    """It was not answered after all."""
    with transaction.atomic():
        hold(turn.hall)
        if Turn.objects.filter(pk=turn.pk, ended_at=None).update(ended_at=now()):
            tell_of(
                "hall answer stopped", turn.question, hall=turn.hall, by=by,
                number=turn.question.number,
            )  # fmt: skip
    return turn


def answer_question(
    question: Question, *, text: str, leader: Account, by: Account, once: str
) -> Answer:
    """A written answer, before, during or after; everybody reads it."""
    with transaction.atomic():
        hold(question.hall)
        if said := Answer.objects.filter(once=once).first():
            return said
        Turn.objects.filter(question=question, ended_at=None).update(ended_at=now())
        return _answered(Answer(question=question, leader=leader, text=text, by=by, once=once))


def owe_answer(question: Question, *, about: models.Model, who: Account, due_at: datetime) -> Owing:
    """Say in public who answers it by when; `about` is what the room above keeps it as."""
    with transaction.atomic():
        hold(question.hall)
        if known := Owing.objects.filter(question=question).first():
            return known
        owing = Owing(question=question, who=who, due_at=due_at, noted_at=now())
        owing.about = about
        owing.save()
        tell_of(
            "hall answer owed", question, hall=question.hall, number=question.number, owner=who.name
        )
    return owing


def restate_owing(owing: Owing, *, who: Account, due_at: datetime | None) -> Owing:
    """Somebody else has it now, or it is due at another time."""
    with transaction.atomic():
        hold(owing.question.hall)
        later = due_at or owing.due_at
        if (owing.who, owing.due_at) != (who, later):
            owing.who, owing.due_at = who, later
            owing.save()
            tell_of(
                "hall answer owed", owing.question, hall=owing.question.hall,
                number=owing.question.number, owner=who.name,
            )  # fmt: skip
    return owing


def note_told_alone(owing: Owing) -> Owing:
    """The asker has an answer; everybody else still waits for one, and reads that."""
    with transaction.atomic():
        hold(owing.question.hall)
        if Owing.objects.filter(pk=owing.pk, told_alone_at=None).update(told_alone_at=now()):
            tell_of(
                "hall asker told", owing.question, hall=owing.question.hall,
                number=owing.question.number, owner=owing.who.name,
            )  # fmt: skip
        owing.refresh_from_db()
    return owing


def _answered(answer: Answer) -> Answer:
    answer.answered_at = now()
    answer.save()
    question = answer.question
    tell_of(
        "hall question answered", question, hall=question.hall, by=answer.by,
        number=question.number, leader=answer.leader.name, answer=answer.pk,
    )  # fmt: skip
    return answer
