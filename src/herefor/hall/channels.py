"""What is live: the hall as everybody sees it, and the desk of those who host."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from herefor.hall.models import Question, TownHall
from herefor.hall.queries import public
from herefor.hall.rules import may_come, may_host
from herefor.live.channels import Heard, Kind, open_kind

HALL = {"hall began", "hall ended", "hall called off", "hall changed"}
VOTES = {"hall question voted", "hall vote taken back"}
QUESTIONS = {"hall question asked", "hall question shown", "hall question held"}
ANSWERS = {"hall question answered", "hall answer owed", "hall asker told"}
TURNS = {"hall answer begun", "hall answer stopped"}
POLLS = {"hall poll opened", "hall poll closed", "hall poll voted"}
LINES = {"hall line said", "hall line corrected"}
CALLS = {"hall call answered", "hall caller asks", "hall call ended"}


def open_all() -> None:
    everything = HALL | VOTES | QUESTIONS | ANSWERS | TURNS | POLLS | LINES
    open_kind(Kind("hall", frozenset(everything), hall_key, show_hall, may_hear_hall))
    open_kind(Kind("hall-desk", frozenset(everything | CALLS), hall_key, show_desk, may_hear_desk))


def hall_key(heard: Heard) -> str:
    return str(heard.payload.get("hall", ""))


def show_hall(key: str, events: Sequence[Heard] | None) -> dict[str, Any]:
    """Votes alone are sent as numbers: they come fifty a second and go to everybody."""
    hall = TownHall.objects.get(pk=key)
    if events is None:
        return public.whole(hall)
    document: dict[str, Any] = {}
    told = {heard.what for heard in events}
    touched = {one.about_id for one in events if one.what in QUESTIONS | ANSWERS}
    voted = {one.about_id for one in events if one.what in VOTES} - touched
    if voted:
        document["votes"] = public.votes_of(hall, voted)
    if touched:
        document |= _questions(hall, touched)
    if told & (TURNS | ANSWERS | HALL | {"hall question held"}):
        document["now"] = public.being_answered(hall)
    if told & QUESTIONS:
        document["held"] = public.held_back(hall)
    if told & (POLLS | HALL):
        document["poll"] = public.newest_poll(hall)
    if told & LINES:
        document["lines"] = public.newest_lines(hall)
    if told & HALL:
        document |= public.standing(hall)
    return document


def show_desk(key: str, events: Sequence[Heard] | None) -> dict[str, Any]:
    """That there is news, not what: the page of the host asks for itself."""
    return {"news": sorted({heard.what for heard in events or ()})}


def may_hear_hall(request: HttpRequest, key: str) -> bool:
    hall = _hall(key)
    return hall is not None and may_come(request, hall)


def may_hear_desk(request: HttpRequest, key: str) -> bool:
    hall = _hall(key)
    return hall is not None and may_host(request.user, hall)


def _questions(hall: TownHall, touched: set[int]) -> dict[str, Any]:
    shown = [
        public.question_shown(one) for one in public.questions_shown(hall).filter(pk__in=touched)
    ]
    gone = touched - {one["id"] for one in shown}
    were_there = Question.objects.filter(pk__in=gone, shown_at__isnull=False)
    return {"questions": shown, "gone": list(were_there.values_list("pk", flat=True))}


def _hall(key: str) -> TownHall | None:
    return TownHall.objects.filter(pk=key).first() if key.isdigit() else None
