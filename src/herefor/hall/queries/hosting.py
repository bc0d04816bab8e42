"""What those who host see: everything that waits for them, in the order in which it is done."""

from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from herefor.hall.models import Call, Holding, Line, Question, TownHall, Turn
from herefor.hall.queries import public, visiting
from herefor.hall.rules import held, typist_key
from herefor.hall.words import when, who
from herefor.live.reading import newest_id

LINES_SHOWN = 5


def desk(hall: TownHall) -> dict[str, Any]:
    return {
        "hall": hall,
        "when": when(hall),
        "who": who(hall),
        "state": public.state_of(hall),
        "turn": turn_of(hall),
        "to_read": to_read(hall),
        "open": open_questions(hall),
        "done": done_questions(hall),
        "held": held_questions(hall),
        "owed": owed(hall),
        "reasons": Holding.Reason.choices,
        "poll": public.newest_poll(hall),
        "lines": hall.lines.order_by("-pk")[:LINES_SHOWN],
        "callers": callers(hall),
        "listening": listening(hall),
        "invited": hall.guests.count(),
        "links": links(hall),
        "live": visiting.live(hall, "hall-desk"),
        "since": newest_id(),
    }


def turn_of(hall: TownHall) -> Turn | None:
    standing = Turn.objects.filter(hall=hall, ended_at=None)
    return standing.select_related("question", "leader").first()


def to_read(hall: TownHall) -> QuerySet[Question]:
    """Nobody has decided whether they are shown, the oldest first."""
    return Question.objects.filter(hall=hall, shown_at=None).exclude(held()).order_by("number")


def open_questions(hall: TownHall) -> QuerySet[Question]:
    """Shown and not answered, the most wanted first; not the one whose turn it is."""
    found = public.questions_shown(hall).filter(answers=None)
    return found.exclude(turns__in=Turn.objects.filter(hall=hall, ended_at=None))


def done_questions(hall: TownHall) -> QuerySet[Question]:
    return public.questions_shown(hall).exclude(answers=None)


def held_questions(hall: TownHall) -> QuerySet[Holding]:
    standing = Holding.objects.filter(question__hall=hall, undone_at=None)
    return standing.select_related("question", "by").order_by("-held_at")


def callers(hall: TownHall) -> QuerySet[Call]:
    """Callers who pressed the key and have not been heard yet."""
    return hall.calls.filter(wants_to_ask_at__isnull=False, ended_at=None, question=None).order_by(
        "wants_to_ask_at"
    )


def listening(hall: TownHall) -> int:
    return hall.calls.filter(answered_at__isnull=False, ended_at=None).count()


def links(hall: TownHall) -> dict[str, str]:
    places = {
        "page": hall.get_absolute_url(),
        "screen": reverse("hall:screen", args=[hall.key]),
        "typist": reverse("hall:typist", args=[hall.key, typist_key(hall)]),
    }
    return {name: settings.PUBLIC_ADDRESS + path for name, path in places.items()}


def planned(halls: QuerySet[TownHall]) -> dict[str, QuerySet[TownHall]]:
    counted = halls.annotate(n=Count("questions", distinct=True))
    return {
        "coming": counted.filter(ended_at=None, called_off_at=None).order_by("starts_at"),
        "past": counted.exclude(ended_at=None, called_off_at=None).order_by("-starts_at")[:50],
    }


def owed(hall: TownHall) -> QuerySet[Question]:
    """Not answered at the hall, and not yet since."""
    found = Question.objects.filter(hall=hall, owing__isnull=False, answers=None)
    return found.exclude(held()).select_related("owing__who").order_by("number")


def lines_to_type_after(hall: TownHall) -> QuerySet[Line]:
    """The newest lines while it goes on; all of them, in their order, when it is over."""
    return hall.lines.order_by("pk") if hall.is_over else hall.lines.order_by("-pk")[:20]
