"""News from the surveys: who gets a case, and who does not."""

from datetime import date, timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case
from herefor.duty.briefs import more_words
from herefor.listen.receipt import reply_to
from herefor.listen.verbs import (
    Contact,
    keep_answers,
    open_wave,
    record_responses,
    start_response,
    start_survey,
    submit_answers,
)
from herefor.listen.verbs.recording import RecordedAnswer
from herefor.story.clock import acting_at, now

UNHAPPY = {"SATIS": 2, "CONFIRM": 3, "IDEAL": 1}
HAPPY = {"SATIS": 9, "CONFIRM": 9, "IDEAL": 8}


@pytest.fixture
def wave(world):
    survey = start_survey("acsi", unit=world.company, name="How are we doing?", by=world.ann)
    today = date.today()
    return open_wave(
        survey.editions.get(),
        name="Now",
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=3),
        units=[world.harbour, world.hill],
        by=world.ann,
    )


def answered(wave, unit, answers, contact=None):
    response = start_response(wave, unit=unit, once=f"test-{len(str(answers))}")
    keep_answers(response, answers=answers, asked=answers)
    return submit_answers(response, contact=contact)


def test_a_low_score_opens_a_complaint_at_the_unit(world, wave):
    response = answered(wave, world.harbour, UNHAPPY | {"COMMENT": "Nobody came."})

    case = Case.objects.get()
    assert (case.kind, case.title, case.unit) == ("complaint", "Nobody came.", world.harbour)
    assert case.response == response


def test_a_wish_to_be_contacted_opens_a_question(world, wave):
    contact = Contact(words="You may.", name="Carl", email="carl@example.org")

    answered(wave, world.harbour, HAPPY | {"CONTACT": 1}, contact)

    case = Case.objects.get()
    assert (case.kind, case.title) == ("question", "Asks to be contacted")
    assert str(case.customer) == "Carl"


def test_who_is_satisfied_and_asks_nothing_gets_no_case(world, wave):
    answered(wave, world.harbour, HAPPY)

    assert not Case.objects.exists()


def test_a_score_exactly_at_the_limit_is_low(world, wave):
    world.organisation.low_score = 50
    world.organisation.save()

    answered(wave, world.harbour, {"SATIS": 5.5})

    assert Case.objects.count() == 1


def test_no_case_is_opened_for_what_was_said_long_ago(world, wave):
    rows = [RecordedAnswer(UNHAPPY, world.harbour, now(), "row-1")]

    record_responses(wave, rows, by=world.ann)

    assert not Case.objects.exists()


def test_the_receipt_names_who_answers_by_when(world, wave):
    response = answered(wave, world.harbour, UNHAPPY)

    reply = reply_to(response)

    case = Case.objects.get()
    assert (reply.person, reply.unit, reply.by) == ("Bob Ek", "Harbour", case.due_at)
    assert reply.url == case.follow_url


def test_the_receipt_promises_nobody_where_nobody_will_answer(world, wave):
    assert reply_to(answered(wave, world.harbour, HAPPY)) is None


def test_a_long_first_sentence_is_cut_at_a_word(world, wave):
    answered(wave, world.harbour, UNHAPPY | {"COMMENT": "word " * 40})

    assert Case.objects.get().title == "word " * 15 + "word…"


def test_whoever_comes_on_duty_reads_how_many_customers_wait(world):
    with acting_at(now() - timedelta(days=9)):
        verbs.open_case("Long ago", unit=world.harbour, words="?")
    verbs.open_case("Today", unit=world.harbour, words="?")
    answered = verbs.open_case("Answered", unit=world.harbour, words="?")
    verbs.answer_case(answered, text="Here.", by=world.bob)

    waits = "2 customers wait for an answer, 1 longer than promised."
    assert waits in more_words(world.harbour, world.bob)
    assert "0 customers wait" in more_words(world.hill, world.charlie)
