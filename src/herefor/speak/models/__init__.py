"""What leaders say in public, and what people say back."""

from herefor.speak.models.column import SUBSCRIPTION_SALT, Column, Subscription
from herefor.speak.models.comment import (
    COMMENT_SALT,
    LONGEST,
    PRIVATE_SALT,
    Attempt,
    Comment,
    Decision,
    PrivateQuestion,
    Question,
    UsedForm,
)
from herefor.speak.models.post import (
    Announcement,
    Picture,
    Post,
    PostChange,
    PostDraft,
    PostText,
    PostWithdrawal,
    Tie,
)

__all__ = [
    "COMMENT_SALT",
    "LONGEST",
    "PRIVATE_SALT",
    "SUBSCRIPTION_SALT",
    "Announcement",
    "Attempt",
    "Column",
    "Comment",
    "Decision",
    "Picture",
    "Post",
    "PostChange",
    "PostDraft",
    "PostText",
    "PostWithdrawal",
    "PrivateQuestion",
    "Question",
    "Subscription",
    "Tie",
    "UsedForm",
]
