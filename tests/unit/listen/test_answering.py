from datetime import timedelta

import pytest
from django.utils import timezone

from asked import SATISFIED, answered, ask, draft, record
from herefor.listen import verbs
from herefor.listen.models import Response
from herefor.listen.receipt import Reply, _asked, reply_to, who_answers
from herefor.story.clock import acting_at
from herefor.story.models import Event


def submitted_events():
    return Event.objects.filter(what="answer submitted")


def test_starting_twice_with_one_mark_starts_once(world):
    asked = ask(world)

    assert draft(asked, once="same") == draft(asked, once="same")
    assert Response.objects.count() == 1


def test_a_response_is_not_started_outside_its_wave(world):
    early, late = ask(world, name="A", starts_in=5), ask(world, name="B", starts_in=-40)

    for asked in (early, late):
        with pytest.raises(verbs.NotOpen):
            draft(asked)

    assert Response.objects.count() == 0


def test_answers_are_kept_page_by_page_and_what_is_skipped_later_is_forgotten(world):
    response = draft(ask(world), answers={"SATIS": 3, "IDEAL": 4, "PQ": 5})

    verbs.keep_answers(response, answers={"SATIS": 8}, asked=["SATIS", "IDEAL"])

    response.refresh_from_db()
    assert response.answers == {"SATIS": 8, "PQ": 5}


def test_submitting_tells_who_where_and_in_which_wave(world):
    asked = ask(world)

    response = answered(asked)

    event = submitted_events().get()
    assert response.submitted_at is not None
    assert (event.about, event.unit, event.by_customer) == (response, world.harbour, True)
    assert event.payload == {"wave": asked.wave.pk}


def test_submitting_twice_stores_and_tells_once(world):
    response = answered(ask(world))

    again = verbs.submit_answers(response)

    assert again.submitted_at == response.submitted_at
    assert submitted_events().count() == 1


def test_what_was_sent_is_not_changed_afterwards(world):
    response = answered(ask(world))

    verbs.keep_answers(response, answers={"SATIS": 1}, asked=["SATIS"])

    response.refresh_from_db()
    assert response.answers == SATISFIED


def test_declining_to_be_contacted_is_no_answer(world):
    response = draft(ask(world), answers={"CONTACT": 0})

    with pytest.raises(verbs.NothingAnswered):
        verbs.submit_answers(response)

    assert not submitted_events().exists()


def test_a_draft_begun_in_time_may_be_sent_a_day_late_but_not_later(world):
    asked = ask(world)
    one, other = draft(asked, once="one", answers=SATISFIED), draft(asked, once="other")
    end = asked.wave.closes_at

    with acting_at(end + timedelta(hours=23)):
        assert verbs.submit_answers(one).submitted_at == end + timedelta(hours=23)
    with acting_at(end + timedelta(hours=24)), pytest.raises(verbs.NotOpen):
        verbs.keep_answers(other, answers=SATISFIED, asked=SATISFIED)
    with acting_at(end + timedelta(hours=24)), pytest.raises(verbs.NotOpen):
        verbs.submit_answers(other)


def test_how_to_reach_a_customer_is_stored_apart_from_the_answers(world):
    contact = verbs.Contact(words="You may.", name="Dora", email="D@example.org", phone="123")

    response = answered(ask(world), answers={"CONTACT": 1}, contact=contact)

    assert response.answers == {"CONTACT": 1}
    assert response.customer.name == "Dora"
    assert {str(p) for p in response.customer.contact_points.all()} == {"d@example.org", "123"}
    assert response.customer.consents.get().words == "You may."


def test_a_customer_asked_by_name_allows_contact_without_being_met_again(world):
    asked = ask(world)
    invitation = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    response = verbs.start_response(
        asked.wave, unit=world.harbour, once="ignored", invitation=invitation
    )
    verbs.keep_answers(response, answers={"CONTACT": 1}, asked=["CONTACT"])

    response = verbs.submit_answers(response, contact=verbs.Contact(words="Do write."))

    assert response.customer == world.carla
    assert [consent.words for consent in world.carla.consents.order_by("pk")] == [
        "You may.",
        "Do write.",
    ]


def test_many_recorded_answers_are_told_once_and_open_nothing(world):
    asked = ask(world)

    assert record(asked, unit=world.harbour, count=2500, answers={"SATIS": "1"}) == 2500

    assert Response.objects.filter(answers__SATIS=1).count() == 2500
    assert not submitted_events().exists()
    event = Event.objects.get(what="answers recorded")
    assert event.payload == {"rows": 2500, "wave": asked.wave.pk}


def test_a_wrong_recorded_answer_stops_all_of_them(world):
    asked = ask(world)
    right = verbs.RecordedAnswer(SATISFIED, world.harbour, timezone.now(), once="1")
    wrong = verbs.RecordedAnswer({"SATIS": 11}, world.harbour, timezone.now(), once="2")

    with pytest.raises(verbs.WrongRow):
        verbs.record_responses(asked.wave, [right, wrong], by=None)

    assert Response.objects.count() == 0


def test_answers_are_recorded_to_frozen_editions_only(world):
    asked = ask(world)
    asked.wave.edition.frozen_at = None

    with pytest.raises(ValueError, match="frozen"):
        verbs.record_responses(asked.wave, [], by=None)


def test_a_room_that_knows_who_replies_is_asked_and_may_not_know(world, monkeypatch):
    monkeypatch.setattr("herefor.listen.receipt._asked", list(_asked))
    response = answered(ask(world))
    reply = Reply("Bob Ek", "Harbour", timezone.now(), "/follow/")

    who_answers(lambda each: None)
    assert reply_to(response) is None
    who_answers(lambda each: reply)
    assert reply_to(response) == reply
