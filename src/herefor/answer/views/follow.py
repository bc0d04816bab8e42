"""The customer's side of a case: read, write, confirm, reopen. No account, no JavaScript."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms import ReopenForm, WordsForm
from herefor.answer.models import Case
from herefor.answer.queries import conversation, standing_settlement
from herefor.answer.rules import case_followed_by, cases_visible_to
from herefor.answer.verbs import NotSettled, confirm_settlement, hear_customer, reopen_case
from herefor.people.queries import the_organisation

Page = Callable[..., HttpResponse]


def followed(page: Page) -> Page:
    """Turn the signed key into its case, or say in plain words that the link opens nothing."""

    @wraps(page)
    @never_cache
    def opened(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
        case = case_followed_by(key)
        if case is None:
            return render(request, "answer/no_case.html", status=404)
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
    form = WordsForm(request.POST, label=_("Write to us"))
    if not form.is_valid():
        return _show(request, case, form=form, status=422)
    hear_customer(case, **form.cleaned_data)
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


def _show(
    request: HttpRequest,
    case: Case,
    *,
    form: WordsForm | None = None,
    reopen: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "conversation": conversation(case),
        "settlement": standing_settlement(case),
        "form": form or WordsForm(label=_("Write to us")),
        "reopen": reopen or ReopenForm(),
        "organisation": the_organisation(),
        "is_colleague": reads_as_colleague(request, case),
    }
    return render(request, "answer/follow.html", context, status=status)
