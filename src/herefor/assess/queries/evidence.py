"""Evidence of an item, what it still does not show, and what may be named."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

from herefor.answer.rules import cases_visible_to
from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, Evidence
from herefor.assess.queries.workshop import factors_of
from herefor.duty.models import Drill
from herefor.insight.models import Finding
from herefor.insight.rules import findings_visible_to
from herefor.lead.models import Commitment
from herefor.lead.rules import commitments_visible_to
from herefor.people.rules import Visitor

MOST_CHOICES = 50


def gaps_of(item: Item, evidence: Sequence[Evidence]) -> tuple[list[str], list[str]]:
    """The factors that evidence shows, and those it does not."""
    shown = {one.factor for one in evidence}
    factors = factors_of(item)
    return [one for one in factors if one in shown], [one for one in factors if one not in shown]


def evidence_for(assessment: Assessment, *, item: str) -> list[Evidence]:
    return list(assessment.evidence.filter(item=item).select_related("about_type", "by"))


def may_be_named(user: Visitor, assessment: Assessment) -> Iterator[models.Model]:
    """Findings, commitments and drills of the unit that this person may see anyhow."""
    below = assessment.unit.trail
    yield from findings_visible_to(user).filter(unit__trail__startswith=below)[:MOST_CHOICES]
    yield from commitments_visible_to(user).filter(unit__trail__startswith=below)[:MOST_CHOICES]
    if cases_visible_to(user).filter(unit__trail__startswith=below).exists():
        yield assessment.unit
    drills = Drill.objects.filter(unit__trail__startswith=below, cancelled_at=None)
    yield from drills.order_by("-pk")[:MOST_CHOICES]


def said_by(evidence: Evidence) -> dict[str, Any]:
    """What it says today, as a document that does not change any more."""
    about = evidence.about
    frozen = {"kind": evidence.about_type.model, "name": str(about) if about else ""}
    if isinstance(about, Finding):
        return frozen | {
            "n": about.n,
            "result": about.result,
            "fingerprint": about.fingerprint,
            "on": about.found_at.date().isoformat(),
        }
    if isinstance(about, Commitment):
        return frozen | {"due_on": about.due_on.isoformat(), "is_kept": about.is_kept}
    return frozen
