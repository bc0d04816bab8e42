"""Taking telling words out of what judges read. No database.

What is told by its contents, a town or a product that nobody named, nobody finds for sure.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from herefor.assess.frameworks import shipped, topics

GONE = "[…]"
LEAST_LETTERS = 4
NOTHING = re.compile(r"(?!)")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
PLAIN = {
    "about", "after", "annual", "assessment", "award", "before", "branch", "company", "department",
    "division", "each", "every", "excellence", "first", "from", "group", "head", "house", "into",
    "last", "main", "more", "most", "next", "north", "office", "only", "other", "over", "quarter",
    "region", "review", "second", "self", "service", "services", "site", "south", "team", "that",
    "their", "them", "this", "third", "unit", "west", "east", "with", "year", "years", "your",
}  # fmt: skip


def telling(names: Iterable[str]) -> re.Pattern[str]:
    """Finds the names, in any writing, and their words that are no words of the Criteria, with a
    capital: somebody named Will takes no "will" away.

    >>> telling(["Harbour Desk"]).sub(GONE, "At the harbour desk, says Harbour's leader")
    "At the […], says […]'s leader"
    """
    phrases = {" ".join(name.split()) for name in names} - {""}
    words = {
        written
        for phrase in phrases
        for word in WORD.findall(phrase)
        if len(word) >= LEAST_LETTERS and word.casefold() not in _ordinary()
        for written in (word[0].upper() + word[1:], word.upper())
    }
    if not phrases:
        return NOTHING
    any_case = _one_of(phrases)
    as_written = f"|{_one_of(words)}" if words else ""
    return re.compile(rf"(?<!\w)(?:(?i:{any_case}){as_written})(?!\w)")


def blinded(told: Any, found: re.Pattern[str]) -> Any:
    """The same document with what is found taken out of every text in it."""
    if isinstance(told, str):
        return found.sub(GONE, told)
    if isinstance(told, list):
        return [blinded(one, found) for one in told]
    if isinstance(told, dict):
        return {key: blinded(value, found) for key, value in told.items()}
    return told


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _ordinary() -> frozenset[str]:
    """Words that the Criteria themselves use tell of nobody."""
    said = [topic.words for topic in topics()]
    for framework in shipped().values():
        for category in framework.categories:
            said.append(category.name)
            said += [f"{item.name} {item.headline}" for item in category.items]
    words = {word.casefold() for text in said for word in WORD.findall(text)}
    return frozenset(words | PLAIN)
