"""The pages of this room, beside each other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from herefor.duty.queries.alarms import ringing
from herefor.people.models import Account


def tabs_for(user: Account, current: str) -> list[dict[str, Any]]:
    named = {"home": _("Now"), "mine": _("My duty"), "alarms": _("Alarms")}
    rings = ringing(user).count()
    return [
        {
            "words": words,
            "url": reverse(f"duty:{name}"),
            "count": rings if name == "alarms" and rings else None,
            "current": name == current,
        }
        for name, words in named.items()
    ]
