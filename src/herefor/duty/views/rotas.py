"""A rota: looked at by everybody who sees the unit, changed by who leads or administers it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.duty.forms.rotas import GapsForm, LayerForm, OpenRotaForm, OverrideForm, RotaForm
from herefor.duty.models import Layer, Override, Rota
from herefor.duty.queries.watches import who_is_on
from herefor.duty.rules import rotas_kept_by, rotas_visible_to, units_kept
from herefor.duty.shown import coverage, gap_lines
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.rotas import (
    LeavesGaps,
    add_layer,
    change_layer,
    change_rota,
    close_rota,
    open_rota,
    override,
    remove_layer,
    withdraw_override,
)
from herefor.people.requests import SignedIn
from herefor.story.clock import now

SHOWN_GAPS = 6


@login_required
def opening(request: SignedIn, pk: int) -> HttpResponse:
    unit = get_object_or_404(units_kept(request.user), pk=pk)
    form = OpenRotaForm(request.POST or None, unit=unit)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "name", "zone_name", "fallback")}
        held = form.cleaned_data["gaps_held"]
        try:
            made = open_rota(unit, **said, layers=[form.plan()], by=request.user, gaps_held=held)
        except LeavesGaps as left:
            return _ask(request, form, left, template="duty/open_rota.html", unit=unit)
        messages.success(request, _("The rota is open."))
        return redirect(made)
    context = {"form": form, "unit": unit, "tabs": tabs_for(request.user, "home")}
    return render(request, "duty/open_rota.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def rota(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(rotas_visible_to(request.user), pk=pk))


@login_required
def change(request: SignedIn, pk: int) -> HttpResponse:
    found = get_object_or_404(rotas_kept_by(request.user), pk=pk)
    form = RotaForm(request.POST, unit=found.unit) if request.POST else RotaForm.of_rota(found)
    context: dict[str, Any] = {"rota": found, "title": _("Change the rota")}
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_rota(found, **said, by=request.user)
        except LeavesGaps as left:
            return _ask(request, form, left, template="duty/change_rota.html", **context)
        messages.success(request, _("The rota is changed."))
        return redirect(found)
    return _form(request, "duty/change_rota.html", form, **context)


@login_required
@require_POST
def closing(request: SignedIn, pk: int) -> HttpResponse:
    unit = close_rota(get_object_or_404(rotas_kept_by(request.user), pk=pk), by=request.user)
    words = _("The rota is closed. %(name)s is there for customers of %(unit)s now.")
    messages.success(request, words % {"name": who_is_on(unit).account, "unit": unit})
    return redirect("duty:home")


@login_required
def layers(request: SignedIn, pk: int) -> HttpResponse:
    """Lay another layer on top."""
    found = get_object_or_404(rotas_kept_by(request.user), pk=pk)
    form = LayerForm(request.POST or None, unit=found.unit)
    context: dict[str, Any] = {"rota": found, "title": _("Add a layer")}
    if form.is_valid():
        held = form.cleaned_data["gaps_held"]
        try:
            add_layer(found, plan=form.plan(), by=request.user, gaps_held=held)
        except LeavesGaps as left:
            return _ask(request, form, left, template="duty/layer.html", **context)
        messages.success(request, _("The layer lies on top of the others."))
        return redirect(found)
    return _form(request, "duty/layer.html", form, **context)


@login_required
def layer(request: SignedIn, pk: int) -> HttpResponse:
    found = _layer(request, pk)
    unit = found.rota.unit
    form = LayerForm(request.POST, unit=unit) if request.POST else LayerForm.of_layer(found)
    context: dict[str, Any] = {"rota": found.rota, "layer": found, "title": _("Change the layer")}
    if form.is_valid():
        held = form.cleaned_data["gaps_held"]
        try:
            change_layer(found, plan=form.plan(), by=request.user, gaps_held=held)
        except LeavesGaps as left:
            return _ask(request, form, left, template="duty/layer.html", **context)
        messages.success(request, _("The layer is changed."))
        return redirect(found.rota)
    return _form(request, "duty/layer.html", form, **context)


@login_required
@require_POST
def layer_removal(request: SignedIn, pk: int) -> HttpResponse:
    found = _layer(request, pk)
    form = GapsForm(request.POST)
    form.full_clean()
    context: dict[str, Any] = {"rota": found.rota, "title": _("Remove the layer")}
    try:
        remove_layer(found, by=request.user, gaps_held=form.cleaned_data["gaps_held"])
    except LeavesGaps as left:
        return _ask(request, form, left, template="duty/only_gaps.html", **context)
    messages.success(request, _("The layer is gone."))
    return redirect(found.rota)


@login_required
@require_POST
def overrides(request: SignedIn, pk: int) -> HttpResponse:
    found = get_object_or_404(rotas_kept_by(request.user), pk=pk)
    form = OverrideForm(request.POST, rota=found)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    override(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("%(name)s is on instead.") % {"name": form.cleaned_data["account"]})
    return redirect(found)


@login_required
@require_POST
def withdrawal(request: SignedIn, pk: int) -> HttpResponse:
    kept = rotas_kept_by(request.user)
    made = get_object_or_404(Override.objects.select_related("rota__unit"), pk=pk, rota__in=kept)
    form = GapsForm(request.POST)
    form.full_clean()
    context: dict[str, Any] = {"rota": made.rota, "title": _("Take it back")}
    try:
        withdraw_override(made, by=request.user, gaps_held=form.cleaned_data["gaps_held"])
    except LeavesGaps as left:
        return _ask(request, form, left, template="duty/only_gaps.html", **context)
    messages.success(request, _("The plan counts again."))
    return redirect(made.rota)


def _layer(request: SignedIn, pk: int) -> Layer:
    layers_kept = Layer.objects.filter(rota__in=rotas_kept_by(request.user))
    return get_object_or_404(layers_kept.select_related("rota__unit", "rota__fallback"), pk=pk)


def _ask(
    request: SignedIn, form: GapsForm, left: LeavesGaps, *, template: str, **context: Any
) -> HttpResponse:
    """Nothing was saved: these hours would be held by the fallback alone. Is that meant?"""
    found = [(one.start, one.end) for one in left.gaps[:SHOWN_GAPS]]
    zone = left.zone
    context |= {
        "gaps": gap_lines(found, zone),
        "more_gaps": max(0, len(left.gaps) - SHOWN_GAPS),
        "fallback": left.fallback,
        "asks": True,
    }
    return _form(request, template, form, status=422, **context)


def _form(
    request: SignedIn, template: str, form: GapsForm, *, status: int = 0, **context: Any
) -> HttpResponse:
    context |= {"form": form, "tabs": tabs_for(request.user, "home")}
    failed = form.is_bound and not form.is_valid()
    return render(request, template, context, status=status or (422 if failed else 200))


def _show(
    request: SignedIn, found: Rota, *, form: OverrideForm | None = None, status: int = 200
) -> HttpResponse:
    is_kept = rotas_kept_by(request.user).filter(pk=found.pk).exists()
    coming = found.overrides.filter(withdrawn_at=None, ends_at__gt=now())
    context: dict[str, Any] = {
        "rota": found,
        "week": coverage(found, now()),
        "layers": found.layers.order_by("-order").prefetch_related("turns__account"),
        "overrides": coming.select_related("account", "by"),
        "form": form or OverrideForm(rota=found),
        "is_kept": is_kept,
        "tabs": tabs_for(request.user, "home"),
        "feed": found.feeds.filter(account=request.user, revoked_at=None).first(),
    }
    return render(request, "duty/rota.html", context, status=status)
