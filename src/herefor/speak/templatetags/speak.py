"""Words of readers and names of languages, as pages show them."""

from django import template
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString

from herefor.speak import languages

register = template.Library()


@register.filter
def said_html(text: str) -> SafeString:
    """A reader's words: paragraphs, and addresses as links that nothing is gained by."""
    linked = urlize(text, trim_url_limit=60, nofollow=True, autoescape=True)
    return SafeString(linebreaks(linked))


@register.filter
def language_name(code: str) -> str:
    return languages.name_of(code)


@register.filter
def direction(code: str) -> str:
    return languages.direction_of(code)
