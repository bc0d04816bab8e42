"""Handing a case over: taken, offered with a brief, accepted, declined; and promises on it."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from herefor.answer.forms.case import DeclineForm, HandoverForm, PromiseForm, WithdrawPromiseForm
from herefor.answer.models import Handover, Promise
from herefor.answer.queries import front_of
from herefor.answer.queries.brief import brief_of
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs import (
    AlreadyOffered,
    OfferOver,
    PromiseOver,
    accept_case,
    decline_case,
    keep_promise,
    make_promise,
    offer_case,
    take_case,
    withdraw_promise,
)
from herefor.answer.views.case import fetch, show
from herefor.people.requests import SignedIn

OFFER_IS_OVER = gettext_lazy(
    "This hand-over is over: it was accepted, declined or taken back meanwhile."
)
PROMISE_IS_OVER = gettext_lazy("This promise was kept or withdrawn meanwhile. Nothing was changed.")


@login_required
@require_POST
def taking(request: SignedIn, pk: int) -> HttpResponse:
    case = take_case(fetch(request, pk), by=request.user)
    messages.success(request, _("You have it now."))
    return redirect(case)


@login_required
@require_http_methods(["GET", "POST"])
def handover(request: SignedIn, pk: int) -> HttpResponse:
    """The brief, filled in from the record; sending it asks the colleague."""
    case = fetch(request, pk)
    filled = asdict(brief_of(case))
    form = HandoverForm(request.POST or None, case=case, by=request.user, initial=filled)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"case": case, "form": form}
        return render(request, "answer/handover.html", context, status=status)
    receiver = form.cleaned_data["receiver"]
    try:
        offer_case(case, to=receiver, brief=form.brief(), by=request.user)
    except AlreadyOffered:
        form.add_error(None, _("It is offered to a colleague already, who has not answered yet."))
        return render(request, "answer/handover.html", {"case": case, "form": form}, status=409)
    messages.success(
        request,
        _("%(name)s is asked. Until they accept, it stays where it is.") % {"name": receiver},
    )
    return redirect(case)


@login_required
@require_POST
def acceptance(request: SignedIn, pk: int, handover: int) -> HttpResponse:
    offer = _offer_to_me(request, pk, handover)
    try:
        accept_case(offer, by=request.user)
    except OfferOver:
        messages.warning(request, str(OFFER_IS_OVER))
    else:
        messages.success(request, _("You have it now, and the customer is told."))
    return redirect(offer.case)


@login_required
@require_POST
def refusal(request: SignedIn, pk: int, handover: int) -> HttpResponse:
    offer = _offer_to_me(request, pk, handover)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return show(request, offer.case, decline=form, status=422)
    try:
        decline_case(offer, **form.cleaned_data, by=request.user)
    except OfferOver:
        messages.warning(request, str(OFFER_IS_OVER))
    return redirect(offer.case)


@login_required
@require_POST
def promises(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return show(request, case, promise=form, status=422)
    make_promise(case, **form.cleaned_data, by=request.user)
    return redirect(case)


@login_required
@require_POST
def promise_kept(request: SignedIn, pk: int, promise: int) -> HttpResponse:
    made = _promise(request, pk, promise)
    try:
        keep_promise(made, by=request.user)
    except PromiseOver:
        messages.warning(request, str(PROMISE_IS_OVER))
    return redirect(front_of(made.case))


@login_required
@require_POST
def promise_withdrawn(request: SignedIn, pk: int, promise: int) -> HttpResponse:
    made = _promise(request, pk, promise)
    form = WithdrawPromiseForm(request.POST)
    if not form.is_valid():
        form.promise = made.pk
        return show(request, made.case, withdraw=form, status=422)
    try:
        withdraw_promise(made, **form.cleaned_data, by=request.user)
    except PromiseOver:
        messages.warning(request, str(PROMISE_IS_OVER))
    return redirect(front_of(made.case))


def _offer_to_me(request: SignedIn, pk: int, handover: int) -> Handover:
    offers = Handover.objects.select_related("case__customer", "case__unit", "case__owner")
    mine = offers.filter(receiver=request.user, case__in=cases_visible_to(request.user))
    return get_object_or_404(mine, pk=handover, case=pk)


def _promise(request: SignedIn, pk: int, promise: int) -> Promise:
    seen = Promise.objects.filter(case__in=cases_visible_to(request.user))
    return get_object_or_404(
        seen.select_related("case__customer", "case__unit"), pk=promise, case=pk
    )
