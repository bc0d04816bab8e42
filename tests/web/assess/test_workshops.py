"""A workshop from the wall to the actions: who opens it, who takes part, what is shown to whom."""

from datetime import date, timedelta

import pytest
from django.test import Client

from herefor.assess.frameworks import DEFAULT
from herefor.assess.models import Action, LevelVote, Voice
from herefor.assess.verbs import close_workshop, join_workshop, open_workshop, say_levels
from herefor.story.models import Event

LEVELS = {"approach": "2", "deployment": "1", "learning": "1", "integration": "3", "weight": "3"}


@pytest.fixture
def workshop(world):
    return open_workshop(unit=world.harbour, framework=DEFAULT, title="Harbour", by=world.alice)


def text(response):
    return response.content.decode()


def phone(workshop):
    client = Client()
    client.post(f"/w/{workshop.key}/")
    return client


def say(workshop, *levels, item="1.1", weight=3):
    """One voice for each level, of approach alone."""
    for level in levels:
        voice = join_workshop(workshop)
        say_levels(voice, item=item, levels={"approach": level}, weight=weight)


def test_a_leader_opens_one_and_the_wall_shows_where_to_go(client, world):
    client.force_login(world.alice)

    page = client.post(
        "/assess/workshops/new/",
        {"title": "How are we?", "unit": world.harbour.pk, "framework": DEFAULT},
        follow=True,
    )

    assert "/w/" in text(page)
    image = client.get(page.redirect_chain[-1][0] + "code.svg")
    assert image["Content-Type"] == "image/svg+xml"
    assert image.content.startswith(b"<svg xmlns")


def test_a_phone_takes_part_without_a_name_and_changes_its_mind(client, world, workshop):
    address = f"/w/{workshop.key}/"
    assert "Take part" in text(client.get(address))
    assert not Voice.objects.exists()

    assert client.post(address)["Location"] == f"{address}1.1/"
    client.post(f"{address}1.1/", LEVELS)
    client.post(f"{address}1.1/", LEVELS | {"approach": "4", "learning": ""})

    said = dict(LevelVote.objects.values_list("factor", "level"))
    assert said == {"approach": 4, "deployment": 1, "integration": 3}
    assert Voice.objects.count() == 1
    assert 'value="4" id="id_approach_3" checked' in text(client.get(f"{address}1.1/"))


def test_every_item_may_be_skipped_to_the_end(world, workshop):
    client = phone(workshop)
    address = f"/w/{workshop.key}/1.1/"
    for _item in range(17):
        answer = client.post(address, {})
        address = answer.get("Location", "")

    assert "Thank you" in text(answer)
    assert not LevelVote.objects.exists()


def test_going_back_keeps_what_was_said(world, workshop):
    client = phone(workshop)

    answer = client.post(f"/w/{workshop.key}/1.2/", {"approach": "3", "back": "1"})

    assert answer["Location"].endswith("/1.1/")
    assert LevelVote.objects.get().item == "1.2"


@pytest.mark.parametrize("wrong", ["5", "0", "x"])
def test_a_level_that_is_none_is_given_back(world, workshop, wrong):
    answer = phone(workshop).post(f"/w/{workshop.key}/1.1/", {"approach": wrong})

    assert answer.status_code == 422
    assert not LevelVote.objects.exists()


def test_who_has_not_joined_or_has_a_forged_cookie_begins_at_the_door(client, workshop):
    client.cookies[f"workshop-{workshop.pk}"] = join_workshop(workshop).token

    answer = client.post(f"/w/{workshop.key}/1.1/", LEVELS)

    assert answer["Location"] == f"/w/{workshop.key}/"
    assert not LevelVote.objects.exists()


@pytest.mark.parametrize("path", ["", "1.1/"])
def test_no_such_workshop_and_no_such_item(client, workshop, path):
    assert client.get(f"/w/nothing/{path}").status_code == 404
    assert phone(workshop).get(f"/w/{workshop.key}/9.9/").status_code == 404


def test_nothing_is_shown_of_two_and_the_middle_of_three(client, world, workshop):
    client.force_login(world.alice)
    say(workshop, 1, 2)
    assert "Levels are shown when 3 have spoken" in text(client.get(workshop.get_absolute_url()))

    say(workshop, 2)
    page = text(client.get(workshop.get_absolute_url()))

    assert "Begin here" in page
    assert "Next: most elements systematic" in page
    assert page.count('<span class="badge late">apart</span>') == 0


def test_where_the_team_is_apart_it_is_said(client, world, workshop):
    client.force_login(world.alice)
    say(workshop, 1, 1, 3, 3)

    assert text(client.get(workshop.get_absolute_url())).count(">apart</span>") == 2


def test_what_matters_most_and_stands_lowest_comes_first(client, world, workshop):
    client.force_login(world.alice)
    say(workshop, 1, 1, 1, item="2.1", weight=1)
    say(workshop, 3, 3, 3, item="3.1", weight=3)
    say(workshop, 2, 2, 2, item="3.2", weight=3)
    say(workshop, 4, 4, 4, item="4.1", weight=3)

    page = text(client.get(workshop.get_absolute_url())).partition("What we will do")[0]

    places = [page.index(f"<b>{number} ") for number in ("3.2", "3.1", "2.1")]
    assert places == sorted(places)
    assert "<b>4.1 " not in page


def test_actions_have_somebody_and_a_day_and_are_done(client, world, workshop):
    client.force_login(world.alice)
    path = f"{workshop.get_absolute_url()}actions/"
    sent = {
        "item": "3.2",
        "words": "Ring every complaint back within a day",
        "owner": world.bob.pk,
        "due_on": (date.today() + timedelta(days=30)).isoformat(),
    }

    for missing in ({"owner": ""}, {"due_on": "2020-01-01"}, {"words": ""}, {"item": "9.9"}):
        answer = client.post(path, sent | missing)
        assert answer.status_code == 422
        assert not Action.objects.exists()
    client.post(path, sent)
    action = Action.objects.get()
    client.post(f"{path}{action.pk}/done/")
    client.post(f"{path}{action.pk}/done/")

    action.refresh_from_db()
    assert action.done_at is not None
    assert Event.objects.filter(what="action done").count() == 1


def test_nobody_of_another_unit_is_given_an_action(client, world, workshop):
    client.force_login(world.alice)

    sent = {"item": "3.2", "words": "Do", "owner": world.charlie.pk, "due_on": "2099-01-01"}

    assert client.post(f"{workshop.get_absolute_url()}actions/", sent).status_code == 422


def test_a_closed_one_takes_nothing_and_shows_the_team_what_it_said(client, world, workshop):
    voter = phone(workshop)
    say(workshop, 2, 2, 2)
    close_workshop(workshop, by=world.alice)

    answer = voter.post(f"/w/{workshop.key}/1.1/", LEVELS)
    page = text(client.get(f"/w/{workshop.key}/"))

    assert answer["Location"] == f"/w/{workshop.key}/"
    assert LevelVote.objects.count() == 3
    assert "This workshop is over" in page
    assert "<b>early</b>" in page


@pytest.mark.parametrize("who", ["bob", "charlie", "adam"])
def test_who_neither_leads_nor_analyses_finds_no_page(client, world, workshop, who):
    client.force_login(getattr(world, who))
    path = workshop.get_absolute_url()

    said = [
        client.get("/assess/"),
        client.get("/assess/workshops/new/"),
        client.get(path),
        client.get(f"{path}code.svg"),
        client.post(f"{path}closing/"),
        client.post(f"{path}actions/", {}),
    ]

    assert [answer.status_code for answer in said] == [404] * 6
    workshop.refresh_from_db()
    assert workshop.closed_at is None


def test_what_phones_say_leaves_no_trace_of_when(world, workshop):
    before = Event.objects.count()
    say(workshop, 1, 2, 3)

    assert Event.objects.count() == before
