"""Mail that stops, or a letter that could not be read, calls somebody."""

from datetime import timedelta

import pytest

from herefor.duty.models import Alarm
from herefor.mail.models import Delivery, HeldLetter
from herefor.mail.tasks import send_what_is_due
from herefor.mail.verbs import (
    held_letter_is_settled,
    release_mailbox,
    send_letter,
    take_or_hold,
)
from herefor.mail.verbs.trouble import trouble_is_over
from herefor.story.clock import acting_at, now
from herefor.story.verbs import _listeners
from letters import letter, make_mailbox


@pytest.fixture
def mailbox(world):
    return make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1, ceiling=2, unit=world.harbour)


def flood(mailbox, *, after=timedelta()):
    """More letters in a minute than the mailbox may send."""
    with acting_at(now() + after):
        for number in range(2):
            letter = send_letter(to="a@b.example", subject="S", text="T", once=f"{after}{number}")
            Delivery.objects.filter(letter=letter).update(claimed_at=now(), due_at=None)
        send_letter(to="a@b.example", subject="S", text="T", once=f"{after}", mailbox=mailbox)
        while send_what_is_due():
            pass


def test_a_ceiling_that_is_reached_calls_somebody_once_a_pause(world, mailbox):
    flood(mailbox)
    send_what_is_due()

    alarm = Alarm.objects.get()
    assert (alarm.about, alarm.unit, alarm.first) == (mailbox, world.harbour, world.adam)
    assert alarm.is_ringing
    assert "care@example.org" in alarm.words
    assert alarm.address.endswith("/mail/waiting/")


def test_letting_it_go_on_ends_the_call_and_the_next_pause_calls_anew(world, mailbox):
    flood(mailbox)
    release_mailbox(mailbox, by=world.adam)

    flood(mailbox, after=timedelta(hours=1))

    assert [alarm.is_ringing for alarm in Alarm.objects.order_by("pk")] == [False, True]


def test_a_letter_that_cannot_be_read_calls_somebody_once_while_letters_wait(world, mailbox):
    def fails(event):
        raise ValueError("a fault of ours")

    heard = list(_listeners["letter received"])
    _listeners["letter received"].append(fails)
    for text in ("one", "two"):
        take_or_hold(letter(text), mailbox=mailbox)
    _listeners["letter received"] = heard

    alarm = Alarm.objects.get()
    one, two = HeldLetter.objects.all()
    held_letter_is_settled(one, by=world.bob)
    rang = Alarm.objects.get().is_ringing
    held_letter_is_settled(two, by=world.bob)

    assert (alarm.about, alarm.is_ringing, rang) == (one, True, True)
    assert not Alarm.objects.get().is_ringing


def test_mail_that_cannot_be_sent_for_half_an_hour_calls_somebody_once(world, mailbox):
    send_letter(to="a@b.example", subject="S", text="T", once="1", mailbox=mailbox)
    rang = []
    for minutes in (0, 20, 40, 60):
        with acting_at(now() + timedelta(minutes=minutes)):
            send_what_is_due()
        rang.append(Alarm.objects.count())

    trouble_is_over(mailbox)

    assert rang == [0, 0, 1, 1]
    assert not Alarm.objects.get().is_ringing
    assert "care@example.org" in Alarm.objects.get().words
