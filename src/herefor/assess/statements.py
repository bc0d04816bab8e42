"""The statements of "Are we making progress?": data, each in a wording for either group.

No database. Topics are those of the questionnaire; the words are our own.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "statements.json"
COUNTS = (7, 3, 5, 6, 6, 4, 9)
"""How many statements each of the seven categories has."""


@dataclass(frozen=True)
class Statement:
    """The same thing said of oneself and, by those who lead, of the people they lead."""

    id: str
    workforce: str
    leaders: str

    def words_for(self, group: str) -> str:
        return self.leaders if group == "leaders" else self.workforce


@dataclass(frozen=True)
class Theme:
    id: str
    name: str
    statements: tuple[Statement, ...]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


@dataclass(frozen=True)
class Questionnaire:
    name: str
    source: str
    licence: str
    verified: str
    from_memory: str
    themes: tuple[Theme, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(one for theme in self.themes for one in theme.statements)


@cache
def questionnaire() -> Questionnaire:
    return questionnaire_of(json.loads(HERE.read_text("utf-8")))


def questionnaire_of(told: dict[str, Any]) -> Questionnaire:
    """Raises KeyError or TypeError where a part is missing."""
    themes = tuple(
        Theme(one["id"], one["name"], tuple(Statement(**said) for said in one["statements"]))
        for one in told["categories"]
    )
    labels = {name: told[name] for name in ("name", "source", "licence", "verified", "from_memory")}
    return Questionnaire(**labels, themes=themes)


def problems_of_statements(asked: Questionnaire) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    counts = tuple(len(theme.statements) for theme in asked.themes)
    if counts != COUNTS:
        yield f"Statements are {_listed(counts)} by category; they should be {_listed(COUNTS)}."
    ids = [one.id for one in asked.statements]
    if len(set(ids)) < len(ids):
        yield "Two statements have the same number."
    for name in ("source", "licence", "verified"):
        if not getattr(asked, name):
            yield f"It does not say its {name}."
    for one in asked.statements:
        if not (one.workforce and one.leaders):
            yield f"Statement {one.id} lacks the words for one group."


def _listed(counts: tuple[int, ...]) -> str:
    return f"{'/'.join(map(str, counts))} = {sum(counts)}"
