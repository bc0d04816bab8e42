"""The reply desk of a case: answers and notes, drafts, saved replies, answers to come."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms.reply import DeskForm, MoveLaterForm
from herefor.answer.models import Case
from herefor.answer.queries.news import news_of_case, others_here
from herefor.answer.queries.replies import filled, replies_for
from herefor.answer.verbs import answer_case, note_on_case, readable
from herefor.answer.verbs.desk import keep_draft, look_away, stay_at_case
from herefor.answer.verbs.later import (
    LaterOver,
    answer_later,
    move_later,
    say_later,
    withdraw_later,
)
from herefor.answer.views.case import fetch, show
from herefor.files.forms import keep_uploads
from herefor.people.requests import SignedIn


@login_required
@require_POST
def messages_of(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the customer; by other buttons note, send later, keep a draft, put a reply in."""
    case = fetch(request, pk)
    text = request.POST.get("text", "")
    if "draft" in request.POST:
        keep_draft(case, text=text, by=request.user)
        messages.success(request, _("Your draft is kept. Only you see it."))
        return redirect(case)
    if "insert" in request.POST:
        return _insert(request, case, text)
    form = DeskForm(request.POST, request.FILES, case=case, by=request.user)
    if not form.is_valid():
        keep_draft(case, text=text, by=request.user, once=_mark(request))
        return show(request, case, reply=form, status=422)
    return _say(request, case, form)


def _say(request: SignedIn, case: Case, form: DeskForm) -> HttpResponse:
    said = form.cleaned_data
    words = {
        "text": said["text"],
        "once": said["once"],
        "by": request.user,
        "files": keep_uploads(said["attached"]),
    }
    if form.is_note:
        note_on_case(case, **words)
    elif form.is_later:
        turn = form.customers_turn()
        later = answer_later(case, **words, due_at=said["send_at"], customers_turn=turn)
        messages.success(request, _("It is sent on %(due)s.") % {"due": readable(later.due_at)})
    else:
        answer_case(case, **words, customers_turn=form.customers_turn())
    return redirect(case)


def _insert(request: SignedIn, case: Case, text: str) -> HttpResponse:
    """Without a script: the saved reply becomes part of the draft, and the draft fills the box."""
    number = request.POST.get("saved", "")
    reply = replies_for(case.unit).filter(pk=number).first() if number.isdecimal() else None
    if reply is None:
        messages.info(request, _("Choose a saved reply first."))
        keep_draft(case, text=text, by=request.user)
        return redirect(case)
    words = filled(reply, case=case, me=request.user)
    keep_draft(case, text=f"{text}\n\n{words.text}".strip(), by=request.user)
    if words.unknown:
        messages.warning(request, _not_known(words.unknown))
    return redirect(f"{case.get_absolute_url()}#reply")


def _not_known(names: tuple[str, ...]) -> str:
    return _("Nothing is known for %(names)s. Write what belongs there.") % {
        "names": ", ".join(names)
    }


@login_required
@require_GET
def saved(request: SignedIn, pk: int, reply: int) -> JsonResponse:
    """A saved reply, filled in for this case."""
    case = fetch(request, pk)
    words = filled(get_object_or_404(replies_for(case.unit), pk=reply), case=case, me=request.user)
    told = _not_known(words.unknown) if words.unknown else ""
    return JsonResponse({"text": words.text, "told": told})


@login_required
@require_POST
def draft(request: SignedIn, pk: int) -> JsonResponse:
    """Keep what was typed so far."""
    case = fetch(request, pk)
    text = request.POST.get("text", "")
    kept = keep_draft(case, text=text, by=request.user, once=_mark(request))
    at = formatted(localtime(kept.kept_at), "H:i") if kept else ""
    return JsonResponse({"told": _("Draft kept, %(at)s") % {"at": at} if at else ""})


def _mark(request: SignedIn) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


@login_required
@require_POST
def presence(request: SignedIn, pk: int) -> JsonResponse:
    """Somebody has the case before them; what they would like to know comes back."""
    case = fetch(request, pk)
    if "gone" in request.POST:
        look_away(case, by=request.user)
        return JsonResponse({})
    stay_at_case(case, by=request.user, typing="typing" in request.POST)
    since = request.POST.get("since", "")
    told = news_of_case(case, request.user, since=int(since)) if since.isdecimal() else ""
    return JsonResponse({"news": told, "others": others_here(case, request.user)})


@login_required
@require_POST
def later(request: SignedIn, pk: int, later: int) -> HttpResponse:
    """Send an answer now that was to be sent later, take it back, or move it."""
    case = fetch(request, pk)
    waiting = case.later_answers.select_related("case", "by")
    if "back" not in request.POST:  # under a colleague's name only the colleague sends
        waiting = waiting.filter(by=request.user)
    written = get_object_or_404(waiting, pk=later)
    try:
        if "now" in request.POST:
            if say_later(written, as_read=True) is None:
                raise LaterOver
        elif "back" in request.POST:
            withdraw_later(written, by=request.user)
            messages.info(request, _("It is not sent. Its words are in your draft."))
        else:
            form = MoveLaterForm(request.POST)
            if not form.is_valid():
                return show(request, case, move=form, status=422)
            move_later(written, **form.cleaned_data, by=request.user)
    except LaterOver:
        messages.info(request, _("It was sent or taken back already."))
    return redirect(case)
