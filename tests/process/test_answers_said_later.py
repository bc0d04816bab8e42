"""Answers written for later are said once: by many workers, and after a kill in the middle."""

import threading
from pathlib import Path

import pytest

from programs import Program

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

ANSWERS = 40
FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import timedelta
from worlds import make_world
from herefor.answer.verbs import open_case
from herefor.answer.verbs.later import answer_later
from herefor.story.clock import now
world = make_world()
for number in range({answers}):
    case = open_case(f"No. {{number}}", unit=world.harbour, customer=world.carla)
    answer_later(case, text="Good morning.", due_at=now() + timedelta(seconds=1), by=world.bob)
"""
SAY = """
import time
from herefor.answer.tasks import say_what_is_due
end = time.monotonic() + 5
while time.monotonic() < end:
    say_what_is_due() or time.sleep(0.05)
"""
LATER = """
from datetime import timedelta
from herefor.answer.tasks import say_what_is_due
from herefor.story.clock import acting_at, now
with acting_at(now() + timedelta(hours=1)):
    while say_what_is_due():
        pass
"""
COUNT = """
from herefor.answer.models import LaterAnswer, Message
print(Message.objects.filter(direction="out").count(),
      Message.objects.filter(direction="out").values("case").distinct().count(),
      LaterAnswer.objects.filter(message=None).count())
"""


def test_every_answer_is_said_once_whoever_is_killed(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    try:
        program.run(FILL.format(tests=str(Path(__file__).parents[1]), answers=ANSWERS))
        others = [threading.Thread(target=program.run, args=(SAY,)) for _ in range(3)]
        for other in others:
            other.start()
        program.kill_everything()
        for other in others:
            other.join()
        program.start()
        program.run(LATER)
        said, cases, waiting = map(int, program.run(COUNT).split())
    finally:
        program.stop()

    assert (said, cases, waiting) == (ANSWERS, ANSWERS, 0)
