"""The inbox and the case page, for each who may and may not open them."""

import uuid

import pytest

from herefor.answer.models import Case, Message
from herefor.answer.queries import last_heard
from herefor.answer.verbs import (
    answer_case,
    hear_customer,
    note_on_case,
    open_case,
    settle_case,
)
from herefor.people.verbs import meet_customer


@pytest.fixture
def case(world):
    return open_case(
        "Nobody came", unit=world.harbour, customer=world.carla, words="<b>Nobody</b> came."
    )


def writing(case, text="", **more):
    """What the form on the case page sends when it was opened now."""
    return {"text": text, "once": str(uuid.uuid4()), "heard": last_heard(case)} | more


def test_a_responder_sees_the_cases_of_the_unit(client, world, case):
    client.force_login(world.bob)

    page = client.get("/answer/")

    assert case.reference in page.content.decode()
    assert "with you" in page.content.decode()


def test_an_empty_inbox_says_what_opens_a_case(client, world):
    client.force_login(world.bob)

    assert "Nobody is waiting." in client.get("/answer/").content.decode()


@pytest.mark.parametrize("who", ["charlie", "ann", "adam"])
def test_a_stranger_cannot_read_a_case(client, world, case, who):
    client.force_login(getattr(world, who))

    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.title not in client.get("/answer/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("charlie", 200), ("ann", 404), ("adam", 404)])
def test_the_inbox_is_for_those_who_answer_or_lead(client, world, who, status):
    client.force_login(getattr(world, who))

    assert client.get("/answer/").status_code == status


@pytest.mark.parametrize("path", ["messages/", "settlement/"])
def test_words_written_past_the_customers_own_are_held_back(client, world, case, path):
    client.force_login(world.bob)
    sent = writing(case, "It is done.", words="It is done.")
    hear_customer(case, text="A new problem.")

    page = client.post(case.get_absolute_url() + path, sent)

    assert page.status_code == 422
    assert "The customer wrote while you were writing." in page.content.decode()
    assert page.content.decode().count("It is done.") == 1
    assert not case.settlements.exists()

    again = writing(case, "It is done.", words="It is done.")
    assert client.post(case.get_absolute_url() + path, again).status_code == 302


def test_a_second_settlement_gives_its_words_back(client, world, case):
    client.force_login(world.bob)
    settle_case(case, words="Done.", by=world.alice)

    sent = writing(case, words="I paid it back.")
    page = client.post(f"{case.get_absolute_url()}settlement/", sent)

    assert page.status_code == 409
    assert "A colleague was quicker" in page.content.decode()
    assert "I paid it back." in page.content.decode()


def test_who_did_not_ask_for_contact_is_not_shown_with_an_address(client, world):
    shy = meet_customer(unit=world.harbour, name="Shy", email="shy@example.org")
    case = open_case("Nobody came", unit=world.harbour, customer=shy)
    client.force_login(world.bob)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "Did not ask to be contacted." in page
    assert "shy@example.org" not in page


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_those_who_answer_or_lead_there_read_it(client, world, case, who):
    client.force_login(getattr(world, who))

    page = client.get(case.get_absolute_url())

    assert "&lt;b&gt;Nobody&lt;/b&gt; came." in page.content.decode()
    assert "carla@example.org" in page.content.decode()


def test_without_signing_in_there_is_only_the_sign_in_page(client, case):
    page = client.get(case.get_absolute_url())

    assert page.status_code == 302
    assert page.url.startswith("/sign-in/login/")


@pytest.mark.parametrize("path", ["messages/", "owner/", "settlement/", "reopening/"])
def test_a_stranger_can_do_nothing_to_a_case(client, world, case, path):
    client.force_login(world.charlie)
    sent = {"text": "I", "once": str(uuid.uuid4()), "words": "I", "owner": world.charlie.pk}

    page = client.post(case.get_absolute_url() + path, sent)

    case.refresh_from_db()
    assert page.status_code == 404
    assert case.owner == world.bob
    assert case.messages.count() == 1
    assert not case.settlements.exists()


def test_an_answer_is_sent_and_shown(client, world, case):
    client.force_login(world.bob)
    sent = writing(case, "I will come myself.")

    page = client.post(f"{case.get_absolute_url()}messages/", sent, follow=True)

    assert "I will come myself." in page.content.decode()
    assert case.messages.last().direction == Message.Direction.OUT


def test_the_second_button_keeps_a_note(client, world, case):
    client.force_login(world.bob)
    sent = writing(case, "Ask the plumber.", note="1")

    client.post(f"{case.get_absolute_url()}messages/", sent)

    assert case.messages.last().direction == Message.Direction.INTERNAL


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "There is nothing written yet."), ("x" * 10_001, "This is longer than we take: 10001")],
)
def test_a_wrong_answer_is_given_back_with_every_word(client, world, case, text, said):
    client.force_login(world.bob)
    sent = writing(case, text)

    page = client.post(f"{case.get_absolute_url()}messages/", sent)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert text in page.content.decode()
    assert case.messages.count() == 1


def test_a_case_is_given_to_somebody_who_answers_there(client, world, case):
    client.force_login(world.bob)

    client.post(f"{case.get_absolute_url()}owner/", {"owner": world.alice.pk})

    assert Case.objects.get().owner == world.alice


def test_a_case_is_not_given_to_somebody_of_another_unit(client, world, case):
    client.force_login(world.bob)

    page = client.post(f"{case.get_absolute_url()}owner/", {"owner": world.charlie.pk})

    assert page.status_code == 422
    assert Case.objects.get().owner == world.bob


def test_settling_asks_the_customer_and_closes_nothing(client, world, case):
    client.force_login(world.bob)

    sent = writing(case, words="It is done.")

    page = client.post(f"{case.get_absolute_url()}settlement/", sent, follow=True)

    assert "Until then the case stays open." in page.content.decode()
    assert "The customer has not confirmed yet." in page.content.decode()


def test_settling_needs_words(client, world, case):
    client.force_login(world.bob)

    page = client.post(f"{case.get_absolute_url()}settlement/", writing(case, words=""))

    assert page.status_code == 422
    assert not case.settlements.exists()


def test_we_can_open_a_settled_case_again(client, world, case):
    settle_case(case, words="Done.", by=world.bob)
    client.force_login(world.bob)

    client.post(f"{case.get_absolute_url()}reopening/")

    assert case.settlements.get().reopening.by == world.bob


def test_opening_again_what_is_open_changes_nothing(client, world, case):
    client.force_login(world.bob)

    page = client.post(f"{case.get_absolute_url()}reopening/")

    assert page.status_code == 302
    assert not case.settlements.exists()


def test_every_view_of_the_inbox_can_be_opened(client, world, case):
    answer_case(case, text="Soon.", by=world.bob)
    note_on_case(case, text="Note.", by=world.bob)
    client.force_login(world.bob)

    seen = {
        view: case.reference in client.get(f"/answer/?view={view}").content.decode()
        for view in ["mine", "open", "overdue", "waiting", "closed", "nonsense"]
    }

    assert seen == {
        "mine": True,
        "open": True,
        "overdue": False,
        "waiting": True,
        "closed": False,
        "nonsense": True,
    }
