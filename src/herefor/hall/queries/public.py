"""What everybody at a town hall may read, as documents: the same for the page and for the hub."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format

from herefor.hall.models import Answer, Holding, Line, Owing, Poll, Question, TownHall, Turn, Vote
from herefor.hall.rules import shown
from herefor.hall.words import clock_of
from herefor.people.queries import smallest_group
from herefor.story.clock import now

LINES_SHOWN = 30


def state_of(hall: TownHall) -> str:
    if hall.called_off_at:
        return "off"
    if hall.ended_at:
        return "over"
    return "live" if hall.began_at else "before"


def questions_shown(hall: TownHall) -> QuerySet[Question]:
    """What everybody may read, the most wanted first."""
    found = Question.objects.filter(shown(), hall=hall).select_related("hall")
    return (
        found.annotate(n=Count("votes"))
        .order_by("-n", "number")
        .prefetch_related("answers__leader", "owing__who")
    )


def whole(hall: TownHall) -> dict[str, Any]:
    return {
        **standing(hall),
        "questions": [question_shown(one) for one in questions_shown(hall)],
        "now": being_answered(hall),
        "poll": newest_poll(hall),
        "lines": newest_lines(hall),
        "held": held_back(hall),
    }


def standing(hall: TownHall) -> dict[str, Any]:
    return {"state": state_of(hall), "moderated": hall.is_moderated}


def question_shown(question: Question) -> dict[str, Any]:
    """`question` carries `n`, as those of `questions_shown` do."""
    owing = getattr(question, "owing", None)
    answers = [answer_shown(one) for one in question.answers.all()]
    return {
        "id": question.pk,
        "number": question.number,
        "text": question.text,
        "name": question.name,
        "votes": getattr(question, "n", 0),
        "phone": question.source == Question.Source.PHONE,
        "answers": answers,
        "owing": None if answers or owing is None else owing_shown(owing, hall=question.hall),
    }


def answer_shown(answer: Answer) -> dict[str, Any]:
    second = answer.second
    return {
        "leader": answer.leader.name,
        "text": answer.text,
        "clock": "" if second is None else clock_of(second),
        "second": second,
    }


def owing_shown(owing: Owing, *, hall: TownHall) -> dict[str, Any]:
    """By the clock of the town hall, whose zone stands on its page."""
    due = date_format(owing.due_at.astimezone(hall.zone), "l j F, H:i")
    return {
        "who": owing.who.name,
        "due": due,
        "late": owing.due_at < now(),
        "told_alone": owing.told_alone_at is not None,
    }


def votes_of(hall: TownHall, questions: Iterable[int]) -> dict[str, int]:
    asked = dict.fromkeys(questions, 0)
    counted = (
        Vote.objects.filter(question__in=asked, question__hall=hall)
        .values_list("question")
        .annotate(n=Count("pk"))
    )
    return {str(pk): n for pk, n in {**asked, **dict(counted)}.items()}


def being_answered(hall: TownHall) -> dict[str, Any] | None:
    turn = (
        Turn.objects.filter(hall=hall, ended_at=None).select_related("leader", "question").first()
    )
    if turn is None:
        return None
    return {
        "id": turn.question_id,
        "number": turn.question.number,
        "text": turn.question.text,
        "name": turn.question.name,
        "leader": turn.leader.name,
    }


def newest_poll(hall: TownHall) -> dict[str, Any] | None:
    poll = hall.polls.order_by("-pk").first()
    return poll_shown(poll) if poll else None


def poll_shown(poll: Poll) -> dict[str, Any]:
    """How many voted is always told. What they chose only from the smallest group on, and never
    of fewer: among three voters each would know too much about the others."""
    choices = list(poll.choices.annotate(n=Count("votes")))
    n = sum(choice.n for choice in choices)
    enough = n >= smallest_group()
    return {
        "id": poll.pk,
        "text": poll.text,
        "open": poll.closed_at is None,
        "n": n,
        "least": smallest_group(),
        "enough": enough,
        "choices": [
            {
                "id": choice.pk,
                "text": choice.text,
                "n": choice.n if enough else None,
                "percent": round(100 * choice.n / n) if enough else None,
            }
            for choice in choices
        ],
    }


def newest_lines(hall: TownHall) -> list[dict[str, Any]]:
    newest = hall.lines.order_by("-pk")[:LINES_SHOWN]
    return [line_shown(line) for line in reversed(newest)]


def line_shown(line: Line) -> dict[str, Any]:
    return {"id": line.pk, "clock": clock_of(line.second), "text": line.text}


def held_back(hall: TownHall) -> list[dict[str, Any]]:
    """How many questions are held back, by reason."""
    counted = (
        Holding.objects.filter(question__hall=hall, undone_at=None)
        .values_list("reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")
    )
    return [{"reason": str(Holding.Reason(reason).label), "n": n} for reason, n in counted]
