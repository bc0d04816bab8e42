import json
import re
from pathlib import Path

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case
from herefor.mail.models import Letter
from herefor.people.models import Customer

MARK = "shop-2026-0017"
REFERENCE = Path(__file__).resolve().parents[3] / "docs/reference/cases-api.md"
SAID = {"text": "The parcel was open.\nThe cup is broken.", "once": MARK}


@pytest.fixture
def door(world):
    return verbs.open_complaint_form(unit=world.harbour, title="Tell us", by=world.alice)


def post(client, door, body, *, key=None):
    body = body if isinstance(body, str | bytes) else json.dumps(body)
    url = f"/api/v1/forms/{key or door.key}/cases"
    return client.post(url, body, content_type="application/json")


def problems(page):
    return [(each["question"], each["message"]) for each in page.json()["problems"]]


def test_a_program_opens_a_case_and_is_told_who_answers(client, world, door):
    page = post(client, door, SAID | {"name": "Dora Wu", "email": "Dora@Example.org"})

    case, receipt = Case.objects.get(), page.json()
    assert page.status_code == 201
    assert (case.source, case.kind, case.unit) == ("api", "complaint", world.harbour)
    assert [message.text for message in case.messages.all()] == [SAID["text"]]
    assert receipt == {
        "reference": case.reference,
        "follow": f"http://127.0.0.1:8000{case.follow_url}",
        "answered_by": {
            "person": "Bob Ek",
            "unit": "Harbour",
            "due": case.promised_by.isoformat(),
        },
        "already_stored": False,
    }
    assert client.get(case.follow_url).status_code == 200
    assert case.customer.consents.get().words.startswith("What you write is read by the people")
    assert Letter.objects.get(direction="out").to_address == "dora@example.org"


def test_without_an_address_nobody_is_met(client, door):
    before = Customer.objects.count()

    assert post(client, door, SAID | {"kind": "praise"}).status_code == 201
    assert Case.objects.get().kind == "praise"
    assert Customer.objects.count() == before


def test_sent_twice_it_is_one_case(client, door):
    body = SAID | {"name": "Dora Wu", "email": "dora@example.org", "phone": "0123"}

    first, second = post(client, door, body), post(client, door, body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json() | {"already_stored": True}
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"text": "Something else."}, {"name": "Eve"}, {"email": "eve@example.org"}, {"phone": "9"}],
)
def test_a_mark_guessed_by_somebody_else_shows_nothing(client, door, other):
    post(client, door, SAID | {"email": "dora@example.org"})

    page = post(client, door, SAID | {"email": "dora@example.org"} | other)

    assert page.status_code == 409
    assert problems(page) == [("once", "This mark was used before for something else.")]
    assert set(page.json()) == {"problems", "kept", "next"}


def test_the_same_mark_by_another_form_is_another_case(client, world, door):
    other = verbs.open_complaint_form(unit=world.hill, title="Hill", by=world.alice)

    assert post(client, door, SAID).status_code == 201
    assert post(client, other, SAID).status_code == 201


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"text": " "}, ("text", "Please say what happened.")),
        (
            {"text": "x" * 10_001},
            (
                "text",
                "This is longer than we take: 10001 characters, at most 10000 characters. "
                "Please shorten it; nothing was sent yet.",
            ),
        ),
        ({"email": "nobody"}, ("email", "Enter a valid email address.")),
        (
            {"kind": "threat"},
            ("kind", "Select a valid choice. threat is not one of the available choices."),
        ),
        ({"once": "short"}, ("once", "This is not in the form we take.")),
        ({"text": 7}, ("text", "This must be text in quotes.")),
    ],
)
def test_what_is_wrong_is_named_in_the_words_of_the_page(client, door, body, problem):
    page = post(client, door, SAID | body)

    assert page.status_code == 422
    assert problems(page) == [problem]
    assert page.json()["kept"] == "Nothing was stored."
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", b"\xff\xfe", "[" * 100_000, '{"text": "a", "text": "b"}']
)
def test_what_has_another_shape_is_refused_in_the_same_form(client, door, body):
    page = post(client, door, body)

    assert page.status_code == 422
    assert set(page.json()) == {"problems", "kept", "next"}
    assert page.json()["next"].endswith("described at /api/v1/forms/openapi.json.")


def test_a_form_nobody_knows_and_a_closed_one_say_so(client, world, door):
    verbs.close_complaint_form(door, by=world.alice)

    unknown, closed = post(client, door, SAID, key="forged"), post(client, door, SAID)

    assert (unknown.status_code, closed.status_code) == (404, 410)
    assert problems(closed) == [("", "This form is closed.")]
    assert closed.json()["next"] == "Please look for the newer form on the site of Harbour & Vale."
    assert not Case.objects.exists()


def test_signs_no_database_takes_are_cleaned_and_sent_again_they_are_the_same(client, door):
    body = '{"text": "a\\u0007b\\u202ec", "once": "shop-2026-0017"}'

    first, second = post(client, door, body), post(client, door, body)

    assert [first.status_code, second.status_code] == [201, 200]
    assert Case.objects.get().messages.get().text == "abc"


def test_another_method_and_another_address_are_refused_in_the_same_form(client, door):
    got = client.get(f"/api/v1/forms/{door.key}/cases")
    elsewhere = client.post(f"/api/v1/forms/{door.key}/case")

    assert (got.status_code, got["Allow"], elsewhere.status_code) == (405, "POST", 404)
    assert problems(elsewhere) == [("", "There is nothing at this address.")]


def test_the_schema_is_public(client, world):
    document = client.get("/api/v1/forms/openapi.json").json()

    assert list(document["paths"]) == ["/api/v1/forms/{key}/cases"]


def test_the_documented_examples_are_what_is_taken_and_given(client, door):
    sent, given, refused = [
        json.loads(example)
        for example in re.findall(r"```json\n(.+?)```", REFERENCE.read_text("utf-8"), re.DOTALL)
    ]

    taken = post(client, door, sent).json()
    wrong = post(client, door, sent | {"text": "", "once": "another-mark"}).json()

    assert set(taken) == set(given)
    assert set(taken["answered_by"]) == set(given["answered_by"])
    assert wrong == refused
