"""The lead's page: who is at work, who leads which item, opening marks early, letting go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.team import ItemLeadsForm, OpeningForm, ReleaseForm
from herefor.assess.models import Opening, Seat
from herefor.assess.queries.team import items_led, judges_awaited, members, verdicts
from herefor.assess.queries.training import certificates_of
from herefor.assess.rules import acts_of, examiners_here
from herefor.assess.verbs import NotNow, name_item_lead, open_marks, release
from herefor.assess.views.seats import seated
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn


@require_GET
def team(request: SignedIn, pk: int) -> HttpResponse:
    _assessment, seat = seated(request, pk, Act.SEE_TEAM)
    return _show(request, seat)


@require_POST
def opening(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.OPEN_MARKS)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _show(request, seat, opening=form, status=422)
    open_marks(assessment, by=seat, **form.cleaned_data)
    return redirect("assess:team", pk)


@require_POST
def leads(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.NAME_ITEM_LEAD)
    form = _leads_form(seat, request.POST)
    if not form.is_valid():
        return _show(request, seat, leads=form, status=422)
    for number, named in form.changed():
        name_item_lead(assessment, item=number, seat=named, by=seat)
    messages.success(request, _("Kept. Each of them sees it on the page of the team."))
    return redirect("assess:team", pk)


@require_POST
def leaving(request: SignedIn, pk: int, which: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.RELEASE)
    gone = get_object_or_404(assessment.seats.all(), pk=which)
    form = ReleaseForm(request.POST, auto_id=f"id_{which}_%s")
    if not form.is_valid():
        return _show(request, seat, leaving=(which, form), status=422)
    try:
        release(gone, by=seat, **form.cleaned_data)
    except NotNow as refused:
        messages.error(request, not_now_in_words(refused))
    return redirect("assess:team", pk)


def _show(
    request: SignedIn,
    seat: Seat,
    *,
    opening: OpeningForm | None = None,
    leads: ItemLeadsForm | None = None,
    leaving: tuple[int, ReleaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = seat.assessment
    stage = assessment.stage
    wrong = dict([leaving]) if leaving else {}
    there = members(assessment)
    earned = certificates_of([one.seat.account_id for one in there])
    rows = [
        (
            one,
            earned.get(one.seat.account_id),
            wrong.get(one.seat.pk) or ReleaseForm(auto_id=f"id_{one.seat.pk}_%s"),
        )
        for one in there
    ]
    context = {
        "assessment": assessment,
        "seat": seat,
        "stage": stage,
        "rows": rows,
        "may": acts_of(seat, stage=stage),
        "opened": Opening.objects.filter(assessment=assessment).first(),
        "opening": opening or OpeningForm(),
        "leads": leads or _leads_form(seat),
        "form": opening or leads or (leaving[1] if leaving else None),
        "awaited": judges_awaited(assessment),
        "verdicts": verdicts(assessment),
    }
    return render(request, "assess/team.html", context, status=status)


def _leads_form(seat: Seat, said: Any = None) -> ItemLeadsForm:
    assessment = seat.assessment
    free = list(examiners_here(assessment).select_related("account"))
    return ItemLeadsForm(said, framework=assessment.framework, free=free, led=items_led(assessment))
