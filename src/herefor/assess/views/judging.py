"""The report that comes of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.judging import ThemesForm
from herefor.assess.models import Report
from herefor.assess.printing import report_pdf
from herefor.assess.verbs import NotNow
from herefor.assess.verbs import report as write_report
from herefor.assess.views.seats import seated
from herefor.assess.words import not_now_in_words, report_in_words
from herefor.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def writing(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.REPORT)
    form = ThemesForm(request.POST or None)
    if form.is_valid():
        try:
            write_report(assessment, themes=form.cleaned_data["themes"], by=seat)
            return redirect("assess:report", pk)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
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
