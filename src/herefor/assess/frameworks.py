"""Frameworks as data: one file for each edition, with its source, its licence and what was checked.

No database. Words in the files are our own; names of items are those of the edition.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    """The editions that come with the program, the default first; those of a sector are read with
    the areas of another edition and speak the words of the sector."""
    read = {one.id: one for one in map(read_framework, sorted(EDITIONS.glob("*.json")))}
    found = [in_sector(one, read=read.get(one.reads)) for one in read.values()]
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


def in_sector(framework: Framework, *, read: Framework | None) -> Framework:
    """Areas that the edition has not of its own are those of the edition it is read with. Names of
    items stay as the edition prints them."""
    if not framework.sector and read is None:
        return framework
    areas = {item.id: item.areas for item in read.items} if read else {}

    def spoken(item: Item) -> Item:
        own = item.areas or areas.get(item.id, ())
        return replace(
            item,
            headline=sector_words(item.headline, framework.sector),
            areas=tuple(
                Area(
                    area.id,
                    sector_words(area.label, framework.sector),
                    tuple(sector_words(topic, framework.sector) for topic in area.topics),
                )
                for area in own
            ),
        )

    categories = tuple(
        replace(one, items=tuple(spoken(item) for item in one.items))
        for one in framework.categories
    )
    return replace(framework, categories=categories)


def sector_words(text: str, sector: dict[str, str]) -> str:
    """
    >>> sector_words("Customers are heard; a customer's voice", {"customer": "patient",
    ...     "customers": "patients"})
    "Patients are heard; a patient's voice"
    """
    if not sector:
        return text
    one_of = "|".join(re.escape(word) for word in sorted(sector, key=len, reverse=True))

    def spoken(found: re.Match[str]) -> str:
        word = sector[found[0].lower()]
        return word[0].upper() + word[1:] if found[0][0].isupper() else word

    return re.sub(rf"\b(?:{one_of})\b", spoken, text, flags=re.IGNORECASE)


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
