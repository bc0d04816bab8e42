"""What the applicant receives: themes, comments, ranges and bands, never an exact mark."""

from typing import Any

from herefor.assess.models import Assessment, CommentVersion
from herefor.assess.queries.comments import comments_of_team
from herefor.assess.queries.marks import agreed_marks, scores_agreed, scoring_of
from herefor.assess.scoring import PROCESS, RESULTS

MOST_THEMES = 5


def report_document(assessment: Assessment, *, themes: list[str]) -> dict[str, Any]:
    framework, scoring = assessment.framework, scoring_of(assessment)
    agreed, points = agreed_marks(assessment), scores_agreed(assessment)
    comments: dict[str, list[CommentVersion]] = {}
    for one in comments_of_team(assessment):
        comments.setdefault(one.comment.item, []).append(one)
    return {
        "title": assessment.title,
        "unit": str(assessment.unit),
        "framework": str(framework),
        "source": framework.source,
        "themes": [theme for theme in themes if theme.strip()][:MOST_THEMES],
        "bands": [
            _dimension(scoring.score_band(given, kind=kind), kind)
            for kind, given in ((PROCESS, points.process), (RESULTS, points.results))
        ],
        "categories": [
            {
                "id": category.id,
                "name": category.name,
                "items": [
                    {
                        "id": item.id,
                        "name": item.name,
                        "range": _range(scoring.band_of(agreed[item.id].percent)),
                        "comments": [_told(one) for one in comments.get(item.id, [])],
                    }
                    for item in category.items
                ],
            }
            for category in framework.categories
        ],
    }


def blinded_document(assessment: Assessment) -> dict[str, Any]:
    """For judges: points and comments without the name of the applicant or of an examiner."""
    told = report_document(assessment, themes=[])
    return {key: told[key] for key in ("framework", "bands")} | {
        "categories": [
            category
            | {
                "items": [
                    item
                    | {
                        "comments": [
                            _without(one, assessment.unit.name) for one in item["comments"]
                        ]
                    }
                    for item in category["items"]
                ]
            }
            for category in told["categories"]
        ]
    }


def _dimension(band: Any, kind: str) -> dict[str, Any]:
    return {"kind": kind, "band": band.id if band else None, "gist": band.gist if band else ""}


def _range(band: Any) -> list[int]:
    return [band.low, band.high]


def _told(version: CommentVersion) -> dict[str, Any]:
    return {
        "kind": version.kind,
        "idea": version.idea,
        "examples": version.examples,
        "relevance": version.relevance,
        "is_bold": version.is_bold,
    }


def _without(comment: dict[str, Any], name: str) -> dict[str, Any]:
    """The applicant's name is taken out of words; other telling words nobody can find for sure."""
    return {
        key: value.replace(name, "[…]") if isinstance(value, str) else value
        for key, value in comment.items()
    }
