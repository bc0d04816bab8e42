"""The customer's side of a case: read, write, confirm, ask. No account, no JavaScript."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms import ReopenForm, WithdrawForm, WordsForm
from herefor.answer.forms.customer import FollowUpForm, asking_words
from herefor.answer.models import Case
from herefor.answer.queries import front_of, standing_settlement
from herefor.answer.queries.public import (
    customers_story,
    files_for_customer,
    leader_asked_for,
    promises_to,
    question_open,
)
from herefor.answer.queries.taken_along import in_words, packed
from herefor.answer.rules import case_followed_by, cases_visible_to
from herefor.answer.verbs import (
    NotSettled,
    answer_follow_up,
    ask_for_leader,
    confirm_settlement,
    hear_customer,
    readable,
    reopen_case,
    withdraw_case,
)
from herefor.files.forms import keep_uploads
from herefor.files.responses import as_download
from herefor.people.queries import asking_allowed, the_organisation, ways_to_reach
from herefor.people.verbs import allow_asking, ask_no_more
from herefor.story.clock import now

Page = Callable[..., HttpResponseBase]


def followed(page: Page) -> Page:
    """Turn the signed key into its case, or say in plain words that the link opens nothing."""

    @wraps(page)
    @never_cache
    def opened(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponseBase:
        case = case_followed_by(key)
        if case is None:
            return render(request, "answer/no_case.html", status=404)
        case = front_of(case)
        if request.method == "POST" and reads_as_colleague(request, case):
            return render(request, "answer/not_the_customer.html", {"case": case}, status=403)
        return page(request, case, **kwargs)

    return opened


def reads_as_colleague(request: HttpRequest, case: Case) -> bool:
    """Whether somebody of ours looks at the customer's page: they may read, not speak for her."""
    return cases_visible_to(request.user).filter(pk=case.pk).exists()


@require_GET
@followed
def follow(request: HttpRequest, case: Case) -> HttpResponse:
    return _show(request, case)


@require_POST
@followed
def words(request: HttpRequest, case: Case) -> HttpResponse:
    form = WordsForm(request.POST, request.FILES, label=_("Write to us"))
    if not form.is_valid():
        return _show(request, case, form=form, status=422)
    said = form.cleaned_data
    hear_customer(case, text=said["text"], once=said["once"], files=keep_uploads(said["attached"]))
    messages.success(request, _("We have it. %(name)s will answer.") % {"name": case.owner})
    return redirect(case.follow_url)


@require_POST
@followed
def confirmation(request: HttpRequest, case: Case) -> HttpResponse:
    try:
        confirm_settlement(case)
    except NotSettled:
        messages.warning(request, _("The case is open again, so there is nothing to confirm."))
    else:
        messages.success(request, _("Thank you. We have noted that it is put right."))
    return redirect(case.follow_url)


@require_POST
@followed
def reopening(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, case, reopen=form, status=422)
    settlement, reason = standing_settlement(case), form.cleaned_data["reason"]
    if settlement:
        reopen_case(settlement, reason=reason)
    elif reason:
        hear_customer(case, text=reason)
    messages.success(request, _("It is open. %(name)s will answer.") % {"name": case.owner})
    return redirect(case.follow_url)


@require_POST
@followed
def leader(request: HttpRequest, case: Case) -> HttpResponse:
    asked = ask_for_leader(case)
    said = {"name": asked.leader.name, "due": readable(asked.due_at)}
    messages.success(request, _("%(name)s will answer you by %(due)s.") % said)
    return redirect(case.follow_url)


@require_POST
@followed
def withdrawal(request: HttpRequest, case: Case) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, case, withdraw=form, status=422)
    withdraw_case(case, **form.cleaned_data)
    messages.success(
        request, _("You took it back, and nobody works on it. Write here to open it again.")
    )
    return redirect(case.follow_url)


@require_POST
@followed
def follow_up(request: HttpRequest, case: Case) -> HttpResponse:
    question = question_open(case)
    if question is None:
        messages.info(request, _("Thank you, we have your answer already."))
        return redirect(case.follow_url)
    form = FollowUpForm(request.POST, follow_up=question)
    if not form.is_valid():
        return _show(request, case, question=form, status=422)
    answer_follow_up(question, **form.cleaned_data)
    messages.success(request, _("Thank you. What you say here changes how we work."))
    return redirect(case.follow_url)


@require_POST
@followed
def asking(request: HttpRequest, case: Case) -> HttpResponse:
    """She lets us ask for her view, or takes that back."""
    if case.customer is None:
        raise Http404
    if request.POST.get("allowed"):
        allow_asking(case.customer, words=asking_words())
        messages.success(request, _("Thank you. You can take it back here at any time."))
    else:
        ask_no_more(case.customer)
        messages.success(request, _("We ask you no more. What you say here is answered as before."))
    return redirect(case.follow_url)


@require_GET
@followed
def export(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Words alone as JSON; with files handed in, or sent to her, a zip of all."""
    if files_for_customer(case).exists():
        name = f"{case.reference}.zip"
        return FileResponse(packed(case), as_attachment=True, filename=name)
    response = HttpResponse(in_words(case), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}.json"'
    return response


@require_GET
@followed
def handed_in(request: HttpRequest, case: Case, pk: int) -> FileResponse:
    return as_download(get_object_or_404(files_for_customer(case), pk=pk))


def _show(
    request: HttpRequest,
    case: Case,
    *,
    form: WordsForm | None = None,
    reopen: ReopenForm | None = None,
    withdraw: WithdrawForm | None = None,
    question: FollowUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = question_open(case)
    context = {
        "case": case,
        "now": now(),
        "story": customers_story(case),
        "promises": promises_to(case),
        "settlement": standing_settlement(case),
        "withdrawn": case.withdrawals.filter(undone_at=None).first(),
        "asked_for": leader_asked_for(case),
        "form": form or WordsForm(label=_("Write to us")),
        "reopen": reopen or ReopenForm(),
        "withdraw": withdraw or WithdrawForm(),
        "question": question or (FollowUpForm(follow_up=asked) if asked else None),
        "asking": _asking(case),
        "asking_words": asking_words(),
        "organisation": the_organisation(),
        "is_colleague": reads_as_colleague(request, case),
    }
    wrong = next((one for one in (form, reopen, withdraw, question) if one), None)
    context["wrong"] = wrong
    return render(request, "answer/follow.html", context, status=status)


def _asking(case: Case) -> str:
    """Whether she lets us ask for her view; nothing where we could not reach her anyway."""
    if case.customer is None or not ways_to_reach(case.customer).exists():
        return ""
    return "allowed" if asking_allowed(case.customer).exists() else "not yet"
