"""Evidence that something worked: what may be named, and what it says today."""

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from herefor.assess.models import Practice
from herefor.assess.rules import practices_visible_to
from herefor.insight.models import Finding
from herefor.insight.queries import SATISFACTION, index_of
from herefor.insight.rules import findings_visible_to
from herefor.insight.shown import shown_to
from herefor.insight.words import spoken
from herefor.lead.models import Commitment
from herefor.lead.queries import outcome_of
from herefor.lead.rules import commitments_visible_to
from herefor.measure import Index
from herefor.people.models import Account
from herefor.people.rules import Visitor
from herefor.ui.templatetags.ui import count, points

MOST = 50


def may_prove(user: Account, practice: Practice) -> list[Model]:
    """Commitments and findings of the unit and below that the user may see; of findings those
    whose numbers may be shown, the newest first."""
    below = {"unit__trail__startswith": practice.unit.trail}
    commitments = commitments_visible_to(user).filter(**below).select_related("keeping", "finding")
    findings = findings_visible_to(user).filter(**below).select_related("wave__edition__survey")
    return [
        *commitments.order_by("-made_at")[:MOST],
        *[one for one in findings.order_by("-found_at")[:MOST] if _may_show(user, one)],
    ]


def proof_words(user: Account, about: Model) -> str:
    """What it says today, with every number beside its interval and n."""
    if isinstance(about, Finding):
        index = index_of(about, SATISFACTION)
        said = _("%(name)s of customers of %(unit)s in %(wave)s: %(index)s.")
        return said % {
            "name": spoken(SATISFACTION),
            "unit": about.unit,
            "wave": about.wave,
            "index": _index_words(index) if index else _("not measured"),
        }
    return _promise_words(user, about) if isinstance(about, Commitment) else str(about)


def practices_on(user: Visitor, *, item: str, edition: str) -> list[Practice]:
    """Reviewed ones on topics that this item of the edition asks for."""
    return [
        one
        for one in practices_visible_to(user).filter(review__isnull=False)
        if any(topic.item_in(edition) == item for topic in one.topics)
    ]


def _promise_words(user: Account, promise: Commitment) -> str:
    keeping = getattr(promise, "keeping", None)
    named = {"unit": promise.unit, "promise": promise.promise.rstrip(". ")}
    said = [_("%(unit)s promised: “%(promise)s”.") % named]
    if keeping is None:
        said.append(_("It is not kept yet."))
    else:
        day = date_format(localtime(keeping.kept_at), "j F Y")
        said.append(_("It was kept on %(day)s.") % {"day": day})
        said += [keeping.came_of_it] if keeping.came_of_it else []
    outcome = outcome_of(user, promise)
    said += [
        _("%(name)s before: %(before)s. After: %(after)s.")
        % {
            "name": spoken(row.construct),
            "before": _index_words(row.before),
            "after": _index_words(row.after),
        }
        for row in (outcome.rows if outcome else [])
    ]
    return " ".join(said)


def _index_words(index: Index) -> str:
    return _("%(value)s (95 %% interval %(low)s to %(high)s, n = %(n)s)") % {
        "value": points(index.value),
        "low": points(index.low),
        "high": points(index.high),
        "n": count(index.n),
    }


def _may_show(user: Account, finding: Finding) -> bool:
    return finding.is_estimated and not shown_to(user, finding.wave.survey).why_not(finding)
