"""Placeholder until alarms ring."""

from typing import Any


def raise_alarm(about: Any, **told: Any) -> None:
    return None


def stand_down_about(record: Any, **told: Any) -> None:
    return None
