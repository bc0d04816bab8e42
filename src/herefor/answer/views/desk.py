"""What is on one's own desk: notes that name me, the keys, and words that are used again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.answer.forms.reply import SavedReplyForm
from herefor.answer.models import KeysOff, SavedReply
from herefor.answer.queries.mentions import unseen_mentions
from herefor.answer.queries.replies import VARIABLES, replies_editable_by, replies_visible_to
from herefor.answer.rules import may_answer
from herefor.answer.verbs.desk import drop_reply, save_reply, switch_keys
from herefor.people.requests import SignedIn


def _enter(request: SignedIn) -> None:
    if not may_answer(request.user):
        raise Http404


@login_required
@require_GET
def named(request: SignedIn) -> HttpResponse:
    """Notes in which colleagues named me and that I have not seen."""
    _enter(request)
    mentions = unseen_mentions(request.user).order_by("-message__said_at")[:100]
    return render(request, "answer/named.html", {"mentions": mentions})


@login_required
@require_http_methods(["GET", "POST"])
def keys(request: SignedIn) -> HttpResponse:
    """Which key does what, and whether they do it for me."""
    _enter(request)
    if request.method == "POST":
        switch_keys(off="off" in request.POST, by=request.user)
        return redirect("answer:keys")
    is_off = KeysOff.objects.filter(account=request.user).exists()
    return render(request, "answer/keys.html", {"is_off": is_off})


@login_required
@require_GET
def replies(request: SignedIn) -> HttpResponse:
    _enter(request)
    editable = set(replies_editable_by(request.user).values_list("pk", flat=True))
    seen = replies_visible_to(request.user).prefetch_related("texts")
    return render(request, "answer/replies.html", {"replies": seen, "editable": editable})


@login_required
@require_http_methods(["GET", "POST"])
def new_reply(request: SignedIn) -> HttpResponse:
    _enter(request)
    return _edit(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def reply(request: SignedIn, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(replies_editable_by(request.user), pk=pk))


@login_required
@require_POST
def reply_end(request: SignedIn, pk: int) -> HttpResponse:
    drop_reply(get_object_or_404(replies_editable_by(request.user), pk=pk), by=request.user)
    return redirect("answer:replies")


def _edit(request: SignedIn, saved: SavedReply | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = SavedReplyForm(given, by=request.user, reply=saved, language=get_language() or "en")
    if form.is_valid():
        words = {"title": form.cleaned_data["title"], "unit": form.cleaned_data["unit"]}
        save_reply(saved, **words, texts=form.texts(), by=request.user)
        messages.success(request, _("“%(title)s” is saved.") % words)
        return redirect("answer:replies")
    context = {"form": form, "saved": saved, "variables": VARIABLES}
    status = 422 if form.is_bound else 200
    return render(request, "answer/saved_reply.html", context, status=status)
