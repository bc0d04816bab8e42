"""An assessment as the seat may see it: the overview, ties, seats, answers and marks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.assessment import (
    AnswerForm,
    AssessmentForm,
    InviteForm,
    MarkForm,
    TieForm,
)
from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, Seat, Stage
from herefor.assess.queries.answers import answer_to, answers_beside, newest_number
from herefor.assess.queries.marks import items_marked, own_mark, scoring_of
from herefor.assess.rules import (
    assessments_visible_to,
    is_blocked,
    may,
    may_open,
    must_declare,
    seat_of,
)
from herefor.assess.verbs import (
    NotNow,
    declare,
    hand_in,
    invite,
    mark_item,
    move_on,
    open_assessment,
    submit,
    write_answer,
)
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
    assessment, seat = seated(request, pk)
    stage = assessment.stage
    if is_blocked(seat) or must_declare(seat, stage=stage):
        return redirect("assess:ties", pk)
    return _show(request, seat)


@login_required
@require_http_methods(["GET", "POST"])
def ties(request: SignedIn, pk: int) -> HttpResponse:
    """Asked before anything is shown. Who has declared a tie sees that the seat is closed."""
    assessment, seat = seated(request, pk)
    if is_blocked(seat):
        return render(request, "assess/closed_seat.html", {"seat": seat}, status=403)
    form = TieForm(request.POST or None)
    if form.is_valid():
        declare(seat, **form.cleaned_data)
        return redirect(assessment)
    status = 422 if form.is_bound else 200
    return render(request, "assess/ties.html", {"seat": seat, "form": form}, status=status)


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
@require_http_methods(["GET", "POST"])
def answer(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """Read by who may; written by writers. What clashes stands below."""
    assessment, seat = seated(request, pk, Act.READ_ANSWERS)
    item = item_or_404(assessment, number)
    current = answer_to(assessment, item=number)
    seen = newest_number(assessment, item=number)
    first = {"text": current.text if current else "", "seen": seen}
    form = AnswerForm(request.POST or None, initial=first)
    if form.is_valid():
        if not may(seat, Act.WRITE_ANSWERS, stage=assessment.stage):
            raise PermissionDenied
        written = write_answer(assessment, item=number, by=seat, **form.cleaned_data)
        if written.clashes_with:
            messages.warning(
                request,
                _("Somebody saved this answer while you wrote. Both texts are kept below."),
            )
        return redirect("assess:answer", pk, number)
    context = {
        "assessment": assessment,
        "item": item,
        "current": current,
        "beside": answers_beside(assessment, item=number),
        "form": form if may(seat, Act.WRITE_ANSWERS, stage=assessment.stage) else None,
    }
    return render(request, "assess/answer.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: SignedIn, pk: int, number: str) -> HttpResponse:
    assessment, seat = seated(request, pk)
    act = Act.MARK if assessment.stage == Stage.INDEPENDENT else Act.MARK_AGAIN
    _refuse(seat, act)
    item = item_or_404(assessment, number)
    own = own_mark(seat, item=number)
    first = {"percent": own.percent, **own.factors} if own else {}
    form = MarkForm(request.POST or None, item=item, scoring=scoring_of(assessment), initial=first)
    if form.is_valid():
        mark_item(seat, item=number, **form.said())
        return redirect(assessment)
    context = {
        "assessment": assessment,
        "item": item,
        "answer": answer_to(assessment, item=number),
        "form": form,
    }
    return render(request, "assess/mark.html", context, status=422 if form.is_bound else 200)


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
            _refuse(seat, Act.MOVE_ON)
            move_on(assessment, by=seat)
    except NotNow:
        messages.error(request, _("Not yet: some items still lack a mark, or marks are hidden."))
    return redirect(assessment)


def _show(
    request: SignedIn, seat: Seat, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    assessment = seat.assessment
    stage, marked = assessment.stage, items_marked(seat)
    acts = {act.name.lower(): may(seat, act, stage=stage) for act in Act}
    context = {
        "assessment": assessment,
        "seat": seat,
        "stage": stage,
        "may": acts,
        "rows": [(item, marked.get(item.id)) for item in assessment.framework.items],
        "seats": assessment.seats.select_related("account") if acts["invite"] else [],
        "form": form or InviteForm(assessment=assessment),
    }
    return render(request, "assess/assessment.html", context, status=status)


def seated(request: SignedIn, pk: int, act: Act | None = None) -> tuple[Assessment, Seat]:
    assessment = get_object_or_404(assessments_visible_to(request.user), pk=pk)
    seat = seat_of(request.user, assessment)
    if seat is None:
        raise Http404
    if act:
        _refuse(seat, act)
    return assessment, seat


def _refuse(seat: Seat, act: Act) -> None:
    if not may(seat, act, stage=seat.assessment.stage):
        raise PermissionDenied


def item_or_404(assessment: Assessment, number: str) -> Item:
    try:
        return assessment.framework.item(number)
    except KeyError as unknown:
        raise Http404 from unknown
