"""Saved replies: which there are for a case, and what they say when they are filled in."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from herefor.answer.models import Case, SavedReply
from herefor.answer.words import readable
from herefor.people.models import Account, Unit
from herefor.people.queries import the_organisation
from herefor.people.rules import LEADER, RESPONDER, Visitor, roles_held, units_where

VARIABLE = re.compile(r"\{([^\W\d]\w*)\}")
VARIABLES = ("customer", "reference", "owner", "unit", "organisation", "due", "link", "me")


@dataclass(frozen=True)
class Filled:
    """A saved reply as it would be said; what could not be filled in stays in braces."""

    text: str
    unknown: tuple[str, ...]


def replies_for(unit: Unit) -> QuerySet[SavedReply]:
    """Saved for this unit or for one above it."""
    return SavedReply.objects.filter(unit__in=unit.trail_ids)


def replies_visible_to(user: Visitor) -> QuerySet[SavedReply]:
    """What the user may use: of the units where they answer, below and above."""
    held = roles_held(user, LEADER, RESPONDER)
    above = {number for role in held for number in role.unit.trail_ids}
    below = set(units_where(user, LEADER, RESPONDER).values_list("pk", flat=True))
    return SavedReply.objects.filter(unit__in=above | below).select_related("unit", "by")


def replies_editable_by(user: Visitor) -> QuerySet[SavedReply]:
    return replies_visible_to(user).filter(unit__in=units_where(user, LEADER, RESPONDER))


def filled(reply: SavedReply, *, case: Case, me: Account) -> Filled:
    """In the customer's language if there is such a text, else in ours, else in any."""
    texts = {one.language: one.text for one in reply.texts.all()}
    language = case.customer.language if case.customer else settings.LANGUAGE_CODE
    wanted = (language, language.partition("-")[0], settings.LANGUAGE_CODE, *sorted(texts))
    chosen = next((one for one in wanted if one in texts), "")
    known = _values(case, me, chosen or language)
    unknown: list[str] = []

    def value(found: re.Match[str]) -> str:
        told = known.get(found[1], "")
        if not told:
            unknown.append(found[0])
        return told or found[0]

    return Filled(VARIABLE.sub(value, texts.get(chosen, "")), tuple(dict.fromkeys(unknown)))


def _values(case: Case, me: Account, language: str) -> dict[str, str]:
    with translation.override(language):
        due = readable(case.due_at) if case.due_at else ""
    return {
        "customer": case.customer.name if case.customer else "",
        "reference": case.reference,
        "owner": case.owner.name,
        "unit": case.unit.name,
        "organisation": str(the_organisation() or ""),
        "due": due,
        "link": settings.PUBLIC_ADDRESS + case.follow_url,
        "me": me.name,
    }
