"""The site visit: what to verify or clarify, and what was found."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.team import FindingForm, IssueForm
from herefor.assess.models import Seat
from herefor.assess.queries.consensus import items_not_settled
from herefor.assess.rules import may
from herefor.assess.verbs import NotNow, raise_issue, settle_issue
from herefor.assess.views.seats import refuse_unless, seated
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn


@require_http_methods(["GET", "POST"])
def issues(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_ISSUES)
    first = {"item": request.GET.get("item", "")}
    form = IssueForm(request.POST or None, framework=assessment.framework, initial=first)
    if request.method == "POST":
        refuse_unless(seat, Act.RAISE_ISSUES)
    if form.is_valid():
        raise_issue(assessment, by=seat, **form.cleaned_data)
        return redirect("assess:issues", pk)
    return _show(request, seat, form=form, status=422 if form.is_bound else 200)


@require_POST
def issue(request: SignedIn, pk: int, which: int) -> HttpResponse:
    """Settled by a finding; who comes second sees the first one beside the own words."""
    assessment, seat = seated(request, pk, Act.SETTLE_ISSUES)
    found = get_object_or_404(assessment.site_issues.all(), pk=which)
    form = FindingForm(request.POST, auto_id=f"id_{which}_%s")
    if form.is_valid():
        try:
            settle_issue(found, by=seat, **form.cleaned_data)
            return redirect("assess:issues", pk)
        except NotNow as refused:
            form.add_error("found", not_now_in_words(refused))
    return _show(request, seat, settling=(which, form), status=422)


def _show(
    request: SignedIn,
    seat: Seat,
    *,
    form: IssueForm | None = None,
    settling: tuple[int, FindingForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = seat.assessment
    stage = assessment.stage
    wrong = dict([settling]) if settling else {}
    context = {
        "assessment": assessment,
        "stage": stage,
        "rows": [
            (one, wrong.get(one.pk) or FindingForm(auto_id=f"id_{one.pk}_%s"), one.pk in wrong)
            for one in assessment.site_issues.select_related("by__account", "found_by__account")
        ],
        "unsettled": items_not_settled(assessment),
        "may": {
            "raise": may(seat, Act.RAISE_ISSUES, stage=stage),
            "settle": may(seat, Act.SETTLE_ISSUES, stage=stage),
        },
        "is_settling": settling is not None,
        "form": settling[1] if settling else form,
        "raising": form or IssueForm(framework=assessment.framework),
    }
    return render(request, "assess/issues.html", context, status=status)
