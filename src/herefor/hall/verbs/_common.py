"""What every act at a town hall begins and ends with."""

from typing import Any

from django.db import models

from herefor.hall.models import TownHall
from herefor.people.models import Account
from herefor.story.verbs import take_the_pen, tell


class NotNow(Exception):
    """It cannot be done at this moment of the town hall; the message says why, for a person."""


def hold(hall: TownHall) -> TownHall:
    """The hall as it is now; acts wait for each other until this one is done."""
    take_the_pen()
    hall.refresh_from_db()
    return hall


def tell_of(
    what: str,
    record: models.Model,
    /,
    *,
    hall: TownHall,
    by: Account | None = None,
    by_customer: bool = False,
    **told: Any,
) -> None:
    """Every event of this room names its hall, so that a hub knows whom it concerns."""
    tell(what, about=record, unit=hall.unit, by=by, by_customer=by_customer, hall=hall.pk, **told)
