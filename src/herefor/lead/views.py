"""The leader's page with the five questions, deciding, and what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.rules import cases_visible_to
from herefor.insight.choosing import chosen
from herefor.insight.models import Finding
from herefor.lead.forms import DecideForm, KeepForm, TellForm
from herefor.lead.letter import letter
from herefor.lead.models import Commitment
from herefor.lead.queries import commitments_at, is_taken_back, outcome_of
from herefor.lead.rules import findings_to_decide_on, may_decide, units_to_lead
from herefor.lead.verbs import NobodyTold, keep_commitment, make_commitment, tell_customers
from herefor.lead.words import chosen_words
from herefor.people.requests import SignedIn
from herefor.story.queries import story_of
from herefor.story.sentences import sentence_of

COMMITMENTS_ON_A_PAGE = 25
VIEWS = ("open", "kept")


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    """What waits for her today, and the five questions."""
    choice = chosen(request.GET, units=units_to_lead(request.user), user=request.user)
    return render(request, "lead/home.html", letter(request.user, choice))


@login_required
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """From a finding to a commitment."""
    finding = _finding(request, pk)
    form = DecideForm(request.POST or None, finding=finding, by=request.user)
    if not form.is_valid():
        chosen = chosen_words(form.cases_chosen, form.cases_offered, finding.wave)
        context = {"form": form, "finding": finding, "chosen_words": chosen}
        status = 422 if form.is_bound else 200
        return render(request, "lead/decide.html", context, status=status)
    commitment = make_commitment(finding, **form.cleaned_data, by=request.user)
    messages.success(request, _("It is promised. Tell the customers when it is done."))
    return redirect(commitment)


@login_required
@require_GET
def commitments(request: SignedIn) -> HttpResponse:
    if not units_to_lead(request.user).exists():
        raise Http404
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    made = commitments_at(request.user)
    by_view = {"open": made.filter(keeping=None), "kept": made.exclude(keeping=None)}
    page = Paginator(by_view[view], COMMITMENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    words = {"open": _("Open"), "kept": _("Kept")}
    tabs = [
        {
            "words": words[name],
            "url": f"{reverse('lead:commitments')}?view={name}",
            "count": by_view[name].count(),
            "current": name == view,
        }
        for name in VIEWS
    ]
    return render(request, "lead/commitments.html", {"page": page, "tabs": tabs, "view": view})


@login_required
@require_GET
def commitment(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _commitment(request, pk))


@login_required
@require_POST
def telling(request: SignedIn, pk: int) -> HttpResponse:
    """You said, we did: to everyone who raised it."""
    made = _commitment(request, pk)
    form = TellForm(request.POST)
    if not form.is_valid():
        return _show(request, made, form=form, status=422)
    tell_customers(made, **form.cleaned_data, by=request.user)
    messages.success(request, _("The customers who raised it are told."))
    return redirect(made)


@login_required
@require_POST
def keeping(request: SignedIn, pk: int) -> HttpResponse:
    made = _commitment(request, pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _show(request, made, keep=form, status=422)
    try:
        keep_commitment(made, **form.cleaned_data, by=request.user)
    except NobodyTold:
        messages.warning(
            request, _("It is not done yet: the customers who raised it have not been told.")
        )
    else:
        messages.success(request, _("It is done, and the promise is kept."))
    return redirect(made)


def _finding(request: SignedIn, pk: int) -> Finding:
    findings = findings_to_decide_on(request.user)
    found = get_object_or_404(findings.select_related("wave__edition__survey", "unit"), pk=pk)
    if not may_decide(request.user, found):
        raise Http404
    return found


def _commitment(request: SignedIn, pk: int) -> Commitment:
    return get_object_or_404(commitments_at(request.user), pk=pk)


def _show(
    request: SignedIn,
    made: Commitment,
    *,
    form: TellForm | None = None,
    keep: KeepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    cases = cases_visible_to(request.user).filter(commitments=made).select_related("customer")
    context: dict[str, Any] = {
        "commitment": made,
        "cases": cases.order_by("-opened_at", "-pk"),
        "outcome": outcome_of(request.user, made),
        "taken_back": is_taken_back(made),
        "reaches": made.raised_in.count(),
        "form": form or TellForm(),
        "keep": keep or KeepForm(),
        "story": [sentence_of(event) for event in story_of(made)],
    }
    return render(request, "lead/commitment.html", context, status=status)
