"""The applicant's pages: an answer with its evidence, and the key factors."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.application import AnswerForm, EvidenceForm, KeyFactorForm
from herefor.assess.frameworks import Item
from herefor.assess.models import Assessment, ItemResponse, KeyFactor, Seat
from herefor.assess.pictures import shown
from herefor.assess.profile import PROFILE, item_of
from herefor.assess.queries.answers import (
    answer_to,
    answers_before,
    answers_beside,
    newest_number,
)
from herefor.assess.queries.evidence import evidence_for, gaps_of, key_factors_of
from herefor.assess.queries.offered import offers, units_to_compare_with
from herefor.assess.rules import may, results_visible_to
from herefor.assess.verbs import (
    change_key_factor,
    name_evidence,
    name_key_factor,
    take_back_evidence,
    take_back_key_factor,
    write_answer,
)
from herefor.assess.views.seats import item_or_404, refuse_unless, seated
from herefor.files.forms import keep_uploads
from herefor.files.models import File
from herefor.files.responses import as_download
from herefor.people.requests import SignedIn


@require_http_methods(["GET", "POST"])
def answer(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """Read by who may; written by writers. What clashes stands beside it."""
    assessment, seat = seated(request, pk, Act.READ_ANSWERS)
    item = _asked_or_404(assessment, number)
    if request.method == "POST":
        refuse_unless(seat, Act.WRITE_ANSWERS)
    form = _answer_form(seat, item, request.POST or None)
    if form.is_valid():
        written = write_answer(assessment, item=number, by=seat, **form.cleaned_data)
        if written.clashes_with:
            messages.warning(
                request,
                _("Somebody saved this answer while you wrote. Both texts are kept below."),
            )
        else:
            messages.success(request, _("Kept as version %(n)s.") % {"n": written.number})
        return redirect("assess:answer", pk, number)
    status = 422 if form.is_bound else 200
    return _show(request, seat, item, answer=form, status=status)


@require_POST
def evidence(request: SignedIn, pk: int, number: str) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    item = item_or_404(assessment, number)
    form = _evidence_form(seat, item, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, seat, item, evidence=form, status=422)
    offer, said = form.offer, form.cleaned_data
    about = offer.about if offer else keep_uploads(said["document"][:1])[0]
    name_evidence(
        assessment,
        item=number,
        factors=said["factors"],
        about=about,
        measure=offer.measure if offer else "",
        against=form.against,
        words=said["words"],
        by=seat,
    )
    return redirect("assess:answer", pk, number)


@require_POST
def evidence_back(request: SignedIn, pk: int, which: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    named = get_object_or_404(assessment.evidence.all(), pk=which)
    take_back_evidence(named, by=seat)
    return redirect("assess:answer", pk, named.item)


@require_GET
def document(request: SignedIn, pk: int, which: int) -> FileResponse:
    """Whoever may read the answers may read what was handed in with them."""
    assessment, _seat = seated(request, pk, Act.READ_ANSWERS)
    named = get_object_or_404(assessment.evidence.filter(taken_back_at=None), pk=which)
    if not isinstance(named.about, File):
        raise Http404
    return as_download(named.about)


@require_http_methods(["GET", "POST"])
def key_factors(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_ANSWERS)
    if request.method == "POST":
        refuse_unless(seat, Act.WRITE_ANSWERS)
    form = KeyFactorForm(request.POST or None)
    if form.is_valid():
        name_key_factor(assessment, by=seat, **form.cleaned_data)
        return redirect("assess:key-factors", pk)
    context = {
        "assessment": assessment,
        "seat": seat,
        "profile": [(number, answer_to(assessment, item=number)) for number in PROFILE],
        "key_factors": key_factors_of(assessment),
        "may_write": may(seat, Act.WRITE_ANSWERS, stage=assessment.stage),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assess/key_factors.html", context, status=status)


@require_http_methods(["GET", "POST"])
def key_factor(request: SignedIn, pk: int, which: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    factor = _factor_or_404(assessment, which)
    first = {"area": factor.area, "words": factor.words}
    form = KeyFactorForm(request.POST or None, initial=first)
    if form.is_valid():
        change_key_factor(factor, by=seat, **form.cleaned_data)
        return redirect("assess:key-factors", pk)
    context = {"assessment": assessment, "factor": factor, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assess/key_factor.html", context, status=status)


@require_POST
def key_factor_back(request: SignedIn, pk: int, which: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.WRITE_ANSWERS)
    take_back_key_factor(_factor_or_404(assessment, which), by=seat)
    return redirect("assess:key-factors", pk)


def _factor_or_404(assessment: Assessment, which: int) -> KeyFactor:
    return get_object_or_404(assessment.key_factors.all(), pk=which)


def _asked_or_404(assessment: Assessment, number: str) -> Item:
    try:
        return item_of(assessment.framework, number)
    except KeyError as unknown:
        raise Http404 from unknown


def _show(
    request: SignedIn,
    seat: Seat,
    item: Item,
    *,
    answer: AnswerForm | None = None,
    evidence: EvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = seat.assessment
    is_scored = item.id not in PROFILE
    named = evidence_for(assessment, item=item.id) if is_scored else []
    may_write = may(seat, Act.WRITE_ANSWERS, stage=assessment.stage)
    context: dict[str, Any] = {
        "assessment": assessment,
        "item": item,
        "is_scored": is_scored,
        "current": answer_to(assessment, item=item.id),
        "beside": answers_beside(assessment, item=item.id),
        "earlier": _earlier(seat, item),
        "evidence": [shown(one) for one in named],
        "may_write": may_write,
        "form": answer or evidence,
        "answering": answer or _answer_form(seat, item),
        "around": _around(assessment, item.id),
    }
    if is_scored:
        context["gaps"] = gaps_of(item, named)
    if is_scored and may_write:
        chosen = {"what": request.GET.get("what", "")}
        context["naming"] = evidence or _evidence_form(seat, item, initial=chosen)
        context["may_correct"] = set(results_visible_to(request.user).values_list("pk", flat=True))
    return render(request, "assess/answer.html", context, status=status)


def _earlier(seat: Seat, item: Item) -> list[ItemResponse]:
    """For those who write; who judges reads what was submitted and no draft."""
    if seat.role != Seat.Role.WRITER:
        return []
    return answers_before(seat.assessment, item=item.id)


def _answer_form(seat: Seat, item: Item, said: Any = None) -> AnswerForm:
    current = answer_to(seat.assessment, item=item.id)
    seen = newest_number(seat.assessment, item=item.id)
    return AnswerForm(said, initial={"text": current.text if current else "", "seen": seen})


def _evidence_form(
    seat: Seat, item: Item, said: Any = None, files: Any = None, *, initial: Any = None
) -> EvidenceForm:
    return EvidenceForm(
        said,
        files,
        initial=initial,
        item=item,
        offers=offers(seat.account, seat.assessment),
        units=units_to_compare_with(seat.account),
        auto_id="id_evidence_%s",
    )


def _around(assessment: Assessment, number: str) -> dict[str, str]:
    """The items before and after it, the profile first."""
    numbers = [*PROFILE, *(item.id for item in assessment.framework.items)]
    place = numbers.index(number)
    return {
        "before": numbers[place - 1] if place else "",
        "after": numbers[place + 1] if place + 1 < len(numbers) else "",
    }
