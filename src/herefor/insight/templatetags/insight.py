"""`{% load insight %}`: what was found, in words."""

from django import template

from herefor.insight import words

register = template.Library()

register.filter("spoken", words.spoken)
register.filter("gap_question", words.gap_question)
register.filter("gap_title", words.gap_title)
register.filter("headline", words.headline)
register.filter("change_interval", words.change_interval)
register.filter("change_of", words.change_of)
register.filter("comparison_words", words.comparison_words)
