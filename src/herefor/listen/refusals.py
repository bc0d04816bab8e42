"""How the door for programs says no, and the reader that misses nothing that was sent."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from herefor.listen.answers import Problem
from herefor.listen.sorry import Sorry

SCHEMA = "/api/v1/openapi.json"


class Several(list[Any]):
    """Two values that were sent under one name."""


class Refused(Exception):
    """A request that is answered with problems."""

    def __init__(self, status: int, problems: Iterable[Problem], *, kept: str, what_next: str):
        self.status = status
        self.document = {
            "problems": [
                {"question": problem.question, "message": problem.message} for problem in problems
            ],
            "kept": kept,
            "next": what_next,
        }

    @classmethod
    def from_sorry(cls, said: Sorry) -> "Refused":
        problem = Problem("", f"{said.title}. {said.happened}")
        return cls(said.status, [problem], kept=said.kept, what_next=said.next)


class CarefulParser(Parser):
    """JSON in which a name sent twice is seen, and nothing that is not JSON is let in."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = request.body.decode("utf-8")
            return json.loads(body, object_pairs_hook=_pairs, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise wrong_whole(
                422, [Problem("", _("This is not JSON as we can read it."))]
            ) from error


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            earlier = found[name]
            found[name] = Several(
                [*earlier, value] if isinstance(earlier, Several) else [earlier, value]
            )
        else:
            found[name] = value
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def wrong_whole(status: int, problems: list[Problem]) -> Refused:
    return Refused(
        status,
        problems,
        kept=_("Nothing was stored."),
        what_next=_("The shape we expect is described at %(url)s.") % {"url": SCHEMA},
    )
