"""What a writer may name as evidence: only what this person may see anyhow."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from herefor.answer.rules import cases_visible_to
from herefor.assess.models import Assessment
from herefor.assess.queries.saying import IN_TIME
from herefor.assess.rules import results_visible_to
from herefor.duty.models import Drill
from herefor.duty.rules import units_seen
from herefor.insight.models import Finding
from herefor.insight.queries import SATISFACTION, index_of, surveys_measured
from herefor.insight.rules import findings_visible_to, units_to_measure
from herefor.insight.shown import newest, shown_to
from herefor.insight.words import spoken
from herefor.lead.rules import commitments_visible_to
from herefor.listen.models import Survey
from herefor.people.models import Unit
from herefor.people.queries import and_below
from herefor.people.rules import Visitor
from herefor.speak.rules import posts_visible_to

MOST_CHOICES = 200


@dataclass(frozen=True)
class Offer:
    """A thing that may be named; `measure` says which of its numbers."""

    about: models.Model
    name: str
    measure: str = ""

    @property
    def key(self) -> str:
        return f"{self.about._meta.model_name}-{self.about.pk}-{self.measure}"


def offers(user: Visitor, assessment: Assessment) -> list[tuple[str, list[Offer]]]:
    """By kind; kinds of which there is nothing are left out."""
    unit = assessment.unit
    groups = [
        (_("Measured, as a chart"), _measured(user, unit)),
        (_("Kept elsewhere, as a chart"), _kept_elsewhere(user, unit)),
        (_("Cases, as counts and shares"), _cases(user, unit)),
        (_("Commitments"), _commitments(user, unit)),
        (_("Published"), _posts(user, unit)),
        (_("Drills"), _drills(user, unit)),
    ]
    listed = [(name, list(found)) for name, found in groups]
    return [(_as_cut(name, found), found) for name, found in listed if found]


def _as_cut(name: str, found: list[Offer]) -> str:
    if len(found) != MOST_CHOICES:
        return name
    return _("%(kind)s, the newest %(n)s") % {"kind": name, "n": MOST_CHOICES}


def units_to_compare_with(user: Visitor) -> list[Unit]:
    return list(units_to_measure(user).order_by("trail"))


def _measured(user: Visitor, unit: Unit) -> Iterator[Offer]:
    for survey in surveys_measured(user):
        shown = shown_to(user, survey)
        for finding in _newest_by_unit(user, unit, survey):
            if shown.why_not(finding) or not finding.is_estimated:
                continue
            names = sorted(finding.result["constructs"], key=lambda name: name != SATISFACTION)
            for name in names:
                if index_of(finding, name) is not None:
                    words = {"measure": spoken(name), "unit": finding.unit, "survey": survey}
                    yield Offer(finding, _("%(unit)s: %(measure)s (%(survey)s)") % words, name)


def _newest_by_unit(user: Visitor, unit: Unit, survey: Survey) -> list[Finding]:
    found = newest(findings_visible_to(user)).filter(
        unit__trail__startswith=unit.trail, wave__edition__survey=survey, n__gt=0
    )
    by_unit = {one.unit_id: one for one in found.order_by("wave__opens_on", "wave__pk")}
    return sorted(by_unit.values(), key=lambda one: one.unit.trail)


def _kept_elsewhere(user: Visitor, unit: Unit) -> Iterator[Offer]:
    found = results_visible_to(user).filter(unit__trail__startswith=unit.trail, follows=None)
    for one in found.order_by("-pk")[:MOST_CHOICES]:
        yield Offer(one, _("%(unit)s: %(result)s") % {"unit": one.unit, "result": one.newest})


def _cases(user: Visitor, unit: Unit) -> Iterator[Offer]:
    seen = cases_visible_to(user)
    for part in and_below(unit).order_by("trail"):
        if seen.filter(unit__trail__startswith=part.trail).exists():
            yield Offer(part, _("%(unit)s: answered in time") % {"unit": part}, IN_TIME)


def _commitments(user: Visitor, unit: Unit) -> Iterator[Offer]:
    found = commitments_visible_to(user).filter(unit__trail__startswith=unit.trail)
    for one in found.order_by("-due_on")[:MOST_CHOICES]:
        yield Offer(one, str(one))


def _posts(user: Visitor, unit: Unit) -> Iterator[Offer]:
    found = posts_visible_to(user).filter(
        column__unit__trail__startswith=unit.trail, published_at__isnull=False, withdrawal=None
    )
    newest_first = found.order_by("-published_at", "-pk")
    for one in newest_first.prefetch_related("texts")[:MOST_CHOICES]:
        yield Offer(one, one.first_words.title if one.first_words else str(one))


def _drills(user: Visitor, unit: Unit) -> Iterator[Offer]:
    found = Drill.objects.filter(
        unit__in=units_seen(user), unit__trail__startswith=unit.trail, alarm__isnull=False
    )
    for one in found.select_related("unit", "alarm").order_by("-pk")[:MOST_CHOICES]:
        words = {"unit": one.unit, "on": localdate(one.due_at).isoformat()}
        yield Offer(one, _("%(unit)s, %(on)s") % words)
