"""What may be listened to. Rooms register kinds of channels; this room knows no business words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Heard:
    """What a hub reads of an event: enough to know whom it concerns."""

    id: int
    what: str
    about_id: int
    payload: dict[str, Any]


Show = Callable[[str, Sequence[Heard] | None], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of channel, as `hall`; `hall:7` is one of its channels.

    `key_of` says which channel an event belongs to; empty for none. `show` makes the document that
    all who listen are sent: what the events touched, as it is now, or everything (for None). It
    is the same for everybody, so it holds nothing that not everybody on the channel may read.
    `may_listen` is asked when a page wants a token.
    """

    name: str
    events: frozenset[str]
    key_of: Callable[[Heard], str]
    show: Show
    may_listen: Callable[[HttpRequest, str], bool]


_kinds: dict[str, Kind] = {}


def open_kind(kind: Kind) -> Kind:
    """Let it be listened to; opening it again replaces it."""
    _kinds[kind.name] = kind
    return kind


def kind_of(channel: str) -> Kind | None:
    return _kinds.get(channel.partition(":")[0])


def key_in(channel: str) -> str:
    return channel.partition(":")[2]


def channels_of(heard: Heard) -> list[str]:
    """Every channel on which an event is news."""
    found = []
    for kind in _kinds.values():
        if heard.what in kind.events and (key := kind.key_of(heard)):
            found.append(f"{kind.name}:{key}")
    return found


def by_channel(events: Iterable[Heard]) -> dict[str, list[Heard]]:
    found: dict[str, list[Heard]] = {}
    for heard in events:
        for channel in channels_of(heard):
            found.setdefault(channel, []).append(heard)
    return found
