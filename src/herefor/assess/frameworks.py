"""Frameworks as data: one file for each edition, with its source, its licence and what was checked.

No database. Words in the files are our own; names of items are those of the edition.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EDITIONS, SCORING, TOPICS = HERE / "editions", HERE / "scoring.json", HERE / "topics.json"
DEFAULT = "baldrige-2011-2012-business"


class UnreadableFramework(Exception):
    """The file is no framework; the message says where and what to do."""


@dataclass(frozen=True)
class Area:
    """A lettered part of an item: 3.1a."""

    id: str
    label: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """`points` is None where the framework gives none. `checked` says how sure we are of them."""

    id: str
    name: str
    points: float | None
    type: str
    headline: str
    areas: tuple[Area, ...]
    checked: str

    @property
    def is_results(self) -> bool:
        return self.type == "results"


@dataclass(frozen=True)
class Category:
    id: str
    name: str
    points: float | None
    items: tuple[Item, ...]
    checked: str


@dataclass(frozen=True)
class Framework:
    """An edition. `sector` maps our plain words to those of the sector; `reads` names the edition
    whose areas it is read with."""

    id: str
    name: str
    edition: str
    total_points: float | None
    scoring: str
    licence: str
    source: str
    note: str
    sector: dict[str, str]
    reads: str
    categories: tuple[Category, ...]

    def __str__(self) -> str:
        return f"{self.name}, {self.edition}"

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for category in self.categories for item in category.items)

    def item(self, number: str) -> Item:
        """The item of this number. Raises KeyError."""
        return {item.id: item for item in self.items}[number]


@dataclass(frozen=True)
class Topic:
    """What is asked in one edition after another, wherever it stands there: 3.1b, later 1.1a."""

    id: str
    words: str
    at: dict[str, str]
    checked: str

    def item_in(self, edition: str) -> str | None:
        """The number of the item that asks for it in that edition, without the area's letter."""
        place = self.at.get(edition)
        return place.rstrip("abcdef") if place else None


@cache
def shipped() -> dict[str, Framework]:
    """The editions that come with the program, the default first."""
    found = [read_framework(path) for path in sorted(EDITIONS.glob("*.json"))]
    found.sort(key=lambda one: (one.id != DEFAULT, one.total_points != 1000, one.name, one.edition))
    return {framework.id: framework for framework in found}


@cache
def topics() -> tuple[Topic, ...]:
    return tuple(Topic(**topic) for topic in json.loads(TOPICS.read_text("utf-8")))


def read_framework(path: Path) -> Framework:
    """Raises UnreadableFramework with the place and what is wrong there."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFramework(f"{path.name} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise UnreadableFramework(
            f"{path.name} is no JSON: {error.msg} in line {error.lineno}."
        ) from error
    try:
        return framework_of(told)
    except (AttributeError, KeyError, TypeError) as error:
        raise UnreadableFramework(
            f"{path.name} is no framework: {_missing(error)} See docs/reference/frameworks.md."
        ) from error


def framework_of(told: dict[str, Any]) -> Framework:
    """From the document of an edition. Raises KeyError or TypeError where a part is missing."""
    return Framework(
        id=told["id"],
        name=told["name"],
        edition=told["edition"],
        total_points=told["total_points"],
        scoring=told["scoring"],
        licence=told["licence"],
        source=told["source"],
        note=told.get("note", ""),
        sector=dict(told.get("sector", {})),
        reads=told.get("reads", ""),
        categories=tuple(_category(one) for one in told["categories"]),
    )


def _category(told: dict[str, Any]) -> Category:
    items = tuple(_item(one) for one in told["items"])
    return Category(told["id"], told["name"], told["points"], items, told.get("checked", ""))


def _item(told: dict[str, Any]) -> Item:
    return Item(
        id=told["id"],
        name=told["name"],
        points=told["points"],
        type=told["type"],
        headline=told.get("headline", ""),
        areas=tuple(_areas(told.get("areas", []))),
        checked=told.get("checked", ""),
    )


def _areas(told: list[dict[str, Any]]) -> Iterator[Area]:
    for area in told:
        yield Area(area["id"], area["label"], tuple(area["topics"]))


def _missing(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing."
    return "a part is not what it should be."
