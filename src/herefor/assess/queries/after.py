"""After the report: what is promised for each opportunity, and how topics are rated again."""

from dataclasses import dataclass
from typing import Any

from herefor.assess.frameworks import Framework, topics
from herefor.assess.models import Assessment, CommentVersion, Report
from herefor.lead.models import Commitment
from herefor.lead.queries import promised_because


@dataclass(frozen=True)
class Opportunity:
    """One of the report, as it stands there, and what was promised because of it."""

    item: str
    version: CommentVersion
    promised: tuple[Commitment, ...]


@dataclass(frozen=True)
class Rerated:
    """A topic, or an item of the same edition, then and now; a range is None where none was told.
    `promised` and `kept` count what was promised in between for the item where it stood."""

    words: str
    then: str
    then_range: tuple[int, int] | None
    now: str
    now_range: tuple[int, int] | None
    promised: int
    kept: int

    @property
    def is_moved(self) -> bool:
        """It stands elsewhere in the new edition."""
        return self.then.rstrip("abcdef") != self.now.rstrip("abcdef")

    @property
    def change(self) -> str:
        if self.then_range is None or self.now_range is None:
            return ""
        if self.then_range[0] == self.now_range[0]:
            return "same"
        return "up" if self.now_range[0] > self.then_range[0] else "down"


@dataclass(frozen=True)
class SinceThen:
    before: Assessment
    rows: tuple[Rerated, ...]


def opportunities_of(assessment: Assessment) -> list[Opportunity]:
    """In the order of the report; bold ones first within an item."""
    told = [
        (item["id"], one)
        for category in _document(assessment)["categories"]
        for item in category["items"]
        for one in sorted(item["comments"], key=lambda one: not one["is_bold"])
        if one["kind"] == CommentVersion.Kind.OPPORTUNITY and "version" in one
    ]
    versions = CommentVersion.objects.in_bulk([one["version"] for _item, one in told])
    promised = promised_because(versions.values())
    return [
        Opportunity(item, versions[pk], tuple(promised.get(pk, [])))
        for item, one in told
        if (pk := one["version"]) in versions
    ]


def since_then(assessment: Assessment) -> SinceThen | None:
    """Beside the report before this one on the same unit; None for the first."""
    earlier = Report.objects.filter(
        assessment__unit=assessment.unit_id, at__lt=assessment.report.at
    ).order_by("-at")
    found = earlier.select_related("assessment__unit").first()
    if found is None:
        return None
    before = found.assessment
    then, now = _ranges(before), _ranges(assessment)
    promised: dict[str, list[Commitment]] = {}
    for one in opportunities_of(before):
        promised.setdefault(one.item, []).extend(one.promised)
    rows = []
    for words, place_then, place_now in places(before.framework, assessment.framework):
        item_then, item_now = place_then.rstrip("abcdef"), place_now.rstrip("abcdef")
        made = promised.get(item_then, [])
        rows.append(
            Rerated(
                words=words,
                then=place_then,
                then_range=then.get(item_then),
                now=place_now,
                now_range=now.get(item_now),
                promised=len(made),
                kept=sum(one.is_kept for one in made),
            )
        )
    return SinceThen(before, tuple(rows))


def places(before: Framework, after: Framework) -> list[tuple[str, str, str]]:
    """What can be compared, with its place then and now: items of one edition, topics of two."""
    if before.id == after.id:
        return [(item.name, item.id, item.id) for item in after.items]
    was, now = before.reads or before.id, after.reads or after.id
    return [
        (topic.words, topic.at[was], topic.at[now])
        for topic in topics()
        if was in topic.at and now in topic.at
    ]


def _document(assessment: Assessment) -> dict[str, Any]:
    document: dict[str, Any] = assessment.report.document
    return document


def _ranges(assessment: Assessment) -> dict[str, tuple[int, int] | None]:
    return {
        item["id"]: tuple(item["range"]) if item["range"] else None
        for category in _document(assessment)["categories"]
        for item in category["items"]
    }
