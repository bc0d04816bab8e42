"""Placeholder until letters are sent: replaced by the room's own verbs."""

from typing import Any


def send_letter(**letter: Any) -> None:
    return None
