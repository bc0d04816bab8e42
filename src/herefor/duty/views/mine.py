"""My duty: when I am on, how I am reached, and when I would rather not be."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.duty.channels.push_keys import public_push_key
from herefor.duty.forms.ways import BrowserForm, CodeForm, QuietForm, WayForm
from herefor.duty.models import ContactWay, QuietHours
from herefor.duty.queries.watches import shifts_of, watch_line
from herefor.duty.queries.ways import without_a_way
from herefor.duty.rules import may_enter, swaps_of, ways_of
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.ways import (
    TooManyTries,
    add_way,
    confirm_way,
    keep_quiet,
    remove_way,
    send_trial,
    try_first,
)
from herefor.people.requests import SignedIn
from herefor.story.clock import now

SHOWN_AHEAD = timedelta(weeks=8)
SHOWN_SHIFTS = 12


@login_required
@require_GET
def mine(request: SignedIn) -> HttpResponse:
    return _show(request)


@login_required
@require_POST
def ways(request: SignedIn) -> HttpResponse:
    _insist(request)
    form = WayForm(request.POST)
    if not form.is_valid():
        return _show(request, form=form, status=422)
    add_way(request.user, **form.cleaned_data)
    messages.success(request, _("A message with a code is on its way. Enter the code below."))
    return redirect("duty:mine")


@login_required
@require_POST
def browser(request: SignedIn) -> HttpResponse:
    """Called by the page itself when a browser agreed to be pushed to."""
    _insist(request)
    form = BrowserForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    said = form.cleaned_data
    secret = json.dumps({"p256dh": said["p256dh"], "auth": said["auth"]})
    channel = ContactWay.Channel.BROWSER
    add_way(request.user, channel=channel, address=said["endpoint"], secret=secret)
    return JsonResponse({}, status=201)


@login_required
@require_POST
def quiet(request: SignedIn) -> HttpResponse:
    _insist(request)
    form = QuietForm(request.POST)
    if not form.is_valid():
        return _show(request, quiet=form, status=422)
    kept = keep_quiet(request.user, **form.cleaned_data)
    words = _("Your quiet hours are kept.") if kept else _("You have no quiet hours.")
    messages.success(request, words)
    return redirect("duty:mine")


@login_required
@require_POST
def trial(request: SignedIn, pk: int) -> HttpResponse:
    send_trial(_way(request, pk))
    messages.success(request, _("A new code is on its way; the one before counts no more."))
    return redirect("duty:mine")


@login_required
@require_POST
def code(request: SignedIn, pk: int) -> HttpResponse:
    way, form = _way(request, pk), CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, code=form, tried=way, status=422)
    try:
        is_right = confirm_way(way, code=form.cleaned_data["code"])
    except TooManyTries:
        form.add_error("code", _("This code counts no more. Send a new one."))
        return _show(request, code=form, tried=way, status=422)
    if not is_right:
        form.add_error("code", _("This is not the code we sent last."))
        return _show(request, code=form, tried=way, status=422)
    messages.success(request, _("You can be reached this way now."))
    return redirect("duty:mine")


@login_required
@require_POST
def first(request: SignedIn, pk: int) -> HttpResponse:
    try_first(_way(request, pk))
    messages.success(request, _("This way is tried first."))
    return redirect("duty:mine")


@login_required
@require_POST
def removal(request: SignedIn, pk: int) -> HttpResponse:
    remove_way(_way(request, pk))
    messages.success(request, _("You are not reached this way any more."))
    return redirect("duty:mine")


def _way(request: SignedIn, pk: int) -> ContactWay:
    return get_object_or_404(ways_of(request.user), pk=pk)


def _insist(request: SignedIn) -> None:
    if not may_enter(request.user):
        raise Http404


def _show(request: SignedIn, *, status: int = 200, **bound: Any) -> HttpResponse:
    _insist(request)
    user, at = request.user, now()
    quiet_hours = QuietHours.objects.filter(account=user).first()
    context = {
        "tabs": tabs_for(user, "mine"),
        "line": watch_line(user),
        "shifts": shifts_of(user, at, at + SHOWN_AHEAD)[:SHOWN_SHIFTS],
        "ways": ways_of(user).order_by("order", "pk"),
        "is_unreachable": bool(without_a_way([user])),
        "way_form": WayForm(),
        "code_form": CodeForm(auto_id=False),
        "quiet_form": QuietForm.of(quiet_hours),
        "swaps": swaps_of(user),
        "feed": user.feeds.filter(rota=None, revoked_at=None).first(),
        "push_key": public_push_key(settings.DATA),
        "now": at,
    }
    given = next((form for name, form in bound.items() if name != "tried"), None)
    named = {"form": "way_form", "quiet": "quiet_form", "code": "code_form"}
    context |= {named.get(name, name): value for name, value in bound.items()}
    return render(request, "duty/mine.html", context | {"form": given}, status=status)
