"""Whoever comes: reads, asks, votes. No account, and nothing changes on GET."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from herefor.hall.calendar import invitation
from herefor.hall.forms.visit import AskForm, consent_words
from herefor.hall.models import Choice, Guest, Question, TownHall
from herefor.hall.queries import public, visiting
from herefor.hall.rules import (
    GUEST_COOKIE,
    SALT,
    VOTER_COOKIE,
    halls_open_to_all,
    may_come,
    voter_cookie,
    voter_of,
)
from herefor.hall.verbs import NotNow, ask, choose, take_back_vote, vote
from herefor.live.reading import newest_id
from herefor.story.clock import now

YEAR_SECONDS = 365 * 24 * 3600
RELOADS = {"15", "30", "60"}
View = Callable[..., HttpResponse]


def at_hall(view: View) -> View:
    """Find the hall for who may come, and let the browser keep who it is."""

    @wraps(view)
    @never_cache
    def found(request: HttpRequest, key: str, **more: Any) -> HttpResponse:
        hall = get_object_or_404(TownHall.objects.select_related("unit"), key=key)
        if not may_come(request, hall):
            return render(request, "hall/invited_only.html", {"hall": hall}, status=403)
        if VOTER_COOKIE not in request.COOKIES:
            _become_a_voter(request)
        answer = view(request, hall, **more)
        if fresh := getattr(request, "new_voter", ""):
            _keep(answer, VOTER_COOKIE, fresh, salt=SALT)
        return answer

    return found


@require_GET
@never_cache
def halls(request: HttpRequest) -> HttpResponse:
    return render(request, "hall/halls.html", visiting.listed(halls_open_to_all()))


@require_GET
@never_cache
def hall(request: HttpRequest, key: str) -> HttpResponse:
    if guest := request.GET.get("guest"):
        return _let_guest_in(request, key, guest)
    return _hall(request, key=key)


@at_hall
def _hall(request: HttpRequest, hall: TownHall) -> HttpResponse:
    return _page(request, hall, AskForm())


@require_POST
@at_hall
def questions(request: HttpRequest, hall: TownHall) -> HttpResponse:
    form = AskForm(request.POST)
    if form.is_valid() and form.seems_automatic():
        form = form.opened_anew()
        form.add_error(None, _("That was quick. Please look over it and press Ask once more."))
    if not form.is_valid():
        return _refused(request, hall, form)
    said = form.cleaned_data
    try:
        question = ask(
            hall,
            text=said["text"],
            name=said["name"],
            email=said["email"],
            consent_words=consent_words(),
            once=str(said["once"]),
            asker=_voter(request, hall),
        )
    except NotNow as refused:
        form.add_error(None, str(refused))
        return _refused(request, hall, form)
    words = _("Your question is on the page.")
    if question.shown_at is None:
        words = _("We have your question. It is read before it is shown; that takes a moment.")
    if _wants_json(request):
        return JsonResponse({"told": words, "mine": visiting.mine_shown(question)})
    messages.success(request, words)
    return redirect(f"{hall.get_absolute_url()}#mine")


@require_POST
@at_hall
def votes(request: HttpRequest, hall: TownHall, pk: int) -> HttpResponse:
    """Said once or ten times, it is one vote: the form says what is wanted, not what to change."""
    question = get_object_or_404(Question, pk=pk, hall=hall)
    question.hall = hall
    is_wanted = request.POST.get("wanted") != "0"
    try:
        (vote if is_wanted else take_back_vote)(question, voter=_voter(request, hall))
    except NotNow as refused:
        return _not_now(request, hall, refused)
    if _wants_json(request):
        counted = public.votes_of(hall, [pk])
        return JsonResponse({"votes": counted, "wanted": is_wanted})
    return redirect(f"{hall.get_absolute_url()}#q{pk}")


@require_POST
@at_hall
def choices(request: HttpRequest, hall: TownHall, pk: int) -> HttpResponse:
    number = request.POST.get("choice", "")
    found = Choice.objects.select_related("poll__hall__unit").filter(poll=pk, poll__hall=hall)
    choice = found.filter(pk=number).first() if number.isdigit() else None
    try:
        if choice is None:
            raise NotNow(_("Choose one of the answers first."))
        choose(choice, voter=_voter(request, hall))
    except NotNow as refused:
        return _not_now(request, hall, refused)
    if _wants_json(request):
        return JsonResponse({"poll": public.poll_shown(choice.poll), "chosen": choice.pk})
    return redirect(f"{hall.get_absolute_url()}#poll")


@require_GET
@at_hall
def state(request: HttpRequest, hall: TownHall) -> HttpResponse:
    """Everything as it is now, for pages whose stream does not come through, and what is theirs."""
    since = newest_id()
    mine = visiting.mine(hall, voter_of(request, hall))
    return JsonResponse({**public.whole(hall), "whole": True, "since": since, "mine": mine})


@require_GET
@at_hall
def calendar(request: HttpRequest, hall: TownHall) -> HttpResponse:
    content = invitation(hall, made_at=now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="town-hall.ics"'},
    )


@require_GET
@at_hall
def transcript(request: HttpRequest, hall: TownHall) -> HttpResponse:
    return render(request, "hall/transcript.html", visiting.transcript(hall))


@require_GET
@at_hall
def screen(request: HttpRequest, hall: TownHall) -> HttpResponse:
    """For the wall of the room: large, quiet, by itself."""
    return render(request, "hall/screen.html", visiting.screen(hall, request))


def _page(
    request: HttpRequest, hall: TownHall, form: AskForm, *, status: int = 200
) -> HttpResponse:
    since = newest_id()
    asked = request.GET.get("reload", "")
    context = visiting.page(hall, voter=_voter(request, hall)) | {
        "form": form,
        "since": since,
        "consent": consent_words(),
        "reload": asked if asked in RELOADS else "",
    }
    return render(request, "hall/hall.html", context, status=status)


def _refused(request: HttpRequest, hall: TownHall, form: AskForm) -> HttpResponse:
    if _wants_json(request):
        errors = [str(error) for found in form.errors.values() for error in found]
        return JsonResponse({"sorry": " ".join(errors)}, status=422)
    return _page(request, hall, form, status=422)


def _not_now(request: HttpRequest, hall: TownHall, refused: NotNow) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"sorry": str(refused)}, status=409)
    messages.error(request, str(refused))
    return redirect(hall)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _voter(request: HttpRequest, hall: TownHall) -> str:
    return voter_of(request, hall)


def _become_a_voter(request: HttpRequest) -> None:
    """A browser that comes for the first time is given a number, and has it at once."""
    fresh = voter_cookie(request)
    answer = HttpResponse()
    _keep(answer, VOTER_COOKIE, fresh, salt=SALT)
    request.COOKIES[VOTER_COOKIE] = answer.cookies[VOTER_COOKIE].value
    request.new_voter = fresh  # type: ignore[attr-defined]


def _let_guest_in(request: HttpRequest, key: str, guest_key: str) -> HttpResponse:
    guest = Guest.objects.select_related("hall").filter(hall__key=key, key=guest_key).first()
    if guest is None:
        raise Http404
    answer = redirect(guest.hall)
    _keep(answer, GUEST_COOKIE, guest.key, salt=f"{SALT}.{guest.hall.key}")
    return answer


def _keep(answer: HttpResponse, name: str, value: str, *, salt: str) -> None:
    answer.set_signed_cookie(
        name, value, salt=salt, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", path="/halls/"
    )
