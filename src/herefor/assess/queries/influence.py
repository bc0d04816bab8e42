"""What talking did to the marks: how far they came together, and around whom."""

from dataclasses import dataclass
from statistics import mean, stdev

from herefor.assess.models import Assessment, Seat
from herefor.assess.queries.consensus import ItemStanding, where_items_stand


@dataclass(frozen=True)
class Influence:
    """Of one examiner, over the items that were marked again. `moved`: how far the own mark went.
    `drew`: how much nearer the others came to the mark this one had given alone; `drew_as_lead`
    is the same for items this one led. None where there is nothing to tell it from."""

    seat: Seat
    n: int
    moved: float | None
    drew: float | None
    drew_as_lead: float | None
    off_agreed: float | None


@dataclass(frozen=True)
class Talk:
    """`before` and `after` are the mean standard deviations of the items marked again."""

    items: int
    before: float
    after: float
    influences: tuple[Influence, ...]


def talk_in(assessment: Assessment) -> Talk | None:
    """None where no item was marked again by two who had marked it alone."""
    standing = where_items_stand(assessment)
    again = {one.item.id: one for one in standing if len(_both(one)) > 1}
    if not again:
        return None
    pairs = [_both(one) for one in again.values()]
    seats = {seat.pk: seat for one in standing for seat in (mark.seat for mark in one.marks)}
    return Talk(
        items=len(again),
        before=mean(stdev(first for first, _last in both.values()) for both in pairs),
        after=mean(stdev(last for _first, last in both.values()) for both in pairs),
        influences=tuple(_influence(seat, standing) for seat in seats.values()),
    )


def _both(standing: ItemStanding) -> dict[int, tuple[int, int]]:
    """Marks given alone and again, by seat."""
    return {
        one.seat.pk: (one.first.percent, one.last.percent)
        for one in standing.marks
        if one.first and one.last
    }


def _influence(seat: Seat, standing: list[ItemStanding]) -> Influence:
    moved, drew, drew_as_lead, off_agreed = [], [], [], []
    for one in standing:
        both = _both(one)
        alone = next((m.first for m in one.marks if m.seat.pk == seat.pk and m.first), None)
        if alone and one.agreed:
            off_agreed.append(abs(one.agreed.percent - alone.percent))
        if seat.pk not in both or len(both) < 2:
            continue
        own, later = both[seat.pk]
        moved.append(abs(later - own))
        nearer = [
            abs(first - own) - abs(last - own)
            for pk, (first, last) in both.items()
            if pk != seat.pk
        ]
        drew.append(mean(nearer))
        if one.lead and one.lead.pk == seat.pk:
            drew_as_lead.append(mean(nearer))
    return Influence(
        seat, len(moved), _mean(moved), _mean(drew), _mean(drew_as_lead), _mean(off_agreed)
    )


def _mean(values: list[float] | list[int]) -> float | None:
    return mean(values) if values else None
