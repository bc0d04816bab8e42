"""Where a writer puts down numbers that another program keeps, and corrects them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.results import ResultForm, as_written
from herefor.assess.models import Result
from herefor.assess.queries.offered import Offer
from herefor.assess.rules import results_visible_to
from herefor.assess.verbs import NotNow, correct_result, write_result
from herefor.assess.views.seats import item_or_404, seated
from herefor.people.requests import SignedIn


@require_http_methods(["GET", "POST"])
def new(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """Written down it is chosen in the form that names evidence."""
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    item = item_or_404(assessment, number)
    form = ResultForm(request.POST or None, unit=assessment.unit)
    if form.is_valid():
        result = write_result(by=seat, **form.cleaned_data)
        messages.success(request, _("%(kept)s Now say what they show.") % {"kept": _kept(result)})
        way = reverse("assess:answer", args=[pk, number])
        return redirect(f"{way}?what={Offer(result, result.name).key}#naming")
    context = {"assessment": assessment, "item": item, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assess/result.html", context, status=status)


@require_http_methods(["GET", "POST"])
def result(request: SignedIn, pk: int, number: str, which: int) -> HttpResponse:
    """Whoever comes second is told, keeps what was typed, and may put it after the first."""
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    item = item_or_404(assessment, number)
    seen = results_visible_to(request.user).filter(unit__trail__startswith=assessment.unit.trail)
    result = get_object_or_404(seen, pk=which)
    form = ResultForm(request.POST or None, initial=as_written(result.newest))
    if form.is_valid():
        try:
            corrected = correct_result(result, by=seat, **form.cleaned_data)
        except NotNow:
            result.refresh_from_db()
            if result.newest == result:
                raise
            told = _("Somebody corrected this meanwhile. Keep it again, and yours follows theirs.")
            form.add_error(None, told)
        else:
            messages.success(request, _kept(corrected))
            return redirect("assess:answer", pk, number)
    context = {"assessment": assessment, "item": item, "form": form, "result": result.newest}
    status = 422 if form.is_bound else 200
    return render(request, "assess/result.html", context, status=status)


def _kept(result: Result) -> str:
    """With its ends, so that a line that was read as headings is missed at once."""
    return _("Kept: %(n)s periods, from %(first)s to %(last)s.") % {
        "n": len(result.rows),
        "first": result.rows[0][0],
        "last": result.rows[-1][0],
    }
