"""Small parts that pages of this room write."""

import segno
from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def live_data(live: dict[str, str]) -> SafeString:
    """What a page needs to listen, as attributes that its script reads."""
    return format_html_join(" ", 'data-{}="{}"', live.items())


@register.simple_tag
def qr(address: str) -> SafeString:
    """A code for telephones. Made of paths alone: no word of anybody is in it."""
    code = segno.make(address, error="m")
    drawn = code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2)
    return mark_safe(drawn)  # noqa: S308  our own drawing
