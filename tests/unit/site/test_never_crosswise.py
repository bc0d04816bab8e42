"""Acts of different rooms meet on the same records at the same moment, and none ends the other.

Each of two threads does its act on the first record, on the second, ..., and they begin each one
together. PostgreSQL ends one of two transactions that wait for each other; here none may be ended.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from herefor.answer.tasks import look_at_clocks
from herefor.answer.verbs import answer_case, open_case
from herefor.answer.verbs.opening import Door
from herefor.duty.models import Alarm, Page
from herefor.duty.queries.chains import RungPlan
from herefor.duty.verbs import acknowledge, pass_on
from herefor.duty.verbs.calling import take_step
from herefor.duty.verbs.chains import set_chain
from herefor.mail.models import BouncedAddress, Delivery, Letter, Mailbox
from herefor.mail.verbs import (
    allow_address,
    claim,
    pause_mailbox,
    send_again,
    send_letter,
    take_letter,
    withdraw_letter,
)
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at
from herefor.story.queries import check_chain
from herefor.story.verbs import take_the_pen
from letters import letter, make_mailbox

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 40
PATIENCE_SECONDS = 60


@pytest.fixture(autouse=True)
def rows_are_locked():
    if connection.vendor != "postgresql":
        pytest.skip("Elsewhere one transaction writes at a time, and there is nothing to cross.")


@pytest.fixture
def mailbox(world):
    return make_mailbox(world, smtp_host="127.0.0.1", unit=world.company, ceiling=10**6)


@pytest.fixture
def late(world, mailbox):
    """So many cases of Bob's whose time is over, with somebody being called about each."""
    give_role(world.charlie, kind="responder", unit=world.harbour, by=world.adam)
    rungs = [RungPlan("owner", 15), RungPlan("person", 15, world.charlie.pk)]
    set_chain(world.harbour, rungs=rungs, repeats=1, by=world.adam)
    with acting_at(timezone.now() - timedelta(days=3)):
        cases = [
            open_case(
                f"Late {number}", unit=world.harbour, customer=world.carla, door=Door(by=world.bob)
            )
            for number in range(TIMES)
        ]
    while look_at_clocks():
        pass
    assert Alarm.objects.filter(due_at__isnull=False).count() == TIMES
    return cases


def crosswise(one, other, *, times=TIMES):
    """What went wrong, in words."""
    together, wrong = threading.Barrier(2), []

    def act(what):
        try:
            for number in range(times):
                together.wait(PATIENCE_SECONDS)
                try:
                    what(number)
                except Exception as error:
                    wrong.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(what,)) for what in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def answering(cases, world):
    return lambda n: answer_case(cases[n], text="We come today.", by=world.bob)


def alarm_of(case):
    return Alarm.objects.filter(about_id=case.pk).latest("pk")


def test_one_takes_the_call_while_another_answers_the_case(world, late):
    alarms = [alarm_of(case) for case in late]

    wrong = crosswise(lambda n: acknowledge(alarms[n], by=world.charlie), answering(late, world))

    assert wrong == []
    assert not Alarm.objects.filter(due_at__isnull=False).exists()
    assert check_chain().holds


def test_the_next_is_called_while_another_answers_the_case(world, late):
    alarms = [alarm_of(case) for case in late]

    assert crosswise(lambda n: take_step(alarms[n]), answering(late, world)) == []
    assert not Alarm.objects.filter(due_at__isnull=False).exists()
    assert not Page.objects.filter(sent_at=None, dropped_at=None).exists()


def test_one_passes_the_call_on_while_another_answers_the_case(world, late):
    for case in late:
        take_step(alarm_of(case))
    pages = [Page.objects.filter(step__alarm=alarm_of(case)).latest("pk") for case in late]

    assert crosswise(lambda n: pass_on(pages[n], by=pages[n].account), answering(late, world)) == []
    assert not Alarm.objects.filter(due_at__isnull=False).exists()


def test_the_customer_writes_while_we_answer(world, late, mailbox):
    for case in late:
        answer_case(case, text="We come today.", by=world.bob)
    sent = Letter.objects.filter(direction="out", to_address="carla@example.org")
    came = [
        letter(f"No {number}", sender="carla@example.org", In_Reply_To=one.message_id)
        for number, one in enumerate(sent)
    ]

    wrong = crosswise(lambda n: take_letter(came[n], mailbox=mailbox), answering(late, world))

    assert wrong == []
    assert Letter.objects.filter(direction="in").count() == TIMES
    assert check_chain().holds


def queued(mailbox, number, **said):
    values = {"to": f"customer{number}@example.com", "subject": "S", "text": "T"}
    return send_letter(once=f"letter-{number}", mailbox=mailbox, **(values | said))


def test_one_sends_a_letter_again_while_another_takes_it_back(world, mailbox):
    letters = [queued(mailbox, number) for number in range(TIMES)]
    Delivery.objects.update(failed_at=timezone.now(), due_at=None)

    wrong = crosswise(
        lambda n: send_again(letters[n].delivery, by=world.adam),
        lambda n: withdraw_letter(letters[n]),
    )

    assert wrong == []
    assert Delivery.objects.filter(withdrawn_at=None).count() == 0


def test_an_address_fails_while_somebody_allows_it(world, mailbox):
    letters = [queued(mailbox, number) for number in range(TIMES)]
    bounced = [
        BouncedAddress.objects.create(address=one.to_address, bounced_at=timezone.now())
        for one in letters
    ]

    wrong = crosswise(
        lambda n: take_letter(report_on(letters[n]), mailbox=mailbox, envelope_from=""),
        lambda n: allow_address(bounced[n], by=world.adam),
    )

    assert wrong == []
    assert Delivery.objects.filter(bounced_at=None).count() == 0


def report_on(sent):
    return (
        f"From: MAILER-DAEMON@example.com\nTo: care@example.org\nSubject: Undelivered\n"
        f"Message-ID: <report-{sent.pk}@example.com>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {sent.to_address}\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {sent.message_id}\n\nhello\n--b--\n"
    ).encode()


def test_the_ceiling_is_reached_while_somebody_stops_the_mailbox(world):
    boxes = [
        make_mailbox(world, address=f"care{n}@example.org", smtp_host="127.0.0.1", ceiling=1)
        for n in range(TIMES)
    ]
    for number, box in enumerate(boxes):
        claim(queued(box, number).delivery)
    waiting = [queued(box, TIMES + number).delivery for number, box in enumerate(boxes)]

    wrong = crosswise(lambda n: claim(waiting[n]), lambda n: pause_mailbox(boxes[n], by=world.adam))

    assert wrong == []
    assert Mailbox.objects.filter(pauses__released_at=None, pauses__isnull=False).count() == TIMES


def test_two_rooms_queue_the_same_letter(mailbox):
    def within_an_act(number):
        with transaction.atomic():
            take_the_pen()
            queued(mailbox, number)

    assert crosswise(lambda n: queued(mailbox, n), within_an_act) == []
    assert Letter.objects.count() == TIMES
