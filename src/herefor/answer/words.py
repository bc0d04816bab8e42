"""Moments as people read them."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def readable(moment: datetime) -> str:
    return date_format(localtime(moment), "j F, H:i e")
