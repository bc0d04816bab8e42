"""Mail that waits for somebody: seen by the people of its mailbox, tried again by a click."""

import pytest

from herefor.mail.models import HeldLetter, Letter, Pause
from herefor.mail.verbs import take_or_hold
from herefor.story.clock import now
from herefor.story.verbs import _listeners
from letters import letter


@pytest.fixture
def held(world, mailbox):
    """A letter that breaks in a listener, and breaks no more afterwards."""

    def fails(event):
        raise ValueError("a fault of ours")

    heard = list(_listeners["letter received"])
    _listeners["letter received"].append(fails)
    take_or_hold(letter("Nobody came."), mailbox=mailbox)
    yield HeldLetter.objects.get()
    _listeners["letter received"] = heard


@pytest.mark.parametrize("who", ["alice", "bob", "adam"])
def test_the_people_of_a_mailbox_see_what_is_held_and_why(client, world, held, who):
    client.force_login(getattr(world, who))

    page = client.get("/mail/waiting/").content.decode()

    assert "ValueError: a fault of ours" in page
    assert "carla@example.com" in page
    assert "Nobody came." not in page
    assert ("Save it" in page) == (who != "adam")


def test_a_colleague_elsewhere_sees_nothing_of_it(client, world, held):
    client.force_login(world.charlie)

    assert "Nothing waits." in client.get("/mail/waiting/").content.decode()
    for what in ("again", "settled", "source"):
        ask = client.get if what == "source" else client.post
        assert ask(f"/mail/waiting/{held.pk}/{what}/").status_code == 404
    assert HeldLetter.objects.get().settled_at is None


def test_strangers_and_analysts_have_no_business_here(client, world, held):
    assert client.get("/mail/waiting/").status_code == 302
    client.force_login(world.ann)

    assert client.get("/mail/waiting/").status_code == 404


def test_a_click_tries_it_again(client, world, held):
    client.force_login(world.bob)
    before = client.post(f"/mail/waiting/{held.pk}/again/", follow=True).content.decode()
    _listeners["letter received"].pop()

    after = client.post(f"/mail/waiting/{held.pk}/again/", follow=True).content.decode()

    assert "It still cannot be read: ValueError: a fault of ours" in before
    assert "The letter was read and is where it belongs." in after
    assert "Nothing waits." in after
    assert Letter.objects.earliest("pk").about.title == "My heating"


def test_its_source_is_saved_and_it_is_done_by_hand(client, world, held):
    client.force_login(world.bob)

    saved = client.get(f"/mail/waiting/{held.pk}/source/")
    client.post(f"/mail/waiting/{held.pk}/settled/")

    assert b"".join(saved.streaming_content).endswith(b"Nobody came.\n")
    assert saved["Content-Type"] == "application/octet-stream"
    assert HeldLetter.objects.get().settled_by == world.bob
    client.force_login(world.adam)
    assert client.get(f"/mail/waiting/{held.pk}/source/").status_code == 404


def test_an_administrator_is_told_on_the_mail_page(client, world, held):
    client.force_login(world.adam)

    assert "1 letter that came in could not be read." in client.get("/mail/").content.decode()


@pytest.mark.parametrize(("who", "lets"), [("alice", True), ("adam", True), ("bob", False)])
def test_whoever_leads_or_administers_lets_sending_go_on(client, world, mailbox, who, lets):
    mailbox.pauses.create(because=Pause.Because.CEILING, paused_at=now())
    client.force_login(getattr(world, who))

    shown = client.get("/mail/waiting/").content.decode()
    answered = client.post(f"/mail/waiting/mailboxes/{mailbox.pk}/release/").status_code

    assert "more letters were due in a minute than allowed" in shown
    assert ("Let it go on" in shown, answered) == (lets, 302 if lets else 404)
    assert mailbox.pauses.filter(released_at=None).exists() != lets
