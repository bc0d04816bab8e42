"""What the pages of those who come are made of."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from herefor.hall.models import Holding, PollVote, Question, TownHall, Vote
from herefor.hall.queries import public
from herefor.hall.queries.public import owing_shown
from herefor.hall.words import clock_of, when, who
from herefor.live.reading import newest_id
from herefor.live.tokens import token_for

ON_SCREEN = 6
BLANK = {"id": 0, "text": "", "name": "", "votes": 0, "answers": []}
"""From which the script makes a question that is new."""


def listed(halls: QuerySet[TownHall]) -> dict[str, Any]:
    """What comes, soonest first; what was, newest first."""
    coming = halls.filter(ended_at=None, called_off_at=None).order_by("starts_at")
    past = halls.filter(ended_at__isnull=False).order_by("-starts_at")[:50]
    return {"coming": [_entry(hall) for hall in coming], "past": [_entry(hall) for hall in past]}


def page(hall: TownHall, *, voter: str) -> dict[str, Any]:
    document = public.whole(hall)
    return {
        "hall": hall,
        "when": when(hall),
        "who": who(hall),
        "document": document,
        "live": live(hall),
        "mine": mine(hall, voter),
        "voted": voted(hall, voter),
        "chosen": chosen(document["poll"], voter),
        "unanswered": [one for one in document["questions"] if not one["answers"]],
        "answered": [one for one in document["questions"] if one["answers"]],
        "by_number": sorted(document["questions"], key=lambda one: one["number"]),
        "blank": BLANK,
    }


def live(hall: TownHall, kind: str = "hall") -> dict[str, str]:
    """What a page needs to listen."""
    channel = f"{kind}:{hall.pk}"
    return {
        "stream": "/live/stream",
        "token": token_for(channel),
        "renew": reverse("live:token", args=[channel]),
    }


def mine(hall: TownHall, voter: str) -> list[dict[str, Any]]:
    """What this browser asked, and what became of it."""
    if not voter:
        return []
    asked = Question.objects.filter(hall=hall, asker=voter).select_related("hall", "owing__who")
    asked = asked.prefetch_related("answers", "holdings")
    return [mine_shown(question) for question in asked]


def mine_shown(question: Question) -> dict[str, Any]:
    holding = next((one for one in question.holdings.all() if one.undone_at is None), None)
    if holding is not None:
        state, words = "held", told_to_asker(holding)
    elif question.answers.all():
        state, words = "answered", _("It was answered.")
    elif question.shown_at is None:
        state, words = "waits", _("It is being read before it is shown.")
    else:
        state, words = "shown", _("It is on the page.")
    owing = getattr(question, "owing", None)
    if owing is not None and state != "answered":
        told = owing_shown(owing, hall=question.hall)
        words = _("%(who)s answers it by %(due)s.") % {"who": told["who"], "due": told["due"]}
    link = getattr(owing.about, "follow_url", "") if owing is not None else ""
    return {"id": question.pk, "text": question.text, "state": state, "words": words, "link": link}


def told_to_asker(holding: Holding) -> str:
    words = _("We do not show it. The reason: %(reason)s.") % {
        "reason": holding.get_reason_display()
    }
    if holding.reason == Holding.Reason.PERSON:
        words += " " + _("We answer it afterwards, to you alone.")
    return f"{words} {holding.words}".strip()


def voted(hall: TownHall, voter: str) -> list[int]:
    cast = Vote.objects.filter(question__hall=hall, voter=voter)
    return list(cast.values_list("question", flat=True)) if voter else []


def chosen(poll: dict[str, Any] | None, voter: str) -> int | None:
    if poll is None or not voter:
        return None
    cast = PollVote.objects.filter(poll=poll["id"], voter=voter)
    return cast.values_list("choice", flat=True).first()


def transcript(hall: TownHall) -> dict[str, Any]:
    lines = [
        {"clock": clock_of(line.second), "second": line.second, "text": line.text}
        for line in hall.lines.exclude(text="")
    ]
    return {"hall": hall, "when": when(hall), "who": who(hall), "lines": lines}


def screen(hall: TownHall, request: HttpRequest) -> dict[str, Any]:
    document = public.whole(hall)
    open_ones = [one for one in document["questions"] if not one["answers"]]
    current = document["now"]["id"] if document["now"] else None
    return {
        "hall": hall,
        "when": when(hall),
        "who": who(hall),
        "document": document,
        "questions": [one for one in open_ones if one["id"] != current][:ON_SCREEN],
        "answered": len(document["questions"]) - len(open_ones),
        "address": request.build_absolute_uri(hall.get_absolute_url()),
        "line": document["lines"][-1] if document["lines"] else None,
        "live": live(hall),
        "since": newest_id(),
    }


def _entry(hall: TownHall) -> dict[str, Any]:
    return {"hall": hall, "when": when(hall), "who": who(hall)}
