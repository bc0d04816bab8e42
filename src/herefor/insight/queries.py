"""Reading what was found: the newest finding of a unit, its trend, and what clearly changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from herefor.insight.models import Finding, Remeasurement
from herefor.insight.rules import findings_visible_to
from herefor.listen.models import Survey, Wave
from herefor.measure import Difference, Index, difference
from herefor.people.models import Unit
from herefor.people.queries import the_organisation
from herefor.people.rules import Visitor
from herefor.story.clock import now

BEHIND_MINUTES = 15


def newest(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Of each wave and unit only the finding that was made last."""
    later = Finding.objects.filter(
        wave=OuterRef("wave"), unit=OuterRef("unit"), found_at__gt=OuterRef("found_at")
    )
    return findings.filter(~Exists(later)).select_related("wave__edition__survey", "unit")


def surveys_measured(user: Visitor) -> QuerySet[Survey]:
    seen = findings_visible_to(user).values("wave__edition__survey")
    return Survey.objects.filter(pk__in=seen)


def waves_measured(user: Visitor, survey: Survey) -> QuerySet[Wave]:
    """The waves of a survey that have findings the user may see, the oldest first."""
    seen = findings_visible_to(user).values("wave")
    return Wave.objects.filter(pk__in=seen, edition__survey=survey).order_by("opens_on", "pk")


@dataclass(frozen=True)
class Reading:
    """An index as a page shows it: with n, interval, period, and the change since the last."""

    finding: Finding
    construct: str
    index: Index
    change: Difference | None
    since: str

    @property
    def period(self) -> str:
        return self.finding.wave.name

    @property
    def unit(self) -> Unit:
        return self.finding.unit


def is_shown(finding: Finding) -> bool:
    """Whether the numbers may be shown: enough answers, and an estimate was possible."""
    organisation = the_organisation()
    smallest = organisation.smallest_group if organisation else 5
    return finding.n >= smallest and "constructs" in finding.result


def readings(
    user: Visitor, *, unit: Unit, survey: Survey, construct: str = "Satisfaction"
) -> list[Reading]:
    """The index of one unit over its waves, the oldest first; waves not shown are left out."""
    found = newest(findings_visible_to(user).filter(unit=unit, wave__edition__survey=survey))
    return list(_in_order(found.order_by("wave__opens_on", "wave__pk"), construct))


def readings_by_unit(
    user: Visitor, *, units: QuerySet[Unit], wave: Wave, construct: str = "Satisfaction"
) -> list[Reading]:
    """The index of several units in one wave, each with its own change since its last wave."""
    found = []
    for unit in units:
        trend = readings(user, unit=unit, survey=wave.edition.survey, construct=construct)
        found += [reading for reading in trend if reading.finding.wave_id == wave.pk]
    return found


def units_hidden(user: Visitor, *, units: QuerySet[Unit], wave: Wave) -> int:
    """How many units answered too little to be shown in this wave."""
    found = newest(findings_visible_to(user).filter(unit__in=units, wave=wave))
    return sum(not is_shown(finding) for finding in found)


def index_of(finding: Finding, construct: str) -> Index | None:
    """The stored index with its interval; None where the construct was not measured."""
    told = finding.result["constructs"].get(construct)
    sureness = finding.result["standard_errors"].get(construct)
    if not told or not sureness or told["index"] is None:
        return None
    return Index(
        told["index"],
        told["low"],
        told["high"],
        sureness["se"],
        finding.n,
        sureness["level"],
    )


def what_is_behind() -> list[str]:
    """Waves whose measuring is late or failed, as sentences for the one who runs the program."""
    late = now() - timedelta(minutes=BEHIND_MINUTES)
    rows = Remeasurement.objects.filter(due_at__lt=late) | Remeasurement.objects.exclude(
        last_error=""
    )
    return [
        _("The wave {wave} waits to be measured since {due}: {why}").format(
            wave=row.wave, due=f"{row.due_at:%Y-%m-%d %H:%M}", why=row.last_error or _("no worker")
        )
        for row in rows.select_related("wave")
    ]


def _in_order(found: QuerySet[Finding], construct: str) -> Iterator[Reading]:
    before: Reading | None = None
    for finding in found:
        index = index_of(finding, construct) if is_shown(finding) else None
        if index is None:
            continue
        change = difference(index, before.index) if before else None
        before = Reading(finding, construct, index, change, before.period if before else "")
        yield before
