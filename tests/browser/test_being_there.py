"""A drill from the button to the phone: the real worker calls, and nobody signs in to answer.

The program is the real process tree; the webhook goes to a process of its own.
"""

import json
import time
from pathlib import Path

import pytest

from programs import PATIENCE_SECONDS, Program
from sinks import Sinks
from visits import go, signed_in, visitor

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

PHONE = {"width": 360, "height": 740}
FILL = """
import sys; sys.path.insert(0, {tests!r})
from worlds import make_world
print(make_world().harbour.pk)
"""


@pytest.fixture
def sinks():
    with Sinks() as running:
        yield running


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setenv("HEREFOR_WEBHOOKS_INSIDE", "yes")
    program = Program("up", tmp_path)
    program.start()
    program.harbour = program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


def bodies(sinks, number):
    """The first so many webhooks, once they are there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while len(took := sinks.took()["hooks"]) < number:
        assert time.monotonic() < until, "nobody was called"
        time.sleep(0.2)
    return [json.loads(body)["data"] for _headers, body in took]


def test_a_drill_is_answered_from_the_phone(chromium, axe, program, sinks):
    alice = signed_in(chromium, program, "alice")
    alice.goto(f"/duty/units/{program.harbour}/rota/")
    axe(alice)
    alice.get_by_label("Name of the rota").fill("Harbour round the clock")
    alice.get_by_label("Person 1").select_option(label="Bob Ek")
    go(alice.get_by_role("button", name="Open the rota"))
    axe(alice)
    assert alice.get_by_text("No gap in the next eight weeks.").is_visible()

    bob = signed_in(chromium, program, "bob")
    bob.goto("/duty/mine/")
    bob.get_by_text("Add a way").click()
    bob.get_by_label("How").select_option(label="webhook")
    bob.get_by_label("Address", exact=True).fill(sinks.hook)
    go(bob.get_by_role("button", name="Add it and send a code"))
    [trial] = bodies(sinks, 1)
    bob.get_by_label("The code from the message").fill(trial["text"].split()[3].strip("."))
    go(bob.get_by_role("button", name="Confirm"))
    axe(bob)
    assert bob.get_by_text("You can be reached this way now.").is_visible()

    alice.goto(f"/duty/units/{program.harbour}/drills/")
    go(alice.get_by_role("button", name="Test the chain now"))
    _trial, call = bodies(sinks, 2)
    assert call["subject"] == "Drill: Is somebody there?"

    phone = visitor(chromium, program, viewport=PHONE)
    phone.goto(call["link"])
    axe(phone)
    assert phone.get_by_text("This is a drill. No customer waits.").is_visible()
    phone.keyboard.press("Tab")
    while phone.evaluate("document.activeElement.name") != "have":
        phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    axe(phone)
    assert phone.get_by_text("You have it. Nobody else is called.").is_visible()

    alice.goto(f"/duty/units/{program.harbour}/drills/")
    axe(alice)
    row = alice.get_by_role("row", name="Bob Ek")
    assert "whoever is on duty" in row.inner_text()
    assert alice.get_by_text("One drill is over; a median is shown from five on.").is_visible()
