"""Which numbers may be shown: enough answers, and nothing that a subtraction would uncover."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from herefor.insight.models import Finding
from herefor.insight.rules import findings_visible_to
from herefor.listen.hidden import Group, hidden_among
from herefor.listen.models import Survey
from herefor.people.queries import smallest_group
from herefor.people.rules import Visitor


class Why(StrEnum):
    """Why the numbers of a unit in a wave are not shown."""

    FEW = "few"  # fewer answers than the smallest group
    COVER = "cover"  # enough answers, but a smaller unit could be worked out from it


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
    hidden = {wave: why_hidden(groups, smallest=smallest) for wave, groups in by_wave.items()}
    return Shown(smallest, hidden)


def why_hidden(groups: Sequence[Group], *, smallest: int) -> dict[int, Why]:
    """The units of one wave whose numbers stay hidden."""
    few = {group.unit for group in groups if group.n < smallest}
    hidden = hidden_among(groups, least=smallest)
    return {unit: Why.FEW if unit in few else Why.COVER for unit in hidden}
