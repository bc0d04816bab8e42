from datetime import timedelta

import pytest
from django.utils import timezone

from asked import ask
from herefor.listen import verbs
from herefor.listen.models import Question
from herefor.people.models import Customer, Role
from herefor.people.verbs import give_role, invite_account
from herefor.story.models import Event
from herefor.story.queries import story_of
from herefor.story.sentences import sentence_of


def told(record):
    return [sentence_of(event).text for event in story_of(record)]


def test_a_survey_starts_with_all_questions_of_its_questionnaire(world):
    survey = verbs.start_survey("acsi", unit=world.company, name="How are we?", by=world.ann)

    assert survey.model == "acsi"
    assert survey.editions.get().questions.count() == 16
    assert survey.editions.get().frozen_at is None
    assert told(survey) == ["Ann Fox started the survey How are we?."]


def test_opening_a_wave_freezes_the_edition_and_makes_a_link_for_each_unit(world):
    asked = ask(world)

    assert asked.wave.edition.frozen_at is not None
    assert {link.unit for link in asked.wave.open_links.all()} == {world.harbour, world.hill}
    assert len({link.key for link in asked.wave.open_links.all()}) == 2
    assert told(asked.wave) == ["Ann Fox opened 2026 Q3 of How are we? 2026 Q3."]


def test_a_question_is_reworded_before_customers_see_it(world):
    survey = verbs.start_survey("acsi", unit=world.company, name="How are we?", by=world.ann)
    question = Question.objects.get(edition__survey=survey, code="SATIS")

    verbs.reword_question(question, words="Happy?", hint="Be honest.", by=world.ann)

    question.refresh_from_db()
    assert (question.words, question.hint) == ("Happy?", "Be honest.")


def test_a_frozen_edition_is_not_changed(world):
    asked = ask(world)
    question = asked.edition.questions.get(code="SATIS")

    with pytest.raises(verbs.EditionFrozen):
        verbs.reword_question(question, words="Happy?", hint="", by=world.ann)

    question.refresh_from_db()
    assert question.words.startswith("All in all")


def test_a_new_edition_copies_the_frozen_one_and_can_be_changed(world):
    asked = ask(world)

    edition = verbs.begin_edition(asked.survey, by=world.ann)

    old = list(asked.edition.questions.values_list("code", "words"))
    assert edition.number == 2
    assert list(edition.questions.values_list("code", "words")) == old
    assert asked.edition.questions.count() == 16
    assert edition.frozen_at is None


def test_there_is_only_one_edition_to_change_at_a_time(world):
    asked = ask(world)

    first = verbs.begin_edition(asked.survey, by=world.ann)
    second = verbs.begin_edition(asked.survey, by=world.ann)

    assert first == second
    assert asked.survey.editions.count() == 2


def test_opening_a_second_wave_leaves_the_day_of_freezing(world):
    asked = ask(world)
    today = timezone.localdate()

    wave = verbs.open_wave(
        asked.edition,
        name="2026 Q4",
        opens_on=today,
        closes_on=today + timedelta(days=1),
        units=[world.harbour],
        by=world.ann,
    )

    assert wave.edition.frozen_at == asked.edition.frozen_at


def test_a_customer_is_invited_once_a_wave(world):
    asked = ask(world)

    first = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    second = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)

    assert first == second
    assert Event.objects.filter(what="customer invited").count() == 1


def test_people_are_invited_by_their_addresses_and_nobody_is_met_twice(world):
    asked = ask(world)
    before = Customer.objects.count()
    people = [
        ("Carla", "CARLA@example.org"),
        ("Dora", "dora@example.org"),
        ("", "dora@example.org"),
    ]

    invited = verbs.invite_people(asked.wave, people=people, unit=world.harbour, by=world.alice)

    assert [each.customer.name for each in invited.new] == ["Carla Reyes", "Dora"]
    assert invited.already == ["dora@example.org"]
    assert Customer.objects.count() == before + 1


def test_a_customer_out_of_sight_is_met_anew_by_the_name_given_here(world):
    asked = ask(world)
    hilda = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(hilda, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    people = [("C. R.", "carla@example.org")]

    first = verbs.invite_people(asked.wave, people=people, unit=world.hill, by=hilda)
    again = verbs.invite_people(asked.wave, people=people, unit=world.hill, by=hilda)
    seen = verbs.invite_people(asked.wave, people=people, unit=world.hill, by=world.alice)

    assert [each.customer.name for each in first.new] == ["C. R."]
    assert (again.new, again.already) == ([], ["carla@example.org"])
    assert (seen.new, seen.already) == ([], ["carla@example.org"])
