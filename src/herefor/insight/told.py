"""What of a finding may be told: nothing that too few customers answered."""

from collections.abc import Iterable
from typing import Any

from herefor.insight.models import Finding
from herefor.people.queries import smallest_group

Told = dict[str, Any]
SATISFACTION, LOYALTY = "Satisfaction", "Loyalty"


def told(finding: Finding) -> Told:
    """The document without the constructs and questions that too few answered."""
    document: Told = finding.result
    if not finding.is_estimated:
        return document
    smallest = smallest_group()
    few = _few(document["constructs"], smallest)
    questions = {
        code
        for code, item in document["items"].items()
        if item["construct"] in few or item.get("n", 0) < smallest
    }
    return document | {
        "constructs": _blanked(document["constructs"], few),
        "items": _blanked(document["items"], questions),
        "standard_errors": _counted(document, few),
        **{part: _without(document[part], few) for part in _LINKS},
        "gap": None if few & _in_gap(document) else document["gap"],
        "at_risk": None if LOYALTY in few else _of_enough(document["at_risk"], smallest),
        "warnings": [
            words for words in document["warnings"] if not _speaks_of(words, few | questions)
        ],
    }


def too_few_of(finding: Finding) -> list[str]:
    """The constructs that are not told, because too few answered what measures them."""
    return sorted(_few(finding.result.get("constructs", {}), smallest_group()))


_LINKS = ("paths", "total_effects", "impacts", "htmt")


def _few(constructs: Told, smallest: int) -> set[str]:
    return {name for name, one in constructs.items() if one.get("n", 0) < smallest}


def _blanked(parts: Told, few: Iterable[str]) -> Told:
    """No number, also not how many answered; the construct of a question is still named."""
    return {
        name: {key: value if isinstance(value, str) else None for key, value in one.items()}
        if name in few
        else one
        for name, one in parts.items()
    }


def _counted(document: Told, few: set[str]) -> Told:
    return {
        name: one | {"n": document["constructs"][name]["n"]}
        for name, one in document["standard_errors"].items()
        if name not in few
    }


def _without(links: list[Told], few: set[str]) -> list[Told]:
    return [link for link in links if not few & set(link.values())]


def _in_gap(document: Told) -> set[str]:
    gap = document["gap"]
    return {SATISFACTION, *(bar["driver"] for bar in gap["bars"])} if gap else set()


def _of_enough(share: Told | None, smallest: int) -> Told | None:
    return share if share and share["n"] >= smallest else None


def _speaks_of(words: str, few: set[str]) -> bool:
    return any(name in words for name in few)
