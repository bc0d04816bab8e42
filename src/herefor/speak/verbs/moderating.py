"""A comment is shown or refused for a reason, both can be taken back; questions get an owner."""

import uuid
from datetime import datetime

from django.db import transaction

from herefor.mail.text import clean, one_line
from herefor.people.models import Account
from herefor.speak.models import Comment, Decision, Post, PrivateQuestion, Question
from herefor.speak.verbs.letters import ask_to_confirm, write_of_decision, write_of_reply
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def show_comment(comment: Comment, *, by: Account | None, asks: bool = False) -> Decision:
    """Show it; what asks something gets an owner and a clock from here on."""
    with transaction.atomic():
        _hold(comment)
        decision = _decide(comment, by=by, shows=True)
        if asks or comment.asks:
            mark_question(comment, by=by)
        write_of_reply(comment)
    return decision


def refuse_comment(comment: Comment, *, reason: str, by: Account, words: str = "") -> Decision:
    """Do not show it, and tell the writer why."""
    with transaction.atomic():
        _hold(comment)
        words = one_line(words, limit=500)
        decision = _decide(comment, by=by, shows=False, reason=reason, words=words)
        if question := Question.objects.filter(comment=comment, answered_at=None).first():
            _drop(question, by=by)
    return decision


def undo_decision(comment: Comment, *, by: Account) -> Comment:
    """Nobody decided: it waits in the queue again."""
    with transaction.atomic():
        _hold(comment)
        standing = comment.decisions.filter(undone_at=None)
        if standing.update(undone_at=now(), undone_by=by):
            sort_anew(comment)
            tell("comment decided anew", about=comment, unit=comment.post.column.unit, by=by)
    return comment


def mark_question(comment: Comment, *, by: Account | None) -> Question:
    """It asks something, says its writer or one of us. Rooms above name who answers, and when."""
    with transaction.atomic():
        _hold(comment)
        question, made = Question.objects.get_or_create(
            comment=comment,
            defaults={"marked_by": None if comment.asks else by, "asked_at": now()},
        )
        if made or question.dropped_at:
            question.dropped_at = None
            question.save(update_fields=["dropped_at"])
            tell("comment asks", about=comment, unit=comment.post.column.unit, by=by)
            question.refresh_from_db()
    return question


def unmark_question(comment: Comment, *, by: Account) -> Question:
    """It asks nothing after all."""
    with transaction.atomic():
        _hold(comment)
        question = Question.objects.get(comment=comment)
        if question.is_owed:
            _drop(question, by=by)
    return question


def promise_reply(comment: Comment, *, owner: Account, due_at: datetime) -> None:
    """Who answers it, and by when; said in public beside the comment."""
    Question.objects.filter(comment=comment).update(owner=owner, due_at=due_at)


def promise_private_reply(
    asked: PrivateQuestion, *, owner: Account, due_at: datetime, follow_url: str
) -> None:
    """Who answers a private question, by when, and where its writer can follow it."""
    PrivateQuestion.objects.filter(pk=asked.pk).update(
        owner=owner, due_at=due_at, follow_url=follow_url
    )


def reply_to(comment: Comment, *, text: str, by: Account, once: uuid.UUID | None = None) -> Comment:
    """One of us replies in public, under their own name. The same form replies once.

    A question that waits for an answer has it with this.
    """
    with transaction.atomic():
        _hold(comment)
        if once and (said := Comment.objects.filter(once=once).first()):
            return said
        reply = _say(comment.post, parent=comment.parent or comment, text=text, by=by, once=once)
        thread = comment.parent or comment
        owed = Question.objects.filter(comment__in=[comment, thread], answered_at=None)
        for question in owed.filter(dropped_at=None).select_related("comment"):
            question.answer, question.answered_at = reply, now()
            question.save(update_fields=["answer", "answered_at"])
            tell(
                "comment answered",
                about=question.comment,
                unit=comment.post.column.unit,
                by=by,
                reply=reply.pk,
            )
        write_of_reply(reply)
    return reply


def add_comment(post: Post, *, text: str, by: Account, once: uuid.UUID | None = None) -> Comment:
    """One of us says something under a post, to everybody."""
    with transaction.atomic():
        take_the_pen()
        if once and (said := Comment.objects.filter(once=once).first()):
            return said
        return _say(post, parent=None, text=text, by=by, once=once)


def sort_anew(comment: Comment) -> None:
    """Write on the comment what its standing decision says."""
    standing = comment.decisions.filter(undone_at=None).last()
    at = standing.decided_at if standing else None
    comment.shown_at = at if standing and standing.shows else None
    comment.refused_at = at if standing and not standing.shows else None
    comment.save(update_fields=["shown_at", "refused_at"])


def _say(
    post: Post, *, parent: Comment | None, text: str, by: Account, once: uuid.UUID | None
) -> Comment:
    reply = Comment.objects.create(
        post=post,
        parent=parent,
        author=by,
        name=by.name,
        text=clean(text),
        language=post.column.language,
        said_at=now(),
        shown_at=now(),
        once=once or uuid.uuid4(),
    )
    reply.decisions.create(shows=True, by=by, decided_at=reply.said_at)
    tell("comment replied to", about=reply, unit=post.column.unit, by=by, to=parent and parent.pk)
    return reply


def _decide(
    comment: Comment, *, by: Account | None, shows: bool, reason: str = "", words: str = ""
) -> Decision:
    moment = now()
    standing = comment.decisions.filter(undone_at=None).last()
    if standing and (standing.shows, standing.reason) == (shows, reason):
        return standing
    comment.decisions.filter(undone_at=None).update(undone_at=moment, undone_by=by)
    decision = comment.decisions.create(
        shows=shows, reason=reason, words=words, by=by, decided_at=moment
    )
    sort_anew(comment)
    unit = comment.post.column.unit
    if shows:
        tell("comment shown", about=comment, unit=unit, by=by)
        ask_to_confirm(comment)
    else:
        tell("comment refused", about=comment, unit=unit, by=by, reason=reason)
    if by is not None:
        write_of_decision(comment, decision)
    return decision


def _drop(question: Question, *, by: Account) -> None:
    question.dropped_at = now()
    question.save(update_fields=["dropped_at"])
    comment = question.comment
    tell("comment asks nothing", about=comment, unit=comment.post.column.unit, by=by)


def _hold(comment: Comment) -> None:
    take_the_pen()
    comment.refresh_from_db()
