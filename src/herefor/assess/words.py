"""The terms of assessment as people read them."""

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
