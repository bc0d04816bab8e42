"""Cases to learn on: a fictional applicant, its answers, and the marks they deserve. No database.

One file for each, `cases/*.json`; colleagues bring in their own in the same form.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from herefor.assess.frameworks import HERE, Framework, shipped
from herefor.assess.scoring import Scoring, percents_of

AREAS = (
    "mission", "customers", "workforce", "advantages", "challenges", "competitors", "regulation",
)  # fmt: skip
"""What a key factor may be about; the same as of an assessment."""
CASES, LIMITS = HERE / "cases", HERE / "training.json"


class UnreadableCase(Exception):
    """The file is no case; the message says where and what to do."""


@dataclass(frozen=True)
class Limits:
    """Thresholds of training; `same_band` and `flat` are shares, the others percentage points,
    days or numbers of items."""

    off_by: float
    same_band: float
    bias: float
    valid_days: int
    remind_days: int
    fresh_after_days: int
    within: float
    least_items: int
    least_results: int
    train: dict[str, float]


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reference:
    """What the answer deserves: judged as a whole, with factor bands as evidence, and why."""

    percent: int
    factors: dict[str, int]
    reason: str


@dataclass(frozen=True)
class CaseItem:
    item: str
    answer: tuple[str, ...]
    tables: tuple[Table, ...]
    reference: Reference


@dataclass(frozen=True)
class Case:
    id: str
    name: str
    framework_id: str
    about: str
    source: str
    licence: str
    profile: tuple[str, ...]
    key_factors: tuple[tuple[str, str], ...]
    items: tuple[CaseItem, ...]

    def __str__(self) -> str:
        return self.name

    @property
    def framework(self) -> Framework:
        return shipped()[self.framework_id]

    @property
    def scoring(self) -> Scoring:
        scoring = percents_of(self.framework)
        if scoring is None:
            raise UnreadableCase(f"{self.framework} is not marked in percent.")
        return scoring

    def item(self, number: str) -> CaseItem:
        """Raises KeyError."""
        return {one.item: one for one in self.items}[number]


@cache
def limits() -> Limits:
    told = json.loads(LIMITS.read_text("utf-8"))
    given = told["certificate"]
    return Limits(
        off_by=given["off_by"],
        same_band=given["same_band"],
        bias=given["bias"],
        valid_days=given["valid_days"],
        remind_days=given["remind_days"],
        fresh_after_days=told["fresh_after_days"],
        within=told["within"],
        least_items=told["least_items"],
        least_results=told["least_results"],
        train=told["train"],
    )


@cache
def shipped_cases() -> dict[str, Case]:
    found = [read_case(path)[0] for path in sorted(CASES.glob("*.json"))]
    return {case.id: case for case in found}


def read_case(path: Path) -> tuple[Case, dict[str, Any]]:
    """The case and its document. Raises UnreadableCase with the place and what is wrong there."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableCase(f"{path.name} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise UnreadableCase(
            f"{path.name} is no JSON: {error.msg} in line {error.lineno}."
        ) from error
    try:
        return case_of(told), told
    except KeyError as error:
        raise UnreadableCase(f"{path.name} is no case: {error.args[0]} is missing.") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise UnreadableCase(
            f"{path.name} is no case: a part is not what it should be ({error})."
        ) from error


def case_of(told: dict[str, Any]) -> Case:
    """From its document. Raises KeyError, TypeError or ValueError where a part is missing."""
    return Case(
        id=_text(told["id"]),
        name=_text(told["name"]),
        framework_id=_text(told["framework"]),
        about=_text(told.get("about", "")),
        source=_text(told.get("source", "")),
        licence=_text(told.get("licence", "")),
        profile=_texts(told["profile"]),
        key_factors=tuple((_text(one["area"]), _text(one["words"])) for one in told["key_factors"]),
        items=tuple(_item(one) for one in told["items"]),
    )


def _item(told: dict[str, Any]) -> CaseItem:
    known = told["reference"]
    return CaseItem(
        item=_text(told["item"]),
        answer=_texts(told["answer"]),
        tables=tuple(
            Table(
                _text(one["caption"]), _texts(one["columns"]), tuple(_texts(r) for r in one["rows"])
            )
            for one in told.get("tables", [])
        ),
        reference=Reference(
            percent=_whole(known["percent"]),
            factors={_text(factor): _whole(band) for factor, band in known["factors"].items()},
            reason=_text(known["reason"]),
        ),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value.strip()


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list of texts")
    return tuple(_text(one) for one in value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value
