"""Are we making progress? Who opens a check, who answers without a name, what is shown to whom."""

import pytest
from django.test import Client

from herefor.assess.models import CheckAnswer, CheckVoice, ProgressCheck
from herefor.assess.queries.checks import results_of
from herefor.assess.verbs import close_check, join_check, open_check, say_agreement
from herefor.story.models import Event


@pytest.fixture
def check(world):
    return open_check(unit=world.harbour, title="Are we?", by=world.alice)


def text(response):
    return response.content.decode()


def link(check, group="workforce"):
    return check.links.get(group=group)


def say(check, group, *agreements, statement="1-1"):
    for agreement in agreements:
        say_agreement(join_check(link(check, group)), said={statement: agreement})


def phone(check, group="workforce"):
    client = Client()
    client.post(f"/p/{link(check, group).key}/")
    return client


def test_a_leader_opens_one_with_a_link_for_each_group(client, world):
    client.force_login(world.alice)

    page = client.post(
        "/assess/checks/new/", {"title": "Are we?", "unit": world.harbour.pk}, follow=True
    )

    check = ProgressCheck.objects.get()
    for one in check.links.all():
        assert one.join_url in text(page)
        image = client.get(f"{check.get_absolute_url()}{one.group}.svg")
        assert image["Content-Type"] == "image/svg+xml"
    assert client.get(f"{check.get_absolute_url()}nobody.svg").status_code == 404
    assert "Are we?" in text(client.get("/assess/"))


def test_one_without_a_name_is_given_back(client, world):
    client.force_login(world.alice)

    assert client.post("/assess/checks/new/", {"title": ""}).status_code == 422
    assert not ProgressCheck.objects.exists()


def test_a_phone_answers_page_by_page_and_changes_its_mind(client, check):
    address = f"/p/{link(check).key}/"
    assert "Take part" in text(client.get(address))
    assert not CheckVoice.objects.exists()

    assert client.post(address)["Location"] == f"{address}1/"
    client.post(f"{address}1/", {"1-1": "2", "1-2": "5"})
    client.post(f"{address}1/", {"1-1": "4", "1-2": ""})
    client.post(address)

    assert CheckAnswer.objects.values_list("statement", "agreement").get() == ("1-1", 4)
    assert CheckVoice.objects.count() == 1
    assert client.post(f"{address}2/", {"2-1": "3", "back": "1"})["Location"] == f"{address}1/"
    assert CheckAnswer.objects.count() == 2


def test_every_page_may_be_skipped_to_the_end(check):
    client, address = phone(check), f"/p/{link(check).key}/1/"
    for _page in range(7):
        answer = client.post(address, {})
        address = answer.get("Location", "")

    assert "Thank you." in text(answer)
    assert not CheckAnswer.objects.exists()


def test_leaders_are_asked_the_same_about_their_people(check):
    assert "I know what we are here for" in text(phone(check).get(f"/p/{link(check).key}/1/"))
    leaders = phone(check, "leaders").get(f"/p/{link(check, 'leaders').key}/1/")
    assert "Our people know what we are here for" in text(leaders)


@pytest.mark.parametrize("wrong", ["6", "0", "x", "na"])
def test_an_agreement_that_is_none_is_given_back(check, wrong):
    answer = phone(check).post(f"/p/{link(check).key}/1/", {"1-1": wrong})

    assert answer.status_code == 422
    assert not CheckAnswer.objects.exists()


@pytest.mark.parametrize("number", [0, 8, 99])
def test_there_is_no_such_page(check, number):
    assert phone(check).get(f"/p/{link(check).key}/{number}/").status_code == 404


def test_a_forged_cookie_and_that_of_the_other_group_begin_at_the_door(client, check):
    voice, address = join_check(link(check)), f"/p/{link(check).key}/1/"
    client.cookies[f"progress-{link(check).pk}"] = voice.token

    assert client.post(address, {"1-1": "5"})["Location"] == f"/p/{link(check).key}/"
    leader = phone(check, "leaders")
    assert leader.post(address, {"1-1": "5"})["Location"] == f"/p/{link(check).key}/"
    assert not CheckAnswer.objects.exists()


def test_an_open_check_shows_voices_and_nothing_else(client, world, check):
    before = Event.objects.count()
    say(check, "workforce", *[5] * 6)
    say(check, "leaders", *[1] * 5)
    client.force_login(world.alice)

    page = text(client.get(check.get_absolute_url()))

    assert "Workforce: 6 voices. Leaders: 5 voices." in page
    assert "Statement by statement" not in page
    assert Event.objects.count() == before


def test_a_closed_check_takes_nothing_and_names_the_gap(client, world, check):
    late = phone(check)
    say(check, "workforce", *[1] * 20)
    say(check, "leaders", *[5] * 10)
    client.force_login(world.alice)

    page = client.post(f"{check.get_absolute_url()}closing/", follow=True)
    client.post(f"{check.get_absolute_url()}closing/")

    assert "Leaders see this better than the workforce does, by 68 to 100 points." in text(page)
    assert late.post(f"/p/{link(check).key}/1/", {"1-1": "5"}).status_code == 302
    assert "This check is closed" in text(late.get(f"/p/{link(check).key}/"))
    assert CheckAnswer.objects.count() == 30
    told = Event.objects.get(what="progress check closed")
    assert (told.payload["workforce"], told.payload["leaders"]) == (20, 10)


def test_a_group_below_the_smallest_is_not_shown_and_nothing_is_compared(client, world, check):
    say(check, "workforce", *[1] * 5)
    say(check, "leaders", *[5] * 4)
    client.force_login(world.alice)
    line = results_of(close_check(check, by=world.alice)).lines[0]

    assert line.workforce is not None
    assert (line.leaders, line.gap) == (None, None)
    assert "Too few answered to compare the groups" in text(client.get(check.get_absolute_url()))


def test_an_average_leaves_out_what_too_few_answered(world, check):
    """Else it would tell what those four said."""
    for group in ("workforce", "leaders"):
        say(check, group, *[5] * 6)
        say(check, group, *[1] * 4, statement="1-2")

    theme = results_of(check).themes[0]

    assert theme.statements[1].workforce is None
    assert theme.theme.workforce is not None
    assert (theme.theme.workforce.value, theme.theme.workforce.n) == (1.0, 6)


@pytest.mark.parametrize("who", ["bob", "charlie", "adam"])
def test_who_neither_leads_nor_analyses_finds_no_page(client, world, check, who):
    client.force_login(getattr(world, who))
    path = check.get_absolute_url()

    said = [
        client.get("/assess/checks/new/"),
        client.get(path),
        client.get(f"{path}leaders.svg"),
        client.post(f"{path}closing/"),
    ]

    assert [answer.status_code for answer in said] == [404] * 4
    check.refresh_from_db()
    assert check.closed_at is None


def test_an_analyst_of_the_unit_reads_it_and_who_is_not_signed_in_does_not(client, world, check):
    assert client.get(check.get_absolute_url()).status_code == 302
    client.force_login(world.ann)
    assert client.get(check.get_absolute_url()).status_code == 200
