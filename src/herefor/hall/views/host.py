"""The desk of those who host: begins, reads, gives turns, ends."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from herefor.hall.forms.host import AnswerForm, HoldForm, TurnForm
from herefor.hall.models import Question, TownHall, Turn
from herefor.hall.queries import hosting
from herefor.hall.rules import halls_hosted_by
from herefor.hall.verbs import (
    NotNow,
    answer_question,
    begin_hall,
    begin_turn,
    change_hall,
    drop_turn,
    end_hall,
    end_turn,
    hold_question,
    show_question,
)
from herefor.people.requests import SignedIn

View = Callable[..., HttpResponse]


def at_desk(view: View) -> View:
    """Find the hall among those the user hosts; what cannot be done now is said on the desk."""

    @wraps(view)
    @login_required
    @never_cache
    def found(request: SignedIn, pk: int, **more: Any) -> HttpResponse:
        hall = get_object_or_404(halls_hosted_by(request.user), pk=pk)
        try:
            return view(request, hall, **more)
        except NotNow as refused:
            messages.error(request, str(refused))
            return back(hall)

    return found


def back(hall: TownHall, anchor: str = "") -> HttpResponse:
    return redirect(reverse("hall:host", args=[hall.pk]) + (f"#{anchor}" if anchor else ""))


@require_GET
@login_required
@never_cache
def home(request: SignedIn) -> HttpResponse:
    return render(request, "hall/home.html", hosting.planned(halls_hosted_by(request.user)))


@require_GET
@at_desk
def host(request: SignedIn, hall: TownHall) -> HttpResponse:
    page = "hall/host_over.html" if hall.is_over else "hall/host.html"
    return render(request, page, hosting.desk(hall))


@require_POST
@at_desk
def beginning(request: SignedIn, hall: TownHall) -> HttpResponse:
    begin_hall(hall, by=request.user)
    return back(hall)


@require_POST
@at_desk
def end(request: SignedIn, hall: TownHall) -> HttpResponse:
    end_hall(hall, by=request.user)
    messages.success(request, _("It is over. Whatever was not answered has somebody who does."))
    return back(hall)


@require_POST
@at_desk
def moderation(request: SignedIn, hall: TownHall) -> HttpResponse:
    change_hall(hall, is_moderated=request.POST.get("reads") == "yes", by=request.user)
    return back(hall)


@require_POST
@at_desk
def showing(request: SignedIn, hall: TownHall, question: int) -> HttpResponse:
    show_question(_question(hall, question), by=request.user)
    return back(hall, "to-read")


@require_POST
@at_desk
def holding(request: SignedIn, hall: TownHall, question: int) -> HttpResponse:
    form = HoldForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Say for which reason it is held back."))
    hold_question(_question(hall, question), **form.cleaned_data, by=request.user)
    return back(hall, "to-read")


@require_POST
@at_desk
def turn(request: SignedIn, hall: TownHall, question: int) -> HttpResponse:
    asked = request.POST.get("leader", "")
    leader = hall.leaders.filter(pk=asked).first() if asked.isdigit() else None
    if leader is None:
        raise NotNow(_("Say who answers it."))
    begin_turn(_question(hall, question), leader=leader, by=request.user)
    return back(hall, "host-now")


@require_POST
@at_desk
def turn_end(request: SignedIn, hall: TownHall, turn: int) -> HttpResponse:
    """Answered by word of mouth, or put back among the open ones."""
    found = get_object_or_404(Turn.objects.select_related("hall", "question"), pk=turn, hall=hall)
    form = TurnForm(request.POST)
    if "put_back" in request.POST:
        drop_turn(found, by=request.user)
    elif form.is_valid():
        end_turn(found, text=form.cleaned_data["text"], by=request.user)
    return back(hall, "open")


@at_desk
def answer(request: SignedIn, hall: TownHall, question: int) -> HttpResponse:
    found = _question(hall, question)
    form = AnswerForm(request.POST or None, hall=hall)
    if not form.is_valid():
        context = {"hall": hall, "question": found, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "hall/answer_form.html", context, status=status)
    said = form.cleaned_data
    answer_question(
        found, text=said["text"], leader=said["leader"], once=str(said["once"]), by=request.user
    )
    messages.success(request, _("It is answered, for everybody to read."))
    return back(hall)


def _question(hall: TownHall, pk: int) -> Question:
    return get_object_or_404(Question.objects.select_related("hall__unit"), pk=pk, hall=hall)
