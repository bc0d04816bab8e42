"""The customer's side of a case: a signed link, no account."""

import uuid

import pytest

from herefor.answer.models import Case
from herefor.answer.verbs import confirm_settlement, note_on_case, open_case, settle_case


@pytest.fixture
def case(world):
    return open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Nobody came.")


def writing(text):
    return {"text": text, "once": str(uuid.uuid4())}


def test_the_customer_reads_who_has_it_and_by_when(client, case):
    page = client.get(case.follow_url).content.decode()

    assert "Bob Ek, Harbour, has it now and will answer by" in page
    assert "Nobody came." in page


def test_our_notes_are_not_for_the_customer(client, world, case):
    note_on_case(case, text="He calls every week.", by=world.bob)

    assert "every week" not in client.get(case.follow_url).content.decode()


@pytest.mark.parametrize("change", [lambda key: key[:-1], lambda key: "2" + key, lambda _: "x"])
def test_a_forged_or_cut_off_link_opens_nothing(client, case, change):
    key = change(case.follow_key)

    page = client.get(f"/c/{key}/")

    assert page.status_code == 404
    assert "This link opens nothing" in page.content.decode()
    assert "Nobody came" not in page.content.decode()


def test_a_key_signed_for_something_else_opens_nothing(client, case):
    from django.core.signing import Signer

    assert client.get(f"/c/{Signer().sign(str(case.pk))}/").status_code == 404


def test_the_customer_writes_and_is_told_who_answers(client, case):
    page = client.post(f"{case.follow_url}words/", writing("Please come."), follow=True)

    assert "We have it. Bob Ek will answer." in page.content.decode()
    assert "Please come." in page.content.decode()


def test_the_same_words_sent_twice_are_said_once(client, case):
    sent = writing("Please come.")

    client.post(f"{case.follow_url}words/", sent)
    client.post(f"{case.follow_url}words/", sent)

    assert case.messages.filter(text="Please come.").count() == 1


def test_too_many_words_are_given_back(client, case):
    page = client.post(f"{case.follow_url}words/", writing("y" * 10_001))

    assert page.status_code == 422
    assert "y" * 10_001 in page.content.decode()
    assert case.messages.count() == 1


def test_markup_is_shown_as_it_was_typed(client, case):
    client.post(f"{case.follow_url}words/", writing("<script>alert(1)</script>"))

    page = client.get(case.follow_url).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" not in page


def test_the_customer_is_asked_and_confirms(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)
    assert "Is it put right?" in client.get(case.follow_url).content.decode()

    page = client.post(f"{case.follow_url}confirmation/", follow=True)

    assert "You confirmed on" in page.content.decode()
    assert case.settlements.get().confirmation


def test_the_customer_says_no_and_why(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)

    page = client.post(f"{case.follow_url}reopening/", {"reason": "It is not."}, follow=True)

    assert "It is open. Bob Ek will answer." in page.content.decode()
    assert case.settlements.get().reopening.reason == "It is not."
    assert Case.objects.get().due_at is not None


def test_confirming_what_was_opened_again_says_so(client, case):
    page = client.post(f"{case.follow_url}confirmation/", follow=True)

    assert "there is nothing to confirm" in page.content.decode()


def test_opening_a_link_changes_nothing(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)

    for path in ["", "confirmation/", "reopening/", "words/"]:
        client.get(case.follow_url + path)

    assert not hasattr(case.settlements.get(), "confirmation")
    assert not hasattr(case.settlements.get(), "reopening")


def test_a_confirmed_case_can_still_be_read(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)
    confirm_settlement(case)

    assert client.get(case.follow_url).status_code == 200


def test_saying_no_on_an_open_case_keeps_the_words(client, case):
    client.post(f"{case.follow_url}reopening/", {"reason": "Still cold."}, follow=True)

    assert case.messages.last().text == "Still cold."


@pytest.mark.parametrize("path", ["words/", "confirmation/", "reopening/"])
def test_a_colleague_cannot_speak_for_the_customer(client, world, case, path):
    settle_case(case, words="It is done.", by=world.bob)
    said = case.messages.count()
    client.force_login(world.bob)

    page = client.post(case.follow_url + path, writing("All good.") | {"reason": "All good."})

    assert page.status_code == 403
    assert "Only the customer can say this" in page.content.decode()
    assert case.messages.count() == said
    assert not hasattr(case.settlements.get(), "confirmation")


def test_a_colleague_may_read_the_customers_page(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)
    client.force_login(world.bob)

    page = client.get(case.follow_url).content.decode()

    assert "You are signed in as Bob Ek." in page
    assert "Yes, it is put right" not in page


def test_a_colleague_elsewhere_may_be_a_customer_here(client, world, case):
    settle_case(case, words="It is done.", by=world.bob)
    client.force_login(world.charlie)

    client.post(f"{case.follow_url}confirmation/")

    assert case.settlements.get().confirmation
