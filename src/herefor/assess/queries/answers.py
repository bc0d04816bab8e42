"""What the applicant answered: the text that counts, and texts that clash with it."""

from collections.abc import Sequence

from django.db.models import Max

from herefor.assess.models import Assessment, ItemResponse
from herefor.assess.profile import PROFILE as PROFILE


def answer_to(assessment: Assessment, *, item: str) -> ItemResponse | None:
    """The newest version that does not stand beside another."""
    return assessment.responses.filter(item=item, clashes_with=None).order_by("-number").first()


def answers_to(assessment: Assessment, *, items: Sequence[str]) -> dict[str, ItemResponse]:
    """The text that counts of each of these items, in one read."""
    versions = assessment.responses.filter(item__in=items, clashes_with=None)
    return {one.item: one for one in versions.order_by("number")}


def answers_beside(assessment: Assessment, *, item: str) -> list[ItemResponse]:
    """Versions written on an older one, that nobody has brought together with it yet."""
    current = answer_to(assessment, item=item)
    number = current.number if current else 0
    beside = assessment.responses.filter(item=item, number__gt=number)
    return list(beside.select_related("by", "clashes_with__by"))


def answers_before(assessment: Assessment, *, item: str) -> list[ItemResponse]:
    """Versions that a newer one took the place of, the newest of them first."""
    current = answer_to(assessment, item=item)
    number = current.number if current else 0
    before = assessment.responses.filter(item=item, number__lt=number)
    return list(before.order_by("-number").select_related("by"))


def newest_number(assessment: Assessment, *, item: str) -> int:
    newest = assessment.responses.filter(item=item).aggregate(number=Max("number"))["number"]
    return newest or 0


def items_answered(assessment: Assessment) -> set[str]:
    return set(assessment.responses.values_list("item", flat=True))
