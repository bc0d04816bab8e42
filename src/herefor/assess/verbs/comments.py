"""Comments written, reworded and dropped. Whoever writes at the same time loses nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import Comment, CommentVersion, Seat, Stage
from herefor.assess.queries.comments import current_version
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def comment_on(seat: Seat, *, item: str, **words: Any) -> CommentVersion:
    """Raises NotNow. `words`: kind, idea, examples, relevance, is_bold."""
    with transaction.atomic():
        take_the_pen()
        _may_comment(seat)
        comment = seat.comments.create(item=item, made_at=now())
        return _version(comment, seat=seat, number=1, clash=None, words=words)


def reword_comment(comment: Comment, *, seen: int, by: Seat, **words: Any) -> CommentVersion:
    """A new version; written on an older one than the newest, both stay and it is told. The same
    words sent twice are written once. Who rewords what somebody dropped meanwhile takes it up
    again. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        _may_comment(by, comment=comment)
        since = comment.versions.filter(number__gt=seen, by=by.account, **words)
        if same := since.last():
            return same
        newest = comment.versions.latest("number").number
        clash = current_version(comment) if seen < newest else None
        version = _version(comment, seat=by, number=newest + 1, clash=clash, words=words)
        Comment.objects.filter(pk=comment.pk).update(dropped_at=None, dropped_by=None)
        if clash:
            assessment = by.assessment
            tell(
                "comments clash",
                about=assessment,
                by=by.account,
                unit=assessment.unit,
                item=comment.item,
                other=clash.by.name,
            )
    return version


def drop_comment(comment: Comment, *, seen: int, by: Seat) -> Comment:
    """Not where somebody reworded it meanwhile. Told once the marks are open. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        _may_comment(by, comment=comment)
        if seen < comment.versions.latest("number").number:
            raise NotNow("the comment was reworded")
        kept = Comment.objects.filter(pk=comment.pk, dropped_at=None)
        dropped = kept.update(dropped_at=now(), dropped_by=by.account)
        assessment = by.assessment
        if dropped and assessment.stage != Stage.INDEPENDENT:
            tell(
                "comment dropped",
                about=assessment,
                by=by.account,
                unit=assessment.unit,
                item=comment.item,
            )
    comment.refresh_from_db()
    return comment


def _may_comment(seat: Seat, *, comment: Comment | None = None) -> None:
    """Alone, each one's own comments; afterwards those of the team."""
    alone = seat.assessment.stage == Stage.INDEPENDENT
    refuse(seat, Act.MARK if alone else Act.AGREE)
    if comment is None:
        return
    if comment.seat.assessment_id != seat.assessment_id or (alone and comment.seat_id != seat.pk):
        raise NotNow("the comment is somebody else's")


def _version(
    comment: Comment,
    *,
    seat: Seat,
    number: int,
    clash: CommentVersion | None,
    words: Mapping[str, Any],
) -> CommentVersion:
    return comment.versions.create(
        number=number, clashes_with=clash, by=seat.account, at=now(), **words
    )
