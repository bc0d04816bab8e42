"""`{% load insight %}`: what was found, in words."""

from django import template

from herefor.insight import words

register = template.Library()

register.filter("spoken", words.spoken)
register.filter("headline", words.headline)
register.filter("change_interval", words.change_interval)
register.filter("change_of", words.change_of)
register.filter("comparison_words", words.comparison_words)
