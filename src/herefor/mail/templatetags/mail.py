"""`{% load mail %}`: what is known of a letter, in words."""

from django import template

from herefor.mail.models import Letter
from herefor.mail.words import Authentic, authentication_in_words

register = template.Library()


@register.filter
def authentic(letter: Letter) -> Authentic:
    return authentication_in_words(letter)
