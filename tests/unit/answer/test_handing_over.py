"""A colleague picks up mid-sentence: the brief, accepted; promises; a leader who was asked for."""

import uuid
from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.queries import timeline
from herefor.answer.queries.brief import Brief, brief_of
from herefor.answer.queries.public import customers_story
from herefor.answer.words import readable
from herefor.files.verbs import keep_file
from herefor.people.models import Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now

BRIEF = Brief(wants="A date.", next_step="Call the contractor.", do_not_ask="The address.")


@pytest.fixture
def case(world):
    return verbs.open_case(
        "Nobody came", unit=world.harbour, customer=world.carla, words="Nobody came twice."
    )


@pytest.fixture
def offer(world, case):
    return verbs.offer_case(case, to=world.alice, brief=BRIEF, by=world.bob)


def lines(case):
    return [line.text for line in customers_story(case) if line.text]


def test_until_it_is_accepted_the_giver_has_it_and_the_clock_runs(world, case, offer):
    due = case.due_at
    case.refresh_from_db()

    assert (case.owner, case.due_at) == (world.bob, due)


def test_accepting_moves_it_and_the_customer_reads_who_has_it(world, case, offer):
    due = case.due_at

    verbs.accept_case(offer, by=world.alice)

    case.refresh_from_db()
    assert (case.owner, case.due_at) == (world.alice, due)
    assert lines(case)[-1] == f"Alice Berg has it now and answers by {readable(due)}."


def test_declining_leaves_it_with_the_giver(world, case, offer):
    verbs.decline_case(offer, because="I am away.", by=world.alice)

    case.refresh_from_db()
    assert case.owner == world.bob
    with pytest.raises(verbs.OfferOver):
        verbs.accept_case(offer, by=world.alice)


def test_one_offer_at_a_time(world, case, offer):
    with pytest.raises(verbs.AlreadyOffered):
        verbs.offer_case(case, to=world.alice, brief=BRIEF, by=world.bob)


def test_who_takes_a_case_ends_an_open_offer(world, case, offer):
    give_role(world.charlie, kind=Role.Kind.RESPONDER, unit=world.harbour, by=world.adam)

    verbs.take_case(case, by=world.charlie)

    with pytest.raises(verbs.OfferOver):
        verbs.accept_case(offer, by=world.alice)
    assert case.owner == world.charlie


def test_the_brief_is_made_from_the_record(world, case):
    verbs.make_promise(case, what="A call", due_at=now() + timedelta(hours=2), by=world.bob)
    verbs.note_on_case(case, text="The contractor cannot before Thursday.", by=world.bob)

    brief = brief_of(case)

    assert brief.wants == "Nobody came twice."
    assert brief.promised.startswith("A call, by ")
    assert brief.tried.endswith("The contractor cannot before Thursday.")
    assert "carla@example.org" in brief.do_not_ask
    assert brief.next_step.startswith("Keep the promise by ")


def test_an_accepted_brief_goes_on_with_what_was_said_since(world, case, offer):
    verbs.accept_case(offer, by=world.alice)
    with acting_at(now() + timedelta(hours=1)):
        verbs.hear_customer(case, text="Thursday is too late.")

    brief = brief_of(case)

    assert brief.wants == "A date.\nThursday is too late."
    assert brief.do_not_ask == "The address."
    assert brief.next_step.startswith("Due: first answer")


def test_a_promise_is_owed_until_it_is_kept(world, case):
    verbs.answer_case(case, text="I will call.", by=world.bob)
    due = now() + timedelta(hours=2)
    promise = verbs.make_promise(case, what="A call", due_at=due, by=world.bob)
    assert case.due_at == due

    verbs.keep_promise(promise, by=world.bob)

    case.refresh_from_db()
    assert (case.due_at, promise.was_late) == (None, False)
    with pytest.raises(verbs.PromiseOver):
        verbs.withdraw_promise(promise, because="Too late.", by=world.bob)


def test_a_confirmed_case_with_an_open_promise_stays_open(world, case):
    promise = verbs.make_promise(
        case, what="A call", due_at=now() + timedelta(days=9), by=world.bob
    )
    verbs.settle_case(case, words="Done.", by=world.bob)
    verbs.confirm_settlement(case)
    case.refresh_from_db()
    assert case.closed_at is None

    verbs.keep_promise(promise, by=world.bob)

    case.refresh_from_db()
    assert case.closed_at is not None


def test_who_asks_for_a_leader_gets_a_name_and_a_time_at_once(world, case):
    asked = verbs.ask_for_leader(case)

    assert asked.leader == world.alice
    assert asked == verbs.ask_for_leader(case)
    assert "Alice Berg answers you by" in lines(case)[-1]


def test_only_the_leaders_own_answer_is_the_leaders_answer(world, case):
    asked = verbs.ask_for_leader(case)

    verbs.answer_case(case, text="I answer instead.", by=world.bob)
    asked.refresh_from_db()
    assert asked.answered_at is None

    verbs.answer_case(case, text="It is me.", by=world.alice)
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert case.due_at is None


def test_a_hand_over_reads_as_sentences(world, case, offer):
    verbs.accept_case(offer, by=world.alice)

    told = [entry.sentence.text for entry in timeline(case)]

    assert told[1:] == ["Bob Ek asked Alice Berg to take over.", "Alice Berg took over."]


def test_the_brief_names_what_was_handed_in_with_the_complaint(world):
    photograph = keep_file("radiator.txt", b"It is cold.")
    door = verbs.open_complaint_form(unit=world.harbour, title="Complain", by=world.alice)

    case = verbs.complain(
        door, text="Cold.", kind="complaint", once=uuid.uuid4(), files=[photograph]
    )

    assert brief_of(case).do_not_ask == "Handed in: radiator.txt"


def test_a_colleague_named_in_a_note_is_told(world, case):
    note = verbs.note_on_case(case, text="@alice can you ring them? Not @nobody.", by=world.bob)

    assert [mention.account for mention in note.mentions.all()] == [world.alice]
