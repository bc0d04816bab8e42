"""Where the team stands item by item: how far apart, agreed or not, and for whom it waits."""

from dataclasses import dataclass

from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, Consensus, Mark, Seat, SiteIssue, Stage
from herefor.assess.queries.marks import INDEPENDENT, SeenMark, agreed_marks, scoring_of
from herefor.assess.rules import examiners_free, is_here
from herefor.assess.scoring import Scoring
from herefor.assess.spread import Spread, spread_of


@dataclass(frozen=True)
class ItemStanding:
    """`waits_for` are the examiners who must mark again before the team agrees: all who marked
    alone, where the spread asks for it. `is_found` says that the visit found something of the item
    after it was agreed, `is_marked_since` that somebody marked it since, so that the team agrees
    once more."""

    item: Item
    marks: tuple[SeenMark, ...]
    first: Spread | None
    last: Spread | None
    lead: Seat | None
    agreed: Consensus | None
    waits_for: tuple[Seat, ...]
    issues: tuple[SiteIssue, ...]

    def may_be_agreed_by(self, seat: Seat) -> bool:
        is_lead_of_it = self.lead is not None and self.lead.pk == seat.pk
        return seat.role == Seat.Role.LEAD or is_lead_of_it

    @property
    def is_apart(self) -> bool:
        return bool(self.first and self.first.asks)

    @property
    def open_issues(self) -> int:
        return sum(issue.found_at is None for issue in self.issues)

    @property
    def is_found(self) -> bool:
        if self.agreed is None:
            return False
        return any(issue.found_at and issue.found_at > self.agreed.at for issue in self.issues)

    @property
    def is_marked_since(self) -> bool:
        if self.agreed is None:
            return False
        return any(one.last and one.last.at > self.agreed.at for one in self.marks)

    @property
    def must_be_agreed_again(self) -> bool:
        return self.is_found or self.is_marked_since

    @property
    def is_done(self) -> bool:
        is_agreed = self.agreed is not None and not self.must_be_agreed_again
        return is_agreed and not self.open_issues

    def seen_by(self, seat: Seat, *, stage: str) -> tuple[SeenMark, ...]:
        """Marks given again in this stage stay hidden from an examiner who has not done so."""
        if seat.role == Seat.Role.LEAD:
            return self.marks
        now = Mark.Round.BLIND if stage == Stage.CONSENSUS else Mark.Round.SITE_VISIT
        if any(one.seat.pk == seat.pk and one.last and one.last.round == now for one in self.marks):
            return self.marks
        return tuple(
            one
            if one.last is None or one.last.round != now
            else SeenMark(one.seat, one.first, one.held)
            for one in self.marks
        )


def where_items_stand(assessment: Assessment, *, item: str = "") -> list[ItemStanding]:
    """Of every item of the edition, or of one, in a fixed number of reads."""
    seats = list(examiners_free(assessment).select_related("account", "release"))
    marks = Mark.objects.filter(seat__in=seats).order_by("pk")
    only = {"item": item} if item else {}
    first: dict[str, dict[int, Mark]] = {}
    again: dict[str, dict[int, Mark]] = {}
    held: dict[str, dict[int, Mark]] = {}
    for mark in marks.filter(**only):
        where = first if mark.round == INDEPENDENT else again
        before = again.get(mark.item, {}).get(mark.seat_id)
        if before and before.round != mark.round:
            held.setdefault(mark.item, {})[mark.seat_id] = before
        where.setdefault(mark.item, {})[mark.seat_id] = mark

    def rounds_of(number: str) -> list[dict[int, Mark]]:
        return [kept.get(number, {}) for kept in (first, again, held)]

    leads = _leads(assessment, seats)
    agreed, scoring = agreed_marks(assessment), scoring_of(assessment)
    issues: dict[str, list[SiteIssue]] = {}
    for issue in assessment.site_issues.select_related("by__account", "found_by__account"):
        issues.setdefault(issue.item, []).append(issue)
    framework = assessment.framework
    return [
        _standing(
            one,
            seats=[
                SeenMark(
                    seat, *(kept.get(one.id, {}).get(seat.pk) for kept in (first, again, held))
                )
                for seat in seats
            ],
            scoring=scoring,
            lead=leads.get(one.id),
            agreed=agreed.get(one.id),
            issues=tuple(issues.get(one.id, [])),
        )
        for one in ([framework.item(item)] if item else framework.items)
    ]


def where_item_stands(assessment: Assessment, *, item: str) -> ItemStanding:
    return where_items_stand(assessment, item=item)[0]


def items_not_settled(assessment: Assessment) -> list[str]:
    """With an issue that the visit leaves open, or a finding on which nobody agreed since."""
    standing = where_items_stand(assessment)
    return [one.item.id for one in standing if one.open_issues or one.is_found]


def items_marked_since(assessment: Assessment) -> list[str]:
    """Marked by somebody after the team had agreed on them."""
    return [one.item.id for one in where_items_stand(assessment) if one.is_marked_since]


def _standing(
    item: Item, *, seats: list[SeenMark], scoring: Scoring, **known: object
) -> ItemStanding:
    first = spread_of([one.first.percent for one in seats if one.first], scoring=scoring)
    newest = [one.last or one.first for one in seats]
    last = spread_of([mark.percent for mark in newest if mark], scoring=scoring)
    late = [one.seat for one in seats if one.first and not one.last and is_here(one.seat)]
    return ItemStanding(
        item=item,
        marks=tuple(seats),
        first=first,
        last=last,
        waits_for=tuple(late) if first and first.asks else (),
        **known,  # type: ignore[arg-type]
    )


def _leads(assessment: Assessment, free: list[Seat]) -> dict[str, Seat]:
    """The newest that was named for each item, if still free."""
    named = dict(assessment.item_leads.order_by("pk").values_list("item", "seat"))
    seats = {seat.pk: seat for seat in free if is_here(seat)}
    return {item: seats[pk] for item, pk in named.items() if pk in seats}
