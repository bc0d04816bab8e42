"""What is done in this room; other rooms take these."""

from herefor.duty.verbs.alarms import (
    acknowledge,
    pass_on,
    raise_alarm,
    stand_down,
    stand_down_about,
)

__all__ = ["acknowledge", "pass_on", "raise_alarm", "stand_down", "stand_down_about"]
