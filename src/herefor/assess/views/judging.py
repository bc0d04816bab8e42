"""The report that comes of it: its themes, what judges may not read, the page and the paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.judging import AliasForm, ThemesForm
from herefor.assess.models import Assessment, Report
from herefor.assess.printing import report_pdf
from herefor.assess.queries.bands import applicants_per_band
from herefor.assess.queries.blinding import blinded_document
from herefor.assess.queries.comments import comments_of_team
from herefor.assess.queries.report import report_document
from herefor.assess.reporting import reading, report_in_words
from herefor.assess.verbs import NotNow, name_aliases
from herefor.assess.verbs import report as write_report
from herefor.assess.views.seats import seated
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@require_http_methods(["GET", "POST"])
def writing(request: SignedIn, pk: int) -> HttpResponse:
    """The themes; looked at before they are sent, for nothing is taken back afterwards."""
    assessment, seat = seated(request, pk, Act.REPORT)
    form = ThemesForm(request.POST or None, framework=assessment.framework)
    looks = "look" in request.POST
    told = None
    if form.is_valid():
        if looks:
            document = report_document(assessment, themes=form.themes)
            told = report_in_words(document, at=now(), applicants=_applicants(assessment))
        else:
            try:
                write_report(assessment, themes=form.themes, by=seat)
                return redirect("assess:report", pk)
            except NotNow as refused:
                form.add_error(None, not_now_in_words(refused))
    context = {
        "assessment": assessment,
        "form": form,
        "told": told,
        "reading": reading(),
        "bold": [one for one in comments_of_team(assessment) if one.is_bold],
    }
    status = 422 if form.is_bound and not told else 200
    return render(request, "assess/report_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def blinding(request: SignedIn, pk: int) -> HttpResponse:
    """The lead reads what judges will read, and names what still tells who it is."""
    assessment, seat = seated(request, pk, Act.BLIND)
    known = "\n".join(one.name for one in assessment.aliases.all())
    form = AliasForm(request.POST or None, initial={"names": known})
    if form.is_valid():
        name_aliases(assessment, names=form.cleaned_data["names"], by=seat)
        messages.success(request, _("Kept. Below is what judges read now."))
        return redirect("assess:blinding", pk)
    context = {
        "assessment": assessment,
        "form": form,
        "told": report_in_words(blinded_document(assessment)),
    }
    return render(request, "assess/blinding.html", context, status=422 if form.is_bound else 200)


@require_GET
def report(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_REPORT)
    told = _told(assessment)
    context = {"assessment": assessment, "told": told, "reading": reading()}
    return render(request, "assess/report.html", context)


@require_GET
def printed(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_REPORT)
    told = _told(assessment)
    name = slugify(assessment.title) or "report"
    return HttpResponse(
        report_pdf(told, reading=reading()),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def _told(assessment: Assessment) -> dict[str, Any]:
    found = get_object_or_404(Report, assessment=assessment)
    return report_in_words(found.document, at=found.at, applicants=_applicants(assessment))


def _applicants(assessment: Assessment) -> Any:
    return applicants_per_band(assessment.framework_id)
