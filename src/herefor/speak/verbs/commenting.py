"""Somebody writes under a post, without an account. Nothing that is written is lost."""

import uuid

from django.db import transaction

from herefor.mail.text import clean, one_line
from herefor.speak import guard
from herefor.speak.guard import Sent
from herefor.speak.models import Column, Comment, Post, PrivateQuestion
from herefor.speak.verbs.guarding import look_at, look_into
from herefor.speak.verbs.letters import ask_to_confirm, tell_moderators
from herefor.speak.verbs.moderating import show_comment, sort_anew
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

MARK = uuid.UUID("5b6f1d1a-9a4e-5d6f-8e53-3d1f0c6b7a21")


class NotOpen(Exception):
    """The post is not shown any more, so nobody comments on it."""


def about_of(post: Post) -> str:
    """What the form under a post is good for."""
    return f"post-{post.pk}"


def write_comment(
    post: Post,
    *,
    name: str,
    text: str,
    sent: Sent,
    email: str = "",
    follows: bool = False,
    asks: bool = False,
    parent: Comment | None = None,
    language: str = "en",
) -> Comment:
    """Keep a comment, and show it at once where nothing is doubtful and the column lets it.

    The same form with the same words is kept once. Raises NotOpen.
    """
    with transaction.atomic():
        take_the_pen()
        post.refresh_from_db()
        if not post.is_public:
            raise NotOpen
        words = {"name": one_line(name, limit=80), "text": clean(text)}
        mark = _mark(sent, about=about_of(post))
        known = Comment.objects.filter(once=mark).first()
        if known and known.text == words["text"]:
            return known
        doubts = look_at(sent, about=about_of(post), asks_proof=post.column.asks_proof)
        doubts += look_into(**words)
        if post.column.moderation == Column.Moderation.BEFORE:
            doubts.append(guard.BEFORE)
        comment = Comment.objects.create(
            post=post,
            parent=(parent.parent or parent) if parent else None,
            email=email.lower(),
            follows=follows and bool(email),
            asks=asks,
            language=language,
            said_at=now(),
            doubts=doubts,
            once=uuid.uuid4() if known else mark,
            **words,
        )
        tell("comment written", about=comment, unit=post.column.unit, held=bool(doubts))
        if not set(doubts) - {guard.BEFORE, guard.NO_PROOF}:
            ask_to_confirm(comment)
        if doubts:
            tell_moderators(comment)
        else:
            show_comment(comment, by=None)
    return comment


def confirm_address(comment: Comment) -> Comment:
    """The address belongs to who wrote it: from now on they hear by mail."""
    with transaction.atomic():
        take_the_pen()
        if Comment.objects.filter(pk=comment.pk, confirmed_at=None).update(confirmed_at=now()):
            tell("address confirmed", about=comment, unit=comment.post.column.unit)
        comment.refresh_from_db()
    return comment


def follow_replies(comment: Comment, *, wanted: bool) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(follows=wanted)
    comment.refresh_from_db()
    return comment


def take_back(comment: Comment) -> Comment:
    """Its writer does not want it to stand: the words are gone, the place stays."""
    with transaction.atomic():
        take_the_pen()
        comment.refresh_from_db()
        if comment.taken_back_at is None:
            comment.taken_back_at, comment.follows, comment.confirmed_at = now(), False, None
            comment.text = comment.name = comment.email = ""
            comment.save()
            sort_anew(comment)
            tell("comment taken back", about=comment, unit=comment.post.column.unit)
    return comment


def ask_privately(
    post: Post,
    *,
    name: str,
    text: str,
    email: str,
    consent_words: str,
    sent: Sent,
    language: str = "en",
) -> PrivateQuestion:
    """Ask the leader where nobody else reads it. The same form asks once. Raises NotOpen."""
    with transaction.atomic():
        take_the_pen()
        post.refresh_from_db()
        if not post.is_public:
            raise NotOpen
        mark = _mark(sent, about=about_of(post))
        asked, made = PrivateQuestion.objects.get_or_create(
            once=mark,
            defaults={
                "post": post,
                "name": one_line(name, limit=80),
                "text": clean(text),
                "email": email.lower(),
                "consent_words": consent_words,
                "language": language,
                "asked_at": now(),
            },
        )
        if made:
            tell("asked privately", about=asked, unit=post.column.unit)
            asked.refresh_from_db()
    return asked


def is_doubtful(sent: Sent, *, post: Post) -> bool:
    """Whether a private question should be sent once more by hand before somebody is called."""
    shown = guard.opened(sent.form, about=about_of(post))
    if shown is None or sent.filled:
        return True
    return now().timestamp() - shown[0] < guard.LEAST_SECONDS


def _mark(sent: Sent, *, about: str) -> uuid.UUID:
    """The form's own mark; anew for a form that is none of ours."""
    nonce = guard.nonce_of(sent.form, about=about)
    return uuid.uuid5(MARK, nonce) if nonce else uuid.uuid4()
