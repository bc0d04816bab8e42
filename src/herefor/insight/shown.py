"""Which numbers may be shown: enough answers, and nothing that a subtraction would uncover."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from herefor.insight.models import Finding
from herefor.insight.rules import findings_visible_to
from herefor.listen.models import Survey
from herefor.people.queries import smallest_group
from herefor.people.rules import Visitor


class Why(StrEnum):
    """Why the numbers of a unit in a wave are not shown."""

    FEW = "few"  # fewer answers than the smallest group
    COVER = "cover"  # enough answers, but a smaller unit could be worked out from it


@dataclass(frozen=True)
class Group:
    """A unit in a wave: how many answered there and below."""

    unit: int
    trail: str
    n: int

    @property
    def parent(self) -> int | None:
        above = self.trail.strip("/").split("/")[:-1]
        return int(above[-1]) if above else None


@dataclass(frozen=True)
class Shown:
    """What one user may be shown of a survey, by wave and unit."""

    smallest: int
    hidden: dict[int, dict[int, Why]] = field(default_factory=dict)

    def why_not(self, finding: Finding) -> Why | None:
        """None when the numbers may be shown; an older finding obeys the newest one's rule too."""
        if finding.n < self.smallest:
            return Why.FEW
        return self.hidden.get(finding.wave_id, {}).get(finding.unit_id)


def newest(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Of each wave and unit only the finding that was made last."""
    later = Finding.objects.filter(wave=OuterRef("wave"), unit=OuterRef("unit")).filter(
        Q(found_at__gt=OuterRef("found_at"))
        | Q(found_at=OuterRef("found_at"), pk__gt=OuterRef("pk"))
    )
    return findings.filter(~Exists(later)).select_related("wave__edition__survey", "unit")


def shown_to(user: Visitor, survey: Survey) -> Shown:
    """Look at all units the user may see: what is hidden depends on what could be subtracted."""
    found = newest(findings_visible_to(user).filter(wave__edition__survey=survey))
    by_wave: dict[int, list[Group]] = defaultdict(list)
    for wave, unit, trail, n in found.values_list("wave", "unit", "unit__trail", "n"):
        by_wave[wave].append(Group(unit, trail, n))
    smallest = smallest_group()
    hidden = {wave: hidden_among(groups, smallest=smallest) for wave, groups in by_wave.items()}
    return Shown(smallest, hidden)


def hidden_among(groups: Sequence[Group], *, smallest: int) -> dict[int, Why]:
    """The units of one wave whose numbers stay hidden.

    A parent minus the children that are shown must never leave a group smaller than `smallest`:
    until it does not, the next smallest child is hidden as well, and with a unit what is below it.
    """
    by_parent: dict[int | None, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=lambda group: (group.n, group.trail)):
        by_parent[group.parent].append(group)
    hidden = {group.unit: Why.FEW for group in groups if group.n < smallest}
    for parent in sorted(groups, key=lambda group: group.trail):
        _cover(parent, by_parent[parent.unit], hidden, smallest=smallest)
    return hidden


def _cover(parent: Group, children: list[Group], hidden: dict[int, Why], *, smallest: int) -> None:
    """Hide children, the smallest first, until what is left over is large enough or nothing."""
    if parent.unit in hidden:
        hidden |= {child.unit: Why.COVER for child in children if child.unit not in hidden}
        return
    left_over = parent.n - sum(child.n for child in children if child.unit not in hidden)
    for child in children:
        if not 0 < left_over < smallest:
            return
        if child.unit not in hidden:
            hidden[child.unit] = Why.COVER
            left_over += child.n
