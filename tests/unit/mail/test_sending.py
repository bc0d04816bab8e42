"""Letters go out through a real server: queue, retry, limits, header lines, and holding."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from herefor.mail.addresses import unsigned
from herefor.mail.models import Delivery, Letter, Pause
from herefor.mail.tasks import send_what_is_due
from herefor.mail.verbs import (
    NotAnAddress,
    release_mailbox,
    send_again,
    send_letter,
    take_for_sent,
    take_letter,
    unsubscribe,
    withdraw_letter,
)
from herefor.story.clock import acting_at, now
from herefor.story.models import Event
from letters import letter, make_mailbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sender(world, sink):
    return make_mailbox(world, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")


def write(mailbox, number=1, to="carla@example.com", **more):
    said = {"subject": "Your heating", "text": "We come.\n\nTomorrow: https://example.org/a?b=c&d"}
    return send_letter(to=to, once=f"test-{number}", mailbox=mailbox, **(said | more))


def work_off(*, after=timedelta()):
    with acting_at(now() + after):
        rounds = 0
        while send_what_is_due() and rounds < 200:
            rounds += 1
    return rounds


def state(written):
    return Delivery.objects.get(letter=written).state


def test_a_letter_arrives_once_with_true_header_lines(sender, sink):
    words = "We come.\n\n.\n..two\nGröße 日本\nTomorrow: https://example.org/a?b=c&d"
    written = write(sender, reply_key="case-7", text=words, subject="Größe\nBcc: x@example.com")
    same = write(sender)
    work_off()

    [(recipient, raw)] = sink.accepted()
    seen = message_from_bytes(raw, policy=default)
    assert (same, recipient, state(written)) == (written, "carla@example.com", "sent")
    assert seen["Message-ID"] == written.message_id
    assert (seen["Subject"], seen["Bcc"]) == ("Größe Bcc: x@example.com", None)
    assert seen["X-Loop"] == "care@example.org"
    assert seen["Auto-Submitted"] is None
    assert unsigned(seen["Reply-To"].addresses[0].addr_spec).key == "case-7"
    assert seen.get_body(("plain",)).get_content().split() == written.text.split()
    assert 'href="https://example.org/a?b=c&amp;d"' in seen.get_body(("html",)).get_content()


def test_an_acknowledgement_says_that_a_program_wrote_it(sender, sink):
    came = take_letter(letter(), mailbox=sender)
    write(sender, auto=True, answers=came)
    write(sender, 2, auto=True)
    work_off()

    lines = [message_from_bytes(raw) for _, raw in sink.accepted()]
    assert [one["Auto-Submitted"] for one in lines] == ["auto-replied", "auto-generated"]
    assert lines[0]["In-Reply-To"] == came.message_id


def test_without_a_mailbox_a_letter_is_kept_and_never_sent_by_itself(world, sink):
    written = send_letter(to="carla@example.com", subject="S", text="T", once="1", unit=world.hill)
    make_mailbox(
        world, unit=world.company, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none"
    )
    work_off()
    unsent = state(written)

    send_again(written.delivery, by=world.adam)
    work_off()

    assert unsent == "no mailbox"
    assert state(written) == "sent"
    assert sink.recipients() == ["carla@example.com"]


def test_what_is_no_address_is_refused(sender):
    for wrong in ("nobody", "a@b@c", "x@example.com\nBcc: y@example.com"):
        with pytest.raises(NotAnAddress):
            write(sender, to=wrong)


def test_a_busy_server_is_asked_again_and_an_unknown_recipient_is_not(sender, sink):
    later = write(sender, 1, to="later@example.com")
    unknown = write(sender, 2, to="unknown@example.com")
    work_off()
    waiting, failed = state(later), state(unknown)

    work_off(after=timedelta(minutes=2))

    assert (waiting, failed) == ("waiting", "failed")
    assert Delivery.objects.get(letter=unknown).reason == "550 5.1.1 No such user"
    assert state(later) == "sent"
    assert list(Event.objects.filter(what="letter failed")) != []


def test_a_server_that_is_always_busy_is_given_up_in_the_end(sender):
    written = write(sender, to="busy@example.com")
    for hours in range(0, 200, 24):
        work_off(after=timedelta(hours=hours))

    assert state(written) == "failed"
    assert Delivery.objects.get(letter=written).attempts == 9


def test_a_server_that_is_away_is_knocked_at_once_a_minute(sender, sink):
    sink.process.kill()
    sink.process.wait()
    for number in range(5):
        write(sender, number)

    rounds = work_off()

    sender.refresh_from_db()
    assert rounds == 1
    assert sender.send_error == "127.0.0.1 does not answer at this port."
    assert Delivery.objects.filter(attempts=0, sent_at=None).count() == 5
    assert Delivery.objects.exclude(reason="").count() == 1


def test_a_letter_is_withdrawn_until_it_is_handed_over(sender, sink):
    early, late = write(sender, 1, not_before=now() + timedelta(hours=1)), write(sender, 2)
    work_off()

    assert withdraw_letter(early)
    assert not withdraw_letter(late)
    work_off(after=timedelta(hours=2))
    assert (state(early), state(late)) == ("withdrawn", "sent")
    assert len(sink.recipients()) == 1


def test_the_ceiling_stops_everything_until_a_person_lets_it_go_on(world, sender, sink):
    sender.ceiling = 3
    sender.save()
    for number in range(7):
        write(sender, number, to=f"customer{number}@example.com")

    work_off()
    work_off(after=timedelta(hours=1))
    stopped = len(sink.recipients())
    release_mailbox(sender, by=world.adam)
    work_off(after=timedelta(hours=2))

    assert stopped == 3
    assert len(sink.recipients()) == 6
    assert Event.objects.filter(what="mail ceiling reached").count() == 2
    assert Pause.objects.filter(released_by=world.adam).count() == 1


def test_a_call_goes_out_though_a_flood_is_held_by_the_ceiling(sender, sink):
    sender.ceiling = 3
    sender.save()
    for number in range(7):
        write(sender, number, to=f"customer{number}@example.com")
    work_off()
    write(sender, "call", to="bob@home.example", auto=True, urgent=True)
    write(sender, "reminder", to="bob@example.org", auto=True)
    write(sender, "one more", to="customer8@example.com")

    work_off()

    assert sink.recipients()[3:] == ["bob@home.example", "bob@example.org"]
    assert Pause.objects.filter(released_at=None).count() == 1


def test_a_call_goes_before_what_waits_longer(sender, sink):
    for number in range(3):
        write(sender, number, to=f"customer{number}@example.com")
    write(sender, "call", to="bob@home.example", auto=True, urgent=True)

    work_off()

    assert sink.recipients()[0] == "bob@home.example"
    assert len(sink.recipients()) == 4


def test_nobody_is_called_too_often_for_a_limit(sender, sink):
    for number in range(25):
        write(sender, number, to="bob@home.example", auto=True, urgent=True)
    for number in range(25, 35):
        write(sender, number, to="carla@example.com", auto=True)

    work_off()

    assert sink.recipients().count("bob@home.example") == 25
    assert sink.recipients().count("carla@example.com") == 5


def test_one_recipient_gets_so_many_letters_an_hour_and_the_rest_later(sender, sink):
    for number in range(25):
        write(sender, number)

    work_off()
    at_first = len(sink.recipients())
    work_off(after=timedelta(hours=2))

    assert (at_first, len(sink.recipients())) == (20, 25)


def test_waiting_for_a_turn_uses_up_no_attempt_and_no_place_under_the_ceiling(sender, sink):
    for number in range(21):
        write(sender, number)
    work_off()
    last = Delivery.objects.get(sent_at=None)
    for _turn in range(12):
        Delivery.objects.filter(pk=last.pk).update(due_at=now())
        work_off()

    last.refresh_from_db()
    assert (last.state, last.attempts, last.claimed_at) == ("waiting", 0, None)
    assert last.reason == "The recipient got many letters lately."


def test_who_unsubscribed_gets_none_of_these(sender, sink, settings):
    settings.PUBLIC_ADDRESS = "https://voice.example.org"
    queued = write(sender, 1, may_stop="surveys")
    unsubscribe("carla@example.com", topic="surveys")
    write(sender, 2, may_stop="surveys")
    other = write(sender, 3, may_stop="news")
    work_off()

    [(_, raw)] = sink.accepted()
    seen = message_from_bytes(raw, policy=default)
    way_out = seen["List-Unsubscribe"].strip("<>")
    assert (state(queued), state(other)) == ("failed", "sent")
    assert seen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out.startswith("https://voice.example.org/unsubscribe/")
    assert f"To get no more letters like this: {way_out}" in body(seen)


def test_a_letter_that_was_asked_for_offers_no_way_out_of_it(sender, sink):
    write(sender)
    work_off()

    [(_, raw)] = sink.accepted()
    seen = message_from_bytes(raw, policy=default)
    assert (seen["List-Unsubscribe"], seen["List-Unsubscribe-Post"]) == (None, None)
    assert "no more letters" not in body(seen)


def body(seen):
    return " ".join(seen.get_body(("plain",)).get_content().split())


def test_a_program_never_answers_what_a_program_wrote(sender, sink):
    came = take_letter(letter(Auto_Submitted="auto-replied"), mailbox=sender)
    refused = write(sender, 1, auto=True, answers=came)
    by_hand = write(sender, 2, answers=came)
    work_off()

    assert (state(refused), state(by_hand)) == ("failed", "sent")


def handed_over(written, *, expects_copy):
    """As a crash leaves it between the mark and the server's answer."""
    Delivery.objects.filter(letter=written).update(
        claimed_at=now(), due_at=now(), handing_over_at=now(), expects_copy=expects_copy, attempts=1
    )


def test_without_a_copy_a_letter_in_doubt_is_never_sent_twice_by_itself(world, sender, sink):
    first, second = write(sender, 1), write(sender, 2)
    for written in (first, second):
        handed_over(written, expects_copy=False)
    work_off()
    work_off(after=timedelta(days=3))
    doubts = [state(first), state(second)]

    take_for_sent(first.delivery, by=world.adam)
    send_again(second.delivery, by=world.adam)
    work_off(after=timedelta(days=3))

    assert doubts == ["doubt", "doubt"]
    assert Event.objects.filter(what="letter in doubt").count() == 2
    assert (state(first), state(second)) == ("sent", "sent")
    assert len(sink.recipients()) == 1


def test_with_a_copy_only_a_mailbox_that_was_read_proves_that_nothing_was_sent(sender, sink):
    written = write(sender)
    handed_over(written, expects_copy=True)
    work_off()
    work_off(after=timedelta(minutes=20))
    unread = (state(written), len(sink.recipients()))

    sender.last_read_at = now() + timedelta(minutes=30)
    sender.save()
    work_off(after=timedelta(minutes=31))

    assert unread == ("doubt", 0)
    assert state(written) == "sent"
    assert message_from_bytes(sink.accepted()[0][1])["Message-ID"] == written.message_id


def test_the_copy_proves_that_it_was_sent(sender, sink):
    written = write(sender)
    handed_over(written, expects_copy=True)
    work_off()
    raw = letter(Message_ID=written.message_id, sender="care@example.org")

    taken = take_letter(raw, mailbox=sender)

    assert (taken, state(written)) == (written, "sent")
    assert Letter.objects.count() == 1


def test_a_copy_that_comes_late_still_keeps_the_letter_from_going_out_again(sender, sink):
    written = write(sender)
    handed_over(written, expects_copy=True)
    Delivery.objects.update(handing_over_at=None)  # it was not found, and is about to go again

    take_letter(letter(Message_ID=written.message_id, sender="care@example.org"), mailbox=sender)
    work_off(after=timedelta(hours=1))

    assert state(written) == "sent"
    assert sink.recipients() == []
