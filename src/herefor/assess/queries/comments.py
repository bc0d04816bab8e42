"""Comments as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from herefor.assess.models import Assessment, Comment, CommentVersion, Seat
from herefor.assess.noticing import Said, notices_of
from herefor.assess.rules import examiners_free, leads_free


@dataclass(frozen=True)
class Standing:
    """A comment with what is noticed about it; `beside` are versions that clash with `version`."""

    version: CommentVersion
    beside: tuple[CommentVersion, ...]
    notices: tuple[str, ...]

    @property
    def comment(self) -> Comment:
        return self.version.comment

    @property
    def item(self) -> str:
        return self.version.comment.item

    @property
    def newest(self) -> int:
        return max((one.number for one in self.beside), default=self.version.number)


def current_version(comment: Comment) -> CommentVersion:
    """The newest that does not stand beside another."""
    return comment.versions.filter(clashes_with=None).latest("number")


def versions_beside(comment: Comment) -> list[CommentVersion]:
    number = current_version(comment).number
    return list(comment.versions.filter(number__gt=number).select_related("by"))


def versions_before(comment: Comment) -> list[CommentVersion]:
    """Wordings that a newer one took the place of, the newest of them first."""
    number = current_version(comment).number
    before = comment.versions.filter(number__lt=number)
    return list(before.order_by("-number").select_related("by"))


def comments_of_team(assessment: Assessment, *, item: str = "") -> list[CommentVersion]:
    """Of examiners and leads without ties, item by item."""
    return [one.version for one in standing(_of_team(assessment, item))]


def items_with_clashes(assessment: Assessment) -> list[str]:
    """Where two wordings of a comment of the team stand beside each other."""
    return sorted({one.item for one in standing(_of_team(assessment, "")) if one.beside})


def seen_by(seat: Seat, *, item: str = "", alone: bool) -> list[Standing]:
    """Comments that a seat sees: its own while it reviews alone, afterwards those of the team."""
    if alone:
        return standing(_kept(seat.comments.all(), item))
    return standing(_of_team(seat.assessment, item))


def standing(comments: QuerySet[Comment]) -> list[Standing]:
    """Each with its newest version, those that clash with it, and what is noticed, in one read."""
    versions: dict[int, list[CommentVersion]] = {}
    rows = CommentVersion.objects.filter(comment__in=comments)
    for one in rows.order_by("comment__item", "comment_id", "number").select_related(
        "by", "comment__seat__account"
    ):
        versions.setdefault(one.comment_id, []).append(one)
    current = {pk: _current(known) for pk, known in versions.items()}
    said: dict[str, list[Said]] = {}
    for version in current.values():
        said.setdefault(version.comment.item, []).append(said_in(version))
    return [
        Standing(
            version,
            tuple(one for one in versions[pk] if one.number > version.number),
            tuple(notices_of(said_in(version), others=said[version.comment.item])),
        )
        for pk, version in current.items()
    ]


def said_in(version: CommentVersion) -> Said:
    return Said(
        version.comment_id,
        version.kind,
        version.idea,
        version.examples,
        version.relevance,
        version.is_bold,
    )


def _current(versions: Iterable[CommentVersion]) -> CommentVersion:
    return [one for one in versions if one.clashes_with_id is None][-1]


def _of_team(assessment: Assessment, item: str) -> QuerySet[Comment]:
    writers = [*examiners_free(assessment), *leads_free(assessment)]
    return _kept(Comment.objects.filter(seat__in=writers), item)


def _kept(comments: QuerySet[Comment], item: str) -> QuerySet[Comment]:
    comments = comments.filter(dropped_at=None)
    return comments.filter(item=item) if item else comments
