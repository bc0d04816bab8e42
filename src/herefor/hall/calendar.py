"""A town hall as a calendar entry."""

from datetime import datetime

from django.conf import settings

from herefor.duty.feeds import Shift, calendar
from herefor.hall.models import TownHall


def invitation(hall: TownHall, *, made_at: datetime) -> bytes:
    """The same hall has the same identifier, so that a change replaces the earlier entry."""
    address = settings.PUBLIC_ADDRESS + hall.get_absolute_url()
    entry = Shift(
        uid=f"hall-{hall.key}@herefor",
        start=hall.starts_at,
        end=hall.planned_end,
        summary=hall.title,
        description=f"{hall.words}\n{address}".strip(),
    )
    return calendar([entry], name=hall.title, made_at=made_at)
