"""What the base templates know about the visitor."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from herefor.ui.rooms import Room, rooms_for


@dataclass(frozen=True)
class Door:
    """A room as a link in the navigation; `current` is the value of aria-current, or empty."""

    verb: str | Promise
    url: str
    current: str


def rooms(request: HttpRequest) -> dict[str, Callable[[], list[Door]]]:
    """`rooms` for the templates; permission is asked only by a page that shows the navigation."""
    return {"rooms": lambda: _doors(request)}


def _doors(request: HttpRequest) -> list[Door]:
    user = getattr(request, "user", None)
    if user is None:
        return []
    return [_door(room, request) for room in rooms_for(user)]


def _door(room: Room, request: HttpRequest) -> Door:
    url = reverse(room.url_name)
    match = request.resolver_match
    if request.path == url:
        current = "page"
    elif match and room.namespace in match.namespaces:
        current = "true"
    else:
        current = ""
    return Door(room.verb, url, current)
