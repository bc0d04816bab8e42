"""`{% load answer %}`: times in words."""

from datetime import time

from django import template
from django.utils.formats import number_format
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def minutes_in_words(minutes: int | None) -> str:
    """As in 45 minutes, 4 hours, 2 days; empty when there is no such time."""
    if minutes is None:
        return ""
    for size, words in ((1440, _days), (60, _hours)):
        if minutes % size == 0:
            return words(minutes // size)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@register.filter
def closing(moment: time) -> str:
    """Midnight at the end of a day is 24:00."""
    return "24:00" if moment == time(0) else f"{moment:%H:%M}"


def _days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent."""
    return number_format(round(100 * share), 0, use_l10n=True)
