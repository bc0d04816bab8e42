"""A post becomes public, now or later; it is changed in sight of its readers, or withdrawn."""

from datetime import datetime, timedelta

from django.db import transaction

from herefor.people.models import Account
from herefor.speak.models import Post, PostChange, PostDraft, PostText, PostWithdrawal
from herefor.speak.verbs.announcing import prepare_announcements
from herefor.speak.verbs.columns import free_slug
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

TRY_AGAIN = timedelta(minutes=10)


class NotComplete(Exception):
    """A language lacks its title or its text, or there is nothing to publish; says which."""


class AlreadyWithdrawn(Exception):
    """A withdrawn post is not published again; its address says why."""


def publish_post(post: Post, *, by: Account, why: str = "") -> Post:
    """Make public what was drafted. The first time readers are told; later they see the change.

    Raises NotComplete and AlreadyWithdrawn.
    """
    with transaction.atomic():
        hold(post)
        if post.is_withdrawn:
            raise AlreadyWithdrawn
        drafts = complete_drafts(post)
        if post.published_at is None:
            return _publish(post, drafts, by=by)
        for draft in drafts:
            _change(post, draft, why=why, by=by)
        tell("post changed", about=post, unit=post.column.unit, by=by, why=why)
    return post


def schedule_post(post: Post, *, at: datetime, by: Account) -> Post:
    """The program publishes it at that time. Raises NotComplete."""
    with transaction.atomic():
        hold(post)
        complete_drafts(post)
        if post.published_at is None:
            post.due_at, post.scheduled_by = at, by
            post.save(update_fields=["due_at", "scheduled_by"])
            told = f"{at:%Y-%m-%d %H:%M}"
            tell("post scheduled", about=post, unit=post.column.unit, by=by, due=told)
    return post


def unschedule_post(post: Post, *, by: Account) -> Post:
    with transaction.atomic():
        hold(post)
        if post.due_at is not None and post.published_at is None:
            post.due_at = post.scheduled_by = None
            post.save(update_fields=["due_at", "scheduled_by"])
            tell("post not scheduled", about=post, unit=post.column.unit, by=by)
    return post


def publish_in_time(post: Post) -> bool:
    """Publish a post that is due; whether it was ours to do.

    Of any number of workers one moves the row on. What is not complete any more goes back to
    being a draft.
    """
    seen = Post.objects.filter(pk=post.pk, due_at=post.due_at, published_at=None)
    if not seen.update(due_at=now() + TRY_AGAIN):
        return False
    post.refresh_from_db()
    by = post.scheduled_by or post.author
    try:
        publish_post(post, by=by)
    except (NotComplete, AlreadyWithdrawn):
        unschedule_post(post, by=by)
    return True


def withdraw_post(post: Post, *, reason: str, by: Account) -> PostWithdrawal:
    """Show it no more, and say why at its address; nobody else is written to about it."""
    with transaction.atomic():
        hold(post)
        withdrawal, made = PostWithdrawal.objects.get_or_create(
            post=post, defaults={"reason": reason, "by": by, "withdrawn_at": now()}
        )
        if made:
            Post.objects.filter(pk=post.pk).update(due_at=None)
            tell("post withdrawn", about=post, unit=post.column.unit, by=by)
    return withdrawal


def hold(post: Post) -> None:
    """Read the post as it is now and let nobody else change it until this act is done."""
    take_the_pen()
    post.refresh_from_db()


def complete_drafts(post: Post) -> list[PostDraft]:
    """What is to be published, each whole. Raises NotComplete."""
    drafts = list(post.drafts.all())
    for draft in drafts:
        if not (draft.title and draft.text.strip()):
            raise NotComplete(draft.language)
    if not drafts:
        raise NotComplete("")
    return drafts


def _publish(post: Post, drafts: list[PostDraft], *, by: Account) -> Post:
    first = next((one for one in drafts if one.language == post.column.language), drafts[0])
    drafts.sort(key=lambda one: one is not first)
    for draft in drafts:
        _take_over(post, draft)
    taken = Post.objects.exclude(slug="").values_list("slug", flat=True)
    post.slug = free_slug(first.title, taken=taken)
    post.published_at, post.published_by, post.due_at = now(), by, None
    post.save()
    told = prepare_announcements(post, for_readers=True)
    tell(
        "post published",
        about=post,
        unit=post.column.unit,
        by=by,
        title=first.title,
        languages=[draft.language for draft in drafts],
        told=told,
    )
    return post


def _change(post: Post, draft: PostDraft, *, why: str, by: Account) -> None:
    before = post.texts.filter(language=draft.language).first()
    PostChange.objects.create(
        post=post,
        language=draft.language,
        why=why,
        before={"title": before.title, "lead": before.lead, "text": before.text} if before else {},
        by=by,
        changed_at=now(),
    )
    _take_over(post, draft)


def _take_over(post: Post, draft: PostDraft) -> None:
    words = {"title": draft.title, "lead": draft.lead, "text": draft.text}
    PostText.objects.update_or_create(post=post, language=draft.language, defaults=words)
    draft.delete()
