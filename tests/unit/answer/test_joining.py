"""Two that are one, and two again: cases and customers, merged and parted without loss."""

from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Clock
from herefor.answer.queries import inbox, timeline
from herefor.answer.queries.public import conversation
from herefor.people.verbs import NotOnePerson, meet_customer, merge_customers, part_customers
from herefor.story.clock import acting_at, now


@pytest.fixture
def cases(world):
    return [
        verbs.open_case(words, unit=world.harbour, customer=world.carla, words=words)
        for words in ("Nobody came.", "Still nobody.")
    ]


def state(case):
    case.refresh_from_db()
    clocks = [(c.what, c.paused_at, c.stopped_at) for c in case.clocks.order_by("pk")]
    said = [message.text for message in case.messages.all()]
    return case.owner, case.closed_at, clocks, said


def test_a_merged_case_is_told_within_the_other_and_waits_there(world, cases):
    kept, merged = cases
    verbs.merge_cases(kept, merged=merged, by=world.bob)

    assert [m.text for m in conversation(kept)] == ["Nobody came.", "Still nobody."]
    assert "merged" in timeline(kept)[-1].sentence.text
    assert list(inbox(world.bob, "open")) == [kept]


def test_parting_gives_back_what_was_there(world, cases):
    kept, merged = cases
    before = state(kept), state(merged)

    merge = verbs.merge_cases(kept, merged=merged, by=world.bob)
    verbs.part_cases(merge, by=world.bob)

    assert (state(kept), state(merged)) == before
    assert set(inbox(world.bob, "open")) == {kept, merged}


def test_what_was_owed_on_the_merged_case_is_owed_on_the_kept_one(world, cases):
    kept, merged = cases
    verbs.answer_case(kept, text="I look.", by=world.bob)
    due = merged.due_at

    verbs.merge_cases(kept, merged=merged, by=world.bob)

    assert kept.due_at == due
    assert kept.clocks.filter(what=Clock.What.ANSWER, stopped_at=None).exists()


def test_what_the_customer_writes_to_the_merged_case_is_heard_on_the_kept_one(world, cases):
    kept, merged = cases
    verbs.merge_cases(kept, merged=merged, by=world.bob)

    message = verbs.hear_customer(merged, text="Hello?")

    assert message.case == kept


def test_cases_of_two_customers_are_not_merged(world, cases):
    other = verbs.open_case(
        "Me too", unit=world.harbour, customer=meet_customer(unit=world.harbour, name="Dora")
    )

    with pytest.raises(verbs.NotMerged, match="two customers"):
        verbs.merge_cases(cases[0], merged=other, by=world.bob)
    with pytest.raises(verbs.NotMerged, match="itself"):
        verbs.merge_cases(other, merged=other, by=world.bob)


def test_a_case_is_merged_once(world, cases):
    kept, merged = cases
    verbs.merge_cases(kept, merged=merged, by=world.bob)

    with pytest.raises(verbs.NotMerged, match="already"):
        verbs.merge_cases(kept, merged=merged, by=world.bob)
    with pytest.raises(verbs.NotMerged, match="already"):
        verbs.merge_cases(merged, merged=kept, by=world.bob)


def test_spam_is_not_merged_with_what_waits(world, cases):
    kept, merged = cases
    verbs.call_spam(merged, by=world.bob)

    with pytest.raises(verbs.NotMerged, match="spam"):
        verbs.merge_cases(kept, merged=merged, by=world.bob)
    with pytest.raises(verbs.NotMerged, match="spam"):
        verbs.merge_cases(merged, merged=kept, by=world.bob)


def test_once_the_customers_are_one_their_cases_can_be(world, cases):
    twin = meet_customer(unit=world.harbour, name="C. Reyes", email="c@example.org")
    other = verbs.open_case("Me again", unit=world.harbour, customer=twin, words="Me again.")
    merge = merge_customers(world.carla, merged=twin, by=world.bob)
    for case in (*cases, other):
        case.refresh_from_db()

    verbs.merge_cases(cases[0], merged=other, by=world.bob)
    assert "Me again." in [m.text for m in conversation(cases[0])]

    part_customers(merge, by=world.bob)
    cases[0].refresh_from_db()
    world.carla.refresh_from_db()
    assert "Me again." not in [m.text for m in conversation(cases[0])]


def test_customers_are_merged_once_and_parted_whole(world):
    twin = meet_customer(unit=world.harbour, name="C. Reyes", email="c@example.org")
    merge = merge_customers(world.carla, merged=twin, by=world.bob)

    twin.refresh_from_db()
    assert twin.front == world.carla
    with pytest.raises(NotOnePerson):
        merge_customers(world.carla, merged=twin, by=world.bob)

    assert part_customers(merge, by=world.bob).front == twin


def test_a_link_leaves_them_two(world, cases):
    link = verbs.link_cases(cases[0], other=cases[1], by=world.bob)

    assert link == verbs.link_cases(cases[1], other=cases[0], by=world.bob)
    assert set(inbox(world.bob, "open")) == set(cases)


def test_the_customer_takes_it_back_and_writing_again_opens_it(world, cases):
    case = cases[0]
    verbs.make_promise(case, what="A call", due_at=now(), by=world.bob)

    verbs.withdraw_case(case, reason="Found it.")
    case.refresh_from_db()
    assert (case.due_at, case.closed_at is not None) == (None, True)
    assert case.promises.get().withdrawn_at is not None

    with acting_at(now()):
        verbs.hear_customer(case, text="It is gone again.")
    case.refresh_from_db()
    assert (case.due_at is not None, case.closed_at) == (True, None)


def test_promises_and_the_leader_asked_for_go_on_after_merging(world, cases):
    kept, merged = cases
    promise = verbs.make_promise(
        merged, what="A call", due_at=now() + timedelta(days=3), by=world.bob
    )
    verbs.ask_for_leader(merged)
    verbs.merge_cases(kept, merged=merged, by=world.bob)

    verbs.answer_case(kept, text="We look.", by=world.bob)
    kept.refresh_from_db()
    assert kept.due_at is not None
    verbs.answer_case(kept, text="It is me.", by=world.alice)
    kept.refresh_from_db()
    assert kept.due_at == promise.due_at

    promise.refresh_from_db()
    verbs.keep_promise(promise, by=world.bob)
    kept.refresh_from_db()
    assert kept.due_at is None


def test_parting_gives_back_an_answer_that_was_owed_only_because_of_the_merge(world, cases):
    kept, merged = cases
    verbs.answer_case(kept, text="I look.", by=world.bob)
    before = state(merged)

    merge = verbs.merge_cases(kept, merged=merged, by=world.bob)
    verbs.part_cases(merge, by=world.bob)

    kept.refresh_from_db()
    assert kept.due_at is None
    assert state(merged) == before


def test_when_customers_are_parted_their_cases_are(world, cases):
    twin = meet_customer(unit=world.harbour, name="Dora", email="dora@example.org")
    other = verbs.open_case("Me", unit=world.harbour, customer=twin, words="Me.")
    merge = merge_customers(world.carla, merged=twin, by=world.bob)
    other.refresh_from_db()
    cases[0].refresh_from_db()
    verbs.merge_cases(cases[0], merged=other, by=world.bob)

    part_customers(merge, by=world.bob)
    said = verbs.hear_customer(type(other).objects.get(pk=other.pk), text="Dora alone.")

    assert said.case == other
    assert "Dora alone." not in [m.text for m in conversation(cases[0])]
    other.refresh_from_db()
    assert (other.closed_at, other.due_at is not None) == (None, True)
