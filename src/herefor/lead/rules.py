"""Who leads, who may keep a promise, and who may see what leaders promised."""

from django.db.models import QuerySet

from herefor.insight.models import Finding
from herefor.insight.shown import shown_to
from herefor.lead.models import Commitment
from herefor.people.models import Account, Unit
from herefor.people.rules import LEADER, Visitor, holds, units_where


def may_lead(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, LEADER)


def units_to_lead(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, LEADER)


def commitments_visible_to(user: Visitor) -> QuerySet[Commitment]:
    """Commitments at the units the user leads, and below them."""
    return Commitment.objects.filter(unit__in=units_to_lead(user))


def findings_to_decide_on(user: Visitor) -> QuerySet[Finding]:
    return Finding.objects.filter(unit__in=units_to_lead(user))


def may_decide(user: Visitor, finding: Finding) -> bool:
    """Leaders of its unit, on numbers that may be shown to them."""
    if not findings_to_decide_on(user).filter(pk=finding.pk).exists():
        return False
    return finding.is_estimated and not shown_to(user, finding.wave.survey).why_not(finding)


def may_keep(unit: Unit) -> QuerySet[Account]:
    """Those to whom a commitment may be given: who leads at the unit or above, and can see it."""
    return Account.objects.filter(
        is_active=True, roles__kind=LEADER, roles__unit__in=unit.trail_ids
    ).distinct()
