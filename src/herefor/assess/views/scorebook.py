"""The examiner's scorebook: one item at a time, all of them together, and its comments."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.marking import BandForm, CommentForm, RewordForm, StepForm
from herefor.assess.frameworks import Item
from herefor.assess.models import Comment, Seat, Stage
from herefor.assess.queries.answers import PROFILE, answers_to
from herefor.assess.queries.comments import seen_by, standing
from herefor.assess.queries.evidence import evidence_for, gaps_of
from herefor.assess.queries.marks import scoring_of
from herefor.assess.queries.progress import progress_of
from herefor.assess.rules import may_if_free
from herefor.assess.verbs import NotNow, comment_on, drop_comment, mark_item, reword_comment
from herefor.assess.views.seats import item_or_404, refuse_unless, seated
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn


@require_GET
def book(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_SCOREBOOK)
    context = {
        "assessment": assessment,
        "progress": progress_of(seat),
        "may": _may(seat, assessment.stage),
        "handing": getattr(seat, "handing", None),
    }
    return render(request, "assess/scorebook.html", context)


@require_http_methods(["GET", "POST"])
def item(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """Read as long as the scorebook is; marked alone, or again. The band comes first, and only
    then the steps within it."""
    assessment, seat = seated(request, pk, Act.READ_SCOREBOOK)
    asked = item_or_404(assessment, number)
    progress, scoring = progress_of(seat), scoring_of(assessment)
    own = progress.row(number).mark
    if request.method == "POST" and not _may(seat, assessment.stage)["mark"]:
        raise PermissionDenied
    bands = BandForm(request.POST or None, item=asked, scoring=scoring, own=own)
    is_chosen = bands.is_valid()
    band, steps = bands.band(scoring), None
    if band:
        is_step = is_chosen and "steps" not in request.POST
        first = {"percent": own.percent} if own else {}
        steps = StepForm(
            request.POST if is_step else None,
            band=band,
            steps=scoring.allowed_percent,
            initial=first,
        )
        if is_step and steps.is_valid():
            percent = steps.cleaned_data["percent"]
            mark_item(seat, item=number, percent=percent, factors=bands.said())
            messages.success(request, _("Kept: %(item)s.") % {"item": number})
            return _onward(request, seat, progress.after(number), number)
    wrong = (bands.is_bound and not is_chosen) or (steps is not None and bool(steps.errors))
    status = 422 if wrong else 200
    return _show(request, seat, asked, bands=bands, steps=steps, progress=progress, status=status)


@require_POST
def comments(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """One more comment on the item."""
    assessment, seat = seated(request, pk)
    refuse_unless(seat, Act.MARK, Act.AGREE)
    asked = item_or_404(assessment, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, seat, asked, comment=form, status=422)
    made = comment_on(seat, item=number, **form.cleaned_data)
    return redirect(f"{_place(seat, number)}#comment-{made.comment_id}")


@require_http_methods(["GET", "POST"])
def comment(request: SignedIn, pk: int, which: int) -> HttpResponse:
    """Reworded. What two people wrote at the same time stands side by side."""
    assessment, seat = seated(request, pk)
    refuse_unless(seat, Act.MARK, Act.AGREE)
    found = _comment_or_404(seat, which)
    stands = standing(Comment.objects.filter(pk=found.pk))[0]
    first = {
        name: getattr(stands.version, name)
        for name in ("kind", "idea", "examples", "relevance", "is_bold")
    }
    form = RewordForm(request.POST or None, initial=first | {"seen": stands.newest})
    if form.is_valid():
        said = form.cleaned_data
        version = reword_comment(found, by=seat, **said)
        if version.clashes_with is None:
            return redirect(f"{_place(seat, found.item)}#comment-{found.pk}")
        other = version.clashes_with.by.name
        told = _("%(name)s saved this comment while you wrote. Both texts are kept below.")
        messages.warning(request, told % {"name": other})
        return redirect("assess:comment", pk, which)
    context = {
        "assessment": assessment,
        "item": assessment.framework.item(found.item),
        "stands": stands,
        "dropped": found,
        "form": form,
        "back": _place(seat, found.item),
    }
    return render(request, "assess/comment.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop(request: SignedIn, pk: int, which: int) -> HttpResponse:
    _assessment, seat = seated(request, pk)
    refuse_unless(seat, Act.MARK, Act.AGREE)
    found = _comment_or_404(seat, which)
    said = request.POST.get("seen", "")
    try:
        drop_comment(found, seen=int(said) if said.isdecimal() else 0, by=seat)
        messages.success(request, _("The comment is dropped."))
    except NotNow as refused:
        messages.error(request, not_now_in_words(refused))
        return redirect("assess:comment", pk, which)
    return redirect(_place(seat, found.item))


def _show(
    request: SignedIn,
    seat: Seat,
    asked: Item,
    *,
    bands: BandForm | None = None,
    steps: StepForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    assessment, scoring = seat.assessment, scoring_of(seat.assessment)
    progress = more.get("progress") or progress_of(seat)
    row = progress.row(asked.id)
    own = row.mark
    bands = bands or BandForm(None, item=asked, scoring=scoring, own=own)
    band = bands.band(scoring)
    if steps is None and band and not bands.is_bound:
        first = {"percent": own.percent} if own else {}
        steps = StepForm(None, band=band, steps=scoring.allowed_percent, initial=first)
    stage = assessment.stage
    alone = stage == Stage.INDEPENDENT
    said = row.comments if alone else seen_by(seat, item=asked.id, alone=False)
    context = {
        "assessment": assessment,
        "item": asked,
        "may": _may(seat, stage),
        "alone": alone,
        "own": own,
        "noticed": row.notices,
        "bands": bands,
        "band": band,
        "steps": steps,
        "standing": said,
        "comment": more.get("comment") or CommentForm(),
        "progress": progress,
    }
    return render(request, "assess/item.html", context | told_of(seat, asked), status=status)


def told_of(seat: Seat, asked: Item) -> dict[str, Any]:
    """What the applicant says of an item, for the left side of the page."""
    assessment = seat.assessment
    evidence = evidence_for(assessment, item=asked.id)
    answers = answers_to(assessment, items=[asked.id, *PROFILE])
    return {
        "answer": answers.get(asked.id),
        "profile": [answers[number] for number in PROFILE if number in answers],
        "key_factors": list(assessment.key_factors.all()),
        "evidence": evidence,
        "gaps": gaps_of(asked, evidence)[1] if evidence else [],
    }


def _may(seat: Seat, stage: str) -> dict[str, bool]:
    """Of a seat that has passed the door."""
    alone = stage == Stage.INDEPENDENT
    mark = may_if_free(seat, Act.MARK if alone else Act.MARK_AGAIN, stage=stage)
    return {
        "mark": mark,
        "comment": mark or may_if_free(seat, Act.AGREE, stage=stage),
        "hand_in": alone and mark,
    }


def _onward(request: SignedIn, seat: Seat, following: Item | None, number: str) -> HttpResponse:
    """To the next item without a mark, to the team's page of the item, or back to this one."""
    assessment = seat.assessment
    if assessment.stage != Stage.INDEPENDENT:
        return redirect("assess:consensus", assessment.pk, number)
    if "next" not in request.POST:
        return redirect("assess:mark", assessment.pk, number)
    if following:
        return redirect("assess:mark", assessment.pk, following.id)
    return redirect("assess:scorebook", assessment.pk)


def _place(seat: Seat, number: str) -> str:
    """Where the comments of an item are read by this seat."""
    alone = seat.assessment.stage == Stage.INDEPENDENT
    place = redirect("assess:mark" if alone else "assess:consensus", seat.assessment_id, number)
    return place.url


def _comment_or_404(seat: Seat, which: int) -> Comment:
    """One's own, as long as everybody reviews alone."""
    comments = Comment.objects.filter(seat__assessment=seat.assessment_id)
    if seat.assessment.stage == Stage.INDEPENDENT:
        comments = comments.filter(seat=seat)
    return get_object_or_404(comments.select_related("dropped_by"), pk=which)
