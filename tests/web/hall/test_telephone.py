"""People listen by telephone: called once, they hear the line, press a key and are heard."""

from datetime import timedelta

import pytest

from halls import a_hall
from herefor.hall import verbs
from herefor.hall.models import Call
from herefor.hall.phone.twiml import signed
from herefor.hall.queries import hosting
from herefor.hall.tasks import place_due_calls
from herefor.hall.verbs.calling import ask_for_caller, ask_to_call, claim
from herefor.story.clock import acting_at, now
from phone_company import ACCOUNT, NUMBER, TOKEN, Company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(settings, live_server):
    with Company() as company:
        settings.PHONE_ADDRESS = company.address
        settings.PHONE_ACCOUNT, settings.PHONE_TOKEN = ACCOUNT, TOKEN
        settings.PHONE_NUMBER = NUMBER
        settings.PUBLIC_ADDRESS = live_server.url
        yield company


def called(world, hall, *numbers, role=Call.Role.LISTENER):
    return ask_to_call(
        hall, numbers=[(number, "") for number in numbers], role=role, by=world.alice
    )


def test_the_signature_is_the_documented_one():
    """The example in the provider's documentation of how requests are signed."""
    told = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert signed(url, told=told, token="12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_caller_hears_the_hall_presses_a_key_and_is_heard(world, company):
    hall = a_hall(world)
    [call] = called(world, hall, "+46701234567")
    assert place_due_calls()
    [phone] = company.handsets
    assert phone.asked["To"] == "+46701234567"
    assert phone.asked["From"] == NUMBER

    phone.pick_up()
    assert "press the star key" in phone.heard[-1]
    assert (phone.room, phone.is_muted) == (f"hall-{hall.key}", True)
    assert hosting.listening(hall) == 1

    phone.press_star()
    assert (phone.room, phone.is_muted) == (f"hall-{hall.key}-desk", False)
    assert list(hosting.callers(hall)) == [call]

    call.refresh_from_db()
    question = ask_for_caller(call, text="When is it warm?", name="Ida", by=world.bob)
    again = ask_for_caller(call, text="When is it warm?", name="Ida", by=world.bob)
    assert question == again
    assert (question.source, question.shown_by) == ("phone", world.bob)
    assert list(hosting.callers(hall)) == []

    phone.press_star()
    assert (phone.room, phone.is_muted) == (f"hall-{hall.key}", True)
    phone.press_star()
    assert list(hosting.callers(hall)) == [call]

    phone.hang_up()
    call.refresh_from_db()
    assert (call.outcome, hosting.listening(hall)) == ("completed", 0)


def test_who_speaks_is_heard_and_who_writes_down_sits_at_the_desk(world, company):
    hall = a_hall(world)
    called(world, hall, "+46700000001", role=Call.Role.SPEAKER)
    called(world, hall, "+46700000002", role=Call.Role.DESK)
    place_due_calls()
    for phone in company.handsets:
        phone.pick_up()

    assert [(one.room, one.is_muted) for one in company.handsets] == [
        (f"hall-{hall.key}", False),
        (f"hall-{hall.key}-desk", False),
    ]


def test_nobody_is_called_before_it_begins_or_twice(world, company):
    hall = a_hall(world, live=False)
    called(world, hall, "+46701234567", "+46701234567")
    called(world, hall, "+46701234567")
    assert not place_due_calls()

    verbs.begin_hall(hall, by=world.alice)

    assert place_due_calls()
    assert not place_due_calls()
    assert len(company.handsets) == 1


def test_of_two_workers_one_has_the_call(world, company):
    [call] = called(world, a_hall(world), "+46701234567")
    one, other = Call.objects.get(), Call.objects.get()

    assert [claim(one), claim(other)] == [True, False]
    assert not place_due_calls()
    call.refresh_from_db()
    assert call.outcome == "in doubt"


def test_a_call_in_doubt_is_not_placed_again_and_settles_when_it_is_answered(world, company):
    company.answers = [500]
    [call] = called(world, a_hall(world), "+46701234567")
    place_due_calls()
    with acting_at(now() + timedelta(minutes=5)):
        assert not place_due_calls()
    call.refresh_from_db()
    assert (call.outcome, call.placed_at) == ("in doubt", None)

    base = f"/halls/calls/{call.key}/answered/"
    from django.conf import settings

    status, _body = company.tell(settings.PUBLIC_ADDRESS + base, {"CallStatus": "in-progress"})

    call.refresh_from_db()
    assert (status, call.outcome) == (200, "")
    assert call.answered_at is not None


@pytest.mark.parametrize(("answer", "again"), [(429, True), (400, False)])
def test_a_refusal_is_tried_again_only_where_that_helps(world, company, answer, again):
    company.answers = [answer]
    [call] = called(world, a_hall(world), "+46701234567")
    place_due_calls()

    with acting_at(now() + timedelta(minutes=1)):
        tried = place_due_calls()

    call.refresh_from_db()
    assert tried == again
    assert len(company.handsets) == int(again)
    assert call.outcome == ("" if again else "failed")


def test_a_company_that_cannot_be_reached_is_asked_again(world, company, settings):
    [call] = called(world, a_hall(world), "+46701234567")
    reachable, settings.PHONE_ADDRESS = settings.PHONE_ADDRESS, "http://127.0.0.1:9"
    place_due_calls()
    settings.PHONE_ADDRESS = reachable

    with acting_at(now() + timedelta(minutes=1)):
        place_due_calls()

    call.refresh_from_db()
    assert call.placed_at is not None
    assert len(company.handsets) == 1


def test_a_request_that_the_company_did_not_sign_changes_nothing(world, company, live_server):
    [call] = called(world, a_hall(world), "+46701234567")
    url = f"{live_server.url}/halls/calls/{call.key}/answered/"
    told = {"CallStatus": "in-progress"}

    forged = company.tell(url, told, token="another")
    other = company.tell(f"{url}?x=1", told)
    unknown = company.tell(f"{live_server.url}/halls/calls/nobody/answered/", told)

    call.refresh_from_db()
    assert (forged[0], unknown[0]) == (403, 404)
    assert other[0] == 200
    assert call.answered_at is not None


def test_when_it_is_over_callers_are_thanked_and_part(world, company):
    hall = a_hall(world)
    called(world, hall, "+46701234567", "+46701234568")
    place_due_calls()
    first, late = company.handsets
    first.pick_up()
    verbs.end_hall(hall, by=world.alice)

    first.press_star()
    late.pick_up()

    for phone in (first, late):
        assert "is over" in phone.heard[-1]
        assert phone.room == ""


def test_without_a_provider_the_door_is_shut(client, world, settings):
    [call] = called(world, a_hall(world), "+46701234567")
    settings.PHONE_TOKEN = ""

    assert client.post(f"/halls/calls/{call.key}/answered/").status_code == 404
    assert not place_due_calls()
