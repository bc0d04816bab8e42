"""Many examiners write at once, in processes of their own: every word that was kept is there."""

from pathlib import Path

import pytest

from programs import Program

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

WRITERS, ROUNDS = 4, 8
FILL = """
import sys; sys.path.insert(0, {tests!r})
from worlds import make_world
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.verbs import comment_on, declare, invite, open_assessment
from herefor.people.models import Account
from herefor.story.clock import now
world = make_world()
assessment = open_assessment(
    unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice)
for stage in ("independent", "consensus"):
    assessment.stages.create(stage=stage, by=world.alice, at=now())
seats = []
for number in range({writers}):
    account = Account.objects.create_user(f"e{{number}}@example.org", "x", name=f"E{{number}}")
    seats.append(invite(assessment, account=account, role="examiner", by=world.alice))
    declare(seats[-1], tie="none")
comment_on(seats[0], item="1.1", kind="strength", idea="first")
print(" ".join(str(seat.pk) for seat in seats))
"""
WRITE = """
from herefor.assess.models import Comment, Seat
from herefor.assess.verbs import mark_item, reword_comment
seat, comment = Seat.objects.get(pk={seat}), Comment.objects.get()
for number in range({rounds}):
    seen = comment.versions.latest("number").number
    idea = f"{{seat.pk}} {{number}}"
    reword_comment(comment, seen=seen, by=seat, kind="strength", idea=idea)
    mark_item(seat, item="1.1", percent=5 * number, factors={{}})
"""
KEPT = """
from herefor.assess.models import CommentVersion, Mark
from herefor.story.models import Event
versions = list(CommentVersion.objects.order_by("number"))
assert [one.number for one in versions] == list(range(1, len(versions) + 1))
clashes = sum(one.clashes_with is not None for one in versions)
assert Event.objects.filter(what="comments clash").count() == clashes
print(";".join(one.idea for one in versions[1:]))
print(Mark.objects.count())
"""


def test_what_many_write_at_once_is_all_kept_and_every_clash_is_told(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    try:
        fill = FILL.format(tests=str(Path(__file__).parents[1]), writers=WRITERS)
        seats = program.run(fill).split()
        running = [program.begin(WRITE.format(seat=seat, rounds=ROUNDS)) for seat in seats]
        assert [one.wait(120) for one in running] == [0] * WRITERS
        ideas, marks = program.run(KEPT).splitlines()
    finally:
        program.stop()

    assert sorted(ideas.split(";")) == sorted(
        f"{seat} {n}" for seat in seats for n in range(ROUNDS)
    )
    assert int(marks) == WRITERS * ROUNDS
