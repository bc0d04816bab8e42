"""Learning to examine: cases, a case marked alone, what came of it, and the certificate."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.cases import Case
from herefor.assess.forms.marking import weigh
from herefor.assess.models import Certificate, Exercise
from herefor.assess.printing import certificate_pdf
from herefor.assess.queries.training import (
    across_cases,
    advice_on,
    all_cases,
    drift_due_at,
    finished_by,
    is_fresh_to,
    item_after,
    items_left,
    last_time,
    marks_in,
    newest_certificate,
    next_exercise,
    result_of,
)
from herefor.assess.rules import certificates_visible_to, exercises_of, may_train
from herefor.assess.training_words import (
    advice_words,
    asked_words,
    near_words,
    next_words,
    verdict_words,
)
from herefor.assess.verbs import NotNow, begin_exercise, finish_exercise, mark_exercise
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    _refuse_strangers(request)
    account = request.user
    due, following = drift_due_at(account), next_exercise(account)
    open_ones = {one.case_key: one for one in exercises_of(account).filter(finished_at=None)}
    done = finished_by(account)
    context = {
        "certificate": newest_certificate(account),
        "is_due": due is not None and due <= now(),
        "next": following,
        "next_words": next_words(following) if following else "",
        "cases": [(case, open_ones.get(key)) for key, case in all_cases().items()],
        "results": [result_of(one) for one in done],
        "across": across_cases(account),
        "asked": asked_words(),
    }
    return render(request, "assess/training.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def case(request: SignedIn, key: str) -> HttpResponse:
    _refuse_strangers(request)
    found = all_cases().get(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        return redirect(begin_exercise(found, by=request.user))
    context = {"case": found, "is_fresh": is_fresh_to(request.user, key)}
    return render(request, "assess/case.html", context | _profile(found))


@login_required
@require_GET
def exercise(request: SignedIn, pk: int) -> HttpResponse:
    """The scorebook of a case while it is marked; afterwards what came of it."""
    found = _exercise(request, pk)
    if found.finished_at is None:
        marks, framework = marks_in(found), found.case.framework
        context = {
            "exercise": found,
            "rows": [(framework.item(one.item), marks.get(one.item)) for one in found.case.items],
            "left": len(items_left(found)),
        }
        return render(request, "assess/exercise.html", context | _profile(found.case))
    result, before = result_of(found), last_time(found)
    following = next_exercise(request.user)
    context = {
        "exercise": found,
        "result": result,
        "verdict": verdict_words(result),
        "near": near_words(result),
        "asked": asked_words(),
        "advice": [advice_words(one) for one in advice_on(result)],
        "before": result_of(before) if before else None,
        "certificate": getattr(found, "certificate", None),
        "next": following,
        "next_words": next_words(following) if following else "",
    }
    return render(request, "assess/exercise_done.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def item(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """One item of the case: what they answer, and the band before the step."""
    found = _exercise(request, pk)
    if found.finished_at is not None:
        return redirect(found)
    try:
        answered = found.case.item(number)
    except KeyError as unknown:
        raise Http404 from unknown
    asked, own = found.case.framework.item(number), marks_in(found).get(number)
    weighing = weigh(request.POST or None, item=asked, scoring=found.case.scoring, own=own)
    if weighing.percent is not None:
        mark_exercise(found, item=number, percent=weighing.percent, factors=weighing.factors)
        following = item_after(found, number) if "next" in request.POST else number
        if following:
            return redirect("assess:exercise-item", pk, following)
        return redirect(found)
    context = {
        "exercise": found,
        "item": asked,
        "answered": answered,
        "own": own,
        "bands": weighing.bands,
        "steps": weighing.steps,
        "left": len(items_left(found)),
    }
    status = 422 if weighing.is_wrong else 200
    return render(
        request, "assess/exercise_item.html", context | _profile(found.case), status=status
    )


@login_required
@require_POST
def finishing(request: SignedIn, pk: int) -> HttpResponse:
    found = _exercise(request, pk)
    try:
        finish_exercise(found)
    except NotNow as refused:
        messages.error(request, not_now_in_words(refused))
    else:
        messages.success(request, _("Handed in. Below is what the case deserves, and why."))
    return redirect(found)


@login_required
@require_GET
def certificate(request: SignedIn, pk: int) -> HttpResponse:
    found = _certificate(request, pk)
    return render(request, "assess/certificate.html", {"certificate": found})


@login_required
@require_GET
def certificate_printed(request: SignedIn, pk: int) -> HttpResponse:
    found = _certificate(request, pk)
    return HttpResponse(
        certificate_pdf(found),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="certificate.pdf"'},
    )


def _refuse_strangers(request: SignedIn) -> None:
    if not may_train(request.user):
        raise Http404


def _exercise(request: SignedIn, pk: int) -> Exercise:
    return get_object_or_404(exercises_of(request.user), pk=pk)


def _certificate(request: SignedIn, pk: int) -> Certificate:
    return get_object_or_404(certificates_visible_to(request.user), pk=pk)


def _profile(found: Case) -> dict[str, Any]:
    """Key factors by area, in the order in which the case names them."""
    areas: dict[str, list[str]] = {}
    for area, words in found.key_factors:
        areas.setdefault(area, []).append(words)
    return {"profile": found.profile, "areas": areas}
