"""One case, for those who answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms import GiveForm, ReopenForm, ReplyForm, SettleForm
from herefor.answer.models import Case
from herefor.answer.queries import standing_settlement, timeline
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs import (
    AlreadySettled,
    answer_case,
    give_case,
    note_on_case,
    reopen_case,
    settle_case,
)
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import may_be_contacted
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_GET
def case(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _fetch(request, pk))


@login_required
@require_POST
def messages_of(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the customer, or with the second button write a note for us."""
    case = _fetch(request, pk)
    form = ReplyForm(request.POST, case=case, label=_("Your answer"))
    if not form.is_valid():
        return _show(request, case, reply=form, status=422)
    say = note_on_case if "note" in request.POST else answer_case
    said = form.cleaned_data
    say(case, text=said["text"], once=said["once"], by=request.user)
    return redirect(case)


@login_required
@require_POST
def owner(request: SignedIn, pk: int) -> HttpResponse:
    case = _fetch(request, pk)
    form = GiveForm(request.POST, case=case)
    if not form.is_valid():
        return _show(request, case, give=form, status=422)
    give_case(case, **form.cleaned_data, by=request.user)
    messages.success(request, _("%(name)s has it now.") % {"name": case.owner})
    return redirect(case)


@login_required
@require_POST
def settlement(request: SignedIn, pk: int) -> HttpResponse:
    case = _fetch(request, pk)
    form = SettleForm(request.POST, case=case)
    if not form.is_valid():
        return _show(request, case, settle=form, status=422)
    try:
        settle_case(case, words=form.cleaned_data["words"], by=request.user)
    except AlreadySettled:
        form.add_error(None, _("A colleague was quicker; your words are here and were not sent."))
        return _show(request, case, settle=form, status=409)
    messages.success(
        request, _("The customer is asked whether it is put right. Until then the case stays open.")
    )
    return redirect(case)


@login_required
@require_POST
def reopening(request: SignedIn, pk: int) -> HttpResponse:
    case = _fetch(request, pk)
    form = ReopenForm(request.POST)
    standing = standing_settlement(case)
    if form.is_valid() and standing:
        reopen_case(standing, **form.cleaned_data, by=request.user)
    else:
        messages.info(request, _("It is open already."))
    return redirect(case)


def _fetch(request: SignedIn, pk: int) -> Case:
    cases = cases_visible_to(request.user).select_related(
        "customer", "owner", "unit", "response__wave__edition__survey"
    )
    return get_object_or_404(cases, pk=pk)


def _show(
    request: SignedIn,
    case: Case,
    *,
    reply: ReplyForm | None = None,
    settle: SettleForm | None = None,
    give: GiveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "timeline": timeline(case),
        "settlement": standing_settlement(case),
        "score": satisfaction_score(case.response) if case.response else None,
        "reply": reply or ReplyForm(case=case, label=_("Your answer")),
        "settle": settle or SettleForm(case=case),
        "may_be_contacted": case.customer and may_be_contacted(case.customer),
        "give": give or GiveForm(case=case),
        "now": now(),
        "follow_address": request.build_absolute_uri(case.follow_url),
        "form": next((form for form in (reply, settle, give) if form), None),
    }
    return render(request, "answer/case.html", context, status=status)
