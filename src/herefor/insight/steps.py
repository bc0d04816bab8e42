"""What may be done with a finding: offered here, known by the rooms above."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from herefor.insight.models import Finding
from herefor.people.rules import Visitor


@dataclass(frozen=True)
class Step:
    """A next step as a link."""

    words: str | Promise
    url: str


@dataclass(frozen=True)
class _Offer:
    words: str | Promise
    url_name: str
    may_take: Callable[[Visitor, Finding], bool]


_offers: dict[str, _Offer] = {}


def offer_step(
    words: str | Promise, *, url_name: str, may_take: Callable[[Visitor, Finding], bool]
) -> None:
    """Offer a page about a finding to those who may take that step; again replaces it."""
    _offers[url_name] = _Offer(words, url_name, may_take)


def steps_for(user: Visitor, finding: Finding) -> list[Step]:
    return [
        Step(offer.words, reverse(offer.url_name, args=[finding.pk]))
        for offer in _offers.values()
        if offer.may_take(user, finding)
    ]
