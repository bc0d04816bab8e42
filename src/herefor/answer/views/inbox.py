"""The inbox, for those who answer."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from herefor.answer.queries import VIEWS, inbox, inbox_counts
from herefor.answer.rules import may_answer
from herefor.people.requests import SignedIn
from herefor.story.clock import now

CASES_ON_A_PAGE = 25


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    if not may_answer(request.user):
        raise Http404
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    page = Paginator(inbox(request.user, view), CASES_ON_A_PAGE).get_page(request.GET.get("page"))
    tabs = [
        {
            "words": VIEWS[name],
            "url": f"{reverse('answer:home')}?view={name}",
            "count": count,
            "current": name == view,
        }
        for name, count in inbox_counts(request.user).items()
    ]
    context = {"page": page, "tabs": tabs, "view": view, "now": now()}
    return render(request, "answer/inbox.html", context)
