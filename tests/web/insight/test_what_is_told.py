"""What a few customers answered is told nowhere, nor what was followed or taken back."""

import json
from datetime import date

import pytest

from asked import answered, ask
from found import a_finding, a_survey, a_wave, not_estimated, too_few_answered, two_waves
from herefor.insight.models import NOBODY
from herefor.insight.queries import wave_to_start_with
from herefor.insight.verbs import measure_wave
from herefor.lead.verbs import make_commitment
from herefor.listen.verbs import start_survey
from herefor.people.models import Organisation

FEW = "Fewer than 5 customers answered what measures Loyalty, so that is not shown."


def read(client, user, path):
    client.force_login(user)
    return " ".join(client.get(path).content.decode().split())


@pytest.fixture
def waves(world):
    return two_waves(world)


def places(finding):
    page = finding.get_absolute_url()
    return ["/measure/", page, f"{page[:-1]}.json", f"{page[:-1]}.csv", "/lead/"]


def test_a_construct_that_few_answered_is_told_nowhere(client, world, waves):
    found = a_finding(waves[1], world.company, n=19, loyalty=51.7)
    for path in places(found):
        assert "51.7" in read(client, world.alice, path) or path == "/measure/"

    too_few_answered(found, "Loyalty", n=2)

    for path in places(found):
        text = read(client, world.alice, path)
        assert "51.7" not in text
        assert "at risk of leaving" not in text
        assert "70.0" in text
        assert FEW in text


def test_it_is_hidden_too_when_the_smallest_group_is_raised(client, world, waves):
    found = too_few_answered(a_finding(waves[1], world.company, loyalty=51.7), "Loyalty", n=30)
    assert "51.7" in read(client, world.alice, found.get_absolute_url())

    Organisation.objects.update(smallest_group=31)

    for path in places(found):
        assert "51.7" not in read(client, world.alice, path)


def test_an_index_carries_the_number_of_those_who_answered_about_it(client, world, waves):
    too_few_answered(a_finding(waves[1], world.company, n=100), "Loyalty", n=37)

    assert "n = 37, 2026 Q3." in read(client, world.alice, "/lead/")


def test_where_few_answered_about_satisfaction_the_page_says_so(client, world, waves):
    too_few_answered(a_finding(waves[1], world.company, n=100), "Satisfaction", n=4)

    for path in ("/measure/", "/lead/"):
        assert "what measures Satisfaction, so that is not shown." in read(
            client, world.alice, path
        )


def test_a_finding_that_was_followed_is_not_served_any_more(client, world, waves):
    old = a_finding(waves[1], world.company, index=66.6)
    new = a_finding(waves[1], world.company, index=70.0)

    for path in places(old)[1:4]:
        assert "66.6" not in read(client, world.alice, path)
    assert new.get_absolute_url() in read(client, world.alice, old.get_absolute_url())


def test_a_finding_somebody_decided_on_is_kept(client, world, waves):
    old = a_finding(waves[1], world.company, index=66.6)
    make_commitment(
        old,
        promise="Somebody comes",
        driver="Quality",
        points_expected=20,
        owner=world.alice,
        due_on=date(2099, 1, 1),
        raised_in=[],
        by=world.alice,
    )
    a_finding(waves[1], world.company, index=70.0)

    text = read(client, world.alice, old.get_absolute_url())

    assert "66.6" in text
    assert "kept because somebody decided on them" in text


def test_a_few_newer_answers_are_said_to_wait(client, world):
    asked = ask(world)
    answered(asked)
    measure_wave(asked.wave)
    asked.wave.remeasurement.delete()

    for path in ("/measure/", "/lead/"):
        text = read(client, world.alice, path)
        assert "A few newer answers of 2026 Q3 wait until there are enough" in text
        assert "Fewer than 5 customers answered" in text


def test_a_period_whose_answers_were_taken_back_is_not_started_with(client, world, waves):
    a_finding(waves[0], world.company, index=66.6)
    a_finding(waves[1], world.company, index=77.7)
    assert "77.7" in read(client, world.alice, "/lead/")

    not_estimated(waves[1], world.company, n=0, reason=NOBODY)

    for path in ("/lead/", "/measure/"):
        text = read(client, world.alice, path)
        assert "66.6" in text
        assert "2026 Q3</option>" not in text


def test_one_units_own_survey_does_not_replace_the_companys(world):
    wave = a_wave(a_survey(world), "2026 Q3", date(2026, 7, 1))
    a_finding(wave, world.company, n=100)
    own = start_survey("acsi", unit=world.hill, name="Ours", by=world.ann)
    theirs = a_wave(own, "July", date(2026, 7, 2))
    a_finding(theirs, world.company, n=300)
    a_finding(theirs, world.hill, n=300)

    assert wave_to_start_with(world.alice, unit=world.company) == wave
    assert wave_to_start_with(world.alice, unit=world.hill) == theirs


def test_the_document_says_why_something_is_missing(client, world, waves):
    found = too_few_answered(a_finding(waves[1], world.company), "Loyalty", n=2)

    taken = json.loads(read(client, world.ann, places(found)[2]))

    assert taken["not_shown"] == FEW
    assert taken["document"]["constructs"]["Loyalty"]["n"] is None
    assert taken["document"]["at_risk"] is None
