"""Consensus item by item, and the report that comes of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.judging import ConsensusForm, ThemesForm
from herefor.assess.models import Report
from herefor.assess.printing import report_pdf
from herefor.assess.queries.marks import marks_on, spread_on
from herefor.assess.queries.trust import trust_in
from herefor.assess.verbs import NotNow, agree_mark
from herefor.assess.verbs import report as write_report
from herefor.assess.views.assessment import item_or_404, seated
from herefor.assess.words import report_in_words
from herefor.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def consensus(request: SignedIn, pk: int, number: str) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.AGREE)
    item = item_or_404(assessment, number)
    form = ConsensusForm(request.POST or None)
    if form.is_valid():
        try:
            agree_mark(assessment, item=number, by=seat, **form.cleaned_data)
            return redirect(assessment)
        except NotNow:
            form.add_error(
                None,
                _(
                    "Not agreed yet: far marks are given again first, a mark ten or more from the "
                    "median needs a reason, and only who leads the item writes it down."
                ),
            )
    context = {
        "assessment": assessment,
        "item": item,
        "marks": marks_on(assessment, item=number, for_seat=seat),
        "spread": spread_on(assessment, item=number),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assess/consensus.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def writing(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.REPORT)
    form = ThemesForm(request.POST or None)
    if form.is_valid():
        write_report(assessment, themes=form.cleaned_data["themes"], by=seat)
        return redirect("assess:report", pk)
    context = {"assessment": assessment, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assess/report_new.html", context, status=status)


@login_required
@require_GET
def report(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_REPORT)
    found = get_object_or_404(Report, assessment=assessment)
    context = {"assessment": assessment, "told": report_in_words(found.document)}
    return render(request, "assess/report.html", context)


@login_required
@require_GET
def printed(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_REPORT)
    found = get_object_or_404(Report, assessment=assessment)
    return HttpResponse(report_pdf(found.document), content_type="application/pdf")


@login_required
@require_GET
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_AGREEMENT)
    context = {"assessment": assessment, "trust": trust_in(assessment)}
    return render(request, "assess/agreement.html", context)
