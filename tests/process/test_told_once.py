"""Everyone who raised what a post answers is written to once, whatever is killed meanwhile."""

import time
from pathlib import Path

import pytest

from programs import Program

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

CUSTOMERS = 80
PUBLISH = """
import sys; sys.path.insert(0, {tests!r})
from speaking import column_at, drafted
from worlds import make_world
from herefor.answer.verbs import open_case
from herefor.people.verbs import meet_customer
from herefor.speak.verbs import publish_post, tie
world = make_world()
post = drafted(world, column_at(world))
for n in range({n}):
    customer = meet_customer(
        unit=world.hill, name=f"C{{n}}", email=f"c{{n}}@example.org", consent_words="Yes")
    case = open_case("Waited", unit=world.hill, customer=customer, words="x")
    tie(post, about=case, by=world.alice)
publish_post(post, by=world.alice)
import time
from herefor.speak.models import Announcement
while not Announcement.objects.exclude(done_at=None).exists():
    time.sleep(0.01)
"""
DONE = """
from herefor.speak.models import Announcement
print(Announcement.objects.exclude(done_at=None).count())
"""
NO_WAITING = """
from django.utils import timezone
from herefor.speak.models import Announcement
Announcement.objects.filter(done_at=None).update(due_at=timezone.now())
"""
LETTERS = """
from herefor.mail.models import Letter
told = list(Letter.objects.filter(once__startswith="post-").values_list("to_address", flat=True))
print(len(told), len(set(told)))
"""


def wait_for(program, n):
    for _ in range(120):
        if int(program.run(DONE)) >= n:
            return
        time.sleep(0.2)
    raise AssertionError(program.run(DONE))


def test_a_program_killed_in_the_middle_tells_nobody_twice_and_forgets_nobody(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    try:
        program.run(PUBLISH.format(tests=str(Path(__file__).parents[1]), n=CUSTOMERS))
        program.kill_everything()
        assert 0 < int(program.run(DONE)) < CUSTOMERS
        program.run(NO_WAITING)
        program.start()
        wait_for(program, CUSTOMERS)
    finally:
        program.stop()

    assert program.run(LETTERS).split() == [str(CUSTOMERS), str(CUSTOMERS)]
