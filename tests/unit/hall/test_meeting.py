"""While it goes on: turns, answers, polls, what is said; and what hubs are told of it."""

from datetime import timedelta

import pytest

from halls import a_hall, asked
from herefor.hall import channels, verbs
from herefor.hall.models import Answer, Turn
from herefor.hall.queries import public
from herefor.hall.verbs import NotNow
from herefor.hall.words import clock_of
from herefor.live.channels import by_channel
from herefor.live.reading import events_after, newest_id
from herefor.story.clock import acting_at

pytestmark = pytest.mark.django_db


def told_since(number, hall):
    """The document a hub makes of everything told after this event."""
    heard = by_channel(events_after(number)).get(f"hall:{hall.pk}", [])
    return channels.show_hall(str(hall.pk), heard)


def test_one_question_is_answered_at_a_time(world):
    hall = a_hall(world)
    first, second = asked(hall, "One?", by=world.alice), asked(hall, "Two?", by=world.alice)
    verbs.begin_turn(first, leader=world.alice, by=world.alice)

    verbs.begin_turn(second, leader=world.alice, by=world.alice)
    same = verbs.begin_turn(second, leader=world.alice, by=world.alice)

    assert public.being_answered(hall)["text"] == "Two?"
    assert Turn.objects.filter(ended_at=None).get() == same
    assert Turn.objects.count() == 2


def test_a_spoken_answer_has_the_moment_at_which_it_began(world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    with acting_at(hall.began_at + timedelta(seconds=125)):
        turn = verbs.begin_turn(question, leader=world.alice, by=world.bob)
        verbs.end_turn(turn, by=world.bob)
        verbs.end_turn(turn, by=world.bob)

    [shown] = public.whole(hall)["questions"]
    assert Answer.objects.count() == 1
    assert shown["answers"][0]["leader"] == "Alice Berg"
    assert shown["answers"][0]["clock"] == "2:05"
    assert public.being_answered(hall) is None


def test_what_was_put_back_is_open_again(world):
    hall = a_hall(world)
    turn = verbs.begin_turn(asked(hall, by=world.alice), leader=world.alice, by=world.alice)

    verbs.drop_turn(turn, by=world.alice)

    assert public.being_answered(hall) is None
    assert Answer.objects.count() == 0


def test_an_answer_in_writing_is_kept_once(world):
    hall = a_hall(world, live=False)
    question = asked(hall, by=world.alice)

    for _ in range(2):
        verbs.answer_question(
            question, text="On Monday.", leader=world.alice, by=world.bob, once="m"
        )

    [shown] = public.whole(hall)["questions"]
    assert [one["text"] for one in shown["answers"]] == ["On Monday."]


def test_nothing_has_a_turn_before_it_begins(world):
    question = asked(a_hall(world, live=False), by=world.alice)

    with pytest.raises(NotNow):
        verbs.begin_turn(question, leader=world.alice, by=world.alice)


def test_a_poll_hides_what_few_chose_and_shows_what_many_did(world):
    hall = a_hall(world)
    poll = verbs.open_poll(hall, text="Which?", choices=["This", "That"], by=world.alice)
    this, that = poll.choices.all()
    for voter in range(4):
        verbs.choose(this, voter=str(voter))
    few = public.poll_shown(poll)

    verbs.choose(that, voter="4")
    many = public.poll_shown(poll)

    assert (few["n"], few["enough"]) == (4, False)
    assert [one["n"] for one in few["choices"]] == [None, None]
    assert [(one["n"], one["percent"]) for one in many["choices"]] == [(4, 80), (1, 20)]


def test_choosing_again_changes_the_vote_and_does_not_add_one(world):
    poll = verbs.open_poll(a_hall(world), text="Which?", choices=["This", "That"], by=world.alice)
    this, that = poll.choices.all()

    changed = [verbs.choose(one, voter="b") for one in (this, this, that)]

    assert changed == [True, False, True]
    assert poll.votes.get().choice == that


def test_a_closed_poll_takes_no_vote_and_a_new_one_closes_the_old(world):
    hall = a_hall(world)
    old = verbs.open_poll(hall, text="Which?", choices=["This", "That"], by=world.alice)
    new = verbs.open_poll(hall, text="When?", choices=["Now", "Later"], by=world.alice)
    old.refresh_from_db()

    assert old.closed_by == world.alice
    assert public.newest_poll(hall)["id"] == new.pk
    with pytest.raises(NotNow):
        verbs.choose(old.choices.first(), voter="b")


def test_a_line_is_said_once_and_can_be_put_right(world):
    hall = a_hall(world)
    line, again = (verbs.say_line(hall, text="Good evning", once="l") for _ in range(2))

    verbs.correct_line(line, text="Good evening", by=world.alice)

    assert line == again
    assert [one["text"] for one in public.newest_lines(hall)] == ["Good evening"]


@pytest.mark.parametrize(("second", "clock"), [(0, "0:00"), (65, "1:05"), (3729, "1:02:09")])
def test_a_time_mark_reads_like_a_clock(second, clock):
    assert clock_of(second) == clock


def test_a_vote_alone_is_told_as_a_number(world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    start = newest_id()

    verbs.vote(question, voter="b")

    assert told_since(start, hall) == {"votes": {str(question.pk): 1}}


def test_what_waits_to_be_read_is_told_to_nobody(world):
    hall = a_hall(world)
    start = newest_id()

    asked(hall, "Secret until read")

    assert told_since(start, hall) == {"questions": [], "gone": [], "held": []}


def test_what_is_held_back_later_is_taken_from_every_page(world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    start = newest_id()

    verbs.hold_question(question, reason="abuse", by=world.alice)
    told = told_since(start, hall)

    assert told["gone"] == [question.pk]
    assert told["questions"] == []
    assert told["held"] == [{"reason": "insults or threatens", "n": 1}]


def test_a_turn_a_poll_a_line_and_the_end_are_told(world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    start = newest_id()
    turn = verbs.begin_turn(question, leader=world.alice, by=world.alice)
    verbs.open_poll(hall, text="Which?", choices=["This", "That"], by=world.alice)
    verbs.say_line(hall, text="Good evening", once="l", by=world.alice)
    told = told_since(start, hall)
    assert told["now"]["leader"] == "Alice Berg"
    assert told["poll"]["text"] == "Which?"
    assert [one["text"] for one in told["lines"]] == ["Good evening"]

    verbs.end_turn(turn, text="Soon.", by=world.alice)
    verbs.end_hall(hall, by=world.alice)
    told = told_since(start, hall)

    assert told["now"] is None
    assert told["state"] == "over"
    assert told["poll"]["open"] is False
    assert told["questions"][0]["answers"][0]["text"] == "Soon."


def test_the_news_of_one_hall_is_not_news_of_another(world):
    one, other = a_hall(world), a_hall(world)
    start = newest_id()

    asked(one)

    assert set(by_channel(events_after(start))) == {f"hall:{one.pk}", f"hall-desk:{one.pk}"}
    assert told_since(start, other) == {}
