"""Mail pages: administrators set up and mend; customers' words are for those who answer."""

import pytest
from django.utils import timezone

from herefor.mail.models import BouncedAddress, Delivery, Mailbox, Pause
from herefor.mail.tasks import send_what_is_due
from herefor.mail.unsubscribing import unsubscribe_url
from herefor.mail.verbs import pause_mailbox, send_letter, take_letter
from letters import letter, make_mailbox

SAID = {
    "address": "Care@Example.org",
    "name": "Harbour Care",
    "imap_port": 993,
    "imap_security": "tls",
    "folder": "INBOX",
    "smtp_host": "127.0.0.1",
    "smtp_port": 1,
    "smtp_security": "none",
    "smtp_user": "care",
    "smtp_password": "a secret word",
    "ceiling": 30,
    "knows_plus": "on",
}


def words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", ["alice", "ann", "bob", "charlie"])
@pytest.mark.parametrize("path", ["/mail/", "/mail/mailboxes/", "/mail/out/"])
def test_only_administrators_open_the_mail_pages(client, world, who, path):
    client.force_login(getattr(world, who))

    assert client.get(path).status_code == 404


def test_without_a_mailbox_the_page_says_so_and_what_happens(client, world):
    send_letter(to="carla@example.com", subject="Soon", text="T", once="1", unit=world.harbour)
    client.force_login(world.adam)

    assert "No mailbox is set up. Letters are kept and marked as not sent" in words(
        client.get("/mail/")
    )
    assert "not sent: no mailbox" in words(client.get("/mail/out/?view=failed"))
    assert "/mail/" in words(client.get("/people/"))


def test_a_mailbox_is_set_up_and_its_password_never_shown(client, world):
    client.force_login(world.adam)

    page = client.post("/mail/mailboxes/", SAID | {"unit": world.harbour.pk}, follow=True)

    mailbox = Mailbox.objects.get()
    assert mailbox.address == "care@example.org"
    assert "a secret word" not in words(page) + mailbox.smtp_secret
    kept = mailbox.smtp_secret
    said = SAID | {"unit": world.harbour.pk, "smtp_password": "", "ceiling": 5}
    client.post(f"/mail/mailboxes/{mailbox.pk}/", said)
    mailbox.refresh_from_db()
    assert (mailbox.smtp_secret, mailbox.ceiling) == (kept, 5)


def test_what_is_wrong_is_said_and_kept(client, world):
    client.force_login(world.adam)
    wrong = SAID | {"unit": world.harbour.pk, "knows_plus": "", "keeps_sent_copy": "on"}

    page = client.post("/mail/mailboxes/", wrong)

    assert page.status_code == 422
    assert "your server has to know such addresses" in words(page)
    assert not Mailbox.objects.exists()


def test_trying_the_connection_says_what_failed(client, world):
    mailbox = make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    client.force_login(world.adam)

    page = client.post(f"/mail/mailboxes/{mailbox.pk}/trial/", follow=True)

    assert "127.0.0.1 does not answer at this port." in words(page)


def test_a_mailbox_in_trouble_says_why_and_that_letters_wait(client, world):
    mailbox = make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    send_letter(to="carla@example.com", subject="S", text="T", once="1", mailbox=mailbox)
    send_what_is_due()
    client.force_login(world.adam)

    for path in ("/mail/", f"/mail/mailboxes/{mailbox.pk}/"):
        page = words(client.get(path))
        assert "Sending fails: 127.0.0.1 does not answer at this port." in page
        assert "Letters wait; it is tried again by itself." in page


def test_what_the_ceiling_held_is_let_go_on_with_a_name(client, world, mailbox):
    mailbox.pauses.create(because=Pause.Because.CEILING, paused_at=timezone.now())
    client.force_login(world.adam)

    shown = words(client.get("/mail/"))
    client.post(f"/mail/mailboxes/{mailbox.pk}/release/")

    assert "more letters were due in a minute than allowed" in shown
    assert mailbox.pauses.get().released_by == world.adam


def test_sending_is_stopped_by_hand(client, world, mailbox):
    client.force_login(world.adam)

    client.post(f"/mail/mailboxes/{mailbox.pk}/pause/")

    assert mailbox.pauses.get().paused_by == world.adam
    assert pause_mailbox(mailbox, by=world.adam) == mailbox.pauses.get()


@pytest.fixture
def doubted(world):
    mailbox = make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    written = send_letter(to="carla@example.com", subject="S", text="T", once="1", mailbox=mailbox)
    Delivery.objects.update(doubted_at=timezone.now(), due_at=None)
    return Delivery.objects.get(letter=written)


@pytest.mark.parametrize(("remedy", "state"), [("arrived", "sent"), ("again", "waiting")])
def test_a_letter_in_doubt_is_settled_with_one_click(client, world, doubted, remedy, state):
    client.force_login(world.adam)
    shown = words(client.get("/mail/")) + words(client.get("/mail/out/?view=doubt"))

    client.post(f"/mail/out/{doubted.pk}/{remedy}/")

    assert "1 letter is in doubt." in shown
    assert "It has arrived" in shown
    doubted.refresh_from_db()
    assert (doubted.state, doubted.settled_by) == (state, world.adam)


def test_a_waiting_letter_is_withdrawn_and_a_bounced_address_released(client, world, doubted):
    Delivery.objects.update(doubted_at=None, failed_at=timezone.now())
    gone = BouncedAddress.objects.create(address="x@example.com", bounced_at=timezone.now())
    client.force_login(world.adam)

    client.post(f"/mail/out/{doubted.pk}/withdrawal/")
    shown = words(client.get("/mail/out/"))
    client.post(f"/mail/bounced/{gone.pk}/")

    doubted.refresh_from_db()
    assert doubted.state == "withdrawn"
    assert "x@example.com" in shown
    assert not BouncedAddress.objects.exists()


def test_an_administrator_elsewhere_sees_neither_mailbox_nor_letters(client, world, doubted):
    from herefor.people.models import Role
    from herefor.people.verbs import give_role

    give_role(world.charlie, kind=Role.Kind.ADMINISTRATOR, unit=world.hill, by=world.adam)
    client.force_login(world.charlie)

    assert "care@example.org" not in words(client.get("/mail/"))
    assert "carla@example.com" not in words(client.get("/mail/out/?view=doubt"))
    assert client.get(f"/mail/mailboxes/{doubted.letter.mailbox_id}/").status_code == 404
    assert client.post(f"/mail/out/{doubted.pk}/again/").status_code == 404


@pytest.fixture
def designed(mailbox):
    raw = letter("<p>Cold <b>again</b></p><script>x()</script>").replace(
        b"text/plain", b"text/html"
    )
    return take_letter(raw, mailbox=mailbox)


def test_a_letter_is_shown_as_designed_where_it_can_do_nothing(client, world, designed):
    client.force_login(world.bob)

    page = client.get(designed.designed_url)
    source = client.get(designed.source_url)

    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert page["Content-Security-Policy"] == source["Content-Security-Policy"] == policy
    assert "<b>again</b>" in words(page)
    assert "script" not in words(page)
    assert b"".join(source.streaming_content) == designed.raw.open().read()
    assert source["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("who", ["charlie", "ann", "adam"])
def test_a_stranger_reads_no_letter(client, world, designed, who):
    client.force_login(getattr(world, who))

    assert client.get(designed.designed_url).status_code == 404
    assert client.get(designed.source_url).status_code == 404


def test_the_letter_for_other_rooms_warns_and_folds(client, world, mailbox):
    from django.template.loader import render_to_string

    raw = letter(
        "Pay <now>.\n\nOn 1 May 2026 Bo wrote:\n> Earlier", sender="Alice Berg <a@evil.example>"
    )
    shown = render_to_string("mail/letter.html", {"letter": take_letter(raw, mailbox=mailbox)})

    assert "Pay &lt;now&gt;." in shown
    assert "It bears the name of one of our leaders, but comes from outside." in shown
    assert "<details><summary>What was said before</summary>" in shown


def test_opening_the_unsubscribe_link_changes_nothing_and_one_click_does(client, world):
    from herefor.mail.queries import has_unsubscribed

    path = unsubscribe_url("Carla@example.com", "surveys").partition("8000")[2]

    opened = [client.get(path), client.head(path), client.get(path)]
    before = has_unsubscribed("carla@example.com", "surveys")
    strict = client.__class__(enforce_csrf_checks=True)
    clicked = [strict.post(path, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [page.status_code for page in opened + clicked] == [200] * 5
    assert not before
    assert has_unsubscribed("carla@example.com", "surveys")
    assert not has_unsubscribed("carla@example.com", "news")
    assert "You are unsubscribed" in words(clicked[0])
    assert client.get("/unsubscribe/forged/").status_code == 404
