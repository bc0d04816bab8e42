"""An assessment at a glance: its stages, what waits for a seat, and where each item stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from herefor.assess.frameworks import Category, Item
from herefor.assess.models import Assessment, Evidence, Handing, ItemResponse, Seat, Stage
from herefor.assess.queries.answers import answers_to
from herefor.assess.queries.consensus import where_items_stand
from herefor.assess.queries.evidence import Gaps, evidence_of, gaps_of
from herefor.assess.queries.marks import items_not_marked
from herefor.assess.queries.team import judges_awaited
from herefor.assess.rules import examiners_here, is_blocked, must_declare


@dataclass(frozen=True)
class Step:
    """A stage; `at` says since when, and is empty while it lies ahead."""

    stage: Stage
    at: datetime | None
    is_now: bool


@dataclass(frozen=True)
class Waiting:
    """What waits for a seat: words by `what`, how many, and the page where it is done."""

    what: str
    page: str
    n: int = 0
    item: str = ""


@dataclass(frozen=True)
class ItemRow:
    """An item of the application: the answer that counts, whether others stand beside it, and
    what evidence shows."""

    item: Item
    answer: ItemResponse | None
    is_beside: bool
    gaps: Gaps


def track(assessment: Assessment) -> list[Step]:
    entered = dict(assessment.stages.values_list("stage", "at"))
    now = assessment.stage
    return [Step(stage, entered.get(stage), stage == now) for stage in Stage]


def application_rows(assessment: Assessment) -> list[tuple[Category, list[ItemRow]]]:
    """By category, in a fixed number of reads."""
    items = [item.id for item in assessment.framework.items]
    answers = answers_to(assessment, items=items)
    beside = dict(assessment.responses.exclude(clashes_with=None).values_list("item", "number"))
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence_of(assessment):
        evidence[one.item].append(one)

    def row(item: Item) -> ItemRow:
        answer = answers.get(item.id)
        newest = answer.number if answer else 0
        is_beside = beside.get(item.id, 0) > newest
        return ItemRow(item, answer, is_beside, gaps_of(item, evidence[item.id]))

    return [
        (category, [row(item) for item in category.items])
        for category in assessment.framework.categories
    ]


def waiting_for(seat: Seat) -> Waiting | None:
    """The one next thing, or nothing."""
    assessment = seat.assessment
    stage = assessment.stage
    if is_blocked(seat):
        return None
    if must_declare(seat, stage=stage):
        return Waiting("ties", "ties")
    if seat.role == Seat.Role.WRITER:
        return _for_writer(assessment, stage)
    if seat.role == Seat.Role.EXAMINER:
        return _for_examiner(seat, stage)
    if seat.role == Seat.Role.LEAD:
        return _for_lead(assessment, stage)
    is_asked = seat.role == Seat.Role.JUDGE and stage == Stage.JUDGES
    if is_asked and not hasattr(seat, "verdict"):
        return Waiting("recommend", "judges")
    return None


def _for_writer(assessment: Assessment, stage: Stage) -> Waiting | None:
    if stage == Stage.REPORTED:
        return Waiting("read report", "report")
    if stage != Stage.WRITING:
        return None
    rows = [row for _category, found in application_rows(assessment) for row in found]
    if beside := [row.item.id for row in rows if row.is_beside]:
        return Waiting("beside", "answer", len(beside), beside[0])
    if missing := [row.item.id for row in rows if row.answer is None]:
        return Waiting("answers", "answer", len(missing), missing[0])
    if bare := [row.item.id for row in rows if not row.gaps.count]:
        return Waiting("evidence", "answer", len(bare), bare[0])
    return Waiting("submit", "assessment")


def _for_examiner(seat: Seat, stage: Stage) -> Waiting | None:
    if stage == Stage.INDEPENDENT:
        if Handing.objects.filter(seat=seat).exists():
            return None
        if missing := items_not_marked(seat):
            return Waiting("marks", "mark", len(missing), missing[0])
        return Waiting("hand in", "scorebook")
    if stage not in (Stage.CONSENSUS, Stage.SITE_VISIT):
        return None
    items = where_items_stand(seat.assessment)
    again = [one for one in items if any(late.pk == seat.pk for late in one.waits_for)]
    if again:
        return Waiting("mark again", "mark", len(again), again[0].item.id)
    led = [one for one in items if one.lead and one.lead.pk == seat.pk and not one.is_done]
    return Waiting("lead items", "consensus", len(led), led[0].item.id) if led else None


def _for_lead(assessment: Assessment, stage: Stage) -> Waiting | None:
    roles = set(assessment.seats.values_list("role", flat=True))
    if stage == Stage.WRITING:
        missing = [role for role in (Seat.Role.WRITER, Seat.Role.EXAMINER) if role not in roles]
        return Waiting(f"no {missing[0]}", "assessment") if missing else None
    if stage == Stage.INDEPENDENT:
        here = examiners_here(assessment)
        late = here.filter(handing=None).count()
        return Waiting("move on", "team") if here.exists() and not late else None
    if stage in (Stage.CONSENSUS, Stage.SITE_VISIT):
        undone = [one for one in where_items_stand(assessment) if not one.is_done]
        if undone:
            return Waiting("agree", "consensus-overview", len(undone))
        return Waiting("move on", "team")
    if stage == Stage.JUDGES:
        return None if judges_awaited(assessment) else Waiting("report", "report-new")
    return Waiting("read report", "report")
