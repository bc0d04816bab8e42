"""An old case on its pages: ours, the inbox, the customer's."""

import json

import pytest

from herefor.answer.models import Case
from herefor.answer.verbs.importing import import_cases
from herefor.mail.verbs import take_letter
from herefor.people.queries import may_be_contacted
from letters import letter, make_mailbox

TICKET = {
    "id": 5001,
    "subject": "It leaks",
    "status": "closed",
    "created_at": "2026-03-02T08:00:00Z",
    "updated_at": "2026-03-04T08:00:00Z",
    "requester_id": 7,
    "requester": {"id": 7, "name": "Ida Moe", "email": "ida@example.net"},
    "comments": [
        {"author_id": 7, "body": "It leaks.", "public": True},
        {"author_id": 9, "body": "We look.", "public": True},
        {"author_id": 9, "body": "She is right.", "public": False},
    ],
}


@pytest.fixture
def case(world, tmp_path):
    file = tmp_path / "old.json"
    file.write_text(json.dumps(TICKET))
    import_cases(file, unit=world.harbour, by=world.adam)
    return Case.objects.get()


def test_a_colleague_reads_it_from_its_beginning(client, world, case):
    client.force_login(world.bob)

    page = client.get(case.get_absolute_url()).content.decode()

    for words in ("by import", "It leaks.", "A colleague: We look.", "She is right."):
        assert words in page
    assert "Adam Day brought old cases in from a file: 1." in page


def test_a_stranger_does_not(client, world, case):
    client.force_login(world.charlie)

    assert client.get(case.get_absolute_url()).status_code == 404


def test_the_inbox_says_that_it_was_closed_before_and_search_finds_its_words(client, world, case):
    client.force_login(world.bob)

    closed = client.get("/answer/?view=closed").content.decode()
    found = client.get("/answer/?q=leaks").content.decode()

    assert case.title in found
    assert "closed before it came here" in closed
    assert "closed, confirmed" not in closed


def test_the_customer_reads_what_was_said_and_no_note(client, case):
    page = client.get(case.follow_url).content.decode()
    export = client.get(f"{case.follow_url}export/").json()

    assert "This was closed on 4 March 2026. If something is still open, write below." in page
    assert "A colleague: We look." in page
    assert "She is right." not in page
    assert export["first_answer_promised_by"] is None
    assert [said["text"] for said in export["said"]] == ["It leaks.", "A colleague: We look."]


def test_who_writes_a_letter_on_it_may_be_answered_there(world, case):
    mailbox = make_mailbox(world)
    assert not may_be_contacted(case.customer)

    raw = letter(
        "It leaks again.", sender="Ida <ida@example.net>", Subject=f"Re: [{case.reference}]"
    )
    take_letter(raw, mailbox=mailbox)

    case.refresh_from_db()
    assert case.messages.last().text == "It leaks again."
    assert case.closed_at is None
    assert may_be_contacted(case.customer)
