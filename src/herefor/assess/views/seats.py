"""The door of an assessment: who is seated, has said whether there is a tie, and may act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from herefor.assess.access import Act
from herefor.assess.forms.assessment import HandOverForm
from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, Seat
from herefor.assess.queries.overview import waiting_for
from herefor.assess.rules import (
    assessments_visible_to,
    is_blocked,
    may_hand_over,
    may_if_free,
    must_declare,
    seat_of,
)
from herefor.assess.verbs import NotNow
from herefor.assess.words import not_now_in_words, waiting_words
from herefor.people.requests import SignedIn

View = Callable[..., HttpResponse]


class SeatIsClosed(PermissionDenied):
    """A tie was declared, or the seat was given up."""


class TiesAreAsked(PermissionDenied):
    """Nobody has said yet, at this stage, whether there is a tie."""


def seated(request: SignedIn, pk: int, act: Act | None = None) -> tuple[Assessment, Seat]:
    assessment = get_object_or_404(assessments_visible_to(request.user), pk=pk)
    seat = seat_of(request.user, assessment)
    if seat is None:
        raise Http404
    if act:
        refuse_unless(seat, act)
    return assessment, seat


def refuse_unless(seat: Seat, *acts: Act) -> None:
    """Any one of the acts is enough."""
    stage = seat.assessment.stage
    if is_blocked(seat):
        raise SeatIsClosed
    if must_declare(seat, stage=stage):
        raise TiesAreAsked
    if not any(may_if_free(seat, act, stage=stage) for act in acts):
        raise PermissionDenied


def closed(
    request: SignedIn, seat: Seat, *, form: HandOverForm | None = None, status: int = 403
) -> HttpResponse:
    """That the seat is closed; a lead names here who leads from now on."""
    if form is None and may_hand_over(seat):
        form = HandOverForm(assessment=seat.assessment)
    return render(request, "assess/closed_seat.html", {"seat": seat, "form": form}, status=status)


def asked(view: View) -> View:
    """Signed in; leads to the question for ties, or says that the seat is closed. What became
    impossible between the page and the act is said in words."""

    @wraps(view)
    def answered(request: SignedIn, pk: int, **known: Any) -> HttpResponse:
        try:
            return view(request, pk, **known)
        except SeatIsClosed:
            _assessment, seat = seated(request, pk)
            return closed(request, seat)
        except TiesAreAsked:
            return redirect("assess:ties", pk)
        except NotNow as refused:
            messages.error(request, not_now_in_words(refused))
            return redirect("assess:assessment", pk)

    return login_required(answered)


def item_or_404(assessment: Assessment, number: str) -> Item:
    try:
        return assessment.framework.item(number)
    except KeyError as unknown:
        raise Http404 from unknown


def waits(seat: Seat) -> dict[str, str]:
    """What waits for a seat now, for `ui/waiting.html`; empty where nothing does."""
    waiting = waiting_for(seat)
    if waiting is None:
        return {}
    sentence, way = waiting_words(waiting)
    known = [seat.assessment_id, waiting.item] if waiting.item else [seat.assessment_id]
    return {"sentence": sentence, "url": reverse(f"assess:{waiting.page}", args=known), "way": way}
