"""Reading what was found: an index over its waves, what clearly changed, and what moves it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isfinite

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from herefor.insight.models import TOO_FEW, Finding, Remeasurement
from herefor.insight.rules import findings_visible_to
from herefor.insight.shown import Shown, newest, shown_to
from herefor.insight.told import told
from herefor.listen.models import GRACE, Survey, Wave
from herefor.listen.rules import waves_visible_to
from herefor.measure import Difference, Index, difference, judged_together, wilson
from herefor.measure import Share as Share  # rooms above show shares and do not ask measure
from herefor.people.models import Unit
from herefor.people.rules import Visitor
from herefor.story.clock import now

BEHIND_MINUTES = 15
SOMEBODY = Q(n__gt=0) | Q(result__reason=TOO_FEW)
"""Findings of units where somebody answered, perhaps too few to be counted."""
SATISFACTION, LOYALTY = "Satisfaction", "Loyalty"


def surveys_measured(user: Visitor) -> QuerySet[Survey]:
    return Survey.objects.filter(editions__waves__in=waves_measured(user)).distinct()


def waves_measured(user: Visitor) -> QuerySet[Wave]:
    """The waves that have findings the user may see, the newest first.

    A wave whose answers were all taken back is none of them.
    """
    seen = newest(findings_visible_to(user)).filter(SOMEBODY).values("wave")
    waves = Wave.objects.filter(pk__in=seen).select_related("edition__survey")
    return waves.order_by("-opens_on", "-pk")


def wave_to_start_with(user: Visitor, *, unit: Unit, survey: Survey | None = None) -> Wave | None:
    """The newest period of the survey with most answers among those that tell of the unit.

    A survey asked at the unit or above goes before one that is asked below it only.
    """
    waves = waves_measured(user)
    if survey:
        return waves.filter(edition__survey=survey).first()
    found = newest(findings_visible_to(user).filter(unit=unit, n__gt=0))
    about = waves.filter(pk__in=found.values("wave"))
    latest = about.first()
    if latest is None:
        return waves.first()
    same_time = found.filter(
        wave__opens_on__lte=latest.closes_on, wave__closes_on__gte=latest.opens_on
    )
    asked_here = same_time.filter(wave__edition__survey__unit__in=unit.trail_ids)
    best = (asked_here or same_time).order_by("-n", "-wave__opens_on", "-wave__pk").first()
    return waves.get(pk=best.wave_id) if best else latest


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

    @property
    def is_clear(self) -> bool:
        return self.change is not None and self.change.clear


def finding_of(user: Visitor, *, unit: Unit, wave: Wave) -> Finding | None:
    """The newest finding of a unit in a wave, whether its numbers may be shown or not."""
    return newest(findings_visible_to(user).filter(unit=unit, wave=wave)).first()


def readings(
    user: Visitor, *, unit: Unit, until: Wave, construct: str = SATISFACTION
) -> list[Reading]:
    """The index of one unit over its waves, the oldest first; waves not shown are left out."""
    return _readings(user, [unit], until=until, construct=construct).get(unit.pk, [])


def readings_by_unit(
    user: Visitor, *, units: Iterable[Unit], wave: Wave, construct: str = SATISFACTION
) -> list[Reading]:
    """The index of several units in one wave, each with its own change since its last wave.

    Of the changes that are clear, one in twenty at most may be chance: intervals are as much wider
    as there are units.
    """
    units = list(units)
    trends = _readings(user, units, until=wave, construct=construct)
    newest_ones = [trends[unit.pk][-1] for unit in units if unit.pk in trends]
    return _judged([reading for reading in newest_ones if reading.finding.wave_id == wave.pk])


def followed_by(user: Visitor, finding: Finding) -> Finding | None:
    """The newest finding of the same wave and unit when it is another one."""
    return newest(
        findings_visible_to(user)
        .filter(wave=finding.wave_id, unit=finding.unit_id)
        .exclude(pk=finding.pk)
    ).first()


def is_rested_on(finding: Finding) -> bool:
    """Whether something in a room above rests on it, such as a commitment."""
    above = (link.get_accessor_name() for link in Finding._meta.related_objects)
    return any(getattr(finding, name).exists() for name in above if name)


def findings_by_unit(user: Visitor, *, units: Iterable[Unit], wave: Wave) -> list[Finding]:
    """The newest findings of several units in one wave, shown or not, where somebody answered."""
    found = newest(findings_visible_to(user).filter(unit__in=list(units), wave=wave))
    found = found.filter(SOMEBODY)
    return list(found.order_by("unit__trail"))


def index_of(finding: Finding, construct: str) -> Index | None:
    """The stored index with its interval and how many answered about it; None where too few did
    or the construct was not measured."""
    document = told(finding)
    one = document.get("constructs", {}).get(construct)
    sureness = document.get("standard_errors", {}).get(construct)
    if not one or not sureness or one["index"] is None:
        return None
    index, low, high = one["index"], one["low"], one["high"]
    return Index(index, low, high, sureness["se"], one["n"], level=sureness["level"])


@dataclass(frozen=True)
class Held:
    """A number of points with its interval."""

    name: str
    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether zero lies outside of the interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Gap:
    """Where the points missing to 1000 are: bars and `unexplained` add up to `missing`."""

    today: float
    missing: Held
    bars: list[Held]
    unexplained: Held
    ties: list[tuple[str, str]]

    def tied_with(self, name: str) -> list[str]:
        """Drivers that cannot be told apart from this one."""
        return [b if a == name else a for a, b in self.ties if name in (a, b)]


def gap_of(finding: Finding) -> Gap | None:
    gap = told(finding).get("gap")
    if not gap:
        return None
    bars = [Held(bar["driver"], bar["value"], bar["low"], bar["high"]) for bar in gap["bars"]]
    return Gap(
        today=gap["today"],
        missing=Held("missing", **gap["missing"]),
        bars=bars,
        unexplained=Held("unexplained", **gap["unexplained"]),
        ties=[(a, b) for a, b in gap["ties"]],
    )


@dataclass(frozen=True)
class Driver:
    """What moves an index: points for one point of it, where it stands, what it holds."""

    effect: Held
    stands_at: Index
    holds: Held | None


def drivers_of(finding: Finding, target: str = SATISFACTION) -> list[Driver]:
    """Everything that leads to the target, by any way, the largest effect first."""
    gap = gap_of(finding)
    held = {bar.name: bar for bar in gap.bars} if gap else {}
    found = []
    for link in told(finding).get("impacts", []):
        stands_at = index_of(finding, link["from"])
        if link["to"] == target and stands_at is not None:
            effect = Held(link["from"], link["points"], link["low"], link["high"])
            found.append(Driver(effect, stands_at, held.get(effect.name)))
    return sorted(found, key=lambda driver: -abs(driver.effect.value))


def at_risk(finding: Finding) -> Share | None:
    """How many of those who answered about loyalty may leave."""
    risk = told(finding).get("at_risk")
    return Share(**risk) if risk else None


def share(successes: int, *, n: int) -> Share | None:
    """An honest share with its interval; None of nobody."""
    return wilson(successes, n=n) if n else None


@dataclass(frozen=True)
class Comparison:
    """The same index of the same unit earlier and later."""

    construct: str
    before: Index
    after: Index
    change: Difference


def compared(before: Finding, after: Finding, *, construct: str) -> Comparison | None:
    """None when one of them did not measure it. Ask `Shown` first whether both may be shown."""
    was, is_now = index_of(before, construct), index_of(after, construct)
    if was is None or is_now is None:
        return None
    return Comparison(construct, was, is_now, difference(is_now, was))


def newest_after(user: Visitor, finding: Finding, *, since: date) -> Finding | None:
    """The newest finding of the same unit and survey from a later wave that opened after a day."""
    wave = finding.wave
    later = findings_visible_to(user).filter(
        unit=finding.unit_id,
        wave__edition__survey=wave.edition.survey_id,
        wave__opens_on__gt=max(wave.opens_on, since),
    )
    return newest(later).filter(n__gt=0).order_by("-wave__opens_on", "-wave__pk").first()


def is_over(wave: Wave) -> bool:
    """Whether no customer can answer any more, also not who began in time."""
    return now() >= wave.closes_at + GRACE


def some_wait(wave: Wave, unit: Unit | None = None) -> bool:
    """Whether answers at a unit and below, or anywhere, are not counted: too few to go together."""
    answers = wave.responses.filter(submitted_at__isnull=False)
    groups = wave.counted_groups.all()
    if unit:
        answers = answers.filter(unit__trail__startswith=unit.trail)
        groups = groups.filter(unit__trail__startswith=unit.trail)
    counted: int = groups.aggregate(size=Sum("size"))["size"] or 0
    return answers.count() > counted


def being_measured(user: Visitor) -> QuerySet[Remeasurement]:
    """Waves the user sees in which answers came in that are not measured yet.

    A wave that is only looked at again when it is over is not among them.
    """
    soon = now() + timedelta(minutes=1)
    waiting = Remeasurement.objects.filter(wave__in=waves_visible_to(user)).filter(
        Q(due_at__lt=soon) | Q(attempts__gt=0)
    )
    return waiting.select_related("wave").order_by("due_at")


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


def _judged(rows: list[Reading]) -> list[Reading]:
    changes = {
        str(place): row.change
        for place, row in enumerate(rows)
        if row.change and isfinite(row.change.se)
    }
    judged = {pair.one: pair.difference for pair in judged_together(changes).pairs}
    return [
        replace(row, change=judged.get(str(place), row.change)) for place, row in enumerate(rows)
    ]


def _readings(
    user: Visitor, units: Iterable[Unit], *, until: Wave, construct: str
) -> dict[int, list[Reading]]:
    """By unit: its readings up to a wave, the oldest first."""
    survey = until.edition.survey
    shown = shown_to(user, survey)
    found = newest(
        findings_visible_to(user).filter(
            unit__in=list(units),
            wave__edition__survey=survey,
            wave__opens_on__lte=until.opens_on,
        )
    )
    by_unit: dict[int, list[Reading]] = defaultdict(list)
    for finding in found.order_by("wave__opens_on", "wave__pk"):
        if reading := _reading(finding, construct, by_unit[finding.unit_id], shown):
            by_unit[finding.unit_id].append(reading)
    return {unit: trend for unit, trend in by_unit.items() if trend}


def _reading(
    finding: Finding, construct: str, before: list[Reading], shown: Shown
) -> Reading | None:
    index = None if shown.why_not(finding) else index_of(finding, construct)
    if index is None:
        return None
    if not before:
        return Reading(finding, construct, index, None, "")
    last = before[-1]
    return Reading(finding, construct, index, difference(index, last.index), last.period)
