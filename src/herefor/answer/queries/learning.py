"""What was found on a case; and what we learn from all of them, counted by cause and unit."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from herefor.answer.learned import Part, changed, hidden, part_of
from herefor.answer.models import Assessment, Case, CaseMerge, Cause, Lesson, Need, Remedy, Spam
from herefor.answer.queries.cases import told_within
from herefor.answer.rules import cases_visible_to
from herefor.people.models import Customer, Unit
from herefor.people.queries import smallest_group
from herefor.people.rules import Visitor


@dataclass(frozen=True)
class Found:
    """What is known of a case beyond what was said on it."""

    assessment: Assessment | None
    remedies: list[Remedy]
    lessons: list[Lesson]
    needs: list[Need]


@dataclass(frozen=True)
class CauseSeen:
    """How often a cause was found, and whether that changed since the period before."""

    name: str
    part: Part
    before: Part | None
    change: int | None


@dataclass(frozen=True)
class UnitSeen:
    """One unit with what is below it; `ours` and `most` are None when too few were assessed."""

    name: str
    n: int | None
    ours: Part | None
    most: CauseSeen | None


@dataclass(frozen=True)
class Learned:
    """Of cases opened in a period: how many were assessed, and what was found.

    Fewer assessed ones than the smallest group are not shown, and neither is a comparison with a
    period that had fewer.
    """

    opened: int
    assessed: int
    causes: list[CauseSeen]
    ours: CauseSeen | None
    units: list[UnitSeen]
    remedies: list[tuple[str, int]]
    assessed_before: int
    smallest_group: int

    @property
    def is_shown(self) -> bool:
        return self.assessed >= self.smallest_group

    @property
    def is_compared(self) -> bool:
        return self.is_shown and self.assessed_before >= self.smallest_group


def found_on(case: Case) -> Found:
    told = told_within(case)
    assessments = Assessment.objects.filter(case__in=told, replaced_at=None)
    return Found(
        assessment=assessments.select_related("cause", "by").last(),
        remedies=list(
            Remedy.objects.filter(case__in=told, taken_back_at=None).select_related("by")
        ),
        lessons=list(Lesson.objects.filter(case__in=told).select_related("owner", "unit")),
        needs=needs_of(case.customer),
    )


def needs_of(customer: Customer | None) -> list[Need]:
    """What to be careful with, over all records that are the same person."""
    if customer is None:
        return []
    standing = Need.objects.filter(customer__in=customer.front.selves, ended_at=None)
    return list(standing.select_related("by"))


def causes_at(unit: Unit) -> QuerySet[Cause]:
    """The causes to choose from at a unit: its own and those of the units above."""
    return Cause.objects.filter(unit__in=unit.trail_ids, dropped_at=None)


def lessons_seen(user: Visitor, *, is_done: bool) -> QuerySet[Lesson]:
    """Lessons from cases that the user sees, the open ones by when they are due."""
    lessons = Lesson.objects.filter(case__in=cases_visible_to(user))
    lessons = lessons.select_related("case", "unit", "owner", "by", "done_by")
    if is_done:
        return lessons.filter(done_at__isnull=False).order_by("-done_at")
    return lessons.filter(done_at=None).order_by("due_on", "pk")


def learned(user: Visitor, *, units: list[Unit], since: datetime, until: datetime) -> Learned:
    """Over these units and all below them, compared with the period of equal length before."""
    within = Q(pk__in=[])
    for unit in units:
        within |= Q(unit__trail__startswith=unit.trail)
    cases = cases_visible_to(user).filter(within)
    now = _opened(cases, since, until)
    found, before = _findings(now), _findings(_opened(cases, since - (until - since), since))
    enough = smallest_group()
    compared = before if len(before) >= enough else []
    shown = found if len(found) >= enough else []
    return Learned(
        opened=now.count(),
        assessed=len(found),
        causes=_causes(shown, compared),
        ours=_ours(shown, compared),
        units=_by_unit(units, found, enough),
        remedies=_remedies(now) if shown else [],
        assessed_before=len(before),
        smallest_group=enough,
    )


@dataclass(frozen=True)
class _Finding:
    cause: str
    is_ours: bool
    trail: str


def _opened(cases: QuerySet[Case], since: datetime, until: datetime) -> QuerySet[Case]:
    """What is merged into another case is told, and found, within it."""
    opened = cases.filter(opened_at__gte=since, opened_at__lt=until)
    merged = CaseMerge.objects.filter(undone_at=None).values("merged")
    spam = Spam.objects.filter(undone_at=None).values("case")
    return opened.exclude(pk__in=merged).exclude(pk__in=spam)


def _findings(cases: QuerySet[Case]) -> list[_Finding]:
    standing = Assessment.objects.filter(case__in=cases, replaced_at=None)
    rows = standing.values_list("cause__name", "whose", "case__unit__trail")
    ours, without = Assessment.Whose.OURS, _("No cause of the list")
    return [_Finding(name or without, whose == ours, trail) for name, whose, trail in rows]


def _causes(found: list[_Finding], before: list[_Finding]) -> list[CauseSeen]:
    """The most frequent first; what was only there before is shown with none now."""
    if not found:
        return []
    counts, counts_before = (Counter(one.cause for one in them) for them in (found, before))
    names = sorted(counts | counts_before, key=lambda name: (-counts[name], name))
    return [
        _seen(
            name,
            (counts[name], len(found)),
            (counts_before[name], len(before)),
            looked_at=len(names),
        )
        for name in names
    ]


def _ours(found: list[_Finding], before: list[_Finding]) -> CauseSeen | None:
    if not found:
        return None
    count, count_before = (sum(one.is_ours for one in them) for them in (found, before))
    return _seen(_("Ours"), (count, len(found)), (count_before, len(before)), looked_at=1)


def _seen(name: str, now: tuple[int, int], before: tuple[int, int], *, looked_at: int) -> CauseSeen:
    if not before[1]:
        return CauseSeen(name, part_of(*now), None, None)
    change = changed(now, before, looked_at=looked_at)
    return CauseSeen(name, part_of(*now), part_of(*before), change)


def _by_unit(units: list[Unit], found: list[_Finding], enough: int) -> list[UnitSeen]:
    """Where one unit was chosen its parts, and what belongs to it alone; else the units."""
    groups = {unit.name: _below(found, unit.trail) for unit in units}
    if len(units) == 1:
        [whole] = units
        groups = {part.name: _below(found, part.trail) for part in whole.children.all()}
        alone = [one for one in found if one.trail == whole.trail]
        groups |= {_("%(unit)s itself") % {"unit": whole}: alone} if groups and alone else {}
    unseen = hidden([len(group) for group in groups.values()], enough=enough)
    return [
        UnitSeen(name, None, None, None)
        if place in unseen or not group
        else UnitSeen(name, len(group), _ours_part(group), _causes(group, [])[0])
        for place, (name, group) in enumerate(groups.items())
    ]


def _below(found: list[_Finding], trail: str) -> list[_Finding]:
    return [one for one in found if one.trail.startswith(trail)]


def _ours_part(group: list[_Finding]) -> Part:
    return part_of(sum(one.is_ours for one in group), len(group))


def _remedies(cases: QuerySet[Case]) -> list[tuple[str, int]]:
    given = Remedy.objects.filter(case__in=cases, taken_back_at=None)
    counts = Counter(kind for kind, _case in set(given.values_list("kind", "case")))
    return [(str(Remedy.Kind(kind).label), n) for kind, n in counts.most_common()]
