"""Marks as they count: the newest of each examiner, what is missing, how far they are apart."""

from collections import Counter
from dataclasses import dataclass

from herefor.assess.models import Assessment, ConflictDeclaration, Consensus, Mark, Seat, Stage
from herefor.assess.rules import examiners_free
from herefor.assess.scoring import Scores, Scoring, scores, scoring_system
from herefor.assess.spread import Spread, spread_of

INDEPENDENT = Mark.Round.INDEPENDENT


@dataclass(frozen=True)
class SeenMark:
    """A mark before the talk, and the newest after it; None where there is none to be seen.
    `held` is the newest of the rounds before that of `last`."""

    seat: Seat
    first: Mark | None
    last: Mark | None
    held: Mark | None = None


def scoring_of(assessment: Assessment) -> Scoring:
    return scoring_system(assessment.framework.scoring)


def items_marked(seat: Seat) -> dict[str, int]:
    return dict(seat.marks.order_by("pk").values_list("item", "percent"))


def items_not_marked(seat: Seat) -> list[str]:
    marked = items_marked(seat)
    return [item.id for item in seat.assessment.framework.items if item.id not in marked]


def spread_on(assessment: Assessment, *, item: str, last: bool = False) -> Spread | None:
    """Of the independent marks, or of the last ones of everybody."""
    free = examiners_free(assessment)
    marks = Mark.objects.filter(seat__in=free, item=item).order_by("pk")
    if not last:
        marks = marks.filter(round=INDEPENDENT)
    newest = {mark.seat_id: mark.percent for mark in marks}
    return spread_of(list(newest.values()), scoring=scoring_of(assessment))


def agreed_marks(assessment: Assessment) -> dict[str, Consensus]:
    """The newest of each item, of those that nobody with a tie wrote down. Who declares one when
    the judges read takes nothing back: the team can agree on nothing any more."""
    tied = ConflictDeclaration.objects.exclude(tie=ConflictDeclaration.Tie.NONE)
    tied = tied.exclude(stage__in=[Stage.JUDGES, Stage.REPORTED])
    written = assessment.consensuses.exclude(by__declarations__in=tied)
    return {one.item: one for one in written.select_related("by__account")}


def items_not_agreed(assessment: Assessment) -> list[str]:
    agreed = agreed_marks(assessment)
    return [item.id for item in assessment.framework.items if item.id not in agreed]


def scores_agreed(assessment: Assessment) -> Scores:
    percents = {item: one.percent for item, one in agreed_marks(assessment).items()}
    return scores(assessment.framework, percents)


def first_marks(assessment: Assessment) -> list[tuple[str, str, float]]:
    """(item, examiner, percent) of the independent round: the data that agreement is told of."""
    free = examiners_free(assessment).select_related("account")
    alike = Counter(seat.account.name for seat in free)
    names = {
        seat.pk: seat.account.name + (f" ({seat.pk})" if alike[seat.account.name] > 1 else "")
        for seat in free
    }
    marks = Mark.objects.filter(seat__in=names, round=INDEPENDENT).order_by("pk")
    newest = {(mark.item, mark.seat_id): float(mark.percent) for mark in marks}
    return [(item, names[seat], percent) for (item, seat), percent in newest.items()]
