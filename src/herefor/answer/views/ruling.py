"""The page of rules: how long a case may wait, and in which hours that is counted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms.hours import DAYS, HoursForm, RuleForm, rules_set_at
from herefor.answer.models import BusinessHours, ClockRule
from herefor.answer.verbs.ruling import (
    StillUsed,
    drop_hours,
    keep_hours,
    set_rule,
    take_rule_away,
)
from herefor.people.queries import the_organisation
from herefor.people.requests import SignedIn


@login_required
@require_GET
def rules(request: SignedIn) -> HttpResponse:
    return _show(request)


@login_required
@require_POST
def new_rule(request: SignedIn) -> HttpResponse:
    form = RuleForm(request.POST, by=request.user)
    if not form.is_valid():
        return _show(request, rule_form=form, status=422)
    set_rule(**form.cleaned_data, by=request.user)
    messages.success(request, _("The rule holds for what is owed from now on."))
    return redirect("answer:rules")


@login_required
@require_POST
def no_rule(request: SignedIn, pk: int) -> HttpResponse:
    mine = ClockRule.objects.filter(unit__in=rules_set_at(request.user))
    take_rule_away(get_object_or_404(mine.select_related("unit"), pk=pk), by=request.user)
    return redirect("answer:rules")


@login_required
@require_POST
def new_hours(request: SignedIn) -> HttpResponse:
    form = HoursForm(request.POST, by=request.user)
    if not form.is_valid():
        return _show(request, hours_form=form, status=422)
    keep_hours(**form.cleaned_data, by=request.user)
    return redirect("answer:rules")


@login_required
@require_POST
def no_hours(request: SignedIn, pk: int) -> HttpResponse:
    mine = BusinessHours.objects.filter(unit__in=rules_set_at(request.user))
    hours = get_object_or_404(mine.select_related("unit"), pk=pk)
    try:
        drop_hours(hours, by=request.user)
    except StillUsed:
        messages.error(
            request, _("A rule or a case counts in these hours, so they stay. Nothing was changed.")
        )
    return redirect("answer:rules")


def _show(request: SignedIn, *, status: int = 200, **bound: Any) -> HttpResponse:
    units = rules_set_at(request.user)
    if not units.exists():
        raise Http404
    zone = timezone.get_current_timezone_name()
    context = {
        "rules": ClockRule.objects.filter(unit__in=units).select_related("unit", "hours"),
        "all_hours": [_told(hours) for hours in BusinessHours.objects.filter(unit__in=units)],
        "organisation": the_organisation(),
        "rule_form": RuleForm(by=request.user),
        "hours_form": HoursForm(by=request.user, initial={"time_zone": zone}),
        "form": next(iter(bound.values()), None),
    }
    return render(request, "answer/rules.html", context | bound, status=status)


def _told(hours: BusinessHours) -> dict[str, Any]:
    """The week in words, one line for a day."""
    openings = list(hours.openings.all())
    week = [
        (name, [opening for opening in openings if opening.weekday == number])
        for number, name in enumerate(DAYS)
    ]
    return {"hours": hours, "week": [(name, open_) for name, open_ in week if open_]}
