"""`{% load assess %}`: terms of assessment in words."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext

from herefor.assess.models import Certificate, Seat
from herefor.assess.models.workshop import Level
from herefor.assess.progress_gap import Gap
from herefor.assess.queries.evidence import Gaps
from herefor.assess.training_words import certificate_in_words
from herefor.assess.words import (
    NOTICES,
    SPREADS,
    STATES,
    STATISTICS,
    factor_in_short,
    factor_in_words,
    gap_in_points,
    gap_in_words,
    gaps_in_words,
    rating_in_words,
)
from herefor.measure import Rating

register = template.Library()


@register.filter
def factor(name: str) -> str:
    return factor_in_words(name)


@register.filter
def factors(names: Iterable[str]) -> str:
    """As in: levels and trends."""
    return get_text_list([factor_in_short(name) for name in names], gettext("and"))


@register.filter
def gaps(found: Gaps) -> str:
    return gaps_in_words(found)


@register.filter
def apart(gap: Gap | None) -> str:
    return gap_in_words(gap)


@register.filter
def gap_interval(gap: Gap) -> str:
    return gap_in_points(gap)


@register.filter
def rated(rating: Rating | None) -> str:
    return rating_in_words(rating)


@register.filter
def of(known: Mapping[str, int], item: str) -> int | None:
    """The number of an item."""
    return known.get(item)


@register.filter
def level(number: str | int) -> str:
    return str(Level(int(number)).label)


@register.filter
def statistic(name: str) -> str:
    return str(STATISTICS[name])


@register.filter
def noticed(name: str) -> str:
    return str(NOTICES[name])


@register.filter
def spread(name: str) -> str:
    return str(SPREADS[name])


@register.filter
def state(name: str) -> str:
    return str(STATES[name])


@register.filter
def seats_in_words(seats: Iterable[Seat]) -> str:
    """Names in a row: Ann, Bo and Cy."""
    return get_text_list([str(seat.account) for seat in seats], gettext("and"))


@register.filter
def percent(share: float) -> str:
    """0.453 as 45 %."""
    return f"{share:.0%}".replace("%", " %") if share == share else ""


@register.simple_tag
def certificate_words(certificate: Certificate) -> dict[str, str]:
    return certificate_in_words(certificate)
