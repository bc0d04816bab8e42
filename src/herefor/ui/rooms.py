"""The rooms of the house, each named by a verb, in the order a leader meets them.

A room opens itself in its `AppConfig.ready`; the navigation shows those a user may enter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Room:
    verb: str | Promise
    url_name: str
    may_enter: Callable[[Any], bool]
    order: int

    @property
    def namespace(self) -> str:
        return self.url_name.partition(":")[0]


_rooms: dict[str, Room] = {}


def open_room(
    *, verb: str | Promise, url_name: str, may_enter: Callable[[Any], bool], order: int
) -> Room:
    """Put a room into the navigation; opening it again replaces it."""
    room = Room(verb, url_name, may_enter, order)
    _rooms[room.namespace] = room
    return room


def rooms_for(user: Any) -> list[Room]:
    """The rooms this user may enter, in order."""
    return sorted(
        (room for room in _rooms.values() if room.may_enter(user)), key=lambda room: room.order
    )
