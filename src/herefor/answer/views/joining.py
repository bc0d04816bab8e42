"""What cases have to do with each other: merged and parted, linked; put aside; no case at all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from herefor.answer.forms.case import OtherCaseForm, SnoozeForm
from herefor.answer.models import CaseLink, CaseMerge
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs import (
    NotMerged,
    call_genuine,
    call_spam,
    link_cases,
    merge_cases,
    part_cases,
    snooze_case,
    unlink_cases,
    wake_case,
)
from herefor.answer.views.case import fetch, show
from herefor.people.requests import SignedIn


@login_required
@require_POST
def merges(request: SignedIn, pk: int) -> HttpResponse:
    """Merge another case into this one; with the second button only link them."""
    case = fetch(request, pk)
    form = OtherCaseForm(request.POST, by=request.user)
    if not form.is_valid():
        return show(request, case, other=form, status=422)
    other = form.cleaned_data["reference"]
    if "link" in request.POST:
        if other == case:
            form.add_error("reference", _("This is the same case."))
            return show(request, case, other=form, status=422)
        link_cases(case, other=other, by=request.user)
        return redirect(case)
    try:
        merge_cases(case, merged=other, by=request.user)
    except NotMerged as refused:
        form.add_error("reference", str(refused))
        return show(request, case, other=form, status=422)
    said = {"other": other.reference, "kept": case.reference}
    messages.success(
        request, _("%(other)s is told within %(kept)s now. You can part them again.") % said
    )
    return redirect(case)


@login_required
@require_POST
def parting(request: SignedIn, pk: int, merge: int) -> HttpResponse:
    """Undo a merge, from either of the two cases."""
    case = fetch(request, pk)
    seen = cases_visible_to(request.user)
    mine = CaseMerge.objects.filter(kept__in=seen, merged__in=seen)
    made = get_object_or_404(mine.select_related("kept", "merged"), pk=merge)
    parted = part_cases(made, by=request.user)
    messages.success(request, _("%(other)s stands for itself again.") % {"other": parted.reference})
    return redirect(case)


@login_required
@require_POST
def unlinking(request: SignedIn, pk: int, link: int) -> HttpResponse:
    case = fetch(request, pk)
    found = CaseLink.objects.filter(case=case) | CaseLink.objects.filter(other=case)
    unlink_cases(get_object_or_404(found.select_related("case", "other"), pk=link), by=request.user)
    return redirect(case)


@login_required
@require_POST
def snooze(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    if "wake" in request.POST:
        wake_case(case, by=request.user)
        return redirect(case)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return show(request, case, snooze=form, status=422)
    asleep = snooze_case(case, **form.cleaned_data, by=request.user)
    if asleep.until < form.cleaned_data["until"]:
        messages.info(request, _("It comes back earlier than you said: something is due then."))
    return redirect("answer:home")


@login_required
@require_POST
def spam(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    if "genuine" in request.POST:
        call_genuine(case, by=request.user)
    else:
        call_spam(case, by=request.user)
    return redirect(case)
