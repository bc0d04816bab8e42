"""An assessment as the seat may see it: the overview, ties, seats, answers and marks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.assessment import (
    AssessmentForm,
    HandOverForm,
    InviteForm,
    TieForm,
)
from herefor.assess.models import Seat
from herefor.assess.profile import PROFILE
from herefor.assess.queries.answers import answers_to
from herefor.assess.queries.evidence import key_factors_of
from herefor.assess.queries.marks import items_marked
from herefor.assess.queries.overview import application_rows, track
from herefor.assess.rules import (
    acts_of,
    is_blocked,
    may,
    may_hand_over,
    may_open,
)
from herefor.assess.verbs import (
    NotNow,
    declare,
    hand_in,
    hand_over,
    invite,
    move_on,
    open_assessment,
    submit,
)
from herefor.assess.views.seats import closed, refuse_unless, seated, waits
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedIn) -> HttpResponse:
    if not may_open(request.user):
        raise Http404
    form = AssessmentForm(request.POST or None, by=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "assess/assessment_new.html", {"form": form}, status=status)
    return redirect(open_assessment(**form.cleaned_data, by=request.user))


@login_required
@require_GET
def overview(request: SignedIn, pk: int) -> HttpResponse:
    _assessment, seat = seated(request, pk, Act.LOOK)
    return _show(request, seat)


@login_required
@require_http_methods(["GET", "POST"])
def ties(request: SignedIn, pk: int) -> HttpResponse:
    """Asked before anything is shown. Who has declared a tie sees that the seat is closed."""
    assessment, seat = seated(request, pk)
    if is_blocked(seat):
        return closed(request, seat)
    form = TieForm(request.POST or None)
    if form.is_valid():
        declare(seat, **form.cleaned_data)
        return redirect(assessment)
    status = 422 if form.is_bound else 200
    return render(request, "assess/ties.html", {"seat": seat, "form": form}, status=status)


@login_required
@require_POST
def handover(request: SignedIn, pk: int) -> HttpResponse:
    """Open to a lead who has a tie, and to nobody else."""
    assessment, seat = seated(request, pk)
    if not may_hand_over(seat):
        if is_blocked(seat):
            return closed(request, seat)
        refuse_unless(seat)
    form = HandOverForm(request.POST, assessment=assessment)
    if not form.is_valid():
        return closed(request, seat, form=form, status=422)
    hand_over(seat, **form.cleaned_data)
    return closed(request, seat, status=200)


@login_required
@require_POST
def seats(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.INVITE)
    form = InviteForm(request.POST, assessment=assessment)
    if not form.is_valid():
        return _show(request, seat, form=form, status=422)
    invite(assessment, **form.cleaned_data, by=request.user)
    return redirect(assessment)


@login_required
@require_POST
def onward(request: SignedIn, pk: int) -> HttpResponse:
    """Submit, hand in, or move on: what the next step of this seat is."""
    assessment, seat = seated(request, pk)
    stage = assessment.stage
    try:
        if may(seat, Act.SUBMIT, stage=stage):
            submit(assessment, by=seat)
        elif may(seat, Act.HAND_IN, stage=stage):
            hand_in(seat)
        else:
            refuse_unless(seat, Act.MOVE_ON)
            move_on(assessment, by=seat)
    except NotNow as refused:
        messages.error(request, not_now_in_words(refused))
    return redirect(assessment)


def _show(
    request: SignedIn, seat: Seat, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    assessment = seat.assessment
    stage, marked = assessment.stage, items_marked(seat)
    acts = acts_of(seat, stage=stage)
    context = {
        "assessment": assessment,
        "seat": seat,
        "stage": stage,
        "may": acts,
        "track": track(assessment),
        "waits": waits(seat),
        "categories": application_rows(assessment) if acts["read_answers"] else [],
        "profile": answers_to(assessment, items=PROFILE) if acts["read_answers"] else {},
        "key_factors": len(key_factors_of(assessment)) if acts["read_answers"] else 0,
        "marked": marked,
        "seats": assessment.seats.select_related("account") if acts["invite"] else [],
        "form": form or (InviteForm(assessment=assessment) if acts["invite"] else None),
    }
    return render(request, "assess/assessment.html", context, status=status)
