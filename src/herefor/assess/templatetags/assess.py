"""`{% load assess %}`: terms of assessment in words."""

from django import template

from herefor.assess.models.workshop import Level
from herefor.assess.words import STATISTICS, factor_in_words

register = template.Library()


@register.filter
def factor(name: str) -> str:
    return factor_in_words(name)


@register.filter
def level(number: str | int) -> str:
    return str(Level(int(number)).label)


@register.filter
def statistic(name: str) -> str:
    return str(STATISTICS[name])
