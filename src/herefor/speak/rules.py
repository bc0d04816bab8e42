"""Who speaks for a unit, who decides on comments, and what a writer's key opens."""

from django.core import signing
from django.db.models import QuerySet

from herefor.people.models import Unit
from herefor.people.rules import LEADER, MODERATOR, Visitor, holds, units_where
from herefor.speak.models import (
    COMMENT_SALT,
    PRIVATE_SALT,
    SUBSCRIPTION_SALT,
    Column,
    Comment,
    Post,
    PrivateQuestion,
    Subscription,
)


def may_enter(user: Visitor) -> bool:
    return holds(user, LEADER, MODERATOR)


def may_write(user: Visitor) -> bool:
    return holds(user, LEADER)


def units_to_speak_at(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, LEADER)


def columns_to_write_in(user: Visitor) -> QuerySet[Column]:
    """Those of the units the user leads, and below them."""
    return Column.objects.filter(unit__in=units_to_speak_at(user)).select_related("unit")


def posts_to_write(user: Visitor) -> QuerySet[Post]:
    return Post.objects.filter(column__unit__in=units_to_speak_at(user)).select_related(
        "column__unit", "author", "withdrawal"
    )


def posts_visible_to(user: Visitor) -> QuerySet[Post]:
    """Posts a moderator works under, drafts among them only for leaders."""
    return Post.objects.filter(column__unit__in=units_where(user, LEADER, MODERATOR))


def comments_to_decide(user: Visitor) -> QuerySet[Comment]:
    """What was said under posts of the units where the user moderates or leads."""
    return Comment.objects.filter(
        post__column__unit__in=units_where(user, LEADER, MODERATOR)
    ).select_related("post__column__unit", "post__author", "author", "parent", "question__owner")


def may_reply(user: Visitor, post: Post) -> bool:
    """Leaders speak for a unit; a moderator decides, and says nothing in its name."""
    return units_to_speak_at(user).filter(pk=post.column.unit_id).exists()


def comment_of(key: str) -> Comment | None:
    """The comment a writer's signed key opens; nothing for a forged or cut-off key."""
    number = _unsigned(key, salt=COMMENT_SALT)
    comments = Comment.objects.select_related("post__column__unit", "post__author", "question")
    return comments.filter(pk=number, author=None).first() if number else None


def comment_to_confirm(key: str) -> Comment | None:
    try:
        number, email = signing.loads(key, salt=COMMENT_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Comment.objects.select_related("post").filter(pk=number, email=email).first()


def private_question_of(key: str) -> PrivateQuestion | None:
    number = _unsigned(key, salt=PRIVATE_SALT)
    asked = PrivateQuestion.objects.select_related("post__author", "owner")
    return asked.filter(pk=number).first() if number else None


def subscription_to_confirm(key: str) -> Subscription | None:
    """What the link in the letter asks to confirm; a newer letter makes an older link void."""
    try:
        number, asked_at = signing.loads(key, salt=SUBSCRIPTION_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Subscription.objects.select_related("column").filter(pk=number).first()
    return found if found and found.asked_at.timestamp() == asked_at else None


def _unsigned(key: str, *, salt: str) -> str:
    try:
        return signing.Signer(salt=salt).unsign(key)
    except signing.BadSignature:
        return ""
