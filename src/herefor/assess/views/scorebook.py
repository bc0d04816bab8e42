"""The examiner's scorebook: one item at a time, and all of them together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.marking import CommentForm, Weighing, weigh
from herefor.assess.frameworks import Item
from herefor.assess.models import Seat, Stage
from herefor.assess.pictures import shown
from herefor.assess.queries.answers import PROFILE, answers_to
from herefor.assess.queries.comments import seen_by
from herefor.assess.queries.crosswalk import licensed_text
from herefor.assess.queries.evidence import evidence_for, gaps_of, key_factors_of
from herefor.assess.queries.marks import scoring_of
from herefor.assess.queries.progress import progress_of
from herefor.assess.rules import may_if_free
from herefor.assess.verbs import mark_item
from herefor.assess.views.seats import item_or_404, seated
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
    weighing = weigh(request.POST or None, item=asked, scoring=scoring, own=own)
    if weighing.percent is not None:
        mark_item(seat, item=number, percent=weighing.percent, factors=weighing.factors)
        messages.success(request, _("Kept: %(item)s.") % {"item": number})
        return _onward(request, seat, progress.after(number), number)
    status = 422 if weighing.is_wrong else 200
    return show_item(request, seat, asked, weighing=weighing, progress=progress, status=status)


def show_item(
    request: SignedIn,
    seat: Seat,
    asked: Item,
    *,
    weighing: Weighing | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    assessment, scoring = seat.assessment, scoring_of(seat.assessment)
    progress = more.get("progress") or progress_of(seat)
    row = progress.row(asked.id)
    own = row.mark
    weighing = weighing or weigh(None, item=asked, scoring=scoring, own=own)
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
        "bands": weighing.bands,
        "steps": weighing.steps,
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
        "key_factors": key_factors_of(assessment),
        "evidence": [shown(one) for one in evidence],
        "gaps": gaps_of(asked, evidence),
        "licensed": licensed_text(assessment.framework_id, item=asked.id),
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
