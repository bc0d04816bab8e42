"""For those who lead: promises made to customers, and whether what was settled is put right."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from herefor.answer.queries.outcomes import LEDGER, ledger, ledger_counts, outcome
from herefor.answer.rules import may_answer
from herefor.people.requests import SignedIn
from herefor.story.clock import now

PROMISES_ON_A_PAGE = 25
PERIOD = timedelta(days=92)


@login_required
@require_GET
def promises(request: SignedIn) -> HttpResponse:
    if not may_answer(request.user):
        raise Http404
    state = request.GET.get("state", "open")
    state = state if state in LEDGER else "open"
    tabs = [
        {
            "words": LEDGER[name],
            "url": f"{reverse('answer:ledger')}?state={name}",
            "count": count,
            "current": name == state,
        }
        for name, count in ledger_counts(request.user).items()
    ]
    found = Paginator(ledger(request.user, state), PROMISES_ON_A_PAGE)
    context = {"page": found.get_page(request.GET.get("page")), "tabs": tabs, "now": now()}
    return render(request, "answer/promises.html", context)


@login_required
@require_GET
def settled(request: SignedIn) -> HttpResponse:
    if not may_answer(request.user):
        raise Http404
    until = now()
    context = {
        "outcome": outcome(request.user, since=until - PERIOD, until=until),
        "since": until - PERIOD,
        "until": until,
    }
    return render(request, "answer/settled.html", context)
