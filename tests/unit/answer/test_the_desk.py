"""Drafts, saved replies, and answers written now and said later."""

import uuid
from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.queries.mentions import unseen_mentions
from herefor.answer.queries.replies import filled, replies_editable_by, replies_for
from herefor.answer.tasks import say_what_is_due
from herefor.answer.verbs.desk import keep_draft, look_at_case, save_reply
from herefor.answer.verbs.later import (
    LaterOver,
    answer_later,
    claim_later,
    move_later,
    say_later,
    withdraw_later,
)
from herefor.people.models import Role
from herefor.story.clock import acting_at, now

SOON = timedelta(hours=1)


@pytest.fixture
def case(world):
    return verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Help.")


@pytest.fixture
def later(world, case):
    return answer_later(case, text="Good morning.", due_at=now() + SOON, by=world.bob)


def said_by_us(case):
    return list(case.messages.filter(direction="out").values_list("text", flat=True))


# -- drafts ---------------------------------------------------------------------------------------


def test_a_draft_is_kept_for_its_writer_until_something_is_said(world, case):
    keep_draft(case, text="Dear", by=world.bob)
    keep_draft(case, text="Dear Carla", by=world.bob)
    keep_draft(case, text="Mine", by=world.alice)

    assert case.drafts.get(author=world.bob).text == "Dear Carla"

    verbs.answer_case(case, text="Dear Carla, we come.", by=world.bob)
    assert [draft.author for draft in case.drafts.all()] == [world.alice]


def test_a_draft_that_comes_in_after_its_words_were_sent_is_not_kept(world, case):
    once = uuid.uuid4()
    verbs.answer_case(case, text="We come.", by=world.bob, once=once)

    for late in ("We c", "We come."):
        keep_draft(case, text=late, by=world.bob, once=once)
    assert not case.drafts.exists()

    keep_draft(case, text="And more", by=world.bob, once=once)
    assert case.drafts.get().text == "And more"


def test_an_empty_draft_is_none(world, case):
    keep_draft(case, text="Dear", by=world.bob)
    keep_draft(case, text="  \n", by=world.bob)

    assert not case.drafts.exists()


# -- later ----------------------------------------------------------------------------------------


def test_an_answer_is_said_at_its_time_and_once(world, case, later):
    assert not say_what_is_due()
    with acting_at(now() + 2 * SOON):
        assert say_what_is_due()
        assert not say_what_is_due()

    later.refresh_from_db()
    assert said_by_us(case) == ["Good morning."]
    assert later.message.author == world.bob


def test_of_two_who_look_one_says_it(case, later):
    with acting_at(now() + 2 * SOON):
        assert claim_later(later)
        assert not claim_later(later)
        say_later(later)
        say_later(later)

    assert said_by_us(case) == ["Good morning."]


def test_after_a_crash_it_is_said_some_minutes_later(case, later):
    with acting_at(now() + 2 * SOON):
        claim_later(later)  # and then the power fails
        assert not say_what_is_due()
    with acting_at(now() + 3 * SOON):
        assert say_what_is_due()

    assert said_by_us(case) == ["Good morning."]


def test_it_is_held_when_the_customer_wrote_meanwhile(world, case, later):
    verbs.hear_customer(case, text="It is repaired.")
    with acting_at(now() + 2 * SOON):
        assert not say_what_is_due()
        assert said_by_us(case) == []

        later.refresh_from_db()
        assert later.held_because == "heard"
        say_later(later, as_read=True)
    assert said_by_us(case) == ["Good morning."]


def test_it_is_held_when_somebody_answered_meanwhile(world, case, later):
    with acting_at(now() + SOON / 2):
        verbs.answer_case(case, text="I come.", by=world.alice)
    with acting_at(now() + 2 * SOON):
        say_what_is_due()

    later.refresh_from_db()
    assert (later.held_because, said_by_us(case)) == ("answered", ["I come."])


def test_it_is_held_when_its_writer_does_not_answer_there_any_more(world, case, later):
    Role.objects.filter(account=world.bob).delete()
    with acting_at(now() + 2 * SOON):
        say_what_is_due()

    later.refresh_from_db()
    assert (later.held_because, said_by_us(case)) == ("left", [])


def test_it_is_held_when_nothing_is_open_any_more(world, case, later):
    verbs.withdraw_case(case)
    with acting_at(now() + 2 * SOON):
        say_what_is_due()

    later.refresh_from_db()
    assert (later.held_because, said_by_us(case)) == ("over", [])


def test_moved_it_is_said_then(world, case, later):
    move_later(later, due_at=now() + 4 * SOON, by=world.bob)

    with acting_at(now() + 2 * SOON):
        assert not say_what_is_due()
    with acting_at(now() + 5 * SOON):
        assert say_what_is_due()


def test_taken_back_its_words_are_a_draft(world, case, later):
    keep_draft(case, text="Something else", by=world.bob)

    withdraw_later(later, by=world.bob)

    assert case.drafts.get().text == "Something else\n\nGood morning."
    assert say_later(later) is None
    with pytest.raises(LaterOver):
        move_later(later, due_at=now() + SOON, by=world.bob)


def test_what_its_writer_types_meanwhile_is_not_lost_when_it_is_said(world, case, later):
    keep_draft(case, text="A second thing", by=world.bob)
    with acting_at(now() + 2 * SOON):
        say_what_is_due()

    assert case.drafts.get().text == "A second thing"


def test_the_same_form_sent_twice_keeps_one(world, case):
    once = uuid.uuid4()
    for text in ("A", "A", "B"):
        answer_later(case, text=text, due_at=now() + SOON, by=world.bob, once=once)

    assert [one.text for one in case.later_answers.order_by("pk")] == ["A", "B"]


# -- saved replies and names ----------------------------------------------------------------------


def saved(world, texts, unit=None):
    return save_reply(
        None, title="Received", unit=unit or world.company, texts=texts, by=world.alice
    )


def test_a_saved_reply_speaks_the_customers_language_and_is_filled_in(world, case):
    reply = saved(world, {"en": "Dear {customer}", "sv": "Hej {customer}, {me} på {unit}"})
    assert filled(reply, case=case, me=world.bob).text == "Dear Carla Reyes"

    world.carla.language = "sv"
    world.carla.save()
    case.refresh_from_db()
    assert filled(reply, case=case, me=world.bob).text == "Hej Carla Reyes, Bob Ek på Harbour"


def test_what_is_not_known_stays_in_braces_and_is_told(world):
    case = verbs.open_case("No name", unit=world.harbour)
    verbs.answer_case(case, text="Yes.", by=world.bob)
    reply = saved(world, {"en": "{customer} {due} {weather} {reference}"})

    words = filled(reply, case=case, me=world.bob)

    assert words.text == f"{{customer}} {{due}} {{weather}} {case.reference}"
    assert words.unknown == ("{customer}", "{due}", "{weather}")


def test_saved_replies_are_for_a_unit_and_below_and_edited_there(world, case):
    everywhere = saved(world, {"en": "A"})
    hill = saved(world, {"en": "B"}, unit=world.hill)

    assert set(replies_for(case.unit)) == {everywhere}
    assert set(replies_editable_by(world.bob)) == set()
    assert set(replies_editable_by(world.charlie)) == {hill}
    assert set(replies_editable_by(world.alice)) == {everywhere, hill}


def test_a_text_left_empty_is_taken_away(world):
    reply = saved(world, {"en": "A", "sv": "B"})

    save_reply(reply, title="R", unit=world.company, texts={"en": "A", "sv": ""}, by=world.alice)

    assert [text.language for text in reply.texts.all()] == ["en"]


def test_a_note_that_names_somebody_waits_until_they_open_the_case(world, case):
    verbs.note_on_case(case, text="@Alice can you call?", by=world.bob)
    assert unseen_mentions(world.alice).count() == 1

    look_at_case(case, by=world.alice)

    assert unseen_mentions(world.alice).count() == 0
