"""The complaint form, for anybody; and the pages on which forms are opened and calls noted."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from herefor.answer.models import Case, ComplaintForm, FormEntry
from herefor.answer.queries import timeline
from herefor.answer.queries.public import customers_story
from herefor.answer.verbs import close_complaint_form, open_complaint_form
from herefor.answer.views.complain import came_from
from herefor.mail.models import Letter
from herefor.people.models import Customer
from herefor.story.clock import acting_at, now
from letters import make_mailbox


@pytest.fixture
def door(world):
    return open_complaint_form(unit=world.harbour, title="Tell us", by=world.alice)


def text(response):
    return response.content.decode()


def opened(client, door, *, ago=timedelta(minutes=1)):
    """What the form sends when it was opened a while ago."""
    with acting_at(now() - ago):
        page = text(client.get(door.get_absolute_url()))
    mark = re.search(r'name="opened" value="([^"]+)"', page)[1]
    said = {"kind": "complaint", "text": "It is cold & dark."}
    return said | {"once": str(uuid.uuid4()), "opened": mark}


def test_somebody_complains_and_is_told_who_answers_and_by_when(client, door):
    sent = opened(client, door) | {"name": "Cara Holm", "email": "cara@example.com"}
    paper = SimpleUploadedFile("bill.txt", b"100 too much")

    page = text(client.post(door.get_absolute_url(), sent | {"attached": paper}))

    case = Case.objects.get()
    assert "Bob Ek, Harbour, reads it and answers you by" in page
    assert case.follow_url in page
    assert (case.customer.name, case.source) == ("Cara Holm", Case.Source.FORM)
    assert [one.name for one in case.messages.get().files.all()] == ["bill.txt"]


def test_the_form_needs_no_session(door, world):
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)

    page = careful.post(door.get_absolute_url(), opened(careful, door))

    assert page.status_code == 200
    assert Case.objects.count() == 1
    assert not careful.cookies


def test_sent_twice_it_is_one_case(client, door):
    sent = opened(client, door) | {"name": "Cara Holm"}

    first, second = (client.post(door.get_absolute_url(), sent) for _ in range(2))

    assert Case.objects.count() == 1
    assert Customer.objects.filter(name="Cara Holm").count() == 1
    assert Case.objects.get().reference in text(first)
    assert Case.objects.get().reference in text(second)


def test_what_was_sent_at_once_is_asked_for_once_more_and_then_taken(client, door):
    sent = opened(client, door, ago=timedelta())

    page = client.post(door.get_absolute_url(), sent)
    assert page.status_code == 422
    assert "Please look over it and press Send once more." in text(page)
    assert "It is cold &amp; dark.</textarea>" in text(page)
    assert not Case.objects.exists()

    mark = re.search(r'name="opened" value="([^"]+)"', text(page))[1]
    with acting_at(now() + timedelta(seconds=5)):
        client.post(door.get_absolute_url(), sent | {"opened": mark})
    assert Case.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"leave_empty": "http://spam.example"}, {"opened": "forged"}])
def test_what_looks_automatic_opens_no_case(client, door, wrong):
    page = client.post(door.get_absolute_url(), opened(client, door) | wrong)

    assert page.status_code == 422
    assert "It is cold &amp; dark." in text(page)
    assert not Case.objects.exists()


def test_files_that_must_be_chosen_again_are_asked_for(client, door):
    sent = opened(client, door, ago=timedelta())
    paper = SimpleUploadedFile("bill.txt", b"100 too much")

    page = client.post(door.get_absolute_url(), sent | {"attached": paper})

    assert "Please choose your files once more" in text(page)


def test_without_words_nothing_is_stored(client, door):
    page = client.post(door.get_absolute_url(), opened(client, door) | {"text": " "})

    assert page.status_code == 422
    assert "Please say what happened." in text(page)
    assert not Case.objects.exists()


def ancestors(page):
    policy = page.headers["Content-Security-Policy"]
    return re.search(r"frame-ancestors ([^;]+)", policy)[1]


def test_only_named_sites_show_it_in_a_frame(client, world, door):
    named = open_complaint_form(
        unit=world.harbour,
        title="Framed",
        by=world.alice,
        may_frame="https://www.example.org/help\nhttps://shop.example.org\nnonsense",
    )

    framed, alone = client.get(named.get_absolute_url()), client.get(door.get_absolute_url())

    assert ancestors(framed) == "https://www.example.org https://shop.example.org"
    assert ancestors(alone) == "'none'"
    assert "X-Frame-Options" not in framed.headers
    assert "X-Frame-Options" in client.get("/sign-in/login/").headers


def test_a_closed_form_says_so_and_takes_nothing(client, world, door):
    sent = opened(client, door)
    close_complaint_form(door, by=world.alice)

    page = client.post(door.get_absolute_url(), sent)

    assert page.status_code == 410
    assert "This form is closed" in text(page)
    assert not Case.objects.exists()


def test_a_form_that_never_was(client, world):
    assert client.get("/complain/nothing/").status_code == 404


def test_a_leader_opens_a_form_and_closes_it(client, world):
    client.force_login(world.alice)
    client.post("/answer/forms/", {"title": "Bills", "unit": world.hill.pk})
    door = ComplaintForm.objects.get()
    assert door.get_absolute_url() in text(client.get("/answer/forms/"))

    client.post(f"/answer/forms/{door.pk}/end/")

    door.refresh_from_db()
    assert door.closed_at is not None


def test_a_responder_reads_the_forms_of_the_unit_and_opens_none(client, world, door):
    client.force_login(world.bob)

    page = text(client.get("/answer/forms/"))
    tried = client.post("/answer/forms/", {"title": "Mine", "unit": world.harbour.pk})

    assert door.get_absolute_url() in page
    assert "Open a form" not in page
    assert tried.status_code == 422
    assert client.post(f"/answer/forms/{door.pk}/end/").status_code == 404
    assert ComplaintForm.objects.count() == 1


def test_a_colleague_of_another_unit_does_not_see_it(client, world, door):
    client.force_login(world.charlie)

    assert door.get_absolute_url() not in text(client.get("/answer/forms/"))


@pytest.mark.parametrize("path", ["/answer/forms/", "/answer/calls/"])
@pytest.mark.parametrize("who", ["ann", "adam"])
def test_who_neither_answers_nor_leads_finds_no_page(client, world, who, path):
    client.force_login(getattr(world, who))

    assert client.get(path).status_code == 404


def noted(world, **more):
    said = {"unit": world.harbour.pk, "source": "phone", "kind": "complaint", "severity": 3}
    return said | {"text": "He waited in the rain.", "once": str(uuid.uuid4())} | more


def test_a_call_becomes_a_case_of_who_wrote_it_down(client, world):
    client.force_login(world.bob)
    sent = noted(world, name="Carla Reyes", email="carla@example.org")

    page = client.post("/answer/calls/", sent, follow=True)
    client.post("/answer/calls/", sent)

    case = Case.objects.get()
    assert "Written down. Bob Ek has it." in text(page)
    assert (case.owner, case.customer, case.severity) == (world.bob, world.carla, 3)


def test_a_call_without_words_comes_back(client, world):
    client.force_login(world.bob)

    page = client.post("/answer/calls/", noted(world, text="", name="Nils Ek"))

    assert page.status_code == 422
    assert 'value="Nils Ek"' in text(page)
    assert not Case.objects.exists()


def test_nobody_notes_a_call_for_a_unit_they_do_not_answer_at(client, world):
    client.force_login(world.charlie)

    assert client.post("/answer/calls/", noted(world)).status_code == 422
    assert not Case.objects.exists()


def written(door, case):
    return Letter.objects.filter(about_id=case.pk, is_automatic=True)


def test_a_form_that_is_sent_again_and_again_has_us_write_to_nobody_endlessly(client, door, world):
    """The same signed form, other words each time."""
    make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1)
    once_opened = opened(client, door) | {"email": "victim@example.com"}

    pages = [
        text(
            client.post(
                door.get_absolute_url(),
                once_opened
                | {
                    "once": str(uuid.uuid4()),
                    "text": f"Words {number}",
                    "email": f"Victim+{number}@example.com",
                },
            )
        )
        for number in range(5)
    ]

    cases = list(Case.objects.order_by("pk"))
    assert len(cases) == 5
    assert all("We have it" in page for page in pages)
    assert [written(door, case).count() for case in cases] == [1, 1, 1, 0, 0]
    told = [entry.sentence.text for entry in timeline(cases[-1])]
    assert told[1].startswith("No receipt went out by mail: many came in by the form")
    assert "receipt" not in str(customers_story(cases[-1]))


def test_many_addresses_from_one_place_get_no_more_receipts_until_minutes_later(
    client, door, world
):
    make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1)
    said = opened(client, door)

    def send(number, **where):
        mine = {"once": str(uuid.uuid4()), "email": f"somebody{number}@example.com"}
        client.post(
            door.get_absolute_url(), said | mine, **({"REMOTE_ADDR": "198.51.100.9"} | where)
        )
        return written(door, Case.objects.latest("pk")).count()

    assert [send(number) for number in range(11)] == [1] * 10 + [0]
    assert send(11, REMOTE_ADDR="192.0.2.7") == 1
    with acting_at(now() + timedelta(minutes=11)):
        assert send(12) == 1
    assert FormEntry.objects.exclude(sender_mark="").count() == 1


def test_where_a_form_came_from_is_not_kept(client, door):
    client.post(door.get_absolute_url(), opened(client, door), REMOTE_ADDR="198.51.100.9")

    entry = FormEntry.objects.get()
    assert "198.51.100.9" not in entry.sender_mark
    assert (len(entry.sender_mark), entry.email_mark) == (64, "")


@pytest.mark.parametrize(
    ("proxied", "line", "seen"),
    [
        (False, "6.6.6.6", "198.51.100.9"),
        (True, "6.6.6.6, 203.0.113.4", "203.0.113.4"),
        (True, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (True, "nonsense", ""),
        (True, None, ""),
    ],
)
def test_a_sender_cannot_choose_where_they_come_from(rf, settings, proxied, line, seen):
    settings.SECURE_PROXY_SSL_HEADER = ("X", "https") if proxied else None

    lines = {"HTTP_X_FORWARDED_FOR": line} if line else {}

    assert came_from(rf.post("/", REMOTE_ADDR="198.51.100.9", **lines)) == seen


def test_all_who_come_through_a_proxy_on_this_machine_are_not_one(rf):
    assert came_from(rf.post("/", REMOTE_ADDR="127.0.0.1")) == ""
