"""What the writer of a comment hears by mail: only at an address that was confirmed."""

from contextlib import suppress

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from herefor.mail.verbs import NotAnAddress, send_letter
from herefor.people.queries import holders, the_organisation
from herefor.people.rules import LEADER, MODERATOR
from herefor.speak.models import Comment, Decision
from herefor.story.clock import now


def ask_to_confirm(comment: Comment) -> None:
    """One letter, with no word of the comment in it: it may be somebody else's address."""
    if not comment.email or comment.confirmed_at or comment.confirmation_sent_at:
        return
    comment.confirmation_sent_at = now()
    comment.save(update_fields=["confirmation_sent_at"])
    with translation.override(comment.language):
        _send(
            comment,
            subject=_("Is this your address?"),
            text=_(
                "Somebody, we think you, commented on a post of %(organisation)s and gave this "
                "address.\n\nIf it was you, open this page and press the button. Then you hear "
                "here when your comment is shown and when somebody replies:\n%(address)s\n\n"
                "If it was not, do nothing. You will not hear of it again."
            )
            % {"organisation": the_organisation(), "address": comment.confirm_url},
            once="confirm",
        )


def tell_moderators(comment: Comment) -> None:
    """Something waits for a decision: one letter an hour at most, however much is sent."""
    unit, hour = comment.post.column.unit, f"{now():%Y-%m-%d-%H}"
    for account in holders(unit, MODERATOR) or holders(unit, LEADER):
        send_letter(
            to=account.email,
            to_name=account.name,
            subject=_("A comment waits for a decision"),
            text=_("At least one comment under a post of %(unit)s waits: %(address)s")
            % {"unit": unit, "address": settings.PUBLIC_ADDRESS + reverse("speak:queue")},
            about=comment,
            unit=unit,
            once=f"held-{comment.post.column_id}-{hour}-{account.pk}",
            auto=True,
        )


def write_of_decision(comment: Comment, decision: Decision) -> None:
    if not comment.confirmed_at:
        return
    with translation.override(comment.language):
        if decision.shows:
            subject = _("Your comment is shown")
            text = _("Your comment is on the page now: %(address)s")
        else:
            subject = _("Your comment is not shown")
            text = _("Your comment is not shown, because %(reason)s. %(words)s\n\n%(own)s")
        said = {
            "address": settings.PUBLIC_ADDRESS + comment.get_absolute_url(),
            "reason": decision.get_reason_display(),
            "words": decision.words,
            "own": _("What you can do: %(address)s")
            % {"address": settings.PUBLIC_ADDRESS + comment.own_url},
        }
        _send(comment, subject=subject, text=text % said, once=f"decision-{decision.pk}")


def write_of_reply(reply: Comment) -> None:
    """Whoever follows the thread hears of it, each address once; who wrote it knows already."""
    thread = reply.parent
    if thread is None:
        return
    following = Comment.objects.filter(
        Q(pk=thread.pk) | Q(parent=thread), follows=True, confirmed_at__isnull=False
    )
    heard = {"", reply.email}
    for comment in following.exclude(pk=reply.pk).select_related("post__column__unit"):
        if comment.email not in heard:
            heard.add(comment.email)
            _write_of_reply(comment, reply)


def _write_of_reply(comment: Comment, reply: Comment) -> None:
    """That there is one; our words if it is ours."""
    address = settings.PUBLIC_ADDRESS + reply.get_absolute_url()
    with translation.override(comment.language):
        said = {"name": reply.name, "address": address}
        text = _("%(name)s replied under the post where you commented.") % said
        if reply.is_ours:
            text += f"\n\n{reply.text}"
        text += "\n\n" + _("Read it there: %(address)s") % said
        _send(
            comment,
            subject=_("%(name)s replied to you") % said,
            text=text,
            once=f"reply-{reply.pk}",
            may_end=True,
            auto=not reply.is_ours,  # what a person of ours says is held by no limit for programs
        )


def _send(
    comment: Comment,
    *,
    subject: str,
    text: str,
    once: str,
    may_end: bool = False,
    auto: bool = True,
) -> None:
    with suppress(NotAnAddress):
        send_letter(
            to=comment.email,
            subject=subject,
            text=text,
            about=comment,
            unit=comment.post.column.unit,
            once=f"comment-{comment.pk}-{once}",
            auto=auto,
            may_stop=comment.topic if may_end else "",
        )
