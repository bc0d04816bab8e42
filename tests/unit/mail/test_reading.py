"""Reading a real IMAP server: old mail, news, renumbering, broken connections, waiting."""

import socket
import threading
import time
from datetime import timedelta

import pytest

from herefor.mail.models import Delivery, Letter, Mailbox
from herefor.mail.tasks import read_what_is_due
from herefor.mail.trials import try_reading
from herefor.mail.verbs import change_mailbox, read_soon
from herefor.mail.watching import Watch
from herefor.story.clock import acting_at, now
from herefor.story.models import Event
from letters import PASSWORD, letter, make_mailbox

pytestmark = pytest.mark.django_db(transaction=True)
OLD = 5_000


def read(mailbox, *, after=timedelta(minutes=2)):
    with acting_at(now() + after):
        read_soon(mailbox)
        assert read_what_is_due()
    mailbox.refresh_from_db()


@pytest.fixture
def box(world, imap_server):
    made = make_mailbox(world, **imap_server.said())
    read(made)
    return made


def texts():
    return list(Letter.objects.values_list("text", flat=True))


def test_a_first_connection_takes_nothing_old_and_answers_nobody(world, imap_server):
    for number in range(OLD):
        imap_server.deliver(letter(f"Old {number}"))
    mailbox = make_mailbox(world, **imap_server.said())

    read(mailbox)
    at_first = Letter.objects.count()
    imap_server.deliver(letter("New"))
    read(mailbox)

    print(f"old on the server: {OLD}, taken: {at_first}, sent: {Delivery.objects.count()}")
    assert at_first == 0
    assert texts() == ["New"]
    assert Event.objects.filter(what="letter received").count() == 1
    assert Delivery.objects.count() == 0


def test_old_mail_that_is_asked_for_comes_as_history_with_one_event(world, imap_server):
    for number in range(150):
        imap_server.deliver(letter(f"Old {number}"))
    mailbox = make_mailbox(world, takes_old_mail=True, **imap_server.said())

    read(mailbox)
    imap_server.deliver(letter("New"))
    read(mailbox)

    told = Event.objects.filter(what="mail imported").get()
    assert Letter.objects.filter(is_history=True).count() == 150
    assert told.payload["letters"] == 150
    assert told.payload["sent"] == 0
    assert Event.objects.filter(what="letter received").count() == 1
    assert not any(one.may_be_answered for one in Letter.objects.filter(is_history=True))


def test_nothing_on_the_server_is_changed_by_reading(box, imap_server):
    imap_server.deliver(letter())

    read(box)

    flags = [path.name.partition(":2,")[2] for path in imap_server.inbox.glob("*/*.test*")]
    assert texts() == ["Nobody came."]
    assert "S" not in "".join(flags)


def test_when_the_server_numbers_anew_nothing_is_lost_doubled_or_dug_out(world, imap_server):
    received = b"Received: by our server; Mon, 02 Mar 2026 08:00:00 +0000\n"
    imap_server.deliver(received + letter("Before we read here"))
    mailbox = make_mailbox(world, **imap_server.said())
    read(mailbox, after=timedelta())
    imap_server.deliver(letter("Known"))
    read(mailbox)
    before = mailbox.uid_validity

    imap_server.renumber()
    imap_server.deliver(letter("Came meanwhile"))
    read(mailbox, after=timedelta(minutes=4))
    read(mailbox, after=timedelta(minutes=6))

    assert mailbox.uid_validity != before
    assert sorted(texts()) == ["Came meanwhile", "Known"]


class Cut:
    """A line to the server that breaks after so many bytes of answers."""

    def __init__(self, port, after):
        self.after, self.server = after, socket.create_server(("127.0.0.1", 0))
        self.port, self.to = self.server.getsockname()[1], port
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        client, _ = self.server.accept()
        upstream = socket.create_connection(("127.0.0.1", self.to))
        threading.Thread(target=self._pass, args=(client, upstream), daemon=True).start()
        left = self.after
        while left > 0 and (data := upstream.recv(min(4096, left))):
            client.sendall(data)
            left -= len(data)
        for one in (client, upstream):
            one.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def _pass(self, client, upstream):
        try:
            while data := client.recv(4096):
                upstream.sendall(data)
        except OSError:
            return


def test_a_connection_that_breaks_loses_and_doubles_nothing(box, imap_server, world):
    for number in range(10):
        imap_server.deliver(letter(f"Letter {number} " + "x" * 20_000))
    line = Cut(imap_server.port, after=100_000)
    Mailbox.objects.filter(pk=box.pk).update(imap_port=line.port)

    read(box)
    taken_before, error = Letter.objects.count(), box.read_error
    Mailbox.objects.filter(pk=box.pk).update(imap_port=imap_server.port)
    read(box, after=timedelta(minutes=5))

    assert 0 < taken_before < 10
    assert error
    assert Letter.objects.count() == 10
    assert box.read_error == ""


def test_a_letter_is_here_as_soon_as_the_server_says_so(box, imap_server):
    watch = Watch()
    watch.look()
    assert box.pk in watch.waiting
    imap_server.deliver(letter("Quick"))

    until = time.monotonic() + 20
    while not watch.look() and time.monotonic() < until:
        pass
    due = Mailbox.objects.get(pk=box.pk).read_due_at <= now()
    read_what_is_due()
    watch.close()

    assert due
    assert texts() == ["Quick"]


def test_a_letter_that_came_before_somebody_waited_is_not_overlooked(box, imap_server):
    imap_server.deliver(letter("Between"))
    watch = Watch()
    watch.look()
    watch.close()

    assert Mailbox.objects.get(pk=box.pk).read_due_at <= now()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"imap_password": "wrong"}, "refuses the user name or the password"),
        ({"folder": "Nowhere"}, "There is no such folder"),
        ({"imap_port": 1}, "does not answer at this port"),
        ({"imap_security": "tls"}, "does not speak TLS in this way"),
        ({}, "Reading works."),
    ],
)
def test_trying_says_in_words_what_is_wrong(world, box, wrong, sentence):
    change_mailbox(box, **({"imap_password": PASSWORD} | wrong), by=world.adam)

    tried = try_reading(box)

    assert sentence in tried.sentence
    assert tried.went_well == (not wrong)


def test_a_password_is_sealed_and_another_secret_key_says_so(world, box, settings):
    assert PASSWORD not in box.imap_secret

    settings.SECRET_KEY = "another" * 10

    assert "another secret key" in try_reading(box).sentence
