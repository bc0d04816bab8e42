"""One act on many cases, taking it back, and views kept by a name."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from herefor.answer.forms.inbox import MANY, ViewForm
from herefor.answer.models import BulkAct, Case, SavedView
from herefor.answer.rules import cases_visible_to, may_answer
from herefor.answer.verbs.desk import drop_view, keep_view
from herefor.answer.verbs.many import MOST_CASES, act_on_many, undo_many
from herefor.people.requests import SignedIn

TITLES = {
    "give": gettext_lazy("Give them to somebody"),
    "aside": gettext_lazy("Put them aside"),
    "severity": gettext_lazy("Change their severity"),
    "kind": gettext_lazy("Change their kind"),
    "unit": gettext_lazy("Move them to another unit"),
}


@login_required
@require_POST
def many(request: SignedIn) -> HttpResponse:
    """Do it at once, or ask first for what the act needs to know."""
    what = request.POST.get("act", "")
    if what not in MANY or not may_answer(request.user):
        raise Http404
    cases = _chosen(request)
    if not cases:
        messages.info(request, _("Tick the cases first."))
        return redirect(_back(request))
    form = MANY[what](request.POST if _is_told(request, what) else None, by=request.user)
    if form.is_valid():
        act_on_many(cases, what=what, by=request.user, **form.cleaned_data)
        return redirect(_back(request))
    context: dict[str, Any] = {
        "form": form,
        "what": what,
        "title": TITLES[what],
        "cases": cases,
        "back": _back(request),
    }
    return render(request, "answer/many.html", context, status=422 if form.is_bound else 200)


def _chosen(request: SignedIn) -> list[Case]:
    numbers = [one for one in request.POST.getlist("case")[:MOST_CASES] if one.isdecimal()]
    seen = cases_visible_to(request.user).filter(pk__in=numbers)
    return list(seen.select_related("customer", "unit", "owner"))


def _is_told(request: SignedIn, what: str) -> bool:
    """Whether what the act needs to know was sent, be it empty."""
    needed = MANY[what].base_fields
    return not needed or any(name in request.POST for name in needed)


def _back(request: SignedIn) -> str:
    """Where the ticks were made; never an address of somebody else."""
    given = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if is_ours else reverse("answer:home")


@login_required
@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    act = get_object_or_404(BulkAct, pk=pk, by=request.user, undone_at=None)
    left = undo_many(act, by=request.user)
    if left:
        names = ", ".join(case.reference for case in left)
        messages.warning(
            request,
            _("Something happened meanwhile on %(names)s, so that stays as it is now.")
            % {"names": names},
        )
    if len(left) < len(act.before["cases"]):
        messages.success(request, _("It is as it was before."))
    return redirect(_back(request))


@login_required
@require_POST
def views(request: SignedIn) -> HttpResponse:
    form = ViewForm(request.POST)
    query = request.POST.get("query", "")[:500]
    if form.is_valid():
        keep_view(**form.cleaned_data, by=request.user)
    else:
        messages.warning(request, _("Give the view a name."))
    return redirect(f"{reverse('answer:home')}?{query}")


@login_required
@require_POST
def view_end(request: SignedIn, pk: int) -> HttpResponse:
    drop_view(get_object_or_404(SavedView, pk=pk, account=request.user))
    return redirect("answer:home")
