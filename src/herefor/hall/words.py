"""What is said about a town hall in letters and lines."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from herefor.hall.models import Guest, TownHall


def when(hall: TownHall) -> str:
    there = hall.starts_there
    return _("%(day)s at %(time)s (%(zone)s)") % {
        "day": date_format(there, "l j F Y"),
        "time": f"{there:%H:%M}",
        "zone": hall.zone_name.replace("_", " "),
    }


def who(hall: TownHall) -> str:
    """The leaders, as one says them in a sentence."""
    names = [leader.name for leader in hall.leaders.all()]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def guest_address(guest: Guest) -> str:
    asked = urlencode({"guest": guest.key})
    return f"{settings.PUBLIC_ADDRESS}{guest.hall.get_absolute_url()}?{asked}"


def invitation_words(hall: TownHall, *, address: str, stop: str) -> str:
    return _(
        "%(who)s will answer your questions: %(title)s.\n\n%(words)s\n\n%(when)s, "
        "%(minutes)d minutes. Put it into your calendar with the file in this letter.\n\n"
        "Open this page to ask beforehand, to listen in and to vote for questions. You need no "
        "account:\n%(address)s\n\nWhoever's question is not answered there gets an answer "
        "afterwards, by a date that is written on the same page.\n\n"
        "You want no invitations of this kind:\n%(stop)s"
    ) % {
        "who": who(hall),
        "title": hall.title,
        "words": hall.words,
        "when": when(hall),
        "minutes": hall.minutes,
        "address": address,
        "stop": stop,
    }


def clock_of(second: int) -> str:
    """A place in what was said: 7:05, or 1:02:09."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
