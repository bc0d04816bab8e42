"""Every act of this room."""

from herefor.assess.verbs.workshop import (
    WorkshopClosed,
    agree_action,
    close_workshop,
    finish_action,
    join_workshop,
    open_workshop,
    say_levels,
)

__all__ = [
    "WorkshopClosed",
    "agree_action",
    "close_workshop",
    "finish_action",
    "join_workshop",
    "open_workshop",
    "say_levels",
]
