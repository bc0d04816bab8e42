"""`{% load lead %}`: what leaders promised, in words."""

from django import template

from herefor.lead import words
from herefor.ui.templatetags.ui import points

register = template.Library()

register.filter("case_words", words.case_words)
register.filter("expected_words", words.expected_words)
register.filter("reach_words", words.reach_words)
register.filter("state_words", words.state_words)


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 as a whole number of 100."""
    return points(100 * share, 0)
