"""Many pages listen while others vote, and the hub is killed in the middle: nothing is lost."""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from live_load import Screen, Voters, connected
from programs import Program, free_port

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

STREAMS, A_SECOND, SECONDS = 150, 12, 8
FILL = """
import json, sys; sys.path.insert(0, {tests!r})
from worlds import make_world
from halls import a_hall, asked
from herefor.live.reading import newest_id
from herefor.live.tokens import token_for
world = make_world()
hall = a_hall(world, is_moderated=False)
questions = [asked(hall, f"Question {{number}}?").pk for number in range(5)]
print(json.dumps([hall.key, token_for(f"hall:{{hall.pk}}"), newest_id(), questions]))
"""
COUNT = """
import json
from herefor.hall.models import Question, Vote
from herefor.story.models import Event
counts = {question.pk: question.votes.count() for question in Question.objects.all()}
votes = list(Vote.objects.values_list("question", "voter"))
events = Event.objects.filter(what="hall question voted").count()
print(json.dumps([counts, votes, events]))
"""


@pytest.fixture(params=["together", "two hubs beside the pages"])
def program(request, tmp_path, monkeypatch):
    hub = free_port()
    monkeypatch.setenv("HEREFOR_STREAMS_FROM_ONE_ADDRESS", "1000")
    if request.param != "together":
        monkeypatch.setenv("HEREFOR_HUBS", "2")
        monkeypatch.setenv("HEREFOR_HUB", f"127.0.0.1:{hub}")
    program = Program("up", tmp_path)
    program.start()
    program.hub = program.port if request.param == "together" else hub
    yield program
    program.stop()


def test_every_vote_is_on_every_screen_though_the_hub_is_killed(program):
    tests = str(Path(__file__).parents[1])
    key, token, since, questions = json.loads(program.run(FILL.format(tests=tests)))

    screens, voters = asyncio.run(play(program, key, token, since, questions))
    counts, votes, events = json.loads(program.run(COUNT))

    rows = {(question, voter) for question, voter in votes}
    assert set(voters.accepted) - rows == set()
    assert len(votes) == len(rows) == events == len(voters.accepted) == A_SECOND * SECONDS
    expected = {int(pk): n for pk, n in counts.items()}
    assert [screen.last for screen in screens] == [screens[0].last] * STREAMS
    assert [screen.votes for screen in screens] == [expected] * STREAMS


async def play(program, key, token, since, questions):
    await connected(program.hub)
    screens = [Screen(program.hub, token, since) for _ in range(STREAMS)]
    for screen in screens:
        screen.open()
    await until(lambda: all(screen.is_open for screen in screens))
    secret = (program.data / "secret-key").read_text().strip()
    voters = Voters(program.port, key, questions, A_SECOND, secret=secret)
    voting = asyncio.create_task(voters.vote_for(SECONDS))
    await asyncio.sleep(SECONDS / 2)
    killed_at = time.monotonic()
    for pid in serving(program):
        os.kill(pid, signal.SIGKILL)
    await until(lambda: all(one.is_open and one.opened_at > killed_at for one in screens))
    await voting
    await until(lambda: len({screen.last for screen in screens}) == 1)
    await asyncio.sleep(1.5)
    for screen in screens:
        screen.close()
    return screens, voters


async def until(holds):
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.05)


def serving(program):
    """The children of this program's supervisor that hold streams."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and _parent_of(path) == program.process.pid:
            command = (path / "cmdline").read_text()
            if "herefor.site.together" in command or "herefor.site.hub" in command:
                found.append(int(path.name))
    assert found, sys.platform
    return found


def _parent_of(path):
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
