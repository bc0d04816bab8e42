"""Alarms: what rings, who was called, and who has it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.duty.forms.alarms import WhyForm
from herefor.duty.models import Alarm
from herefor.duty.queries.alarms import alarms_told, steps_of
from herefor.duty.rules import alarms_visible_to, may_enter
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.alarms import acknowledge, stand_down
from herefor.people.requests import SignedIn

ALARMS_ON_A_PAGE = 25


@login_required
@require_GET
def alarms(request: SignedIn) -> HttpResponse:
    if not may_enter(request.user):
        raise Http404
    found = Paginator(alarms_visible_to(request.user), ALARMS_ON_A_PAGE)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "tabs": tabs_for(request.user, "alarms"),
    }
    return render(request, "duty/alarms.html", context)


@login_required
@require_GET
def alarm(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _fetch(request, pk))


@login_required
@require_POST
def acknowledgement(request: SignedIn, pk: int) -> HttpResponse:
    taken = acknowledge(_fetch(request, pk), by=request.user)
    if taken.acknowledged_by == request.user:
        messages.success(request, _("You have it."))
    elif taken.acknowledged_by:
        messages.info(request, _("%(name)s has it.") % {"name": taken.acknowledged_by})
    else:
        messages.info(request, _("It was stood down before."))
    return redirect(taken)


@login_required
@require_POST
def standing_down(request: SignedIn, pk: int) -> HttpResponse:
    found, form = _fetch(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    stand_down(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Nobody is called about it any more."))
    return redirect(found)


def _fetch(request: SignedIn, pk: int) -> Alarm:
    return get_object_or_404(alarms_visible_to(request.user), pk=pk)


def _show(
    request: SignedIn, found: Alarm, *, form: WhyForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "alarm": found,
        "steps": steps_of(found),
        "told": alarms_told(found),
        "form": form or WhyForm(),
        "tabs": tabs_for(request.user, "alarms"),
    }
    return render(request, "duty/alarm.html", context, status=status)
