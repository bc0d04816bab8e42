"""Letters go out encrypted and signed in; what is set up wrongly is said, and letters wait."""

from datetime import timedelta

import pytest

from herefor.mail.models import Delivery, Mailbox
from herefor.mail.tasks import send_what_is_due
from herefor.mail.trials import try_sending
from herefor.mail.verbs import change_mailbox, send_letter
from herefor.story.clock import acting_at, now
from herefor.story.models import Event
from letters import make_mailbox
from secured import PASSWORD, USER, SecuredServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["starttls", "tls"])
def server(request, tmp_path, settings):
    with SecuredServer(tmp_path, tls_at_once=request.param == "tls") as running:
        settings.MAIL_CA = str(running.authority)
        running.security = request.param
        yield running


def made(world, server, **said):
    right = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": server.security,
        "smtp_user": USER,
        "smtp_password": PASSWORD,
    }
    return make_mailbox(world, **(right | said))


def write(mailbox, number=1, **more):
    return send_letter(
        to="carla@example.com", subject="S", text="T", once=f"{number}", mailbox=mailbox, **more
    )


def work_off(*, after=timedelta()):
    with acting_at(now() + after):
        rounds = 0
        while send_what_is_due() and rounds < 20:
            rounds += 1


def test_a_letter_goes_out_encrypted_and_signed_in(world, server):
    mailbox = made(world, server)
    tried = try_sending(mailbox)
    write(mailbox)

    work_off()

    [(recipients, content, is_encrypted)] = server.kept.letters
    assert (recipients, is_encrypted, server.tried) == (["carla@example.com"], True, [True, True])
    assert b"Subject: S" in content
    assert (tried.went_well, Delivery.objects.get().state) == (True, "sent")


def test_with_a_wrong_password_letters_wait_and_the_mailbox_says_why(world, server):
    mailbox = made(world, server, smtp_password="the wrong word")
    write(mailbox)
    for minutes in range(0, 30 * 24 * 60, 600):
        work_off(after=timedelta(minutes=minutes))
    waiting, said = Delivery.objects.get(), Mailbox.objects.get().send_error

    change_mailbox(mailbox, smtp_password=PASSWORD, by=world.adam)
    work_off(after=timedelta(days=31))

    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    assert said == "127.0.0.1 refuses the user name or the password."
    assert not Event.objects.filter(what="letter failed").exists()
    assert Delivery.objects.get().state == "sent"
    assert Mailbox.objects.get().send_error == ""


def test_a_server_is_not_asked_with_a_wrong_password_all_the_time(world, server):
    mailbox = made(world, server, smtp_password="the wrong word")
    for number in range(3):
        write(mailbox, number)

    for minutes in range(0, 60, 2):
        work_off(after=timedelta(minutes=minutes))
    asked = len(server.tried)
    change_mailbox(Mailbox.objects.get(), smtp_password=PASSWORD, by=world.adam)
    work_off(after=timedelta(minutes=60))

    assert asked == 4 * 2  # our side tries two ways to say a password each time
    assert len(server.kept.letters) == 3


def test_an_unknown_certificate_is_refused_in_words_and_nothing_is_said_to_it(
    world, server, settings
):
    settings.MAIL_CA = ""
    mailbox = made(world, server)
    write(mailbox)

    work_off()

    said = Mailbox.objects.get().send_error
    assert "The certificate of 127.0.0.1 is not valid: self-signed certificate" in said
    assert "HEREFOR_MAIL_CA" in said
    assert try_sending(mailbox).sentence == said
    assert Delivery.objects.get().state == "waiting"
    assert (server.tried, server.kept.letters) == ([], [])


def test_a_certificate_for_another_name_is_refused(world, server, tmp_path, settings):
    (tmp_path / "other").mkdir()
    with SecuredServer(tmp_path / "other", name="mail.example.org") as other:
        other.security, settings.MAIL_CA = "starttls", str(other.authority)

        tried = try_sending(made(world, other))

    assert "IP address mismatch" in tried.sentence
    assert other.tried == []


@pytest.mark.parametrize(
    ("security", "sentence"), [("tls", "speak TLS in"), ("none", "Try another encryption")]
)
def test_the_wrong_kind_of_encryption_says_so_and_letters_wait(world, tmp_path, security, sentence):
    with SecuredServer(tmp_path) as server:
        server.security = security
        write(made(world, server))

        work_off()

    assert sentence in Mailbox.objects.get().send_error
    assert Delivery.objects.get().state == "waiting"
    assert server.tried == []


def test_a_call_that_cannot_go_out_fails_at_once_so_that_the_next_is_called(world, server):
    mailbox = made(world, server, smtp_password="the wrong word")
    write(mailbox, urgent=True)

    work_off()

    assert Delivery.objects.get().state == "failed"
    assert Event.objects.filter(what="letter failed").count() == 1
