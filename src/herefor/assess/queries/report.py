"""What the applicant receives: themes, comments, ranges and bands, never an exact mark."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from herefor.assess.frameworks import Category, Framework, Item
from herefor.assess.models import Assessment, CommentVersion, Consensus
from herefor.assess.queries.comments import comments_of_team
from herefor.assess.queries.marks import agreed_marks, scores_agreed
from herefor.assess.scoring import PROCESS, RESULTS, Scoring, percents_of

MOST_THEMES = 5


@dataclass(frozen=True)
class Theme:
    """What opens the report: a strength, an opportunity or a message of the results, over items."""

    kind: str
    words: str
    items: tuple[str, ...] = ()


def report_document(assessment: Assessment, *, themes: Sequence[Theme]) -> dict[str, Any]:
    """Items that are not agreed and editions without percents have no range; they say so."""
    framework = assessment.framework
    scoring = percents_of(framework)
    agreed = agreed_marks(assessment)
    comments: dict[str, list[CommentVersion]] = {}
    for one in comments_of_team(assessment):
        comments.setdefault(one.comment.item, []).append(one)
    return {
        "title": assessment.title,
        "unit": str(assessment.unit),
        "framework": str(framework),
        "source": framework.source,
        "licence": framework.licence,
        "themes": [asdict(theme) for theme in themes][:MOST_THEMES],
        "bands": _bands(assessment, scoring) if scoring else [],
        "guide": _guide(scoring) if scoring else {},
        "categories": [
            _category(category, agreed=agreed, comments=comments, scoring=scoring)
            for category in framework.categories
        ],
    }


def _category(
    category: Category,
    *,
    agreed: dict[str, Consensus],
    comments: dict[str, list[CommentVersion]],
    scoring: Scoring | None,
) -> dict[str, Any]:
    def told(item: Item) -> dict[str, Any]:
        mark = agreed.get(item.id)
        return {
            "id": item.id,
            "name": item.name,
            "headline": item.headline,
            "range": _range(mark, scoring),
            "comments": [_told(one) for one in comments.get(item.id, [])],
        }

    return {
        "id": category.id,
        "name": category.name,
        "items": [told(item) for item in category.items],
    }


def _range(mark: Consensus | None, scoring: Scoring | None) -> list[int] | None:
    if mark is None or scoring is None:
        return None
    band = scoring.band_of(mark.percent)
    return [band.low, band.high]


def _bands(assessment: Assessment, scoring: Scoring) -> list[dict[str, Any]]:
    """Of process and of results; no band where an item is open or the edition tells none."""
    points = scores_agreed(assessment)
    return [
        _dimension(assessment.framework, scoring, kind=kind, points=given, marked=points.items)
        for kind, given in ((PROCESS, points.process), (RESULTS, points.results))
    ]


def _dimension(
    framework: Framework, scoring: Scoring, *, kind: str, points: float, marked: dict[str, float]
) -> dict[str, Any]:
    asked = [item for item in framework.items if item.is_results == (kind == RESULTS)]
    is_whole = all(item.id in marked for item in asked)
    band = scoring.score_band(points, kind=kind) if is_whole else None
    return {
        "kind": kind,
        "band": band.id if band else None,
        "gist": band.gist if band else "",
        "points": [band.low, band.high] if band else None,
        "of": sum(item.points or 0 for item in asked),
        "is_whole": is_whole,
        "steps": [asdict(one) for one in scoring.score_bands.get(kind, ())],
    }


def _guide(scoring: Scoring) -> dict[str, Any]:
    """What each range of percent is like, for each kind of item."""
    return {
        kind: [
            {"range": [band.low, band.high], "factors": scoring.guidelines[kind][str(band.id)]}
            for band in scoring.bands
        ]
        for kind in scoring.factors
    }


def _told(version: CommentVersion) -> dict[str, Any]:
    return {
        "version": version.pk,
        "kind": version.kind,
        "idea": version.idea,
        "examples": version.examples,
        "relevance": version.relevance,
        "is_bold": version.is_bold,
    }
