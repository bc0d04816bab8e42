"""Comments kept, reworded and dropped; what two people wrote at once stands side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from herefor.assess.access import Act
from herefor.assess.forms.marking import CommentForm, RewordForm
from herefor.assess.models import Comment, Seat, Stage
from herefor.assess.queries.comments import standing, versions_before
from herefor.assess.verbs import NotNow, comment_on, drop_comment, reword_comment
from herefor.assess.views.consensus import show_team_item
from herefor.assess.views.scorebook import show_item
from herefor.assess.views.seats import item_or_404, refuse_unless, seated
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn


@require_POST
def comments(request: SignedIn, pk: int, number: str) -> HttpResponse:
    """One more comment on the item."""
    assessment, seat = seated(request, pk)
    refuse_unless(seat, Act.MARK, Act.AGREE)
    asked = item_or_404(assessment, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        show = show_item if assessment.stage == Stage.INDEPENDENT else show_team_item
        return show(request, seat, asked, comment=form, status=422)
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
        "earlier": versions_before(found),
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
