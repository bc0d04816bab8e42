"""How far an examiner is: marks and comments item by item."""

from dataclasses import dataclass

from herefor.assess.frameworks import Item
from herefor.assess.models import Mark, Seat
from herefor.assess.noticing import OPPORTUNITY, STRENGTH, notices_of_mark
from herefor.assess.queries.comments import Standing, said_in, standing
from herefor.assess.queries.marks import scoring_of
from herefor.assess.scoring import Scoring


@dataclass(frozen=True)
class Row:
    """An item of the scorebook: the own mark, own comments, and what is noticed about the mark."""

    item: Item
    mark: Mark | None
    comments: tuple[Standing, ...]
    notices: tuple[str, ...]

    @property
    def strengths(self) -> int:
        return sum(one.version.kind == STRENGTH for one in self.comments)

    @property
    def opportunities(self) -> int:
        return sum(one.version.kind == OPPORTUNITY for one in self.comments)


@dataclass(frozen=True)
class Progress:
    rows: tuple[Row, ...]

    @property
    def marked(self) -> int:
        return sum(row.mark is not None for row in self.rows)

    @property
    def strengths(self) -> int:
        return sum(row.strengths for row in self.rows)

    @property
    def opportunities(self) -> int:
        return sum(row.opportunities for row in self.rows)

    def row(self, number: str) -> Row:
        return next(row for row in self.rows if row.item.id == number)

    def after(self, number: str) -> Item | None:
        """The next item without a mark, beginning again at the first; None where all are marked."""
        places = [row.item.id for row in self.rows]
        place = places.index(number)
        turned = [*self.rows[place + 1 :], *self.rows[:place]]
        return next((row.item for row in turned if row.mark is None), None)


def progress_of(seat: Seat) -> Progress:
    marks = {mark.item: mark for mark in seat.marks.order_by("pk")}
    comments: dict[str, list[Standing]] = {}
    for one in standing(seat.comments.filter(dropped_at=None)):
        comments.setdefault(one.item, []).append(one)
    scoring = scoring_of(seat.assessment)
    return Progress(
        tuple(
            Row(
                item,
                marks.get(item.id),
                tuple(comments.get(item.id, [])),
                noticed_about(marks.get(item.id), comments.get(item.id, []), scoring=scoring),
            )
            for item in seat.assessment.framework.items
        )
    )


def noticed_about(
    mark: Mark | None, comments: list[Standing], *, scoring: Scoring
) -> tuple[str, ...]:
    if mark is None:
        return ()
    said = [said_in(one.version) for one in comments]
    return tuple(
        notices_of_mark(mark.percent, factors=mark.factors, comments=said, scoring=scoring)
    )
