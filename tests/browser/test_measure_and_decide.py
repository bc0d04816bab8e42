"""The leader's and the analyst's pages in a real Chromium: axe, 320 pixels, no JavaScript."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from programs import Program
from visits import go, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import timedelta
from found import a_finding, two_waves
from worlds import make_world
from herefor.answer.models import Case
from herefor.answer.verbs import open_case
from herefor.story.clock import acting_at
world = make_world()
waves = two_waves(world)
for wave, index in zip(waves, (70.0, 60.0)):
    a_finding(wave, world.company, n=100, index=index)
    a_finding(wave, world.hill, n=40, index=70.0)
    harbour = a_finding(wave, world.harbour, n=60, index=index)
with acting_at(waves[1].opens_at + timedelta(days=3)):
    for number in range(3):
        open_case(f"Nobody came {{number}}", unit=world.harbour, customer=world.carla)
Case.objects.filter(title="Nobody came 0").update(owner=world.alice)
print(harbour.pk)
"""


@pytest.fixture
def program(tmp_path):
    """Two periods, three customers who raised something, one of them waiting for Alice."""
    program = Program("up", tmp_path)
    program.start()
    program.finding = program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


def addresses(program):
    return [
        "/lead/",
        "/lead/commitments/",
        f"/lead/findings/{program.finding}/decision/",
        "/measure/",
        f"/measure/findings/{program.finding}/",
    ]


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium, axe, program):
    for scheme in ("light", "dark"):
        size = {"width": 320, "height": 700}
        page = signed_in(chromium, program, "alice", viewport=size, color_scheme=scheme)
        for path in addresses(program):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_leader_decides_tells_and_keeps_without_javascript(chromium, program):
    page = signed_in(chromium, program, "alice", java_script_enabled=False)
    page.goto("/lead/")
    page.get_by_label("Unit", exact=True).select_option(label="\u2003Harbour")
    go(page.get_by_role("button", name="Show"))
    go(page.get_by_role("link", name="Decide what to do about it"))

    page.get_by_label("What will change").fill("Somebody comes on the day")
    page.get_by_label("How many of the 1000 points").fill("500")
    page.get_by_label("By when").fill((date.today() + timedelta(days=30)).isoformat())
    go(page.get_by_role("button", name="Promise it"))
    assert "cannot bring more than that" in page.locator("main").inner_text()
    assert page.get_by_label("What will change").input_value() == "Somebody comes on the day"

    page.get_by_label("How many of the 1000 points").fill("25")
    for customer in page.get_by_label("Nobody came").all():
        customer.check()
    go(page.get_by_role("button", name="Promise it"))
    page.get_by_label("You said, we did").fill("You said nobody came. Now somebody does.")
    go(page.get_by_role("button", name="Tell them"))
    go(page.get_by_role("button", name="It is done"))

    told = page.locator("main").inner_text()
    assert "It is done, and the promise is kept." in told
    assert "Alice Berg told those who raised it what was done. Cases reached: 3." in told
