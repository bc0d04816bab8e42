"""Written down while somebody speaks: by those who answer there, and never twice."""

import uuid

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case
from herefor.answer.verbs.sorting import move_case
from herefor.mail.models import Letter
from herefor.people.models import Customer


def text(response):
    return response.content.decode()


def said(world, **more):
    return {
        "unit": world.harbour.pk,
        "source": "phone",
        "kind": "complaint",
        "severity": "3",
        "text": "The lift is out since Friday.",
        "once": str(uuid.uuid4()),
    } | more


def test_a_call_becomes_a_case_of_whoever_wrote_it_down(client, world):
    client.force_login(world.bob)

    page = client.post("/answer/calls/", said(world, name="Rosa Blum"), follow=True)

    case = Case.objects.get()
    assert "Written down. Bob Ek has it." in text(page)
    assert (case.owner, case.source, case.severity) == (world.bob, "phone", 3)
    assert (case.title, case.customer.name) == ("The lift is out since Friday.", "Rosa Blum")


def test_sent_twice_it_is_one_case_one_customer_and_one_receipt(client, world):
    client.force_login(world.bob)
    sent = said(world, name="Rosa Blum", email="rosa@example.org")
    before = Customer.objects.count()

    client.post("/answer/calls/", sent)
    client.post("/answer/calls/", sent)

    assert Case.objects.count() == 1
    assert Customer.objects.count() == before + 1
    assert Letter.objects.filter(direction="out").count() == 1


def test_who_is_known_by_the_address_is_met_again(client, world):
    client.force_login(world.bob)
    for text_ in ("One.", "Two."):
        client.post("/answer/calls/", said(world, text=text_, email="rosa@example.org"))

    one, two = Case.objects.order_by("pk")
    assert one.customer == two.customer


def test_what_is_missing_is_asked_for_and_the_words_stay(client, world):
    client.force_login(world.bob)

    page = client.post("/answer/calls/", said(world, severity="", email="no address"))

    assert page.status_code == 422
    assert "The lift is out since Friday." in text(page)
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["ann", "adam"])
def test_who_answers_nowhere_finds_no_page(client, world, who):
    client.force_login(getattr(world, who))

    assert client.get("/answer/calls/").status_code == 404
    assert client.post("/answer/calls/", said(world)).status_code == 404


def test_nobody_writes_down_for_a_unit_of_others(client, world):
    client.force_login(world.charlie)

    assert client.post("/answer/calls/", said(world)).status_code == 422
    assert not Case.objects.exists()


def test_the_customer_reads_who_has_it_and_by_when_after_a_move(client, world):
    case = verbs.open_case("Cold", unit=world.harbour, customer=world.carla, words="Cold.")
    move_case(case, unit=world.hill, by=world.alice)

    page = text(client.get(case.follow_url))

    assert page.count("Charlie Low has it now and answers by") == 1
