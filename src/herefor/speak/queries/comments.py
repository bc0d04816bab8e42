"""Comments as readers see them, as the queue holds them, and what becomes of them in numbers."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from herefor.people.rules import Visitor
from herefor.speak.models import Column, Comment, Decision, Post
from herefor.speak.rules import comments_to_decide

HELD = Q(shown_at=None, refused_at=None, taken_back_at=None)
SHOWN = Q(shown_at__isnull=False, taken_back_at=None)
REFUSED = Q(refused_at__isnull=False, taken_back_at=None)
OWED = SHOWN & Q(question__isnull=False, question__answered_at=None, question__dropped_at=None)
VIEWS: dict[str, tuple[Any, Q]] = {
    "held": (_("To decide"), HELD),
    "questions": (_("Questions to answer"), OWED),
    "shown": (_("Shown"), SHOWN & Q(author=None)),
    "refused": (_("Not shown"), REFUSED),
}


@dataclass(frozen=True)
class Thread:
    first: Comment
    replies: list[Comment]

    @property
    def size(self) -> int:
        return len(self.replies) + (self.first.taken_back_at is None)


def threads_of(post: Post) -> list[Thread]:
    """What is shown under a post, oldest first. A first word that its writer took back keeps its
    place while somebody replied to it."""
    rows = post.comments.filter(SHOWN | Q(taken_back_at__isnull=False, replies__isnull=False))
    rows = rows.select_related("author", "question__owner", "post").distinct()
    replies: dict[int, list[Comment]] = {}
    firsts = []
    for comment in rows.order_by("said_at", "pk"):
        if comment.parent_id is None:
            firsts.append(comment)
        elif comment.taken_back_at is None:
            replies.setdefault(comment.parent_id, []).append(comment)
    threads = [Thread(first, replies.get(first.pk, [])) for first in firsts]
    return [one for one in threads if one.first.taken_back_at is None or one.replies]


@dataclass(frozen=True)
class Counts:
    """What became of comments: shown, waiting, taken back, and refused by reason."""

    shown: int
    held: int
    taken_back: int
    refused: list[tuple[str, int]]

    @property
    def not_shown(self) -> int:
        return sum(n for _reason, n in self.refused)

    @property
    def is_something(self) -> bool:
        return bool(self.shown or self.held or self.taken_back or self.refused)


def counts_of(post: Post) -> Counts:
    return _counts(Comment.objects.filter(post=post, author=None))


def counts_at(column: Column | None = None) -> Counts:
    """Everywhere, or in one column; only of posts that were published."""
    comments = Comment.objects.filter(author=None, post__published_at__isnull=False)
    return _counts(comments.filter(post__column=column) if column else comments)


def _counts(comments: QuerySet[Comment]) -> Counts:
    n = comments.aggregate(
        shown=Count("pk", filter=SHOWN),
        held=Count("pk", filter=HELD),
        taken_back=Count("pk", filter=Q(taken_back_at__isnull=False)),
    )
    refused = Decision.objects.filter(
        comment__in=comments.filter(REFUSED), shows=False, undone_at=None
    ).values_list("reason", flat=True)
    by_reason = Counter(refused)
    named = [(str(one.label), by_reason[one]) for one in Decision.Reason if by_reason[one]]
    named.sort(key=lambda one: -one[1])
    return Counts(n["shown"], n["held"], n["taken_back"], named)


def queue(user: Visitor, view: str) -> QuerySet[Comment]:
    """What a view of the queue holds: what waits, the oldest first; what is done, the newest."""
    comments = (
        comments_to_decide(user)
        .filter(VIEWS[view][1])
        .prefetch_related("decisions__by", "post__texts")
    )
    if view == "questions":
        return comments.order_by("question__due_at", "pk")
    return comments.order_by("said_at", "pk") if view == "held" else comments.order_by("-said_at")


def queue_counts(user: Visitor) -> dict[str, int]:
    """How many wait; of what is done nobody needs the number."""
    comments = comments_to_decide(user)
    return {view: comments.filter(VIEWS[view][1]).count() for view in ("held", "questions")}
