"""A letter that breaks on its way in is kept and waits; those behind it get through."""

import pytest
from django.db import OperationalError

from herefor.mail.addresses import signed
from herefor.mail.models import HeldLetter, Letter
from herefor.mail.verbs import held_letter_is_settled, send_letter, take_held_letter, take_or_hold
from herefor.story.models import Event
from herefor.story.verbs import hear
from letters import letter
from unit.mail.test_reading import box, read, texts

__all__ = ["box"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broken():
    """A listener with an error for some letters, until it is mended."""
    state = {"broken": True}

    def listener(event):
        if state["broken"] and "poison" in event.about.text:
            raise ValueError("no such thing\nsecond line")

    hear("letter received")(listener)
    return state


def test_one_letter_that_breaks_does_not_keep_others_waiting(box, imap_server, broken, caplog):
    for text in ("one", "poison", "three"):
        imap_server.deliver(letter(text))

    read(box)
    read(box)

    held = HeldLetter.objects.get()
    assert sorted(texts()) == ["one", "three"]
    assert held.because.startswith("ValueError: no such thing (tell, line ")
    assert held.from_address == "carla@example.com"
    assert held.raw.open("rb").read().endswith(b"poison\r\n")
    assert Event.objects.filter(what="letter held").count() == 1
    assert box.read_error == ""
    assert "could not be taken in" in caplog.text


def test_a_held_letter_is_taken_in_once_the_fault_is_mended(world, mailbox, broken):
    assert take_or_hold(letter("poison"), mailbox=mailbox) is None
    held = HeldLetter.objects.get()
    still = take_held_letter(held, by=world.bob)
    broken["broken"] = False

    done = take_held_letter(held, by=world.bob)
    again = take_held_letter(held, by=world.alice)

    assert still.settled_at is None
    assert (done.letter, done.settled_by) == (Letter.objects.get(), world.bob)
    assert again.settled_by == world.bob
    assert done.letter.received_at == held.held_at
    assert Event.objects.filter(what="letter received").count() == 1


def test_a_database_that_is_away_is_no_fault_of_the_letter(mailbox):
    def away(event):
        raise OperationalError("the database is locked")

    hear("letter received")(away)
    with pytest.raises(OperationalError):
        take_or_hold(letter("poison"), mailbox=mailbox)

    assert not HeldLetter.objects.exists()


def test_the_same_letter_is_held_once_until_it_is_settled(world, mailbox, broken):
    take_or_hold(letter("poison"), mailbox=mailbox)
    take_or_hold(letter("poison"), mailbox=mailbox)
    one = HeldLetter.objects.get()

    held_letter_is_settled(one, by=world.bob)
    take_or_hold(letter("poison"), mailbox=mailbox)

    assert HeldLetter.objects.count() == 2
    assert HeldLetter.objects.filter(settled_at=None).count() == 1
    assert len({held.raw.name for held in HeldLetter.objects.all()}) == 1


def test_a_letter_brought_by_our_server_is_held_with_its_envelope(mailbox, broken, world):
    to = signed(mailbox.address, "case-7")
    ours = send_letter(to="carla@example.com", subject="s", text="t", once="1", reply_key="case-7")
    take_or_hold(letter("poison"), mailbox=mailbox, envelope_from="x@y.example", envelope_to=[to])
    broken["broken"] = False

    done = take_held_letter(HeldLetter.objects.get(), by=world.bob)

    assert done.letter.answers == ours
