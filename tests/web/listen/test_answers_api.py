import json
from datetime import timedelta

import pytest

from asked import SATISFIED, ask, draft
from herefor.listen import verbs
from herefor.listen.models import Response
from herefor.people.models import Customer
from herefor.story.clock import acting_at

MARK = "my-own-mark-1"
AN_OBJECT = "This must be an object: names in quotes, each with its value, in { and }."


@pytest.fixture
def asked(world):
    return ask(world)


def post(client, key, body, **extra):
    if not isinstance(body, str | bytes):
        body = json.dumps(body)
    url = f"/api/v1/waves/{key}/responses"
    return client.post(url, body, content_type="application/json", **extra)


def messages(page):
    return [(each["question"], each["message"]) for each in page.json()["problems"]]


def test_the_questionnaire_can_be_asked_elsewhere(client, asked):
    document = client.get(f"/api/v1/waves/{asked.harbour.key}").json()

    assert (document["organisation"], document["unit"]) == ("Harbour & Vale", "Harbour")
    assert [q["code"] for q in document["questions"]][8:11] == ["SATIS", "CONFIRM", "IDEAL"]
    assert document["questions"][8]["scale"] == {
        "low": 1,
        "high": 10,
        "low_words": "very dissatisfied",
        "high_words": "very satisfied",
    }
    assert document["questions"][-1]["scale"] is None


def test_answers_are_stored_and_a_receipt_comes_back(client, asked):
    page = post(client, asked.harbour.key, {"answers": SATISFIED, "once": MARK, "language": "de"})

    response = Response.objects.get()
    receipt = page.json()
    assert page.status_code == 201
    assert (response.answers, response.channel, response.language) == (SATISFIED, "api", "de")
    assert response.submitted_at is not None
    assert receipt["receipt"].endswith(response.receipt_url())
    assert (receipt["kept_years"], receipt["reply"], receipt["already_stored"]) == (2, None, False)
    assert {
        "question": "SATIS",
        "asked": "All in all, how satisfied are you with us?",
        "answer": "8 on a scale from 1 (very dissatisfied) to 10 (very satisfied)",
    } in receipt["stored"]


def test_who_is_not_satisfied_is_told_who_will_answer(client, asked):
    page = post(client, asked.harbour.key, {"answers": {"SATIS": 1}, "once": MARK})

    assert page.json()["reply"]["person"] == "Bob Ek"
    assert page.json()["reply"]["url"].startswith("http")


def test_the_same_mark_sent_twice_stores_once_and_says_so(client, asked):
    body = {"answers": SATISFIED, "once": MARK}

    first, second = post(client, asked.harbour.key, body), post(client, asked.harbour.key, body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json() | {"already_stored": True}
    assert Response.objects.count() == 1


def test_a_mark_guessed_by_somebody_else_shows_nothing(client, asked):
    post(client, asked.harbour.key, {"answers": SATISFIED, "once": MARK})

    page = post(client, asked.harbour.key, {"answers": {"SATIS": 1}, "once": MARK})

    assert page.status_code == 409
    assert set(page.json()) == {"problems", "kept", "next"}
    assert messages(page) == [("once", "This mark was used before for other answers.")]


def test_a_mark_of_the_pages_is_another_one(client, asked):
    draft(asked, once=MARK)

    assert post(client, asked.harbour.key, {"answers": SATISFIED, "once": MARK}).status_code == 201


def test_contact_is_checked_and_stored_apart(client, asked):
    before = Customer.objects.count()
    body = {"answers": {"CONTACT": 1}, "once": MARK}

    refused = post(client, asked.harbour.key, body)
    taken = post(client, asked.harbour.key, body | {"contact": {"phone": "0123"}})

    assert messages(refused) == [
        ("contact.email", "Give an e-mail address or a telephone number, or choose No.")
    ]
    assert taken.status_code == 201
    assert Response.objects.get().answers == {"CONTACT": 1}
    assert Customer.objects.count() == before + 1


def test_details_of_who_declines_are_not_stored(client, asked):
    before = Customer.objects.count()
    body = {"answers": SATISFIED | {"CONTACT": 0}, "once": MARK, "contact": {"phone": "0123"}}

    assert post(client, asked.harbour.key, body).status_code == 201
    assert Customer.objects.count() == before


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"EVIL": 1}, ("EVIL", "No question here is called “EVIL”.")),
        ({}, ("", "You skipped every question. Answer at least one, or simply close this page.")),
        (
            {"SATIS": None, "CONTACT": 0},
            ("", "You skipped every question. Answer at least one, or simply close this page."),
        ),
        ({"COMMENT": ["a"]}, ("COMMENT", "Please answer in words.")),
    ],
)
def test_wrong_answers_are_named_and_nothing_is_stored(client, asked, answers, problem):
    page = post(client, asked.harbour.key, {"answers": answers, "once": MARK})

    assert page.status_code == 422
    assert messages(page) == [problem]
    assert page.json()["kept"] == "Nothing was stored."
    assert not Response.objects.exists()


def test_one_question_answered_twice_is_seen(client, asked):
    body = '{"answers": {"SATIS": 1, "SATIS": 9, "SATIS": 5}, "once": "my-own-mark-1"}'

    assert messages(post(client, asked.harbour.key, body)) == [
        ("SATIS", "There are two answers to this question. Please give one.")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        "null",
        b"\xff\xfe",
        '{"answers": {"SATIS": NaN}, "once": "my-own-mark-1"}',
        '{"answers": {"SATIS": ' + "9" * 5000 + '}, "once": "my-own-mark-1"}',
        "[" * 100_000,
        '{"once": "my-own-mark-1"}',
        '{"answers": [], "once": "my-own-mark-1"}',
        '{"answers": {"SATIS": 1}}',
        '{"answers": {"SATIS": 1}, "once": "short"}',
        '{"answers": {"SATIS": 1}, "once": "my-own-mark-1\\u0000"}',
        '{"answers": {"SATIS": 1}, "once": "my-own-mark-1", "language": "<b>"}',
        '{"answers": {"SATIS": 1}, "once": "my-own-mark-1", "once": "my-own-mark-2"}',
    ],
)
def test_what_has_another_shape_is_refused_in_the_same_form(client, asked, body):
    page = post(client, asked.harbour.key, body)

    assert page.status_code == 422
    assert page.json()["problems"]
    assert page.json()["kept"] == "Nothing was stored."
    assert not Response.objects.exists()


def test_more_than_we_take_is_refused_as_that(client, asked, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = {"answers": {"COMMENT": "x" * 2000}, "once": MARK}

    page = post(client, asked.harbour.key, body)

    assert page.status_code == 413
    assert messages(page) == [("", "This is larger than we take.")]


def test_signs_no_database_takes_are_cleaned(client, asked):
    body = '{"answers": {"COMMENT": "a\\u0000b\\ud800c"}, "once": "my-own-mark-1"}'

    assert post(client, asked.harbour.key, body).status_code == 201
    assert Response.objects.get().answers == {"COMMENT": "abc"}


def test_doors_that_do_not_lead_to_questions_say_so(client, world):
    early, late = ask(world, name="A", starts_in=5), ask(world, name="B", starts_in=-40)
    body = {"answers": SATISFIED, "once": MARK}

    for key, status in (("forged", 404), (early.harbour.key, 409), (late.harbour.key, 410)):
        sent, seen = post(client, key, body), client.get(f"/api/v1/waves/{key}")
        assert (sent.status_code, seen.status_code) == (status, status)
        assert set(sent.json()) == {"problems", "kept", "next"}
    assert not Response.objects.exists()


def test_a_token_of_a_personal_link_is_no_key(client, world, asked):
    invitation = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)

    assert post(client, invitation.token, {"answers": SATISFIED, "once": MARK}).status_code == 404


def test_the_schema_is_public_and_the_page_that_loads_from_elsewhere_is_off(client, world):
    document = client.get("/api/v1/openapi.json").json()

    assert list(document["paths"]) == ["/api/v1/waves/{key}", "/api/v1/waves/{key}/responses"]
    assert client.get("/api/v1/docs").status_code == 404


def test_another_method_is_refused_in_the_same_form(client, asked):
    url = f"/api/v1/waves/{asked.harbour.key}"

    got, put, gone = client.get(f"{url}/responses"), client.put(url), client.delete(url)

    assert {page.status_code for page in (got, put, gone)} == {405}
    assert (got["Allow"], put["Allow"]) == ("POST", "GET")
    assert messages(got) == [("", "GET is not taken at this address, only POST.")]
    assert {page.json()["kept"] for page in (got, put, gone)} == {"Nothing was stored."}


def test_an_address_where_nothing_is_says_so_in_the_same_form(client, asked):
    key = asked.harbour.key
    addresses = ["", "wave", f"waves/{key}/", f"waves/{key}/response", "docs"]

    for address in addresses:
        for page in (client.get(f"/api/v1/{address}"), client.post(f"/api/v1/{address}")):
            assert (address, page.status_code) == (address, 404)
            assert messages(page) == [("", "There is nothing at this address.")]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[1]", ("", AN_OBJECT)),
        ('{"once": "my-own-mark-1"}', ("answers", "This is missing.")),
        (
            '{"answers": [], "once": "my-own-mark-1"}',
            (
                "answers",
                AN_OBJECT,
            ),
        ),
        ('{"answers": {"SATIS": 1}, "once": 7}', ("once", "This must be text in quotes.")),
        ('{"answers": {"SATIS": 1}, "once": "a"}', ("once", "This is not in the form we take.")),
    ],
)
def test_a_wrong_shape_is_told_in_our_words(client, asked, body, problem):
    page = post(client, asked.harbour.key, body)

    assert (page.status_code, messages(page)) == (422, [problem])


def test_a_survey_that_closes_while_answers_are_sent_says_so(client, asked, monkeypatch):
    in_time = asked.wave.closes_at - timedelta(seconds=1)
    monkeypatch.setattr("herefor.listen.api.now", lambda: in_time)

    with acting_at(asked.wave.closes_at):
        page = post(client, asked.harbour.key, {"answers": SATISFIED, "once": MARK})

    assert page.status_code == 410
    assert not Response.objects.exists()
