"""Evidence of an item as it stands, and what it does not show yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, Evidence, KeyFactor
from herefor.assess.queries.workshop import factors_of


@dataclass(frozen=True)
class Gaps:
    """The factors of an item that its evidence shows, and those it does not."""

    item: Item
    shown: tuple[str, ...]
    missing: tuple[str, ...]
    count: int


def gaps_of(item: Item, evidence: Iterable[Evidence]) -> Gaps:
    rows = list(evidence)
    named = {factor for one in rows for factor in one.factors}
    factors = factors_of(item)
    return Gaps(
        item,
        tuple(one for one in factors if one in named),
        tuple(one for one in factors if one not in named),
        len(rows),
    )


def evidence_for(assessment: Assessment, *, item: str) -> list[Evidence]:
    return [one for one in evidence_of(assessment) if one.item == item]


def evidence_of(assessment: Assessment) -> list[Evidence]:
    """All that stands, in one read."""
    standing = assessment.evidence.filter(taken_back_at=None)
    return list(standing.select_related("about_type", "by"))


def key_factors_of(assessment: Assessment) -> list[KeyFactor]:
    return list(assessment.key_factors.filter(taken_back_at=None).select_related("by"))
