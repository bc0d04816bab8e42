"""The pages of those who ask: leader, analyst, administrator; and everybody who does not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from asked import answered, ask, record
from herefor.listen import verbs
from herefor.listen.models import Invitation, Question, Survey, Wave
from herefor.people.models import Role
from herefor.people.verbs import give_role, invite_account


@pytest.fixture
def asked(world):
    return ask(world)


@pytest.fixture
def hilda(world):
    """Leads the Hill branch only."""
    account = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(account, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    return account


def words(page):
    return page.content.decode()


def every_page(asked):
    survey, wave = asked.survey.pk, asked.wave.pk
    question = asked.edition.questions.first().pk
    return [
        reverse("listen:home"),
        reverse("listen:new-survey"),
        reverse("listen:survey", args=[survey]),
        reverse("listen:waves", args=[survey]),
        reverse("listen:question", args=[question]),
        reverse("listen:wave", args=[wave]),
        reverse("listen:link-qr", args=[asked.harbour.pk]),
        reverse("listen:imports"),
    ]


def test_a_visitor_is_asked_to_sign_in(client, asked):
    for url in every_page(asked):
        assert client.get(url).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["alice", "ann", "adam"])
def test_those_who_ask_see_every_page(client, world, asked, who):
    client.force_login(getattr(world, who))

    for url in every_page(asked):
        assert (url, client.get(url).status_code) == (url, 200)


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_those_who_answer_find_no_room_here(client, world, asked, who):
    client.force_login(getattr(world, who))

    for url in every_page(asked):
        assert (url, client.get(url).status_code) == (url, 404)


def test_the_first_page_says_what_to_do_when_nothing_is_asked(client, world):
    client.force_login(world.ann)

    page = words(client.get(reverse("listen:home")))

    assert "No customer is asked yet." in page
    assert reverse("listen:new-survey") in page


def test_the_first_page_lists_surveys_with_their_counts(client, world, asked):
    record(asked, unit=world.harbour, count=1234)
    client.force_login(world.ann)

    page = words(client.get(reverse("listen:home")))

    assert str(asked.survey) in page
    assert "1,234 answers" in page


def test_a_survey_is_started_and_a_period_opened_from_the_page(client, world):
    client.force_login(world.ann)
    form = {"name": "Ours", "questionnaire": "ecsi", "unit": world.harbour.pk}

    started = client.post(reverse("listen:new-survey"), form)
    survey = Survey.objects.get()
    form = {
        "name": "Now",
        "opens_on": timezone.localdate(),
        "closes_on": timezone.localdate(),
        "units": [world.harbour.pk],
    }
    opened = client.post(reverse("listen:waves", args=[survey.pk]), form)

    wave = Wave.objects.get()
    assert started.url == survey.get_absolute_url()
    assert opened.url == wave.get_absolute_url()
    assert (survey.model, wave.open_links.get().unit) == ("ecsi", world.harbour)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"questionnaire": "mine"}, "Select a valid choice."),
        ({"unit": 999}, "Select a valid choice."),
    ],
)
def test_a_survey_that_cannot_be_started_is_said(client, world, change, message):
    client.force_login(world.ann)
    form = {"name": "Ours", "questionnaire": "acsi", "unit": world.harbour.pk} | change

    page = client.post(reverse("listen:new-survey"), form)

    assert page.status_code == 422
    assert message in words(page)
    assert not Survey.objects.exists()


def test_a_period_starts_with_this_quarter_and_the_lowest_units(client, world, asked):
    client.force_login(world.ann)

    page = client.get(reverse("listen:waves", args=[asked.survey.pk]))

    form = page.context["form"]
    assert form.initial["units"] == [world.harbour, world.hill]
    assert form.initial["opens_on"] <= timezone.localdate() <= form.initial["closes_on"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "2026 Q3"}, "This survey already has a period of this name."),
        ({"closes_on": "2020-01-01"}, "The last day comes before the first."),
        ({"units": []}, "This field is required."),
    ],
)
def test_a_period_that_cannot_be_opened_is_said(client, world, asked, change, message):
    client.force_login(world.ann)
    form = {"name": "Next", "opens_on": "2026-01-01", "closes_on": "2026-03-31"}
    form |= {"units": [world.harbour.pk]} | change

    page = client.post(reverse("listen:waves", args=[asked.survey.pk]), form)

    assert page.status_code == 422
    assert message in words(page)
    assert Wave.objects.count() == 1


def test_words_are_changed_in_a_new_edition_only(client, world, asked):
    client.force_login(world.ann)
    old = asked.edition.questions.get(code="SATIS")
    form = {"words": "Are you happy with us?", "hint": ""}

    frozen = client.post(reverse("listen:question", args=[old.pk]), form)
    client.post(reverse("listen:editions", args=[asked.survey.pk]))
    new = Question.objects.get(edition__number=2, code="SATIS")
    empty = client.post(reverse("listen:question", args=[new.pk]), {"words": ""})
    changed = client.post(reverse("listen:question", args=[new.pk]), form)

    new.refresh_from_db()
    old.refresh_from_db()
    assert (frozen.status_code, empty.status_code) == (409, 422)
    assert changed.url == asked.survey.get_absolute_url()
    assert new.words == "Are you happy with us?"
    assert old.words != new.words


def test_a_leader_below_sees_the_survey_but_does_not_run_it(client, world, asked, hilda):
    client.force_login(hilda)
    survey = asked.survey.pk
    asked_first = asked.edition.questions.first().pk

    seen = client.get(reverse("listen:survey", args=[survey]))
    refused = [
        client.get(reverse("listen:waves", args=[survey])),
        client.post(reverse("listen:editions", args=[survey])),
        client.get(reverse("listen:question", args=[asked_first])),
    ]

    assert seen.status_code == 200
    assert "Periods are opened by those who ask at Harbour &amp; Vale." in words(seen)
    assert {page.status_code for page in refused} == {403}


def test_a_wave_shows_links_with_their_codes_and_counts(client, world, asked):
    record(asked, unit=world.harbour, count=6)
    record(asked, unit=world.hill, count=8)
    client.force_login(world.ann)

    page = words(client.get(asked.wave.get_absolute_url()))

    assert f"http://127.0.0.1:8000{asked.harbour.get_absolute_url()}" in page
    assert reverse("listen:link-qr", args=[asked.hill.pk]) in page
    assert '<td class="n">6</td>' in page
    assert '<td class="n">14</td>' in page


def test_a_small_unit_is_not_told_and_not_to_be_worked_out(client, world, asked):
    record(asked, unit=world.harbour, count=6)
    record(asked, unit=world.hill, count=4)
    client.force_login(world.ann)

    page, home = (words(client.get(url)) for url in (asked.wave.get_absolute_url(), "/listen/"))

    assert page.count('<td class="n">not told</td>') == 4
    assert page.count('<td class="n">10</td>') == 2
    assert '<td class="n">6</td>' not in page
    assert ": 10 answers" in home


def test_a_leader_below_sees_her_own_link_and_count_only(client, world, asked, hilda):
    record(asked, unit=world.harbour, count=6)
    record(asked, unit=world.hill, count=7)
    client.force_login(hilda)

    page = words(client.get(asked.wave.get_absolute_url()))

    assert asked.hill.key in page
    assert asked.harbour.key not in page
    assert '<td class="n">7</td>' in page
    assert '<td class="n">6</td>' not in page
    assert client.get(reverse("listen:link-qr", args=[asked.harbour.pk])).status_code == 404


def test_the_code_to_scan_is_an_image_of_its_own(client, world, asked):
    client.force_login(world.ann)

    image = client.get(reverse("listen:link-qr", args=[asked.harbour.pk]))

    assert image["Content-Type"] == "image/svg+xml"
    assert image.content.startswith(b"<svg")


def test_people_are_asked_by_name_once(client, world, asked):
    client.force_login(world.alice)
    url = reverse("listen:invitations", args=[asked.wave.pk])
    people = "Carla Reyes, carla@example.org\n\nDora Wu; dora@example.org"

    client.post(url, {"unit": world.harbour.pk, "people": people})
    page = client.post(url, {"unit": world.harbour.pk, "people": people}, follow=True)

    assert Invitation.objects.count() == 2
    asked_before = "Asked before, and not again: carla@example.org, dora@example.org."
    assert f"0 links were made. {asked_before}" in words(page)


def test_a_leader_below_is_not_told_the_name_of_a_customer_elsewhere(client, world, asked, hilda):
    verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    client.force_login(hilda)
    url = reverse("listen:invitations", args=[asked.wave.pk])
    form = {"unit": world.hill.pk, "people": "carla@example.org"}

    pages = [client.post(url, form, follow=True) for _again in range(2)]
    rows = client.get(reverse("listen:invitations-csv", args=[asked.wave.pk]))

    assert "1 link was made." in words(pages[0])
    assert "Asked before, and not again: carla@example.org." in words(pages[1])
    assert "carla@example.org" in words(rows)
    assert not [page for page in (*pages, rows) if "Carla" in words(page)]


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ("", "This field is required."),
        ("Carla\nDora, dora@example.org\nnobody@", "can be read in line 1, 3."),
        ("\n".join(f"p{number}@example.org" for number in range(2001)), "These are 2001 people"),
    ],
)
def test_a_list_that_cannot_be_read_is_given_back(client, world, asked, people, message):
    client.force_login(world.alice)
    url = reverse("listen:invitations", args=[asked.wave.pk])

    page = client.post(url, {"unit": world.harbour.pk, "people": people})

    assert page.status_code == 422
    assert message in words(page)
    assert people.replace("\n", "\r\n") in words(page) or people in words(page)
    assert not Invitation.objects.exists()


def test_links_are_downloaded_whether_answered_or_not_and_calculate_nothing(client, world, asked):
    people = [("=HYPERLINK(1)", "x@example.org"), ("Dora", "dora@example.org")]
    verbs.invite_people(asked.wave, people=people, unit=world.harbour, by=world.alice)
    dora = Invitation.objects.get(customer__name="Dora")
    response = verbs.start_response(asked.wave, unit=world.harbour, once="ignored", invitation=dora)
    verbs.keep_answers(response, answers={"SATIS": 8}, asked=["SATIS"])
    verbs.submit_answers(response)
    client.force_login(world.alice)

    page = client.get(reverse("listen:invitations-csv", args=[asked.wave.pk]))

    lines = page.content.decode("utf-8-sig").splitlines()
    other = Invitation.objects.exclude(pk=dora.pk).get()
    links = [f"http://127.0.0.1:8000{each.get_absolute_url()}" for each in (other, dora)]
    assert lines == [
        "Name,E-mail,Unit,Link",
        f"'=HYPERLINK(1),x@example.org,Harbour,{links[0]}",
        f"Dora,dora@example.org,Harbour,{links[1]}",
    ]


def test_an_analyst_counts_personal_links_and_sees_no_name(client, world, asked):
    verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    client.force_login(world.ann)

    page = words(client.get(asked.wave.get_absolute_url()))

    assert "1 customer is asked by a personal link" in page
    assert "Carla" not in page
    assert client.get(reverse("listen:invitations-csv", args=[asked.wave.pk])).status_code == 403
    assert client.post(reverse("listen:invitations", args=[asked.wave.pk])).status_code == 403


def test_no_page_of_those_who_ask_shows_an_answer(client, world, asked):
    answered(asked, answers={"COMMENT": "A word nobody else would use: quokka"})
    client.force_login(world.alice)

    for url in every_page(asked):
        assert b"quokka" not in client.get(url).content
