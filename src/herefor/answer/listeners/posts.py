"""What cases have to do with what leaders say in public.

A question under a post is a case like any other: an owner, a promise, a clock. What answers it in
public answers the case, and the first word to the customer on the case answers it in public.
"""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from herefor.answer.models import Case, Message
from herefor.answer.queries.cases import told_within
from herefor.answer.rules import cases_visible_to, may_own
from herefor.answer.titles import title_of
from herefor.answer.verbs import (
    acknowledge,
    answer_case,
    call_genuine,
    call_spam,
    open_case,
    withdraw_case,
)
from herefor.answer.verbs._common import hold, restate, tell_of
from herefor.answer.verbs.handing import assign
from herefor.answer.verbs.opening import Door
from herefor.listen.answers import clean_text
from herefor.people.models import Account, Customer, Unit
from herefor.people.verbs import meet_customer
from herefor.speak.models import Comment, PrivateQuestion
from herefor.speak.ties import TieKind, may_be_tied
from herefor.speak.verbs import promise_private_reply, promise_reply, reply_to
from herefor.story.models import Event
from herefor.story.verbs import hear

PUBLIC = "comment-"


@hear("comment asks")
def a_question_in_public_has_an_owner(event: Event) -> None:
    comment = event.about
    if not isinstance(comment, Comment):
        return
    case = open_case(
        title_of(comment.text, otherwise=_("Asked in public")),
        unit=comment.post.column.unit,
        kind=Case.Kind.QUESTION,
        words=comment.text,
        door=Door(source=Case.Source.COMMENT, once=f"{PUBLIC}{comment.pk}"),
    )
    if event.by and case.spam.filter(undone_at=None).exists():
        case = call_genuine(case, by=event.by)
    promise_reply(comment, owner=case.owner, due_at=case.due_at or case.promised_by)


@hear("asked privately")
def a_private_question_has_an_owner(event: Event) -> None:
    """The leader who was asked has it, where they answer; else whoever is next."""
    asked = event.about
    if not isinstance(asked, PrivateQuestion):
        return
    customer = meet_customer(
        unit=asked.post.column.unit,
        name=asked.name,
        email=asked.email,
        consent_words=asked.consent_words if asked.email else "",
    )
    case = open_case(
        title_of(asked.text, otherwise=_("Asked privately")),
        unit=asked.post.column.unit,
        kind=Case.Kind.QUESTION,
        customer=customer,
        words=asked.text,
        door=Door(source=Case.Source.COMMENT, once=f"private-{asked.pk}"),
    )
    _pass_on(case, to=asked.post.author)
    acknowledge(case)
    promise_private_reply(
        asked, owner=case.owner, due_at=case.promised_by, follow_url=case.follow_url
    )


@hear("comment answered")
def a_public_reply_answers_the_case(event: Event) -> None:
    case, reply = _case_of(event.about), _reply_of(event)
    if case is None or reply is None or event.by is None or _was_said(case, reply.text, event.by):
        return
    answer_case(case, text=reply.text, by=event.by)


@hear("case answered")
def an_answer_to_a_public_question_is_public(event: Event) -> None:
    comment, message = _comment_of(event.about), _message_of(event)
    if comment is None or message is None or event.by is None or not comment.shown_at:
        return
    if not comment.replies.filter(author=event.by, text=message.text).exists():
        reply_to(comment, text=message.text, by=event.by)


@hear("comment asks nothing")
def nobody_waits_behind_it(event: Event) -> None:
    case = _case_of(event.about)
    if case is not None and event.by is not None:
        call_spam(case, by=event.by)


@hear("comment taken back")
def its_writer_waits_no_more(event: Event) -> None:
    if case := _case_of(event.about):
        withdraw_case(case)


@hear("case taken")
@hear("case given")
@hear("case accepted")
@hear("case passed on")
@hear("case moved")
@hear("somebody has it")
def another_name_stands_beside_the_question(event: Event) -> None:
    comment = _comment_of(event.about)
    if comment is not None and isinstance(event.about, Case):
        case = Case.objects.get(pk=event.about.pk)
        promise_reply(comment, owner=case.owner, due_at=case.promised_by)


def _pass_on(case: Case, *, to: Account) -> None:
    if case.owner == to or not may_own(case).filter(pk=to.pk).exists():
        return
    hold(case)
    assign(case, owner=to, by=None)
    restate(case)
    tell_of("case passed on", case, owner=to.name)


def _case_of(comment: Model | None) -> Case | None:
    if not isinstance(comment, Comment):
        return None
    return Case.objects.filter(once=f"{PUBLIC}{comment.pk}").first()


def _comment_of(case: Model | None) -> Comment | None:
    """The question in public that the case is.

    What is only merged into another case is not looked at: that one may be another customer's, and
    nothing said there is meant for everybody.
    """
    number = case.once.removeprefix(PUBLIC) if isinstance(case, Case) else ""
    if not isinstance(case, Case) or not case.is_asked_in_public or not number.isdigit():
        return None
    return Comment.objects.select_related("post__column__unit").filter(pk=number).first()


def _reply_of(event: Event) -> Comment | None:
    return Comment.objects.filter(pk=event.payload.get("reply")).first()


def _message_of(event: Event) -> Message | None:
    return Message.objects.filter(pk=event.payload.get("message")).first()


def _was_said(case: Case, text: str, by: Account) -> bool:
    said = Message.objects.filter(case__in=told_within(case), author=by, text=clean_text(text))
    return said.filter(direction=Message.Direction.OUT).exists()


def _cases(user: Account, unit: Unit, typed: str) -> QuerySet[Case]:
    cases = cases_visible_to(user).filter(unit__trail__startswith=unit.trail)
    if typed:
        cases = cases.filter(Q(title__icontains=typed) | Q(reference__icontains=typed))
    return cases.order_by("-opened_at", "-pk")


def _words(case: Model) -> str:
    return str(case)


def _public(cases: list[Model]) -> str:
    n = len(cases)
    return ngettext("What one customer wrote to us.", "What %(n)d customers wrote to us.", n) % {
        "n": n
    }


def _raised_by(case: Model) -> Iterable[Customer]:
    return [case.customer] if isinstance(case, Case) and case.customer else []


may_be_tied(
    TieKind(
        model=Case,
        title=gettext_lazy("Cases"),
        choices=_cases,
        words=_words,
        public=_public,
        raised_by=_raised_by,
    )
)
