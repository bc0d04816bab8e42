"""Leaders say in public what came of a finding."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.answer.models import Case
from herefor.insight.models import Finding
from herefor.insight.rules import findings_visible_to
from herefor.insight.shown import newest
from herefor.people.models import Account, Customer, Unit
from herefor.people.queries import smallest_group
from herefor.speak.ties import TieKind, may_be_tied


def _findings(user: Account, unit: Unit, typed: str) -> QuerySet[Finding]:
    """The newest of each wave, with enough answers to be told of."""
    found = newest(findings_visible_to(user)).filter(
        unit__trail__startswith=unit.trail, n__gte=smallest_group()
    )
    if typed:
        found = found.filter(Q(unit__name__icontains=typed) | Q(wave__name__icontains=typed))
    return found.order_by("-wave__opens_on", "unit__trail", "-pk")


def _words(finding: Model) -> str:
    if not isinstance(finding, Finding):
        return ""
    return _("What was found at %(unit)s in %(wave)s") % {
        "unit": finding.unit,
        "wave": finding.wave.name,
    }


def _public(findings: list[Model]) -> str:
    """No number: what may be shown of a finding depends on who looks."""
    where = ", ".join(
        _("%(unit)s, %(wave)s") % {"unit": one.unit, "wave": one.wave.name}
        for one in findings
        if isinstance(one, Finding)
    )
    return _("What customers said when we asked them: %(where)s.") % {"where": where}


def _raised_by(finding: Model) -> Iterable[Customer]:
    """Who answered there and said more, so that a case was opened: they are known by name."""
    if not isinstance(finding, Finding):
        return []
    cases = Case.objects.filter(
        response__wave=finding.wave,
        unit__trail__startswith=finding.unit.trail,
        customer__isnull=False,
    )
    return [case.customer for case in cases.select_related("customer") if case.customer]


may_be_tied(
    TieKind(
        model=Finding,
        title=gettext_lazy("Findings"),
        choices=_findings,
        words=_words,
        public=_public,
        raised_by=_raised_by,
    )
)
