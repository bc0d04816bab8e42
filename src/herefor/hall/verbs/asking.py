"""Somebody asks, somebody reads it first, others say that they want to know it too."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from herefor.hall.models import Call, Holding, Question, TownHall, Vote
from herefor.hall.rules import held, shown
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.people.models import Account
from herefor.story.clock import now

MOST_OF_ONE = 10
"""Questions that one browser may ask at one hall."""


def ask(
    hall: TownHall,
    *,
    text: str,
    once: str,
    asker: str = "",
    name: str = "",
    email: str = "",
    consent_words: str = "",
    call: Call | None = None,
    by: Account | None = None,
) -> Question:
    """Ask a question; sent twice under the same mark it is asked once.

    `by` writes it down for a caller. Raises NotNow when the hall is over or one asked too many.
    """
    with transaction.atomic():
        hold(hall)
        if asked := Question.objects.filter(once=once).first():
            return asked
        if not hall.takes_questions:
            raise NotNow(_("This town hall is over and takes no more questions."))
        if asker and Question.objects.filter(hall=hall, asker=asker).count() >= MOST_OF_ONE:
            raise NotNow(
                _("You have asked %(n)d questions here. Let others ask too.") % {"n": MOST_OF_ONE}
            )
        question = _written(
            Question(
                hall=hall,
                text=text,
                name=name,
                email=email.lower(),
                consent_words=consent_words if email else "",
                source=Question.Source.PHONE if by else Question.Source.PAGE,
                asker=asker,
                once=once,
                written_by=by,
            )
        )
        if call is not None:
            call.question = question
            call.save(update_fields=["question"])
        tell_of(
            "hall question asked", question, hall=hall, by=by, by_customer=by is None,
            number=question.number,
        )  # fmt: skip
    return question


def show_question(question: Question, *, by: Account) -> Question:
    """Read and let through; a question that was held back is shown again."""
    hall = question.hall
    with transaction.atomic():
        hold(hall)
        question.refresh_from_db()
        undone = question.holdings.filter(undone_at=None).update(undone_at=now(), undone_by=by)
        if undone or question.shown_at is None:
            if question.shown_at is None:
                question.shown_at, question.shown_by = now(), by
                question.save(update_fields=["shown_at", "shown_by"])
            tell_of("hall question shown", question, hall=hall, by=by, number=question.number)
    return question


def hold_question(question: Question, *, reason: str, by: Account, words: str = "") -> Question:
    """Hold it back, or take it from the page again; the asker reads why."""
    hall = question.hall
    with transaction.atomic():
        hold(hall)
        if not question.holdings.filter(undone_at=None).exists():
            question.turns.filter(ended_at=None).update(ended_at=now())
            Holding.objects.create(
                question=question, reason=reason, words=words, by=by, held_at=now()
            )
            tell_of(
                "hall question held", question, hall=hall, by=by, number=question.number,
                reason=reason,
            )  # fmt: skip
    return question


def vote(question: Question, *, voter: str) -> bool:
    """One wants to know it too. Whether it counts anew: said twice it is one vote."""
    with transaction.atomic():
        _votable(question)
        _vote, made = Vote.objects.get_or_create(
            question=question, voter=voter, defaults={"cast_at": now()}
        )
        if made:
            tell_of("hall question voted", question, hall=question.hall, by_customer=True)
    return made


def take_back_vote(question: Question, *, voter: str) -> bool:
    with transaction.atomic():
        _votable(question)
        gone, _rows = Vote.objects.filter(question=question, voter=voter).delete()
        if gone:
            tell_of("hall vote taken back", question, hall=question.hall, by_customer=True)
    return bool(gone)


def _written(question: Question) -> Question:
    """Give it its number; without moderation it is shown at once."""
    hall = question.hall
    last = hall.questions.aggregate(last=Max("number"))["last"] or 0
    question.number, question.asked_at = last + 1, now()
    if question.written_by or not hall.is_moderated:
        question.shown_at, question.shown_by = question.asked_at, question.written_by
    question.save()
    return question


def _votable(question: Question) -> None:
    hall = hold(question.hall)
    if hall.is_over:
        raise NotNow(_("This town hall is over; votes are counted."))
    if not Question.objects.filter(shown(), pk=question.pk).exclude(held()).exists():
        raise NotNow(_("This question is not shown."))
