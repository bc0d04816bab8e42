"""What the worker does for this room."""

from herefor.speak.models import Announcement, Post
from herefor.speak.verbs import announce, claim_announcement, forget, publish_in_time
from herefor.story.clock import now


def publish_what_is_due() -> bool:
    """Publish one post whose time has come; True if there was one."""
    due = Post.objects.filter(due_at__lte=now(), published_at=None).order_by("due_at").first()
    if due is None:
        return False
    publish_in_time(due)
    return True


def announce_what_is_due() -> bool:
    """Write to one reader; True if there was one."""
    rows = Announcement.objects.filter(due_at__lte=now()).order_by("due_at", "pk")
    due = rows.select_related("post__column__unit", "post__author", "post__withdrawal").first()
    if due is None:
        return False
    if claim_announcement(due):
        announce(due)
    return True


def forget_addresses() -> bool:
    """Take away what only the guard needed, a day after it."""
    return forget()
