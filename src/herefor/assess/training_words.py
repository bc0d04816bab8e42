"""What marks of a case say, and what is worth training, in sentences."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.assess.cases import limits
from herefor.assess.models import Certificate
from herefor.assess.queries.training import Advice, Next, Result
from herefor.assess.words import factor_in_words
from herefor.ui.templatetags.ui import points

SMALLEST = 0.05


def verdict_words(result: Result) -> str:
    """The sentence that opens the page of a finished case."""
    if result.earns_certificate:
        return _("Your marks are near enough to the reference. This earns your certificate.")
    if result.is_near_enough:
        return _(
            "Your marks are near enough to the reference. You knew it already, so this is "
            "practice and earns no certificate."
        )
    return _("Not yet near enough for a certificate. Below is what to train.")


def asked_words() -> str:
    ask = limits()
    return _(
        "A certificate takes a mean distance of %(off_by)s or less, %(same)s %% or more of the "
        "items in the same band, and marks that are on average no more than %(bias)s too high or "
        "too low. It is valid for %(days)s days. These limits are ours."
    ) % {
        "off_by": f"{ask.off_by:g}",
        "same": f"{100 * ask.same_band:g}",
        "bias": f"{ask.bias:g}",
        "days": ask.valid_days,
    }


def advice_words(advice: Advice) -> str:
    far = {"n": points(advice.by), "items": ", ".join(advice.items)}
    factor = factor_in_words(advice.factor).split(":")[0] if advice.factor else ""
    said = {
        "lenient": _(
            "The level: you gave %(n)s points more than the reference on average. Before each "
            "mark read the band below the one you chose, and ask what the answer shows that this "
            "band does not say."
        ),
        "severe": _(
            "The level: you gave %(n)s points less than the reference on average. Before each "
            "mark read the band above the one you chose, and ask what it says that the answer "
            "does not show. A gap on something minor does not sink an item."
        ),
        "items": _(
            "Single items: you were furthest off on %(items)s. Read what was seen there, and then "
            "your own factor bands beside it."
        ),
        "flat": _(
            "Telling items apart: your marks lie much closer together than the reference. Decide "
            "on the band of each item before you look at the others."
        ),
        "factor high": _("One factor: you see more %(factor)s than there is, by %(n)s bands."),
        "factor low": _("One factor: you see less %(factor)s than there is, by %(n)s bands."),
        "bands": _(
            "The band: your marks are near, but many fall into the next band. Choose the band by "
            "its words as a whole, and only then the step."
        ),
    }
    return said[advice.name] % (far | {"factor": factor})


def next_words(following: Next) -> str:
    look = ", ".join(following.looks_at)
    name = {"case": following.case, "items": look}
    if following.why == "go on":
        return _("Go on with %(case)s, which you have begun.") % name
    if following.why == "first":
        return _("Begin with %(case)s. Nobody sees your marks but you.") % name
    if following.why == "another":
        return (
            _("Next: %(case)s, which you have not seen. Take your time on %(items)s above all.")
            % name
        )
    if following.why == "again":
        return _("Next: %(case)s once more. It is so long ago that it counts again.") % name
    return (
        _(
            "You have done every case. %(case)s once more is practice, without a certificate; "
            "your team can bring in a case of its own."
        )
        % name
    )


def near_words(result: Result) -> str:
    n = len(result.rows)
    return ngettext(
        "%(near)s of %(n)s item is within %(within)s of the reference, %(same)s in the same band.",
        "%(near)s of %(n)s items are within %(within)s of the reference, %(same)s in the same "
        "band.",
        n,
    ) % {
        "near": result.n_near,
        "n": n,
        "within": f"{limits().within:g}",
        "same": result.n_same_band,
    }


def certificate_in_words(certificate: Certificate) -> dict[str, str]:
    """Every line of the certificate, the same on the page and on paper."""
    case = certificate.exercise.case
    return {
        "title": _("Certificate of calibration"),
        "name": certificate.exercise.account.name,
        "what": _("marked the case %(case)s alone, by %(framework)s, without knowing its marks.")
        % {"case": case.name, "framework": case.framework},
        "figures": _(
            "%(n)s items. Mean distance from the reference: %(off_by)s percentage points. In the "
            "same band: %(same)s %%. On average %(bias)s."
        )
        % {
            "n": certificate.n,
            "off_by": points(certificate.off_by),
            "same": points(100 * certificate.same_band, 0),
            "bias": bias_words(certificate.bias),
        },
        "dates": _("Given on %(on)s, valid until %(until)s.")
        % {
            "on": date_format(localtime(certificate.given_at), "j F Y"),
            "until": date_format(localtime(certificate.valid_until), "j F Y"),
        },
        "means": _(
            "It says that these marks were near those of one fictional case on one day. It does "
            "not say that its holder is right where a team disagrees."
        ),
        "limits": asked_words(),
    }


def bias_words(bias: float) -> str:
    if abs(bias) < SMALLEST:
        return _("neither too high nor too low")
    said = _("%(n)s too high") if bias > 0 else _("%(n)s too low")
    return said % {"n": points(abs(bias))}
