"""Nobody is left unanswered: what was not answered becomes a case with an owner and a date."""

from datetime import UTC, datetime

import pytest

from halls import a_hall, asked
from herefor.answer.models import Case
from herefor.answer.verbs import answer_case, take_case
from herefor.hall import verbs
from herefor.hall.models import Owing
from herefor.hall.queries import hosting, public, visiting
from herefor.hall.queries.afterwards import unanswered
from herefor.hall.verbs import NotNow
from herefor.mail.models import Letter

pytestmark = pytest.mark.django_db


def test_every_unanswered_question_becomes_a_case_with_a_date(world):
    hall = a_hall(world)
    done = asked(hall, "Answered?", by=world.alice)
    left = asked(hall, "Left over?", name="Ida", by=world.alice)
    unread = asked(hall, "Not even read?")
    turn = verbs.begin_turn(done, leader=world.alice, by=world.alice)
    verbs.end_turn(turn, by=world.alice)

    verbs.end_hall(hall, by=world.alice)

    cases = Case.objects.order_by("pk")
    assert [case.title for case in cases] == ["Left over?", "Not even read?"]
    assert {case.source for case in cases} == {Case.Source.TOWN_HALL}
    assert {case.kind for case in cases} == {Case.Kind.QUESTION}
    assert [str(case.customer) for case in cases] == ["Ida", "None"]
    assert [owing.question for owing in Owing.objects.order_by("pk")] == [left, unread]
    for case, owing in zip(cases, Owing.objects.order_by("pk"), strict=True):
        assert (owing.about, owing.who, owing.due_at) == (case, case.owner, case.promised_by)


def test_the_page_says_who_answers_by_when_and_shows_the_answer_later(world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    verbs.end_hall(hall, by=world.alice)
    [before] = public.whole(hall)["questions"]

    verbs.answer_question(question, text="On Monday.", leader=world.alice, by=world.bob, once="m")
    [after] = public.whole(hall)["questions"]

    owing = Owing.objects.get()
    assert before["owing"]["who"] == owing.who.name
    assert before["owing"]["late"] is False
    assert after["owing"] is None
    assert [one["text"] for one in after["answers"]] == ["On Monday."]


def test_by_when_is_told_by_the_clock_of_the_town_hall(world):
    hall = a_hall(world, zone_name="Asia/Tokyo")
    question = asked(hall, by=world.alice)
    verbs.end_hall(hall, by=world.alice)
    due = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    verbs.restate_owing(Owing.objects.get(), who=world.bob, due_at=due)

    [shown] = public.whole(hall)["questions"]

    assert shown["id"] == question.pk
    assert shown["owing"]["due"] == "Thursday 2 July, 01:30"


def test_an_answer_in_public_answers_the_case_in_the_leaders_name(world):
    hall = a_hall(world)
    question = asked(hall, email="ida@example.org", consent_words="You may.", by=world.alice)
    verbs.end_hall(hall, by=world.alice)

    verbs.answer_question(question, text="On Monday.", leader=world.alice, by=world.bob, once="m")

    case = Case.objects.get()
    answer = case.messages.get(direction="out")
    assert (answer.text, answer.author) == ("On Monday.", world.alice)
    assert case.first_answered_at is not None
    assert case.due_at is None


def test_who_left_an_address_is_written_to_with_a_page_to_follow_it_on(world):
    hall = a_hall(world)
    asked(hall, email="ida@example.org", consent_words="You may.", by=world.alice)

    verbs.end_hall(hall, by=world.alice)

    letter = Letter.objects.get(to_address="ida@example.org")
    case = Case.objects.get()
    assert case.follow_url in letter.text
    assert case.customer.consents.get().words == "You may."


def test_a_personal_matter_is_answered_in_private_and_an_insult_is_not(world):
    hall = a_hall(world)
    mine, rude = asked(hall, "My bill?", asker="mine"), asked(hall, "You fools", asker="rude")
    verbs.hold_question(mine, reason="person", by=world.alice)
    verbs.hold_question(rude, reason="abuse", by=world.alice)

    verbs.end_hall(hall, by=world.alice)

    case = Case.objects.get()
    assert case.title == "My bill?"
    assert public.whole(hall)["questions"] == []
    assert list(hosting.owed(hall)) == []
    [told] = visiting.mine(hall, "mine")
    assert told["link"] == case.follow_url
    assert case.owner.name in told["words"]
    assert visiting.mine(hall, "rude")[0]["link"] == ""


def test_whoever_has_the_case_now_is_named_in_public(world):
    hall = a_hall(world)
    asked(hall, by=world.alice)
    verbs.end_hall(hall, by=world.alice)
    case = Case.objects.get()
    other = world.alice if case.owner == world.bob else world.bob

    take_case(case, by=other)

    [shown] = public.whole(hall)["questions"]
    assert shown["owing"]["who"] == other.name


def test_an_answer_to_the_asker_alone_is_not_shown_and_is_said(world):
    hall = a_hall(world)
    asked(hall, by=world.alice)
    verbs.end_hall(hall, by=world.alice)

    answer_case(Case.objects.get(), text="For you alone.", by=world.bob)

    [shown] = public.whole(hall)["questions"]
    assert shown["answers"] == []
    assert shown["owing"]["told_alone"] is True
    assert [question.owing.told_alone_at is None for question in hosting.owed(hall)] == [False]


def test_a_hall_that_is_called_off_owes_answers_as_well(world):
    hall = a_hall(world, live=False)
    asked(hall, by=world.alice)

    verbs.call_off(hall, because="The boiler broke.", by=world.alice)

    assert Case.objects.count() == 1
    assert public.state_of(hall) == "off"
    with pytest.raises(NotNow):
        verbs.begin_hall(hall, by=world.alice)


def test_it_ends_once_and_only_when_it_was_begun(world):
    hall = a_hall(world, live=False)
    with pytest.raises(NotNow):
        verbs.end_hall(hall, by=world.alice)
    verbs.begin_hall(hall, by=world.alice)
    verbs.begin_hall(hall, by=world.bob)
    asked(hall, by=world.alice)
    verbs.end_hall(hall, by=world.alice)

    with pytest.raises(NotNow):
        verbs.end_hall(hall, by=world.alice)
    assert hall.began_by == world.alice
    assert Case.objects.count() == 1
    assert list(unanswered(hall)) == [Owing.objects.get().question]
