"""What everybody may read: posts that are published and stand."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from herefor.speak import languages
from herefor.speak.models import Column, Post, PostChange, PostText, Tie
from herefor.speak.ties import kind_of

NEWEST = ("-published_at", "-pk")
SHOWN = Q(comments__shown_at__isnull=False, comments__taken_back_at=None)


def public_columns() -> QuerySet[Column]:
    """Columns in which something stands."""
    posts = Post.objects.filter(column=OuterRef("pk"), published_at__isnull=False, withdrawal=None)
    return Column.objects.filter(Exists(posts)).select_related("unit")


def public_posts(column: Column | None = None, *, language: str = "") -> QuerySet[Post]:
    """Published and not withdrawn, the newest first, with their texts."""
    posts = Post.objects.filter(published_at__isnull=False, withdrawal=None)
    if column is not None:
        posts = posts.filter(column=column)
    if language:
        posts = posts.filter(texts__language=language)
    texts = Prefetch("texts", queryset=PostText.objects.order_by("pk"))
    changes = Prefetch("changes", queryset=PostChange.objects.order_by("changed_at", "pk"))
    posts = posts.select_related("column__unit", "author", "withdrawal").order_by(*NEWEST)
    return posts.prefetch_related(texts, changes, "pictures")


def with_comment_counts(posts: QuerySet[Post]) -> QuerySet[Post]:
    ties = Tie.objects.filter(post=OuterRef("pk"))
    return posts.annotate(n_comments=Count("comments", filter=SHOWN, distinct=True)).annotate(
        answers_something=Exists(ties)
    )


@dataclass(frozen=True)
class Reading:
    """A post in the language it is read in, and the others there are."""

    post: Post
    text: PostText
    others: list[PostText]

    @property
    def direction(self) -> str:
        return languages.direction_of(self.text.language)

    @property
    def is_changed(self) -> bool:
        return bool(self.changes)

    @property
    def changes(self) -> list[PostChange]:
        """Of this language."""
        return [one for one in self.post.changes.all() if one.language == self.text.language]


def reading_of(post: Post, language: str) -> Reading:
    """The post in a language, or in its first one."""
    texts = list(post.texts.all())
    text = next((one for one in texts if one.language == language), texts[0])
    return Reading(post, text, [one for one in texts if one is not text])


def archive(column: Column | None = None) -> list[tuple[int, list[Post]]]:
    """All posts by year, the newest first."""
    years: dict[int, list[Post]] = {}
    for post in public_posts(column):
        if post.published_at:
            years.setdefault(post.published_at.year, []).append(post)
    return list(years.items())


def languages_in_use(column: Column | None = None) -> list[str]:
    """Languages in which something can be read, the commonest first."""
    texts = PostText.objects.filter(post__in=public_posts(column).order_by().values("pk"))
    used = texts.values("language").annotate(n=Count("pk")).order_by("-n", "language")
    return [row["language"] for row in used]


def tied_sentences(post: Post) -> list[str]:
    """What the post answers, in sentences that hold no word of a customer."""
    by_kind: dict[str, list[object]] = {}
    for tie in post.ties.select_related("about_type"):
        if tie.about is not None and kind_of(tie.about):
            by_kind.setdefault(str(tie.about._meta.model_name), []).append(tie.about)
    said = [kind_of(tied[0]).public(tied) for tied in by_kind.values()]  # type: ignore[union-attr,arg-type]
    return [sentence for sentence in said if sentence]
