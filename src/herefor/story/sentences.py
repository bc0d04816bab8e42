"""Events as sentences a person can read. Each room says how its own acts are told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from herefor.story.models import Event

_sentences: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Sentence:
    who: str
    text: str
    at: datetime
    event: Event


def say(what: str, sentence: str | Promise) -> None:
    """Register the sentence of an act: `{who}` and the payload's keys may be used in it."""
    _sentences[what] = sentence


def sentence_of(event: Event) -> Sentence:
    who = _who(event)
    words = _Words(event.payload, who=who)
    template = str(_sentences.get(event.what, event.what))
    return Sentence(who, template.format_map(words), event.at, event)


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _who(event: Event) -> str:
    if event.by_customer:
        return str(event.customer) if event.customer else _("The customer")
    if event.by:
        return str(event.by)
    return _("The program")
