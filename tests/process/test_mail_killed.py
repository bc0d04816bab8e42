"""Killed at any point of a send: nobody is skipped, and nobody is mailed twice."""

import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from letters import end, start_sink
from programs import Program

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

BEFORE_THE_MARK = ["claimed", "connected", "recipient named", "server ready"]
AFTER_THE_MARK = ["marked", "half sent", "all sent", "accepted", "recorded"]
POINTS = BEFORE_THE_MARK + AFTER_THE_MARK
PATIENCE_SECONDS = 60

FILL = """
import sys; sys.path.insert(0, {tests!r})
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from worlds import make_world
from letters import make_mailbox
from herefor.mail.tasks import read_what_is_due
from herefor.mail.verbs import send_letter
world = make_world()
box = make_mailbox(world, ceiling=1000, smtp_host="127.0.0.1", smtp_port={sink},
                   smtp_security="none", keeps_sent_copy={copies}, **{imap!r})
read_what_is_due()
for number in range({letters}):
    send_letter(to=f"customer{{number}}@example.com", subject="S", text="T" * 5000,
                once=str(number), mailbox=box)
"""
SEND_AND_DIE = """
import os, signal
from herefor.mail.queries import due_deliveries
from herefor.mail.verbs import claim, deliver
def step(name):
    if name == {point!r}:
        os.kill(os.getpid(), signal.SIGKILL)
deliver(claim(due_deliveries().first()), step=step)
"""
RESTARTED = """
from datetime import timedelta
from herefor.mail.models import Delivery, Mailbox
from herefor.mail.tasks import read_what_is_due, send_what_is_due
from herefor.story.clock import acting_at, now
from herefor.story.queries import check_chain
for minutes in (11, 30, 60):
    with acting_at(now() + timedelta(minutes=minutes)):
        while read_what_is_due() or send_what_is_due():
            pass
states = Delivery.objects.order_by("pk").select_related("letter")
print(",".join(one.state.value for one in states), check_chain().holds)
"""
WORK = """
from herefor.mail.tasks import send_what_is_due
while send_what_is_due():
    pass
"""


@pytest.fixture
def keeper(tmp_path, imap_server):
    started = start_sink(tmp_path / "sink", imap_server.inbox)
    yield started
    end(started.process)


def prepared(tmp_path, keeper, imap_server, *, copies, letters):
    program = Program("up", tmp_path / "data")
    tests = str(Path(__file__).parents[1])
    said = imap_server.said() if copies else {}
    program.run(
        FILL.format(tests=tests, sink=keeper.port, copies=copies, imap=said, letters=letters)
    )
    return program


def die_at_every_point(program):
    for point in POINTS:
        assert program.begin(SEND_AND_DIE.format(point=point)).wait(PATIENCE_SECONDS) == (
            -signal.SIGKILL
        ), point


def settled(sink):
    """What the server accepted, once it has read what was still in its connections."""
    time.sleep(1)
    return Counter(sink.recipients())


def test_with_a_copy_everybody_is_mailed_exactly_once(tmp_path, keeper, imap_server):
    program = prepared(tmp_path, keeper, imap_server, copies=True, letters=len(POINTS))
    die_at_every_point(program)
    at_the_kills = settled(keeper)

    states, chain = program.run(RESTARTED).split()

    print(f"killed at {len(POINTS)} points; mailed before restart: {sum(at_the_kills.values())}")
    assert settled(keeper) == Counter(f"customer{n}@example.com" for n in range(len(POINTS)))
    assert states == ",".join(["sent"] * len(POINTS))
    assert chain == "True"


def test_without_a_copy_nobody_is_mailed_twice_and_every_doubt_is_told(
    tmp_path, keeper, imap_server
):
    program = prepared(tmp_path, keeper, imap_server, copies=False, letters=len(POINTS))
    die_at_every_point(program)

    states, _chain = program.run(RESTARTED).rsplit(" ", 1)

    by_point = dict(zip(POINTS, states.split(","), strict=True))
    mailed = settled(keeper)
    assert max(mailed.values()) == 1
    for number, point in enumerate(POINTS):
        was_mailed = mailed[f"customer{number}@example.com"]
        if point in BEFORE_THE_MARK or point == "recorded":
            assert (by_point[point], was_mailed) == ("sent", 1), point
        else:
            assert by_point[point] == "doubt", point


def test_several_workers_share_the_queue_and_mail_everybody_once(tmp_path, keeper, imap_server):
    program = prepared(tmp_path, keeper, imap_server, copies=False, letters=40)

    workers = [program.begin(WORK) for _ in range(3)]
    ended = [worker.wait(PATIENCE_SECONDS) for worker in workers]

    assert ended == [0, 0, 0]
    assert settled(keeper) == Counter(f"customer{n}@example.com" for n in range(40))
