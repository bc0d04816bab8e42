"""Who sits at an assessment, who is in the way of the next step, and what judges said."""

from dataclasses import dataclass

from herefor.assess.access import Act, is_allowed
from herefor.assess.models import (
    Assessment,
    ConflictDeclaration,
    Handing,
    Release,
    Seat,
    Verdict,
)
from herefor.assess.rules import judges_free

TIED, LEFT, SILENT, HANDED_IN, AT_WORK = "tied", "left", "silent", "handed in", "at work"


@dataclass(frozen=True)
class Member:
    """`state`: a declared tie, left, not declared for this stage, handed in, or at work."""

    seat: Seat
    state: str
    reason: str = ""

    @property
    def is_free(self) -> bool:
        return self.state not in (TIED, LEFT)


def members(assessment: Assessment) -> list[Member]:
    stage = assessment.stage
    seats = assessment.seats.select_related("account")
    said = ConflictDeclaration.objects.filter(seat__in=seats)
    tied = set(said.exclude(tie=ConflictDeclaration.Tie.NONE).values_list("seat", flat=True))
    declared = set(said.filter(stage=stage).values_list("seat", flat=True))
    left = dict(Release.objects.filter(seat__in=seats).values_list("seat", "reason"))
    handed_in = set(Handing.objects.filter(seat__in=seats).values_list("seat", flat=True))

    def state(seat: Seat) -> str:
        if seat.pk in tied:
            return TIED
        if seat.pk in left:
            return LEFT
        if seat.pk not in declared and _is_asked(seat, stage):
            return SILENT
        return HANDED_IN if seat.pk in handed_in else AT_WORK

    return [Member(seat, state(seat), left.get(seat.pk, "")) for seat in seats]


def _is_asked(seat: Seat, stage: str) -> bool:
    """Writers have no tie to declare; others are waited for where there is something to do."""
    if seat.role == Seat.Role.WRITER:
        return False
    return any(is_allowed(seat.role, act, stage=stage) for act in Act if act != Act.LOOK)


def judges_awaited(assessment: Assessment) -> list[Seat]:
    """Free judges who have not recommended yet."""
    return list(
        judges_free(assessment).filter(verdict=None, release=None).select_related("account")
    )


def verdicts(assessment: Assessment) -> list[Verdict]:
    """Of judges without a tie; none before the last of them has spoken."""
    if judges_awaited(assessment):
        return []
    free = judges_free(assessment)
    said = Verdict.objects.filter(seat__in=free).order_by("pk")
    return list(said.select_related("seat__account"))


def items_led(assessment: Assessment) -> dict[str, int]:
    """The seat that leads each item, by the newest word."""
    return dict(assessment.item_leads.order_by("pk").values_list("item", "seat"))
