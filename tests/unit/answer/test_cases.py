import uuid
from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case, Message
from herefor.answer.queries import conversation, inbox, next_owner, standing, timeline
from herefor.people.models import Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now


@pytest.fixture
def case(world):
    return verbs.open_case(
        "Nobody came", unit=world.harbour, customer=world.carla, words="Nobody came twice."
    )


def references(cases):
    return [case.reference for case in cases]


def test_a_case_has_a_reference_an_owner_and_a_due_time(world, case):
    assert case.reference == f"HV-{1000 + case.pk}"
    assert case.owner == world.bob
    assert case.due_at - case.opened_at == timedelta(hours=world.organisation.first_answer_hours)
    assert [message.text for message in case.messages.all()] == ["Nobody came twice."]


def test_a_new_case_goes_to_the_responder_with_the_fewest_open_ones(world, case):
    bea = world.charlie
    give_role(bea, kind=Role.Kind.RESPONDER, unit=world.harbour, by=world.adam)

    assert next_owner(world.harbour) == bea


def test_where_nobody_responds_the_leader_has_it(world):
    assert next_owner(world.company) == world.alice


def test_without_leader_and_responder_an_administrator_has_it(world):
    Role.objects.exclude(kind=Role.Kind.ADMINISTRATOR).delete()

    assert next_owner(world.harbour) == world.adam


def test_answering_pays_what_was_owed_and_dates_the_first_answer(world, case):
    message = verbs.answer_case(case, text="I will look today.", by=world.bob)

    case.refresh_from_db()
    assert case.due_at is None
    assert case.first_answered_at == message.said_at


def test_the_same_form_sent_twice_answers_once(world, case):
    once = uuid.uuid4()

    first = verbs.answer_case(case, text="I will look.", by=world.bob, once=once)
    second = verbs.answer_case(case, text="I will look.", by=world.bob, once=once)

    assert first == second
    assert case.messages.filter(direction=Message.Direction.OUT).count() == 1


def test_a_note_pays_nothing_and_stays_among_us(world, case):
    due = case.due_at

    note = verbs.note_on_case(case, text="Ask the contractor.", by=world.bob)

    case.refresh_from_db()
    assert case.due_at == due
    assert note not in conversation(case)
    assert note in [entry.message for entry in timeline(case)]


def test_when_the_customer_writes_an_answer_is_owed_again(world, case):
    verbs.answer_case(case, text="I will look.", by=world.bob)

    verbs.hear_customer(case, text="And?")

    case.refresh_from_db()
    assert case.due_at is not None


def test_writing_again_does_not_push_the_due_time_away(case):
    due = case.due_at

    verbs.hear_customer(case, text="Are you there?")

    case.refresh_from_db()
    assert case.due_at == due


def test_settled_is_not_closed_until_the_customer_confirms(world, case):
    verbs.settle_case(case, words="It is done.", by=world.bob)

    assert references(inbox(world.bob, "waiting")) == [case.reference]
    assert references(inbox(world.bob, "closed")) == []

    verbs.confirm_settlement(case)

    assert references(inbox(world.bob, "waiting")) == []
    assert references(inbox(world.bob, "closed")) == [case.reference]


def test_confirming_twice_confirms_once(world, case):
    verbs.settle_case(case, words="It is done.", by=world.bob)

    assert verbs.confirm_settlement(case) == verbs.confirm_settlement(case)


def test_what_was_not_settled_cannot_be_confirmed(case):
    with pytest.raises(verbs.NotSettled):
        verbs.confirm_settlement(case)


def test_a_reopened_case_is_owed_and_can_be_settled_again(world, case):
    settlement = verbs.settle_case(case, words="It is done.", by=world.bob)

    verbs.reopen_case(settlement, reason="It is not.")

    case.refresh_from_db()
    assert case.due_at is not None
    assert references(inbox(world.bob, "open")) == [case.reference]
    assert verbs.settle_case(case, words="Now it is.", by=world.bob) != settlement


def test_reopening_twice_says_it_once(world, case):
    settlement = verbs.settle_case(case, words="It is done.", by=world.bob)

    verbs.reopen_case(settlement, reason="No.")
    verbs.reopen_case(settlement, reason="No.")

    assert [m.text for m in conversation(case)].count("No.") == 1


def test_a_customer_who_writes_after_confirming_is_answered_and_stays_confirmed(world, case):
    verbs.settle_case(case, words="It is done.", by=world.bob)
    verbs.confirm_settlement(case)

    verbs.hear_customer(case, text="Thank you. One more thing.")

    assert references(inbox(world.bob, "open")) == [case.reference]
    assert references(inbox(world.bob, "closed")) == []
    assert case.settlements.get().confirmation
    assert timeline(case)[-1].sentence.text == "Carla Reyes wrote."

    verbs.answer_case(case, text="Done as well.", by=world.bob)

    assert references(inbox(world.bob, "closed")) == [case.reference]


def test_a_colleague_who_settles_second_is_told_so(world, case):
    verbs.settle_case(case, words="It is done.", by=world.bob)

    with pytest.raises(verbs.AlreadySettled):
        verbs.settle_case(case, words="I paid it back.", by=world.alice)


def test_other_words_under_the_same_mark_are_kept_as_well(world, case):
    once = uuid.uuid4()

    verbs.hear_customer(case, text="Please come.", once=once)
    verbs.hear_customer(case, text="And bring the part.", once=once)

    assert [m.text for m in conversation(case)][-2:] == ["Please come.", "And bring the part."]


def test_the_story_of_a_case_reads_as_sentences(world, case):
    verbs.give_case(case, owner=world.alice, by=world.bob)
    verbs.settle_case(case, words="Done.", by=world.alice)
    verbs.confirm_settlement(case)

    told = [entry.sentence.text for entry in timeline(case)]

    assert told[0].startswith("A case was opened and given to Bob Ek. First answer due ")
    assert told[1:] == [
        "Bob Ek gave the case to Alice Berg.",
        "Alice Berg asked the customer whether it is put right.",
        "Carla Reyes confirmed that it is put right. The case is closed.",
    ]


def test_overdue_shows_what_is_late_and_only_that(world):
    with acting_at(now() - timedelta(days=3)):
        late = verbs.open_case("Late", unit=world.harbour)
        settled = verbs.open_case("Settled", unit=world.harbour)
        verbs.settle_case(settled, words="Done.", by=world.bob)
    verbs.open_case("Fresh", unit=world.harbour)

    assert references(inbox(world.bob, "overdue")) == [late.reference]


def test_standing_counts_what_was_promised_and_kept(world, case):
    verbs.answer_case(case, text="Soon.", by=world.bob)
    verbs.settle_case(case, words="Done.", by=world.bob)
    verbs.confirm_settlement(case)
    with acting_at(now() - timedelta(days=2)):
        slow = verbs.open_case("Slow", unit=world.harbour)
    verbs.answer_case(slow, text="Sorry.", by=world.bob)

    seen = standing(
        world.alice,
        unit=world.company,
        since=now() - timedelta(days=9),
        until=now() + timedelta(days=1),
    )

    assert (seen.opened, seen.answered, seen.answered_in_time) == (2, 2, 1)
    assert (seen.settled, seen.confirmed) == (1, 1)


def test_a_case_of_another_unit_is_not_in_the_inbox(world, case):
    assert Case.objects.count() == 1
    assert references(inbox(world.charlie, "open")) == []


def test_signs_that_turn_a_line_round_are_taken_out(world, case):
    message = verbs.hear_customer(case, text="Look \u202ehere\x00")

    assert message.text == "Look here"
