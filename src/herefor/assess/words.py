"""The terms of assessment as people read them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACTORS: dict[str, str | Promise] = {
    "approach": _("Approach: how it is done"),
    "deployment": _("Deployment: how far it reaches"),
    "learning": _("Learning: how it gets better"),
    "integration": _("Integration: how it fits with the rest"),
    "levels": _("Levels: how good results are"),
    "trends": _("Trends: where they are going"),
    "comparisons": _("Comparisons: how others do"),
}


def factor_in_words(factor: str) -> str:
    return str(FACTORS.get(factor, factor))


KINDS: dict[str, str | Promise] = {
    "process": _("Process items, band"),
    "results": _("Results items, band"),
    "strength": _("Strength"),
    "opportunity": _("Opportunity"),
}


def report_in_words(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a report with each kind named as people read it."""

    def named(told: dict[str, Any]) -> dict[str, Any]:
        return told | {"words": str(KINDS[told["kind"]])}

    categories = [
        category
        | {
            "items": [
                item | {"comments": [named(one) for one in item["comments"]]}
                for item in category["items"]
            ]
        }
        for category in document["categories"]
    ]
    return document | {
        "bands": [named(one) for one in document["bands"]],
        "categories": categories,
    }


STATISTICS: dict[str, Promise] = {
    "icc": _("Same percent, one examiner (ICC(A,1))"),
    "alpha": _("Same percent (Krippendorff's alpha)"),
    "ac2": _("Same band (Gwet's AC2)"),
}
