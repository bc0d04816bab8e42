"""How the door for programs says no, and the reader that misses nothing that was sent."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from herefor.listen.answers import Problem
from herefor.listen.sorry import Sorry


class Several(list[Any]):
    """Two values that were sent under one name."""


class Refused(Exception):
    """A request that is answered with problems."""

    allow = ""  # the methods that would be taken, if this one is not

    def __init__(self, status: int, problems: Iterable[Problem], *, kept: str, what_next: str):
        self.status = status
        self.document: dict[str, Any] = {
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
            sent = json.loads(body, object_pairs_hook=_pairs, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise wrong_whole(
                422, [Problem("", _("This is not JSON as we can read it."))]
            ) from error
        if not isinstance(sent, dict):
            raise wrong_whole(422, [Problem("", wrong_shape("model_type"))])
        return sent


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
    """Whoever refuses it adds where the shape we expect is described."""
    return Refused(status, problems, kept=_("Nothing was stored."), what_next="")


def wrong_shape(kind: str) -> str:
    """What pydantic found, in our words."""
    if kind == "missing":
        return _("This is missing.")
    if kind in {"model_attributes_type", "model_type", "dict_type"}:
        return _("This must be an object: names in quotes, each with its value, in { and }.")
    if kind == "string_type":
        return _("This must be text in quotes.")
    return _("This is not in the form we take.")


def not_this_way(request: HttpRequest, *, allow: str) -> Refused:
    said = _("%(method)s is not taken at this address, only %(allow)s.")
    refused = wrong_whole(405, [Problem("", said % {"method": request.method, "allow": allow})])
    refused.allow = allow
    return refused


def no_such_address() -> Refused:
    return wrong_whole(404, [Problem("", _("There is nothing at this address."))])


def refuse_in_our_words(api: NinjaAPI, *, schema: str) -> None:
    """Whatever goes wrong behind this door is told in the same shape."""

    @api.exception_handler(Refused)
    def say_what_is_wrong(request: HttpRequest, refused: Refused) -> HttpResponse:
        described = _("The shape we expect is described at %(url)s.") % {"url": schema}
        document = refused.document | {"next": refused.document["next"] or described}
        said = api.create_response(request, document, status=refused.status)
        if refused.allow:
            said["Allow"] = refused.allow
        return said

    @api.exception_handler(ValidationError)
    def say_what_has_the_wrong_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [
            Problem(".".join(str(part) for part in found["loc"][2:]), wrong_shape(found["type"]))
            for found in error.errors
        ]
        return say_what_is_wrong(request, wrong_whole(422, problems))

    @api.exception_handler(HttpError)
    def say_what_failed(request: HttpRequest, error: HttpError) -> HttpResponse:
        cause = error.__cause__
        if not isinstance(cause, Refused):  # what the parser refused comes wrapped
            cause = wrong_whole(error.status_code, [Problem("", error.message)])
        return say_what_is_wrong(request, cause)

    @api.exception_handler(RequestDataTooBig)
    def say_that_it_is_too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        problem = Problem("", _("This is larger than we take."))
        return say_what_is_wrong(request, wrong_whole(413, [problem]))
