"""A worker that is killed between any two steps of a call: nobody skipped, nobody called twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from programs import new_database
from sinks import Sinks

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]

TESTS = Path(__file__).parents[1]


@pytest.fixture
def sinks():
    with Sinks() as running:
        yield running


def said_by(command, sinks, data):
    """What the program beside this one printed."""
    ran = subprocess.run(
        [sys.executable, str(TESTS / "killed_calls.py"), command, sinks.hook, str(sinks.smtp)],
        env=os.environ
        | {
            "HEREFOR_DATA": str(data),
            "HEREFOR_DATABASE_URL": new_database(),
            "HEREFOR_WEBHOOKS_INSIDE": "yes",
            "DJANGO_SETTINGS_MODULE": "herefor.site.settings",
            "PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_call_goes_on_wherever_the_worker_was_killed(sinks, tmp_path):
    runs = said_by("kill", sinks, tmp_path)

    took = sinks.took()
    hooks = Counter(headers["webhook-id"] for headers, _body in took["hooks"])
    letters = Counter(one.strip("<>") for one in took["letters"])
    assert len(runs) > 80
    assert [run["killed"] for run in runs] == [True] * (len(runs) - 1) + [False]
    assert [[step["who"] for step in run["steps"]] for run in runs] == [
        ["Bob Ek", "Charlie Low"]
    ] * len(runs)
    assert {run["called"] for run in runs} == {2}
    doubted = 0
    for run in runs:
        mail, hook, charlie = (page for step in run["steps"] for page in step["pages"])
        assert (hook["state"], charlie["state"]) == ("sent", "sent")
        assert hooks[hook["once"]] >= 1
        assert hooks[charlie["once"]] >= 1
        name, state = mail["letter"]
        if state == "doubt":
            doubted += 1
            assert letters[name.strip("<>")] <= 1
            assert mail["state"] == "failed"
            assert run["steps"][0]["passed_on"] == "failed"
        else:
            assert (state, mail["state"], letters[name.strip("<>")]) == ("sent", "sent", 1)
    again = [once for once, times in hooks.items() if times > 1]
    assert len(again) >= 2
    assert max(hooks.values()) == 2
    print(
        f"{len(runs) - 1} kills: {doubted} letters in doubt and none sent twice; "
        f"{len(again)} webhooks sent again under the same id"
    )


def test_of_several_workers_one_sends(sinks, tmp_path):
    said = said_by("race", sinks, tmp_path)

    hooks = Counter(headers["webhook-id"] for headers, _body in sinks.took()["hooks"])
    assert said["ended"] == [0] * len(said["ended"])
    assert said["states"] == ["sent"]
    assert hooks == Counter(said["expected"])
