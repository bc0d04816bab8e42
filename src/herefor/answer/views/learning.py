"""What was found on a case, and what we learn from all of them."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.answer.forms.learning import (
    AssessForm,
    CauseForm,
    LearnForm,
    LessonDoneForm,
    LessonForm,
    NeedForm,
    RemedyForm,
    causes_kept_at,
)
from herefor.answer.models import Case, Cause, Need, Remedy
from herefor.answer.queries import front_of, told_within
from herefor.answer.queries.learning import found_on, learned, lessons_seen
from herefor.answer.rules import may_answer
from herefor.answer.verbs.learning import (
    assess_case,
    drop_cause,
    give_remedy,
    keep_cause,
    keep_usual_causes,
    lesson_is_done,
    need_is_over,
    note_need,
    take_remedy_back,
    write_lesson,
)
from herefor.answer.views.case import fetch
from herefor.people.models import Unit
from herefor.people.requests import SignedIn
from herefor.people.rules import LEADER, RESPONDER, units_where
from herefor.story.clock import now

QUARTER = 92
DONE_SHOWN = 25


@login_required
@require_GET
def learn(request: SignedIn) -> HttpResponse:
    if not may_answer(request.user):
        raise Http404
    return _show_learn(request)


@login_required
@require_POST
def lesson_done(request: SignedIn, pk: int) -> HttpResponse:
    lesson = get_object_or_404(lessons_seen(request.user, is_done=False), pk=pk)
    form = LessonDoneForm(request.POST)
    if not form.is_valid():
        form.lesson = lesson.pk
        return _show_learn(request, done=form, status=422)
    lesson_is_done(lesson, **form.cleaned_data, by=request.user)
    messages.success(request, _("Noted. It stands below, with what has changed."))
    return redirect("answer:learn")


@login_required
@require_GET
def found(request: SignedIn, pk: int) -> HttpResponse:
    return _show_found(request, _front(request, pk))


@login_required
@require_POST
def assessment(request: SignedIn, pk: int) -> HttpResponse:
    case = _front(request, pk)
    form = AssessForm(request.POST, case=case)
    if not form.is_valid():
        return _show_found(request, case, assess_form=form, status=422)
    assess_case(case, **form.cleaned_data, by=request.user)
    return _noted(request, case)


@login_required
@require_POST
def remedies(request: SignedIn, pk: int) -> HttpResponse:
    case = _front(request, pk)
    form = RemedyForm(request.POST)
    if not form.is_valid():
        return _show_found(request, case, remedy_form=form, status=422)
    give_remedy(case, **form.cleaned_data, by=request.user)
    return _noted(request, case)


@login_required
@require_POST
def remedy_end(request: SignedIn, pk: int, remedy: int) -> HttpResponse:
    case = _front(request, pk)
    given = Remedy.objects.filter(case__in=told_within(case)).select_related("case")
    take_remedy_back(get_object_or_404(given, pk=remedy), by=request.user)
    return _noted(request, case)


@login_required
@require_POST
def lessons(request: SignedIn, pk: int) -> HttpResponse:
    case = _front(request, pk)
    form = LessonForm(request.POST, case=case, by=request.user)
    if not form.is_valid():
        return _show_found(request, case, lesson_form=form, status=422)
    write_lesson(case, **form.cleaned_data, by=request.user)
    return _noted(request, case)


@login_required
@require_POST
def needs(request: SignedIn, pk: int) -> HttpResponse:
    case = _front(request, pk)
    if case.customer is None:
        raise Http404
    form = NeedForm(request.POST)
    if not form.is_valid():
        return _show_found(request, case, need_form=form, status=422)
    note_need(case.customer, **form.cleaned_data, by=request.user)
    return _noted(request, case)


@login_required
@require_POST
def need_end(request: SignedIn, pk: int, need: int) -> HttpResponse:
    case = _front(request, pk)
    selves = case.customer.front.selves if case.customer else []
    standing = Need.objects.filter(customer__in=selves).select_related("customer__unit")
    need_is_over(get_object_or_404(standing, pk=need), by=request.user)
    return _noted(request, case)


@login_required
@require_GET
def causes(request: SignedIn) -> HttpResponse:
    return _show_causes(request)


@login_required
@require_POST
def new_cause(request: SignedIn) -> HttpResponse:
    form = CauseForm(request.POST, by=request.user)
    if not form.is_valid():
        return _show_causes(request, form=form, status=422)
    keep_cause(**form.cleaned_data, by=request.user)
    return redirect("answer:causes")


@login_required
@require_POST
def usual(request: SignedIn) -> HttpResponse:
    """A list to begin with, at the highest unit whose list is the user's to keep."""
    unit = causes_kept_at(request.user).first()
    if unit is None:
        raise Http404
    keep_usual_causes(unit=unit, by=request.user)
    return redirect("answer:causes")


@login_required
@require_POST
def cause_end(request: SignedIn, pk: int) -> HttpResponse:
    mine = Cause.objects.filter(unit__in=causes_kept_at(request.user)).select_related("unit")
    drop_cause(get_object_or_404(mine, pk=pk), by=request.user)
    return redirect("answer:causes")


def _front(request: SignedIn, pk: int) -> Case:
    """What is merged into another case is found there, if the user may see it."""
    case = fetch(request, pk)
    front = front_of(case)
    return case if front == case else fetch(request, front.pk)


def _noted(request: SignedIn, case: Case) -> HttpResponse:
    messages.success(request, _("Noted."))
    return redirect("answer:found", case.pk)


def _show_found(
    request: SignedIn, case: Case, *, status: int = 200, **bound: BaseForm
) -> HttpResponse:
    known = found_on(case)
    standing = known.assessment
    said = (
        {"whose": standing.whose, "cause": standing.cause_id, "words": standing.words}
        if standing
        else {}
    )
    context: dict[str, Any] = {
        "case": case,
        "found": known,
        "today": localdate(),
        "assess_form": AssessForm(case=case, initial=said),
        "remedy_form": RemedyForm(),
        "lesson_form": LessonForm(case=case, by=request.user),
        "need_form": NeedForm(),
        "form": next(iter(bound.values()), None),
    }
    return render(request, "answer/found.html", context | bound, status=status)


def _show_learn(
    request: SignedIn, *, done: LessonDoneForm | None = None, status: int = 200
) -> HttpResponse:
    asked = LearnForm(request.GET or None, by=request.user)
    chosen = asked.cleaned_data if asked.is_valid() else {}
    unit: Unit | None = chosen.get("unit")
    until, length = now(), timedelta(days=chosen.get("days") or QUARTER)
    known = lessons_seen(request.user, is_done=True)
    units = [unit] if unit else _mine(request)
    context = {
        "learned": learned(request.user, units=units, since=until - length, until=until),
        "asked": asked if asked.is_bound else LearnForm(by=request.user),
        "since": until - length,
        "until": until,
        "open": list(lessons_seen(request.user, is_done=False)),
        "known": list(known[:DONE_SHOWN]),
        "today": localdate(),
        "done": done or LessonDoneForm(),
        "form": done,
        "keeps_causes": causes_kept_at(request.user).exists(),
    }
    return render(request, "answer/learn.html", context, status=status)


def _mine(request: SignedIn) -> list[Unit]:
    """The highest units whose cases the user sees."""
    seen = list(units_where(request.user, LEADER, RESPONDER))
    known = {unit.pk for unit in seen}
    return [unit for unit in seen if unit.parent_id not in known]


def _show_causes(
    request: SignedIn, *, form: CauseForm | None = None, status: int = 200
) -> HttpResponse:
    units = causes_kept_at(request.user)
    if not units.exists():
        raise Http404
    standing = Cause.objects.filter(unit__in=units, dropped_at=None).select_related("unit")
    context = {
        "causes": standing.order_by("unit__trail", "name"),
        "form": form,
        "cause_form": form or CauseForm(by=request.user),
    }
    return render(request, "answer/causes.html", context, status=status)
