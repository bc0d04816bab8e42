"""One case, for those who answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms import GiveForm, ReopenForm, SettleForm
from herefor.answer.forms.case import (
    DeclineForm,
    OtherCaseForm,
    PromiseForm,
    SnoozeForm,
    WithdrawPromiseForm,
)
from herefor.answer.forms.reply import DeskForm, MoveLaterForm
from herefor.answer.models import Case
from herefor.answer.queries import front_of, standing_settlement, timeline, told_within
from herefor.answer.queries.beside import beside
from herefor.answer.queries.brief import brief_of
from herefor.answer.queries.desk import Desk, desk_of
from herefor.answer.queries.learning import found_on
from herefor.answer.rules import cases_visible_to
from herefor.answer.verbs import (
    AlreadySettled,
    give_case,
    reopen_case,
    settle_case,
)
from herefor.answer.verbs.desk import look_at_case
from herefor.files.models import File
from herefor.files.responses import as_download
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import may_be_contacted
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_GET
def case(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    look_at_case(case, by=request.user)
    return show(request, case)


@login_required
@require_POST
def owner(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    form = GiveForm(request.POST, case=case)
    if not form.is_valid():
        return show(request, case, give=form, status=422)
    give_case(case, **form.cleaned_data, by=request.user)
    messages.success(request, _("%(name)s has it now.") % {"name": case.owner})
    return redirect(case)


@login_required
@require_POST
def settlement(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    form = SettleForm(request.POST, case=case)
    if not form.is_valid():
        return show(request, case, settle=form, status=422)
    try:
        settle_case(case, words=form.cleaned_data["words"], by=request.user)
    except AlreadySettled:
        form.add_error(None, _("A colleague was quicker; your words are here and were not sent."))
        return show(request, case, settle=form, status=409)
    messages.success(
        request, _("The customer is asked whether it is put right. Until then the case stays open.")
    )
    return redirect(case)


@login_required
@require_POST
def reopening(request: SignedIn, pk: int) -> HttpResponse:
    case = fetch(request, pk)
    form = ReopenForm(request.POST)
    standing = standing_settlement(case)
    if form.is_valid() and standing:
        reopen_case(standing, **form.cleaned_data, by=request.user)
    else:
        messages.info(request, _("It is open already."))
    return redirect(case)


@login_required
@require_GET
def file(request: SignedIn, pk: int, file: int) -> FileResponse:
    """A file handed in on the case, or on one merged into it."""
    cases = told_within(fetch(request, pk))
    handed_in = File.objects.filter(messages__case__in=cases).distinct()
    return as_download(get_object_or_404(handed_in, pk=file))


def fetch(request: SignedIn, pk: int) -> Case:
    cases = cases_visible_to(request.user).select_related(
        "customer", "owner", "unit", "response__wave__edition__survey"
    )
    return get_object_or_404(cases, pk=pk)


def show(request: SignedIn, case: Case, *, status: int = 200, **bound: BaseForm) -> HttpResponse:
    """The case's page; a form that came back with errors takes the place of its empty one."""
    context: dict[str, Any] = {
        "case": case,
        "front": front_of(case),
        "timeline": timeline(case),
        "brief": brief_of(case),
        "found": found_on(case),
        "settlement": standing_settlement(case),
        "score": satisfaction_score(case.response) if case.response else None,
        "beside": beside(case, request.user),
        "desk": (desk := desk_of(case, request.user)),
        "may_be_contacted": case.customer and may_be_contacted(case.customer),
        "now": now(),
        "follow_address": request.build_absolute_uri(case.follow_url),
        "form": next(iter(bound.values()), None),
    }
    return render(
        request, "answer/case.html", context | _forms(request, case, desk) | bound, status=status
    )


def _forms(request: SignedIn, case: Case, desk: Desk) -> dict[str, BaseForm]:
    draft = {"text": desk.draft.text} if desk.draft else {}
    return {
        "reply": DeskForm(case=case, by=request.user, initial=draft),
        "move": MoveLaterForm(),
        "settle": SettleForm(case=case),
        "give": GiveForm(case=case),
        "promise": PromiseForm(),
        "withdraw": WithdrawPromiseForm(),
        "decline": DeclineForm(),
        "other": OtherCaseForm(by=request.user),
        "snooze": SnoozeForm(),
    }
