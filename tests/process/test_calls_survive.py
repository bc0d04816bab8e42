"""A worker that is killed between any two steps of a call: nobody skipped, nobody called twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from programs import environment, new_database
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
        env=environment(data, new_database(data))
        | {
            "HEREFOR_WEBHOOKS_INSIDE": "yes",
            "PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_from_the_clock_to_the_letter_nobody_is_skipped_wherever_the_worker_was_killed(
    sinks, tmp_path
):
    said = said_by("kill", sinks, tmp_path)

    runs, took = said["runs"], sinks.took()
    assert len(runs) > 100
    assert [run["killed"] for run in runs] == [False, *[True] * (len(runs) - 2), False]
    for run in runs:
        check_the_case(run)
        check_the_steps(run)
    hooks = Counter(headers["webhook-id"] for headers, _body in took["hooks"])
    doubted = check_the_letters(runs, took["letters"])
    assert set(hooks) == {page["once"] for run in runs for page in by_webhook(run)}
    assert max(hooks.values()) == 2
    assert said["chain"]
    at = Counter(run["duty"] for run in runs if run["killed"])
    print(
        f"{len(runs) - 2} kills ({dict(at)}): {len(runs)} alarms, {2 * len(runs)} called, "
        f"{len(took['letters'])} letters sent, {doubted} in doubt, none twice; "
        f"{sum(hooks.values()) - len(hooks)} of {len(hooks)} webhooks again under the same id"
    )


def check_the_case(run):
    """One reminder, one alarm; then it belongs to whoever said that she has it."""
    told = Counter(run["told"])
    once = ("case opened", "owner reminded", "clock ran out", "alarm raised", "alarm acknowledged")
    assert [told[what] for what in once] == [1] * len(once), run
    assert told["somebody called"] == 2
    assert (run["more alarms"], run["ends"]) == (0, [False, "Charlie Low", "Charlie Low", True])
    assert run["clock"] == [True, 4], run


def check_the_steps(run):
    first, second = run["steps"]
    mail, hook = first["pages"]
    assert (first["who"], second["who"]) == ("Bob Ek", "Charlie Low")
    assert (mail["how"], hook["how"]) == ("email", "webhook")
    assert {page["state"] for page in by_webhook(run)} == {"sent"}
    [[_name, went]] = mail["letter"]
    if went == "doubt":
        assert (mail["state"], first["passed_on"]) == ("failed", "failed")
    else:
        assert (went, mail["state"], first["passed_on"]) == ("sent", "sent", "")
        assert second["minute"] >= 15


def by_webhook(run):
    return [page for step in run["steps"] for page in step["pages"] if page["how"] == "webhook"]


def check_the_letters(runs, letters):
    """Counted where they arrive: what is not in doubt arrived once, and nothing twice."""
    arrived = Counter(name for _recipients, name, _subject in letters)
    same_words = Counter((*recipients, subject) for recipients, _name, subject in letters)
    queued = [
        one for run in runs for one in [*run["reminder"], *run["steps"][0]["pages"][0]["letter"]]
    ]
    assert len(queued) == 2 * len(runs)
    assert set(same_words.values()) == {1}
    assert set(arrived) <= {name for name, _state in queued}
    assert {arrived[name] for name, state in queued if state == "sent"} == {1}
    doubted = [arrived[name] for name, state in queued if state == "doubt"]
    assert {state for _name, state in queued} == {"sent", "doubt"}
    assert {0, 1} == set(doubted)
    return len(doubted)


def test_of_several_workers_one_sends(sinks, tmp_path):
    said = said_by("race", sinks, tmp_path)

    hooks = Counter(headers["webhook-id"] for headers, _body in sinks.took()["hooks"])
    assert said["ended"] == [0] * len(said["ended"])
    assert said["states"] == ["sent"]
    assert hooks == Counter(said["expected"])


def test_of_several_workers_and_threads_one_acts_on_each_clock(sinks, tmp_path):
    said = said_by("clocks", sinks, tmp_path)

    cases = said["cases"]
    assert said["ended"] == [0] * len(said["ended"])
    assert len(cases) == 60
    assert set(said["told"].values()) == {len(cases)}
    assert (said["alarms"], said["letters"]) == (cases, cases)
    assert said["chain"]
    print(f"{len(said['ended'])} times a worker with two threads: {said['told']}")
