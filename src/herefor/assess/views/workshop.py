"""Workshops: those of my units, a new one, what the team says, and what it will do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.forms.workshop import ActionForm, WorkshopForm
from herefor.assess.models import Action, Workshop
from herefor.assess.queries.workshop import (
    LEAST_VOICES,
    framework_of,
    items_seen,
    most_urgent,
    voices_heard,
)
from herefor.assess.rules import (
    checks_visible_to,
    may_assess,
    may_open,
    seats_of,
    workshops_visible_to,
)
from herefor.assess.verbs import agree_action, close_workshop, finish_action, open_workshop
from herefor.assess.views.joining import code_of
from herefor.assess.views.seats import waits
from herefor.lead.queries import promised_because
from herefor.people.requests import SignedIn


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    if not may_assess(request.user):
        raise Http404
    context = {
        "workshops": workshops_visible_to(request.user),
        "checks": checks_visible_to(request.user),
        "seats": [(seat, waits(seat)) for seat in seats_of(request.user)],
        "may_open": may_open(request.user),
    }
    return render(request, "assess/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedIn) -> HttpResponse:
    if not may_open(request.user):
        raise Http404
    form = WorkshopForm(request.POST or None, by=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "assess/workshop_new.html", {"form": form}, status=status)
    return redirect(open_workshop(**form.cleaned_data, by=request.user))


@login_required
@require_GET
def workshop(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _fetch(request, pk))


@login_required
@require_GET
def code(request: SignedIn, pk: int) -> HttpResponse:
    """The link as an image for the wall."""
    return code_of(_fetch(request, pk).join_url)


@login_required
@require_POST
def closing(request: SignedIn, pk: int) -> HttpResponse:
    closed = close_workshop(_fetch(request, pk), by=request.user)
    messages.success(request, _("Closed. What was said stays here."))
    return redirect(closed)


@login_required
@require_POST
def actions(request: SignedIn, pk: int) -> HttpResponse:
    found = _fetch(request, pk)
    form = ActionForm(request.POST, workshop=found)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    agree_action(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("Agreed."))
    return redirect(found)


@login_required
@require_POST
def done(request: SignedIn, pk: int, action: int) -> HttpResponse:
    found = _fetch(request, pk)
    finish_action(get_object_or_404(Action, workshop=found, pk=action), by=request.user)
    return redirect(found)


def _fetch(request: SignedIn, pk: int) -> Workshop:
    return get_object_or_404(workshops_visible_to(request.user), pk=pk)


def _show(
    request: SignedIn, found: Workshop, *, form: ActionForm | None = None, status: int = 200
) -> HttpResponse:
    views, agreed = items_seen(found), list(found.actions.select_related("owner"))
    promised = promised_because(agreed)
    context = {
        "workshop": found,
        "framework": framework_of(found),
        "items": views,
        "unheard": [view for view in views if not view.is_heard],
        "urgent": most_urgent(views),
        "voices": voices_heard(found),
        "joined": found.voices.count(),
        "least": LEAST_VOICES,
        "actions": [(one, promised.get(one.pk, [])) for one in agreed],
        "form": form or ActionForm(workshop=found),
    }
    return render(request, "assess/workshop.html", context, status=status)
