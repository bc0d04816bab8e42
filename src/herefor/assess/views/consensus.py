"""The team's pages: all items, one item with everybody's marks, and how far marks are trusted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.judging import ConsensusForm
from herefor.assess.forms.marking import CommentForm
from herefor.assess.frameworks import Item
from herefor.assess.models import Seat
from herefor.assess.queries.bands import applicants_per_band
from herefor.assess.queries.comments import seen_by
from herefor.assess.queries.consensus import where_item_stands, where_items_stand
from herefor.assess.queries.influence import talk_in
from herefor.assess.queries.marks import scores_agreed, scoring_of
from herefor.assess.queries.strips import strips_of
from herefor.assess.queries.trust import trust_in
from herefor.assess.rules import may
from herefor.assess.verbs import NotNow, agree_mark
from herefor.assess.views.scorebook import told_of
from herefor.assess.views.seats import item_or_404, refuse_unless, seated
from herefor.assess.words import KINDS, not_now_in_words
from herefor.people.requests import SignedIn


@require_GET
def overview(request: SignedIn, pk: int) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_MARKS)
    items, points = where_items_stand(assessment), scores_agreed(assessment)
    joins = may(seat, Act.AGREE, stage=assessment.stage)
    context = {
        "assessment": assessment,
        "seat": seat,
        "items": items,
        "rows": [(one, points.items.get(one.item.id)) for one in items],
        "categories": [(one, points.categories[one.id]) for one in assessment.framework.categories],
        "agreed": sum(one.agreed is not None for one in items),
        "points": points,
        "twice": [one for one in seen_by(seat, alone=False) if one.beside] if joins else [],
        "mine": [one for one in items if any(late.pk == seat.pk for late in one.waits_for)],
        "led": [one for one in items if one.lead and one.lead.pk == seat.pk and not one.is_done],
    }
    return render(request, "assess/consensus.html", context)


@require_http_methods(["GET", "POST"])
def item(request: SignedIn, pk: int, number: str) -> HttpResponse:
    assessment, seat = seated(request, pk, Act.READ_MARKS)
    asked = item_or_404(assessment, number)
    form = ConsensusForm(request.POST or None)
    if request.method == "POST":
        refuse_unless(seat, Act.AGREE)
    if form.is_valid():
        try:
            agree_mark(assessment, item=number, by=seat, **form.cleaned_data)
            return redirect("assess:consensus-overview", pk)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
    return show_team_item(request, seat, asked, form=form, status=422 if form.is_bound else 200)


@require_GET
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.READ_AGREEMENT)
    context = {
        "assessment": assessment,
        "trust": trust_in(assessment),
        "talk": talk_in(assessment),
        "applicants": [
            (KINDS[one.kind], one) for one in applicants_per_band(assessment.framework_id)
        ],
    }
    return render(request, "assess/agreement.html", context)


def show_team_item(
    request: SignedIn,
    seat: Seat,
    asked: Item,
    *,
    form: ConsensusForm | None = None,
    comment: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = seat.assessment
    stage = assessment.stage
    stands = where_item_stands(assessment, item=asked.id)
    marks = stands.seen_by(seat, stage=stage)
    context = {
        "assessment": assessment,
        "item": asked,
        "seat": seat,
        "stands": stands,
        "marks": marks,
        "strips": strips_of(marks),
        "borders": [band.low for band in scoring_of(assessment).bands],
        "standing": seen_by(seat, item=asked.id, alone=False),
        "form": form or ConsensusForm(),
        "comment": comment or CommentForm(),
        "may": {
            "agree": may(seat, Act.AGREE, stage=stage) and stands.may_be_agreed_by(seat),
            "comment": may(seat, Act.AGREE, stage=stage),
            "mark": may(seat, Act.MARK_AGAIN, stage=stage),
            "issues": may(seat, Act.READ_ISSUES, stage=stage),
        },
    }
    return render(request, "assess/team_item.html", context | told_of(seat, asked), status=status)
