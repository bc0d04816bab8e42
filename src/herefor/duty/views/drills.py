"""The chain is tried, and what came of it is shown."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.duty.forms.chains import DrillPlanForm, SeverityForm
from herefor.duty.models import Drill, DrillPlan
from herefor.duty.queries.drills import report_of
from herefor.duty.rules import units_kept, units_seen
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.drills import drill_now, plan_drills
from herefor.people.models import Unit
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_GET
def drills(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(units_seen(request.user), pk=pk))


@login_required
@require_POST
def now_(request: SignedIn, pk: int) -> HttpResponse:
    unit = get_object_or_404(units_kept(request.user), pk=pk)
    form = SeverityForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, severity=form, status=422)
    drill = drill_now(unit, **form.cleaned_data, by=request.user)
    messages.success(request, _("The chain is called. Watch here who answers, and when."))
    return redirect("duty:alarm", drill.alarm_id)


@login_required
@require_POST
def plan(request: SignedIn, pk: int) -> HttpResponse:
    unit = get_object_or_404(units_kept(request.user), pk=pk)
    form = DrillPlanForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, plan=form, status=422)
    plan_drills(unit, **form.cleaned_data, by=request.user)
    messages.success(request, _("The drills are drawn. Nobody is told when."))
    return redirect("duty:drills", pk)


def _show(request: SignedIn, unit: Unit, *, status: int = 200, **bound: Any) -> HttpResponse:
    held = DrillPlan.objects.filter(unit=unit).first()
    waiting = Drill.objects.filter(unit=unit, alarm=None, cancelled_at=None, due_at__gt=now())
    context = {
        "unit": unit,
        "report": report_of(unit, at=now()),
        "plan_form": bound.get("plan") or DrillPlanForm.of(held),
        "severity_form": bound.get("severity") or SeverityForm(),
        "waiting": waiting.count(),
        "is_kept": units_kept(request.user).filter(pk=unit.pk).exists(),
        "form": next(iter(bound.values()), None),
        "tabs": tabs_for(request.user, "home"),
    }
    return render(request, "duty/drills.html", context, status=status)
