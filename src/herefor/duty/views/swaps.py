"""Colleagues change shifts among themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from herefor.duty.forms.rotas import SwapForm
from herefor.duty.rules import rotas_visible_to, swaps_of
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.swaps import (
    AlreadyAnswered,
    NotTheirs,
    accept_swap,
    decline_swap,
    offer_swap,
    withdraw_swap,
)
from herefor.people.requests import SignedIn


@login_required
def offering(request: SignedIn, pk: int) -> HttpResponse:
    """Offer a shift; the form comes filled in with the one chosen on the page My duty."""
    rota = get_object_or_404(rotas_visible_to(request.user), pk=pk)
    begun = {name: request.GET.get(name) for name in ("starts_at", "ends_at")}
    form = SwapForm(request.POST or None, rota=rota, by=request.user, initial=begun)
    if form.is_valid():
        said = form.cleaned_data
        give = (said["starts_at"], said["ends_at"])
        start, end = said["back_starts_at"], said["back_ends_at"]
        try:
            offer_swap(
                rota,
                to=said["to"],
                give=give,
                take=(start, end) if start else None,
                by=request.user,
            )
        except NotTheirs:
            form.add_error(
                None, _("In part of that time somebody else is on, so it cannot change.")
            )
        else:
            messages.success(request, _("%(name)s is asked.") % {"name": said["to"]})
            return redirect("duty:mine")
    context = {"form": form, "rota": rota, "tabs": tabs_for(request.user, "mine")}
    return render(request, "duty/swap.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    swap = get_object_or_404(swaps_of(request.user), pk=pk)
    try:
        if swap.offered_by == request.user:
            withdraw_swap(swap, by=request.user)
            messages.success(request, _("The offer is taken back."))
        elif "accept" in request.POST:
            accept_swap(swap, by=request.user)
            messages.success(request, _("It is yours now."))
        else:
            decline_swap(swap, by=request.user)
            messages.success(request, _("%(name)s keeps it.") % {"name": swap.offered_by})
    except NotTheirs:
        messages.warning(request, _("The rota has changed meanwhile, so nothing was swapped."))
    except AlreadyAnswered:
        messages.info(request, _("The offer was answered before."))
    return redirect("duty:mine")
