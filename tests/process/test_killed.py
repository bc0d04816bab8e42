"""A receipt is a promise: what it says is stored is there after the worst end of the program."""

import json
import threading
import time
from pathlib import Path

import pytest

from programs import Program, gone

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import date, timedelta
from worlds import make_world
from herefor.listen.verbs import open_wave, start_survey
world = make_world()
survey = start_survey("acsi", unit=world.company, name="How?", by=world.ann)
today = date.today()
wave = open_wave(survey.editions.get(), name="Now", opens_on=today - timedelta(days=3),
                 closes_on=today + timedelta(days=3), units=[world.harbour], by=world.ann)
print(wave.open_links.get().key)
"""
ANSWERS = {"SATIS": 2, "CONFIRM": 3, "IDEAL": 1, "COMMENT": "Nobody came."}
WRITERS = 4
WRITING_SECONDS = 4.0


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    yield program
    if program.process and program.process.poll() is None:
        program.stop()


def post_answers(program, key, receipts, stop, writer):
    """Send answers one after another and remember every receipt that came back."""
    number = 0
    while not stop.is_set():
        number += 1
        body = json.dumps({"answers": ANSWERS, "once": f"mark-{writer}-{number:06}"}).encode()
        try:
            status, answer = program.ask(f"/api/v1/waves/{key}/responses", body)
        except OSError:
            return
        if status == 201:
            receipts.append(json.loads(answer)["receipt"])


def test_every_answer_with_a_receipt_is_there_after_a_kill(program):
    key = program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    receipts: list[str] = []
    stop = threading.Event()
    writers = [
        threading.Thread(target=post_answers, args=(program, key, receipts, stop, writer))
        for writer in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    time.sleep(WRITING_SECONDS)

    program.kill_everything()
    stop.set()
    for writer in writers:
        writer.join()
    program.start()

    assert len(receipts) > WRITERS
    lost = [r for r in receipts if program.ask(r[r.index("/r/") :])[0] != 200]
    assert lost == []
    stored = program.run(
        "from herefor.listen.models import Response\n"
        "from herefor.answer.models import Case\n"
        "from herefor.story.queries import check_chain\n"
        "done = Response.objects.filter(submitted_at__isnull=False)\n"
        "print(done.count(), Case.objects.filter(response__in=done).count(), check_chain().holds)"
    )
    answers, cases, chain = stored.split()
    assert int(answers) >= len(receipts)
    assert answers == cases
    assert chain == "True"


def test_when_the_supervisor_is_killed_its_children_end(program):
    children = [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and parent_of(path) == program.process.pid
    ]
    assert len(children) == 2

    program.process.kill()
    program.process.wait()

    assert all(gone(child) for child in children)


def test_a_polite_end_ends_everything(program):
    assert program.stop() == 0


def parent_of(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
