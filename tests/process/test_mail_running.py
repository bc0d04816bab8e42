"""The whole program with real servers around it: letters come in by every door and go out."""

import time
from pathlib import Path

import pytest

from letters import letter, put_over_smtp, wait_for
from programs import Program, free_port

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from worlds import make_world
from letters import make_mailbox
from herefor.mail.verbs import send_letter
world = make_world()
box = make_mailbox(world, smtp_host="127.0.0.1", smtp_port={sink}, smtp_security="none", **{imap!r})
send_letter(to="carla@example.com", subject="S", text="T", once="1", mailbox=box)
"""
TEXTS = """
from herefor.mail.models import Letter
print("|".join(sorted(Letter.objects.filter(direction="in").values_list("text", flat=True))))
"""
READ = """
from herefor.mail.models import Mailbox
print(Mailbox.objects.get().last_read_at is not None)
"""
PATIENCE_SECONDS = 60
RECEIPTS = 2


def until(reached):
    end = time.monotonic() + PATIENCE_SECONDS
    while not reached() and time.monotonic() < end:
        time.sleep(0.5)
    assert reached()


def test_letters_come_in_and_go_out_while_it_runs_and_it_ends_when_told(
    tmp_path, monkeypatch, sink, imap_server
):
    door = free_port()
    monkeypatch.setenv("HEREFOR_LMTP", f"127.0.0.1:{door}")
    program = Program("up", tmp_path / "data")
    program.start()
    tests = str(Path(__file__).parents[1])
    program.run(FILL.format(tests=tests, sink=sink.port, imap=imap_server.said()))
    wait_for(door)

    put_over_smtp(
        door, letter("Handed over"), sender="c@example.com", to="care@example.org", lmtp=True
    )
    until(lambda: program.run(READ) == "True")
    imap_server.deliver(letter("Waited for"))

    until(lambda: program.run(TEXTS) == "Handed over|Waited for")
    until(lambda: sink.recipients() == ["carla@example.com"] * (1 + RECEIPTS))
    assert program.stop() == 0
