"""The Measure pages, for each who may and may not see them."""

import json

import pytest

from found import a_finding, not_estimated, two_waves
from herefor.insight.models import Remeasurement
from herefor.insight.verbs import note_change
from herefor.listen.models import Wave
from herefor.people.models import Organisation, Role
from herefor.people.verbs import give_role


@pytest.fixture
def waves(world):
    return two_waves(world)


@pytest.fixture
def measured(world, waves):
    """Two quarters; Hill fell clearly, Harbour did not change."""
    earlier, later = waves
    return {
        "before": a_finding(earlier, world.company, n=100, index=70.0),
        "company": a_finding(later, world.company, n=100, index=69.0),
        "harbour before": a_finding(earlier, world.harbour, n=60, index=72.0),
        "harbour": a_finding(later, world.harbour, n=60, index=73.0),
        "hill before": a_finding(earlier, world.hill, n=40, index=70.0),
        "hill": a_finding(later, world.hill, n=40, index=60.0),
    }


def read(client, user, path="/measure/"):
    client.force_login(user)
    return client.get(path)


def text_of(page):
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("who", ["alice", "ann"])
def test_leaders_and_analysts_read_what_was_measured(client, world, measured, who):
    page = read(client, getattr(world, who))

    text = text_of(page)
    assert "Customers are as satisfied as in 2026 Q2" in text
    assert "69.0 of 100 in 2026 Q3, 95 % interval 67.0 to 71.0." in text
    assert "No clear change since 2026 Q2 (-1.0, interval -3.8 to 1.8). 100 answers." in text
    assert "fell clearly, by 7 to 13 points, since 2026 Q2" in text
    assert "no clear change since 2026 Q2" in text
    assert measured["company"].get_absolute_url() in text
    assert "Not explained" in text


@pytest.mark.parametrize("who", ["bob", "charlie", "adam"])
def test_a_stranger_finds_nothing(client, world, measured, who):
    found = measured["company"]
    user = getattr(world, who)
    addresses = [
        "/measure/",
        f"/measure/?unit={world.harbour.pk}",
        "/measure/units.csv",
        found.get_absolute_url(),
        f"/measure/findings/{found.pk}.json",
        f"/measure/findings/{found.pk}.csv",
    ]

    assert [read(client, user, path).status_code for path in addresses] == [404] * 6
    assert b"Measure</a>" not in read(client, user, "/answer/").content


def test_somebody_not_signed_in_is_asked_to(client, world, measured):
    page = client.get("/measure/")

    assert page.status_code == 302
    assert "/sign-in/" in page["Location"]


def test_the_leader_of_a_branch_sees_the_branch_only(client, world, measured):
    give_role(world.charlie, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)

    page = read(client, world.charlie)

    assert "Customers of Hill are clearly less satisfied than in 2026 Q2" in text_of(page)
    assert "Harbour</option>" not in text_of(page)
    for path in (f"?unit={world.harbour.pk}", f"findings/{measured['harbour'].pk}/"):
        assert read(client, world.charlie, f"/measure/{path}").status_code == 404


def test_unit_and_period_are_chosen_by_a_plain_form(client, world, waves, measured):
    page = read(client, world.ann, f"/measure/?unit={world.hill.pk}&wave={waves[0].pk}")

    assert "Customers of Hill: satisfaction is 70.0 of 100, measured for the first" in text_of(page)
    assert f'<option value="{world.hill.pk}" selected>\u2003Hill</option>' in page.content.decode()
    assert f'<option value="{waves[0].pk}" selected>2026 Q2</option>' in text_of(page)


@pytest.mark.parametrize("asked", ["unit=999", "unit=x", "wave=999", "survey=999", "wave=-1"])
def test_what_is_not_there_is_not_found(client, world, measured, asked):
    assert read(client, world.ann, f"/measure/?{asked}").status_code == 404


def test_a_survey_that_is_chosen_with_another_ones_period_shows_its_own(client, world, measured):
    other = two_waves(world)[1]
    a_finding(other, world.company, index=50.0)
    survey, wave = other.survey.pk, measured["company"].wave_id

    page = read(client, world.ann, f"/measure/?survey={survey}&wave={wave}")

    assert "satisfaction is 50.0 of 100" in text_of(page)


def test_before_anything_is_measured_the_page_says_what_to_do(client, world):
    page = read(client, world.ann)

    assert "No answers have come in yet." in text_of(page)
    assert 'href="/listen/"' in text_of(page)


def test_answers_that_are_being_measured_are_announced(client, world, waves):
    note_change(waves[1])

    assert "They are being measured now." in text_of(read(client, world.ann))
    assert "The first answers are here." in text_of(read(client, world.ann))


def test_a_failed_measurement_says_when_it_is_tried_again(client, world, waves, measured):
    note_change(waves[1])
    Remeasurement.objects.update(last_error="no such file")

    page = read(client, world.ann)

    assert "New answers of 2026 Q3 could not be measured. The next try is at" in text_of(page)
    assert "no such file" not in text_of(page)


def test_a_unit_without_answers_says_so(client, world, waves):
    a_finding(waves[1], world.company)

    page = read(client, world.ann, f"/measure/?unit={world.hill.pk}")

    assert "Nobody answered about Hill in 2026 Q3." in text_of(page)


def test_a_reason_is_shown_instead_of_numbers(client, world, waves):
    found = not_estimated(waves[1], world.company, n=20, reason="All answers are alike.")

    assert "All answers are alike." in text_of(read(client, world.ann))
    assert "All answers are alike." in text_of(read(client, world.ann, found.get_absolute_url()))
    for path in (f"/measure/findings/{found.pk}.json", f"/measure/findings/{found.pk}.csv"):
        assert read(client, world.ann, path).status_code == 404


def test_how_it_is_computed_shows_what_it_was_made_from(client, world, measured):
    found = measured["company"]

    text = text_of(read(client, world.ann, found.get_absolute_url()))

    for told in (found.fingerprint, "test-1", "2026 Q3", "SATIS", "ρA"):
        assert told in text
    assert "Quality → Satisfaction" in text
    assert "drawn again 2,000 times" in text
    assert "Decide what to do" not in text


def test_only_leaders_are_offered_to_decide(client, world, measured):
    path = f"/lead/findings/{measured['company'].pk}/decision/"

    assert path in text_of(read(client, world.alice))
    assert path in text_of(read(client, world.alice, measured["company"].get_absolute_url()))
    assert path not in text_of(read(client, world.ann))


def test_the_document_can_be_taken_along(client, world, measured):
    found = measured["company"]

    page = read(client, world.ann, f"/measure/findings/{found.pk}.json")

    taken = json.loads(page.content)
    assert taken["document"] == found.result
    assert taken["fingerprint"] == found.fingerprint
    assert "attachment" in page["Content-Disposition"]


def test_a_table_to_take_along_never_calculates(client, world, measured):
    world.harbour.name = "=1+1"
    world.harbour.save()

    units = read(client, world.ann, "/measure/units.csv").content.decode()
    finding = read(client, world.ann, f"/measure/findings/{measured['harbour'].pk}.csv")

    assert "\r\n'=1+1,2026 Q3,73.0,71.04,74.96,60," in units
    assert "construct,Satisfaction,index,73.0,71.04,74.96" in finding.content.decode()
    assert "finding,unit,,'=1+1,," in finding.content.decode()


def hide_hill(world, waves):
    """Hill is too small; with Harbour it would be worked out from the whole."""
    return {
        "company": a_finding(waves[1], world.company, n=63, index=69.0),
        "harbour": a_finding(waves[1], world.harbour, n=60, index=73.3),
        "hill": a_finding(waves[1], world.hill, n=3, index=11.1),
    }


def test_a_small_unit_is_hidden_and_so_is_what_would_uncover_it(client, world, waves):
    found = hide_hill(world, waves)

    whole = text_of(read(client, world.ann))
    assert "69.0" in whole
    assert "1 unit has fewer than 5 answers and is not shown." in whole
    assert "1 more is not shown" in whole
    for number in ("73.3", "11.1"):
        assert number not in whole
        assert number not in read(client, world.ann, "/measure/units.csv").content.decode()

    for name, number in (("harbour", "73.3"), ("hill", "11.1")):
        unit = f"/measure/?unit={found[name].unit_id}"
        for path in (unit, found[name].get_absolute_url()):
            assert number not in text_of(read(client, world.ann, path))
            assert "nothing is shown" in text_of(read(client, world.ann, path))
        assert "Look at Harbour &amp; Vale</a>" in text_of(read(client, world.ann, unit))
        for path in (f"/measure/findings/{found[name].pk}.{kind}" for kind in ("json", "csv")):
            assert read(client, world.ann, path).status_code == 404


def test_who_cannot_subtract_sees_a_large_enough_unit(client, world, waves):
    hide_hill(world, waves)
    give_role(world.bob, kind=Role.Kind.LEADER, unit=world.harbour, by=world.adam)

    assert "73.3" in text_of(read(client, world.bob))


def test_a_higher_smallest_group_hides_what_was_measured_before(client, world, measured):
    found = measured["hill"]
    path = f"/measure/findings/{found.pk}.json"
    assert read(client, world.ann, path).status_code == 200
    assert "60.0" in text_of(read(client, world.ann))

    Organisation.objects.update(smallest_group=50)

    assert read(client, world.ann, path).status_code == 404
    assert "60.0" not in text_of(read(client, world.ann))
    assert "60.0" not in text_of(read(client, world.ann, found.get_absolute_url()))
    assert "60.0" not in read(client, world.ann, "/measure/units.csv").content.decode()
    assert "fewer than 50 answers" in text_of(read(client, world.ann))


def test_an_older_finding_of_a_hidden_unit_is_hidden_too(client, world, waves):
    older = a_finding(waves[1], world.harbour, n=59, index=72.9)
    hide_hill(world, waves)

    page = read(client, world.ann, older.get_absolute_url())

    assert "72.9" not in text_of(page)
    assert Wave.objects.count() == 2


def test_a_change_that_would_look_clear_alone_is_judged_with_those_beside_it(client, world, waves):
    """Hill fell by 2.1 standard errors: clear for one comparison, not for two."""
    earlier, later = waves
    for unit, fell in ((world.company, 0), (world.harbour, 0), (world.hill, 3)):
        a_finding(earlier, unit, n=60, index=70.0)
        a_finding(later, unit, n=60, index=70.0 - fell)

    text = text_of(read(client, world.ann))

    assert "at most one in twenty is chance" in text
    assert "fell clearly" not in text
    assert text_of(read(client, world.ann, f"/measure/?unit={world.hill.pk}")).count("clearly") > 0
