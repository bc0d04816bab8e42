"""What pages of this room need to write."""

from django import template
from django.conf import settings
from django.urls import reverse

from herefor.duty.models import ContactWay, Feed, Rung

register = template.Library()


@register.simple_tag
def feed_address(feed: Feed) -> str:
    return settings.PUBLIC_ADDRESS + reverse("duty:feed", args=[feed.key])


@register.filter
def whom_words(whom: str) -> str:
    return str(Rung.Whom(whom).label)


@register.filter
def has_secret(way: ContactWay) -> bool:
    """Whether its owner copies a secret to the other side."""
    return way.channel == ContactWay.Channel.WEBHOOK
