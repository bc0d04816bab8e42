"""Comments as they stand now."""

from herefor.assess.models import Assessment, Comment, CommentVersion, Seat
from herefor.assess.noticing import Said
from herefor.assess.rules import examiners_free


def current_version(comment: Comment) -> CommentVersion:
    """The newest that does not stand beside another."""
    return comment.versions.filter(clashes_with=None).latest("number")


def versions_beside(comment: Comment) -> list[CommentVersion]:
    number = current_version(comment).number
    return list(comment.versions.filter(number__gt=number).select_related("by"))


def comments_of(seat: Seat, *, item: str) -> list[CommentVersion]:
    return [current_version(one) for one in seat.comments.filter(item=item, dropped_at=None)]


def comments_of_team(assessment: Assessment, *, item: str = "") -> list[CommentVersion]:
    """Of examiners without ties and of the lead, item by item."""
    writers = [seat.pk for seat in examiners_free(assessment)]
    writers += assessment.seats.filter(role=Seat.Role.LEAD).values_list("pk", flat=True)
    comments = Comment.objects.filter(seat__in=writers, dropped_at=None)
    if item:
        comments = comments.filter(item=item)
    return [current_version(comment) for comment in comments.select_related("seat__account")]


def said_in(version: CommentVersion) -> Said:
    return Said(
        version.comment_id,
        version.kind,
        version.idea,
        version.examples,
        version.relevance,
        version.is_bold,
    )
