"""Who will answer a customer: asked here, known by the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from herefor.listen.models import Response


@dataclass(frozen=True)
class Reply:
    """A named person who owes the customer an answer; `url` is where the customer can follow."""

    person: str
    unit: str
    by: datetime
    url: str


Ask = Callable[[Response], Reply | None]
_asked: list[Ask] = []


def who_answers(ask: Ask) -> Ask:
    """Register a room that knows whether somebody answers a response."""
    if ask not in _asked:
        _asked.append(ask)
    return ask


def reply_to(response: Response) -> Reply | None:
    """The first reply any room promises, or None: then nobody will answer in person."""
    return next((reply for ask in _asked if (reply := ask(response))), None)
