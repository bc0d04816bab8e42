"""Reading the story as it goes on.

Numbers of events are given while the one row of the chain is locked, and the lock is held until
the transaction ends. So when a number can be read, every smaller one that will ever be there can be
read too: going on from the last number read misses nothing. (A number that was rolled back leaves a
gap, and nothing ever comes into it.)
"""

import json
from collections.abc import Sequence
from typing import Any

from herefor.live.channels import Heard, by_channel, key_in, kind_of
from herefor.story.models import Event

AT_ONCE = 5000
MOST_TO_CATCH_UP = 500
"""Beyond so many events of a channel the whole is sent instead."""
LOOKED_THROUGH = 20_000


def newest_id() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def events_after(last: int, *, until: int | None = None, most: int = AT_ONCE) -> list[Heard]:
    found = Event.objects.filter(pk__gt=last).order_by("pk")
    if until is not None:
        found = found.filter(pk__lte=until)
    rows = found.values_list("pk", "what", "about_id", "payload")[:most]
    return [Heard(*row) for row in rows]


def shown(channel: str, events: Sequence[Heard] | None) -> dict[str, Any]:
    """What the events changed, as it is now; everything for None."""
    kind = kind_of(channel)
    if kind is None:
        return {}
    document = kind.show(key_in(channel), events)
    return document if events is not None else {**document, "whole": True}


def missed(channel: str, *, since: int | None, until: int) -> dict[str, Any] | None:
    """What somebody who heard everything up to `since` has missed; None for nothing."""
    if since is None or since > until or kind_of(channel) is None:
        return shown(channel, None)
    kind = kind_of(channel)
    assert kind is not None  # noqa: S101  just looked at
    if until - since > LOOKED_THROUGH:
        return shown(channel, None)
    between = events_after(since, until=until, most=LOOKED_THROUGH)
    concerned = by_channel(between).get(channel, [])
    if not concerned:
        return None
    return shown(channel, concerned if len(concerned) <= MOST_TO_CATCH_UP else None)


def frame(document: dict[str, Any], *, number: int) -> bytes:
    """A document as one message of a stream of server-sent events."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\ndata: {text}\n\n".encode()
