"""Questions and votes: asked once, counted once, held back for a reason that is told."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from halls import a_hall, asked
from herefor.hall import verbs
from herefor.hall.models import Holding, Question, Vote
from herefor.hall.queries import public, visiting
from herefor.hall.verbs import NotNow
from herefor.hall.verbs.asking import MOST_OF_ONE
from herefor.story.models import Event
from herefor.story.queries import check_chain

pytestmark = pytest.mark.django_db


def shown_texts(hall):
    return [one["text"] for one in public.whole(hall)["questions"]]


def test_a_question_is_read_before_it_is_shown(world):
    hall = a_hall(world)
    question = asked(hall)
    assert shown_texts(hall) == []

    verbs.show_question(question, by=world.alice)

    assert shown_texts(hall) == ["When is it warm again?"]


def test_without_moderation_it_is_shown_at_once(world):
    hall = a_hall(world, is_moderated=False)

    asked(hall)

    assert shown_texts(hall) == ["When is it warm again?"]
    assert public.whole(hall)["moderated"] is False


def test_a_question_that_is_sent_twice_is_asked_once(world):
    hall = a_hall(world)

    first, again = (verbs.ask(hall, text="When?", once="mark") for _ in range(2))

    assert first == again
    assert Question.objects.count() == 1
    assert Event.objects.filter(what="hall question asked").count() == 1


def test_no_event_holds_a_word_of_a_question_or_who_asked(world):
    hall = a_hall(world)
    question = asked(hall, "My secret is blue", name="Carla", email="carla@example.org")
    verbs.hold_question(question, reason=Holding.Reason.ABUSE, words="Not so", by=world.alice)

    told = str([event.payload for event in Event.objects.all()])

    assert "secret" not in told
    assert "carla@" not in told
    assert "Not so" not in told
    assert '"hall"' in told.replace("'", '"')


def test_one_browser_asks_only_so_many_questions(world):
    hall = a_hall(world)
    for number in range(MOST_OF_ONE):
        verbs.ask(hall, text="Again", once=f"m{number}", asker="b")

    with pytest.raises(NotNow):
        verbs.ask(hall, text="Again", once="one more", asker="b")
    assert verbs.ask(hall, text="Another", once="other", asker="c").number == MOST_OF_ONE + 1


def test_nobody_asks_when_it_is_over(world):
    hall = a_hall(world)
    verbs.end_hall(hall, by=world.alice)

    with pytest.raises(NotNow):
        asked(hall)


def test_a_held_back_question_is_counted_by_reason_and_its_asker_told(world):
    hall = a_hall(world)
    question = asked(hall, "My bill is wrong", asker="b", by=world.alice)

    verbs.hold_question(
        question, reason=Holding.Reason.PERSON, words="We will call you.", by=world.alice
    )
    document, [mine] = public.whole(hall), visiting.mine(hall, "b")

    assert document["questions"] == []
    assert document["held"] == [{"reason": "about one person's own matter", "n": 1}]
    assert mine["state"] == "held"
    assert "about one person's own matter" in mine["words"]
    assert mine["words"].endswith("We will call you.")


def test_a_question_that_was_held_back_can_be_shown_after_all(world):
    hall = a_hall(world)
    question = asked(hall)
    verbs.hold_question(question, reason=Holding.Reason.SAME, by=world.alice)

    verbs.show_question(question, by=world.bob)

    assert shown_texts(hall) == ["When is it warm again?"]
    assert public.held_back(hall) == []
    assert question.holdings.get().undone_by == world.bob


def test_a_vote_counts_once_however_often_it_is_sent(world):
    question = asked(a_hall(world), by=world.alice)

    made = [verbs.vote(question, voter="b") for _ in range(3)]

    assert made == [True, False, False]
    assert Vote.objects.count() == 1
    assert Event.objects.filter(what="hall question voted").count() == 1


def test_a_vote_is_taken_back_and_given_again(world):
    question = asked(a_hall(world), by=world.alice)
    verbs.vote(question, voter="b")

    taken = [verbs.take_back_vote(question, voter="b") for _ in range(2)]
    verbs.vote(question, voter="b")

    assert taken == [True, False]
    assert public.votes_of(question.hall, [question.pk]) == {str(question.pk): 1}


def test_the_database_refuses_a_second_vote(world):
    question = asked(a_hall(world), by=world.alice)
    verbs.vote(question, voter="b")
    cast = Vote.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(question=question, voter="b", cast_at=cast.cast_at)


def test_nobody_votes_for_what_is_not_shown_or_over(world):
    hall = a_hall(world)
    question = asked(hall)
    with pytest.raises(NotNow):
        verbs.vote(question, voter="b")
    verbs.show_question(question, by=world.alice)
    verbs.end_hall(hall, by=world.alice)

    with pytest.raises(NotNow):
        verbs.vote(question, voter="b")
    assert Vote.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_votes_sent_at_the_same_moment_are_each_counted_once(world):
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lies in memory, which one thread has at a time")
    question = asked(a_hall(world), by=world.alice)

    def send(number):
        try:
            verbs.vote(Question.objects.get(pk=question.pk), voter=f"b{number % 4}")
        finally:
            connection.close()

    senders = [threading.Thread(target=send, args=(number,)) for number in range(12)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert Vote.objects.count() == 4
    assert check_chain().holds
