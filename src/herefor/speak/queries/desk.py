"""What leaders have on their desk: posts in every state, and what a post may answer."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Model, Prefetch, QuerySet, Value, When

from herefor.people.models import Account
from herefor.speak.models import Post, PostDraft, PostText
from herefor.speak.rules import posts_to_write
from herefor.speak.ties import TieKind, kind_of, kinds

MOST_CHOICES = 12


def posts_on_desk(user: Account) -> QuerySet[Post]:
    """Drafts first, then what is scheduled, then what is published, the newest first."""
    order = Case(
        When(published_at__isnull=False, then=Value(2)),
        When(due_at__isnull=False, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    drafts = Prefetch("drafts", queryset=PostDraft.objects.order_by("pk"))
    texts = Prefetch("texts", queryset=PostText.objects.order_by("pk"))
    posts = posts_to_write(user).prefetch_related(drafts, texts)
    return posts.order_by(order, "-published_at", "-made_at", "-pk")


@dataclass(frozen=True)
class Choice:
    """A record the post may answer."""

    record: Model
    value: str
    words: str
    is_tied: bool


@dataclass(frozen=True)
class Group:
    kind: TieKind
    choices: list[Choice]


def may_be_tied_to(user: Account, post: Post, *, typed: str = "") -> list[Group]:
    """What the user sees at the post's unit and below, each kind with what is tied first."""
    tied = {(tie.about_type_id, tie.about_id) for tie in post.ties.all()}
    groups = []
    for kind in kinds():
        found = kind.choices(user, post.column.unit, typed)
        mine = [number for type_id, number in tied if type_id == kind.content_type.pk]
        records = [*found.filter(pk__in=mine), *found.exclude(pk__in=mine)[:MOST_CHOICES]]
        groups.append(Group(kind, [_choice(kind, one, tied) for one in records]))
    return groups


def tied_to(post: Post) -> list[str]:
    """What the post answers, in words for colleagues."""
    records = [tie.about for tie in post.ties.select_related("about_type")]
    return [
        kind.words(record)
        for record in records
        if record is not None and (kind := kind_of(record)) is not None
    ]


def _choice(kind: TieKind, record: Model, tied: set[tuple[int, int]]) -> Choice:
    is_tied = (kind.content_type.pk, record.pk) in tied
    return Choice(record, f"{kind.name}-{record.pk}", kind.words(record), is_tied)
