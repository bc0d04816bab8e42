"""Cases found by what was said, and the sentence in which it was found."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from herefor.answer.models import Case, Message
from herefor.answer.rules import cases_in_order_visible_to, cases_visible_to
from herefor.answer.search import is_common, joined
from herefor.answer.search.wanted import Term, Wanted, letters, looks_like_reference
from herefor.people.rules import Visitor

AROUND = 90
"""Characters shown on each side of what was found."""
MESSAGES_LOOKED_AT = 400
NO_INDEX_LEADS_THROUGH = "answer_found.rowid + 0"
"""The same order as by number, so that the documents are found by their words and then sorted."""


def found(user: Visitor, words: Wanted) -> QuerySet[Case]:
    """The cases with all of these words in title, customer or anything said; the newest first."""
    condition, asked = joined(words)
    cases = cases_in_order_visible_to(user).extra(  # noqa: S610  constant SQL; what was typed is a parameter
        tables=["answer_found"],
        where=["answer_found.rowid = answer_case.id", condition],
        params=[asked],
    )
    if is_common(words):
        return cases.extra(order_by=["-answer_found.rowid"])
    return cases.order_by(RawSQL(NO_INDEX_LEADS_THROUGH, ()).desc())  # noqa: S611  constant SQL


def case_called(user: Visitor, typed: str) -> Case | None:
    """The case whose reference this is, so that typing it leads straight there."""
    if not looks_like_reference(typed):
        return None
    return cases_visible_to(user).filter(reference=typed.strip().upper()).first()


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool = False


def told_where(cases: list[Case], words: Wanted) -> list[Case]:
    """Writes on each case the sentence in which it was found, the newest said first."""
    said: dict[int, list[str]] = defaultdict(list)
    messages = Message.objects.filter(case__in=cases).order_by("-said_at", "-pk")
    for number, text in messages.values_list("case", "text")[:MESSAGES_LOOKED_AT]:
        said[number].append(text)
    for case in cases:
        quotes = (sentence(text, words) for text in said[case.pk])
        case.quote = next((quote for quote in quotes if quote), [])  # type: ignore[attr-defined]
    return cases


def sentence(text: str, words: Wanted) -> list[Piece]:
    """The text around the first thing found, in pieces; empty when nothing of it is here."""
    signs = letters(text)
    flat, places = _flat(signs)
    hits = sorted(
        (places[hit.start()], places[hit.end() - 1] + 1)
        for term in words.terms
        if term.where == ""
        for hit in _pattern(term).finditer(flat)
    )
    if not hits:
        return []
    start, end = _window(text, hits[0])
    return _pieces(text, start, end, hits)


def _flat(signs: list[str]) -> tuple[str, list[int]]:
    """The text as it is searched, and for each of its letters where it stands in the original."""
    places = [place for place, sign in enumerate(signs) for _letter in sign]
    return "".join(signs), places


def _pattern(term: Term) -> re.Pattern[str]:
    body = r" +".join(re.escape(word) for word in term.words)
    return re.compile(rf"(?<![^ ]){body}{'[^ ]*' if term.is_prefix else '(?![^ ])'}")


def _window(text: str, hit: tuple[int, int]) -> tuple[int, int]:
    start, end = max(hit[0] - AROUND, 0), min(hit[1] + AROUND, len(text))
    before = max(text.rfind(stop, start, hit[0]) for stop in ("\n", ". ", "! ", "? "))
    if before >= 0:
        start = before + 1
    elif start > 0:
        start = max(text.find(" ", start, hit[0]), start)
    if end < len(text):
        end = max(text.rfind(" ", hit[1], end), hit[1])
    line = text.find("\n", hit[1], end)
    return start, line if line >= 0 else end


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    if start > 0 and text[start - 1 : start] not in ("\n", ".", "!", "?"):
        pieces.append(Piece("… "))
    for first, last in hits:
        if first < at or last > end:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], is_found=True)]
        at = last
    pieces.append(Piece(text[at:end].rstrip() + (" …" if end < len(text) else "")))
    return [piece for piece in pieces if piece.text]
