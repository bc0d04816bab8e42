"""Judges read without names, and recommend once."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.team import VerdictForm
from herefor.assess.models import Verdict
from herefor.assess.queries.blinding import blinded_document
from herefor.assess.reporting import report_in_words
from herefor.assess.rules import may
from herefor.assess.verbs import recommend
from herefor.assess.views.seats import refuse_unless, seated
from herefor.people.requests import SignedIn


@require_http_methods(["GET", "POST"])
def judging(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_BLINDED)
    form = VerdictForm(request.POST or None)
    if request.method == "POST":
        refuse_unless(seat, Act.RECOMMEND)
    if form.is_valid():
        recommend(seat, **form.cleaned_data)
        return redirect("assess:judges", pk)
    context = {
        "assessment": assessment,
        "told": report_in_words(blinded_document(assessment)),
        "verdict": Verdict.objects.filter(seat=seat).first(),
        "may_recommend": may(seat, Act.RECOMMEND, stage=assessment.stage),
        "form": form,
    }
    return render(request, "assess/judges.html", context, status=422 if form.is_bound else 200)
