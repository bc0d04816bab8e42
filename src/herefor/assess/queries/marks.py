"""Marks as they count: the newest of each examiner, what is missing, how far they are apart."""

from dataclasses import dataclass

from herefor.assess.models import Assessment, Consensus, ItemLead, Mark, Seat
from herefor.assess.rules import examiners_free
from herefor.assess.scoring import Scores, Scoring, scores, scoring_system
from herefor.assess.spread import Spread, spread_of

INDEPENDENT = Mark.Round.INDEPENDENT


@dataclass(frozen=True)
class SeenMark:
    """A mark before the talk, and the newest after it; None where there is none to be seen."""

    seat: Seat
    first: Mark | None
    last: Mark | None


def scoring_of(assessment: Assessment) -> Scoring:
    return scoring_system(assessment.framework.scoring)


def own_mark(seat: Seat, *, item: str) -> Mark | None:
    return seat.marks.filter(item=item).order_by("-pk").first()


def items_marked(seat: Seat) -> dict[str, int]:
    return dict(seat.marks.order_by("pk").values_list("item", "percent"))


def items_not_marked(seat: Seat) -> list[str]:
    marked = items_marked(seat)
    return [item.id for item in seat.assessment.framework.items if item.id not in marked]


def marks_on(assessment: Assessment, *, item: str, for_seat: Seat) -> list[SeenMark]:
    """Of examiners without ties. Marks given again stay hidden from who has not done so too."""
    marks = Mark.objects.filter(seat__assessment=assessment, item=item).order_by("pk")
    first = {mark.seat_id: mark for mark in marks if mark.round == INDEPENDENT}
    again = {mark.seat_id: mark for mark in marks if mark.round != INDEPENDENT}
    sees_all = for_seat.role == Seat.Role.LEAD or for_seat.pk in again
    return [
        SeenMark(
            seat,
            first.get(seat.pk),
            again.get(seat.pk) if sees_all else None,
        )
        for seat in examiners_free(assessment).select_related("account")
    ]


def spread_on(assessment: Assessment, *, item: str, last: bool = False) -> Spread | None:
    """Of the independent marks, or of the last ones of everybody."""
    free = examiners_free(assessment)
    marks = Mark.objects.filter(seat__in=free, item=item).order_by("pk")
    if not last:
        marks = marks.filter(round=INDEPENDENT)
    newest = {mark.seat_id: mark.percent for mark in marks}
    return spread_of(list(newest.values()), scoring=scoring_of(assessment))


def item_lead(assessment: Assessment, *, item: str) -> ItemLead | None:
    named = assessment.item_leads.filter(item=item).select_related("seat__account")
    return named.order_by("-pk").first()


def agreed_marks(assessment: Assessment) -> dict[str, Consensus]:
    return {one.item: one for one in assessment.consensuses.select_related("by__account")}


def items_not_agreed(assessment: Assessment) -> list[str]:
    agreed = agreed_marks(assessment)
    return [item.id for item in assessment.framework.items if item.id not in agreed]


def scores_agreed(assessment: Assessment) -> Scores:
    percents = {item: one.percent for item, one in agreed_marks(assessment).items()}
    return scores(assessment.framework, percents)


def first_marks(assessment: Assessment) -> list[tuple[str, str, float]]:
    """(item, examiner, percent) of the independent round: the data that agreement is told of."""
    free = examiners_free(assessment).select_related("account")
    names = {seat.pk: f"{seat.account.name} ({seat.pk})" for seat in free}
    marks = Mark.objects.filter(seat__in=names, round=INDEPENDENT).order_by("pk")
    newest = {(mark.item, mark.seat_id): float(mark.percent) for mark in marks}
    return [(item, names[seat], percent) for (item, seat), percent in newest.items()]
