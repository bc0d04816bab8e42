"""A question in public is a case, whatever is decided on it."""

import pytest

from herefor.answer.models import Case
from herefor.answer.verbs import answer_case, give_case, merge_cases, open_case
from herefor.answer.verbs.joining import NotMerged
from herefor.speak.models import Comment, Question
from herefor.speak.verbs import (
    mark_question,
    refuse_comment,
    reply_to,
    show_comment,
    take_back,
    undo_decision,
    unmark_question,
    write_comment,
)
from speaking import in_order, moderator, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(world):
    return published(world, unit=world.harbour)


def ask(post, *, asks=True, text="When?"):
    return write_comment(post, name="Mei", text=text, asks=asks, sent=in_order(post))


def test_the_clock_begins_when_it_is_shown(world, post):
    comment = ask(post)
    assert not Case.objects.exists()

    show_comment(comment, by=world.alice)

    case, question = Case.objects.get(), Question.objects.get()
    assert (question.owner, question.due_at) == (world.bob, case.due_at)
    assert (question.marked_by, case.title, case.kind) == (None, "When?", Case.Kind.QUESTION)


def test_a_moderator_says_that_it_asks_something_and_that_it_does_not(world, post):
    nora, comment = moderator(world), ask(post, asks=False)
    show_comment(comment, by=nora, asks=True)
    assert Question.objects.get().marked_by == nora

    unmark_question(comment, by=nora)
    assert Case.objects.get().due_at is None

    mark_question(comment, by=nora)
    case = Case.objects.get()
    assert case.due_at is not None
    assert Question.objects.get().due_at == case.due_at


def test_refused_and_shown_again_it_is_owed_again(world, post):
    comment = ask(post)
    show_comment(comment, by=world.alice)
    refuse_comment(comment, reason="off topic", by=world.alice)
    assert Case.objects.get().due_at is None

    undo_decision(comment, by=world.alice)
    show_comment(comment, by=world.alice)

    assert Case.objects.get().due_at is not None
    assert Question.objects.get().is_owed


def test_another_owner_stands_beside_it(world, post):
    show_comment(ask(post), by=world.alice)

    give_case(Case.objects.get(), owner=world.alice, by=world.bob)

    assert Question.objects.get().owner == world.alice


def test_either_way_of_answering_is_one_answer(world, post):
    first, second = ask(post), ask(post, text="Where?")
    for comment in (first, second):
        show_comment(comment, by=world.alice)
    one, other = Case.objects.order_by("pk")

    reply_to(first, text="On  Monday.\n", by=world.alice)
    answer_case(other, text="At the harbour.", by=world.bob)

    assert [m.text for m in one.messages.all()] == ["When?", "On  Monday."]
    assert [m.text for m in other.messages.all()] == ["Where?", "At the harbour."]
    assert [reply.text for reply in second.replies.all()] == ["At the harbour."]
    assert not Question.objects.filter(answered_at=None).exists()
    assert Comment.objects.exclude(author=None).count() == 2


def test_what_is_said_on_another_customers_case_never_becomes_public(world, post):
    show_comment(ask(post), by=world.alice)
    public = Case.objects.get()
    private = open_case("Mine", unit=world.harbour, customer=world.carla, words="My account")
    with pytest.raises(NotMerged):
        merge_cases(private, merged=public, by=world.alice)

    answer_case(private, text="Dear Carla, your balance is 7.", by=world.bob)

    assert Comment.objects.exclude(author=None).count() == 0


def test_taken_back_nobody_waits(world, post):
    comment = ask(post)
    show_comment(comment, by=world.alice)

    take_back(comment)

    assert Case.objects.get().due_at is None


def test_a_reply_of_ours_is_ours_by_who_is_signed_in(world, post):
    comment = ask(post, asks=False)
    show_comment(comment, by=world.alice)

    reply = reply_to(comment, text="Thank you.", by=world.alice)
    under = write_comment(
        post, name="alice berg", text="I am Alice", parent=reply, sent=in_order(post)
    )

    assert (reply.author, reply.name, reply.parent) == (world.alice, "Alice Berg", comment)
    assert (under.author, under.parent, under.is_held) == (None, comment, True)
