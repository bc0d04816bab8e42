"""The evidence behind the five questions, and what became of what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, QuerySet
from django.utils.timezone import localdate, make_aware

from herefor.answer.models import Case
from herefor.answer.queries import Standing, customers_answered, standing, waiting_for
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs import answer_time
from herefor.duty.models import Rota
from herefor.duty.queries import Watch, hours_covered_share, who_is_on
from herefor.insight.models import Finding
from herefor.insight.queries import (
    SATISFACTION,
    Comparison,
    Reading,
    Share,
    compared,
    newest_after,
    readings_by_unit,
    share,
)
from herefor.insight.shown import newest, shown_to
from herefor.lead.models import Commitment
from herefor.lead.rules import commitments_visible_to, units_to_lead
from herefor.listen.models import Wave
from herefor.listen.queries import quarter_of, satisfaction_score
from herefor.listen.rules import responses_visible_to
from herefor.people.models import Account, Unit
from herefor.people.queries import holders, the_organisation
from herefor.people.rules import LEADER, Visitor
from herefor.story.clock import now

SOON = timedelta(days=7)
ANSWERED_WITHIN = timedelta(days=30)
LOOKED_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """The stretch of time a page is about; `until` no longer belongs to it."""

    name: str
    since: datetime
    until: datetime


def period_of(wave: Wave | None) -> Period:
    """A wave's time; the current quarter while nothing was measured."""
    if wave:
        return Period(wave.name, wave.opens_at, wave.closes_at)
    name, first, last = quarter_of(localdate(now()))
    return Period(name, _start(first), _start(last + timedelta(days=1)))


@dataclass(frozen=True)
class Waiting:
    """What waits for one leader today."""

    customers: int
    since: datetime | None
    late: list[Commitment]
    due: list[Commitment]

    @property
    def is_something(self) -> bool:
        return bool(self.customers or self.late or self.due)


def what_waits_for(user: Account) -> Waiting:
    """Cases on which the user owes an answer; promises of theirs that are late or nearly due."""
    today = localdate(now())
    first = waiting_for(user).order_by("due_at").first()
    owed = first and first.due_at
    mine = commitments_visible_to(user).filter(owner=user, keeping=None)
    return Waiting(
        customers=waiting_for(user).count(),
        since=owed - answer_time() if owed else None,
        late=list(mine.filter(due_on__lt=today)),
        due=list(mine.filter(due_on__gte=today, due_on__lte=today + SOON)),
    )


def last_answer_at(user: Visitor) -> datetime | None:
    """When the last customer answered, anywhere the user may see answers."""
    last: datetime | None = responses_visible_to(user).aggregate(last=Max("submitted_at"))["last"]
    return last


@dataclass(frozen=True)
class Promises:
    """What leaders promised at a unit and below, so far."""

    kept: int
    late: int
    open: int
    latest: Commitment | None

    @property
    def made(self) -> int:
        return self.kept + self.late + self.open


def promises_at(user: Visitor, *, unit: Unit) -> Promises:
    """`latest` is the one that is late the longest."""
    made = commitments_at(user, unit=unit)
    waiting = made.filter(keeping=None)
    late = waiting.filter(due_on__lt=localdate(now()))
    return Promises(
        kept=made.exclude(keeping=None).count(),
        late=late.count(),
        open=waiting.count() - late.count(),
        latest=late.first(),
    )


def promised_because(records: Iterable[Model]) -> dict[int, list[Commitment]]:
    """What was promised for each of these records of one kind, by their numbers."""
    found: dict[int, list[Commitment]] = {}
    known = list(records)
    if not known:
        return found
    made = Commitment.objects.filter(
        because_type=ContentType.objects.get_for_model(known[0]),
        because_id__in=[one.pk for one in known],
    )
    for one in made.select_related("owner", "keeping", "telling", "unit"):
        found.setdefault(one.because_id or 0, []).append(one)
    return found


def commitments_at(user: Visitor, *, unit: Unit | None = None) -> QuerySet[Commitment]:
    """Commitments with all a list shows; of a unit and below, or everywhere the user leads."""
    made = commitments_visible_to(user).select_related(
        "unit", "owner", "made_by", "keeping", "telling", "finding__wave__edition__survey"
    )
    return made.filter(unit__trail__startswith=unit.trail) if unit else made


@dataclass(frozen=True)
class Leading:
    """Who leads a unit and is there now, whom they answered, and whether answers come in time.

    `covered` is the share of the coming week for which the rota plans somebody; None without one.
    """

    leaders: list[tuple[Account, int]]
    in_time: Share | None
    overdue: int
    on_duty: Watch
    leader_on_duty: Watch
    covered: float | None


def leading_at(user: Visitor, *, unit: Unit, period: Period) -> Leading:
    leaders = list(holders(unit, LEADER))
    answered = customers_answered(leaders, unit=unit, since=now() - ANSWERED_WITHIN)
    dealt = standing(user, unit=unit, since=period.since, until=period.until)
    overdue = cases_visible_to(user).filter(unit__trail__startswith=unit.trail, due_at__lt=now())
    return Leading(
        leaders=[(leader, answered.get(leader.pk, 0)) for leader in leaders],
        in_time=share(dealt.answered_in_time, n=dealt.first_answers_due),
        overdue=overdue.count(),
        on_duty=who_is_on(unit),
        leader_on_duty=who_is_on(unit, kind=Rota.Kind.LEADER),
        covered=hours_covered_share(unit, now(), now() + LOOKED_AHEAD),
    )


def complaints_at(user: Visitor, *, unit: Unit, period: Period) -> Standing:
    return standing(
        user, unit=unit, since=period.since, until=period.until, kind=Case.Kind.COMPLAINT
    )


def clear_changes(user: Visitor, *, unit: Unit, wave: Wave) -> list[Reading]:
    """Parts of a unit whose satisfaction clearly changed, the largest change first."""
    parts = units_to_lead(user).filter(parent=unit)
    changed = [one for one in readings_by_unit(user, units=parts, wave=wave) if one.is_clear]
    return sorted(changed, key=lambda one: -abs(one.change.value) if one.change else 0)


def cases_behind(user: Visitor, finding: Finding) -> QuerySet[Case]:
    """What customers raised at the unit and below while the wave was open, the newest first."""
    wave = finding.wave
    raised = cases_visible_to(user).filter(
        unit__trail__startswith=finding.unit.trail,
        opened_at__gte=wave.opens_at,
        opened_at__lt=wave.closes_at,
    )
    raised = raised.exclude(kind=Case.Kind.PRAISE).select_related("customer", "unit", "response")
    return raised.order_by("-opened_at", "-pk")


def is_taken_back(commitment: Commitment) -> bool:
    """Whether the answers are gone that the commitment rests on: an import was undone."""
    found = commitment.finding
    if found is None:
        return False
    return newest(Finding.objects.filter(wave=found.wave_id, unit=found.unit_id, n=0)).exists()


def raised_by_the_unhappy(cases: Iterable[Case]) -> list[Case]:
    """Complaints of customers whose satisfaction is as low as opens a case."""
    organisation = the_organisation()
    low = organisation.low_score if organisation else 0
    scored = [
        (case, satisfaction_score(case.response))
        for case in cases
        if case.kind == Case.Kind.COMPLAINT and case.response
    ]
    return [case for case, score in scored if score is not None and score <= low]


@dataclass(frozen=True)
class Outcome:
    """The finding a commitment rests on, and the newest of a later wave: what was, what is."""

    before: Finding
    after: Finding
    rows: list[Comparison]


def outcome_of(user: Visitor, commitment: Commitment) -> Outcome | None:
    """None while no wave may be shown that opened after the promise was made, or kept.

    It says what followed, not why.
    """
    before = commitment.finding
    if before is None:
        return None
    kept = getattr(commitment, "keeping", None)
    since = localdate(kept.kept_at if kept else commitment.made_at)
    after = newest_after(user, before, since=since)
    shown = shown_to(user, before.wave.survey)
    if after is None or shown.why_not(before) or shown.why_not(after):
        return None
    rows = [compared(before, after, construct=name) for name in (SATISFACTION, commitment.driver)]
    return Outcome(before, after, [row for row in rows if row])


def _start(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
