"""Writing down what somebody told one of us, and the complaint forms that are open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from herefor.answer.forms.case import CallForm, ComplaintDoorForm
from herefor.answer.models import ComplaintForm
from herefor.answer.rules import may_answer
from herefor.answer.verbs import (
    close_complaint_form,
    note_call,
    open_complaint_form,
)
from herefor.people.requests import SignedIn
from herefor.people.rules import LEADER, RESPONDER, holds, units_where


@login_required
@require_http_methods(["GET", "POST"])
def call(request: SignedIn) -> HttpResponse:
    if not may_answer(request.user):
        raise Http404
    form = CallForm(request.POST or None, by=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "answer/call.html", {"form": form}, status=status)
    said = form.cleaned_data
    said["once"] = f"call-{said['once']}"
    case = note_call(**said, by=request.user)
    messages.success(request, _("Written down. %(name)s has it.") % {"name": case.owner})
    return redirect(case)


@login_required
@require_http_methods(["GET", "POST"])
def doors(request: SignedIn) -> HttpResponse:
    """The complaint forms of my units: their addresses, and a new one."""
    if not may_answer(request.user):
        raise Http404
    form = ComplaintDoorForm(request.POST or None, by=request.user)
    if form.is_valid():
        if not holds(request.user, LEADER):
            raise Http404
        open_complaint_form(**form.cleaned_data, by=request.user)
        return redirect("answer:doors")
    found = ComplaintForm.objects.filter(unit__in=units_where(request.user, LEADER, RESPONDER))
    listed = [
        {"door": door, "address": request.build_absolute_uri(door.get_absolute_url())}
        for door in found.select_related("unit")
    ]
    context = {"form": form, "doors": listed, "may_open": holds(request.user, LEADER)}
    return render(request, "answer/doors.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def door_closed(request: SignedIn, pk: int) -> HttpResponse:
    mine = ComplaintForm.objects.filter(unit__in=units_where(request.user, LEADER))
    close_complaint_form(get_object_or_404(mine.select_related("unit"), pk=pk), by=request.user)
    return redirect("answer:doors")
