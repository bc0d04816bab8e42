"""The queue: what was said, and who decides whether it is shown."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from herefor.people.requests import SignedIn
from herefor.speak.forms.desk import RefusalForm
from herefor.speak.forms.public import ReplyForm
from herefor.speak.guard import WHY_HELD
from herefor.speak.models import Comment
from herefor.speak.queries import queue, queue_counts
from herefor.speak.queries.comments import VIEWS
from herefor.speak.rules import comments_to_decide, may_enter, may_reply
from herefor.speak.verbs import (
    mark_question,
    refuse_comment,
    reply_to,
    show_comment,
    undo_decision,
    unmark_question,
)
from herefor.speak.views.desk import tabs

A_PAGE = 25


@login_required
def home(request: SignedIn) -> HttpResponse:
    if not may_enter(request.user):
        raise PermissionDenied
    view = request.GET.get("view", "held")
    view = view if view in VIEWS else "held"
    page = Paginator(queue(request.user, view), A_PAGE).get_page(request.GET.get("page"))
    counts = queue_counts(request.user)
    context = {
        "page": page,
        "rows": [(one, why_held(one)) for one in page],
        "view": view,
        "views": [
            {
                "url": f"{reverse('speak:queue')}?view={key}",
                "words": words,
                "current": key == view,
                "count": counts.get(key),
            }
            for key, (words, _which) in VIEWS.items()
        ],
        "tabs": tabs(request, "comments"),
    }
    return render(request, "speak/queue.html", context)


@login_required
def comment(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@login_required
@require_POST
def shown(request: SignedIn, pk: int) -> HttpResponse:
    found = _found(request, pk)
    show_comment(found, by=request.user, asks="asks" in request.POST)
    messages.success(request, _("The comment of %(name)s is shown.") % {"name": found.name})
    return redirect(_back(request))


@login_required
@require_POST
def refusal(request: SignedIn, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal=form, status=422)
    refuse_comment(found, by=request.user, **form.cleaned_data)
    messages.success(
        request,
        _("The comment of %(name)s is not shown; its writer sees why.") % {"name": found.name},
    )
    return redirect(_back(request))


@login_required
@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    undo_decision(_found(request, pk), by=request.user)
    messages.success(request, _("Nothing is decided on it any more; it waits in the queue."))
    return redirect("speak:decide", pk)


@login_required
@require_POST
def question(request: SignedIn, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if "nothing" in request.POST:
        unmark_question(found, by=request.user)
    else:
        mark_question(found, by=request.user)
    return redirect("speak:decide", pk)


@login_required
@require_POST
def reply(request: SignedIn, pk: int) -> HttpResponse:
    """Leaders of the unit speak in public; it is marked as theirs by who is signed in."""
    found = _found(request, pk)
    if not may_reply(request.user, found.post):
        raise PermissionDenied
    form = ReplyForm(request.POST)
    if not form.is_valid() or not found.shown_at:
        return _page(request, found, answer=form, status=422)
    reply_to(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Your reply is on the page."))
    return redirect("speak:decide", pk)


def why_held(found: Comment) -> list[str]:
    return [str(WHY_HELD[mark]) for mark in found.doubts if mark in WHY_HELD]


def _found(request: SignedIn, pk: int) -> Comment:
    return get_object_or_404(comments_to_decide(request.user), pk=pk)


def _back(request: SignedIn) -> str:
    view = request.POST.get("view", "")
    return f"{reverse('speak:queue')}?view={view}" if view in VIEWS else reverse("speak:queue")


def _page(
    request: SignedIn,
    found: Comment,
    *,
    refusal: RefusalForm | None = None,
    answer: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    replies = found.replies.filter(shown_at__isnull=False, taken_back_at=None)
    context: dict[str, Any] = {
        "comment": found,
        "why": why_held(found),
        "decisions": found.decisions.select_related("by", "undone_by"),
        "standing": found.decisions.filter(undone_at=None).last(),
        "question": getattr(found, "question", None),
        "replies": replies.select_related("author"),
        "may_reply": may_reply(request.user, found.post),
        "refusal": refusal or RefusalForm(),
        "answer": answer or ReplyForm(),
        "form": refusal or answer,
    }
    return render(request, "speak/comment.html", context, status=status)
