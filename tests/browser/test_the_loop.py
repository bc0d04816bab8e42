"""The whole loop in one browser: answer, case, reply, confirmation, the leader's page, the index.

The program is the real process tree with its own worker; nothing is called from the test.
"""

import json
import re
from pathlib import Path

import pytest

from programs import Program
from visits import go, signed_in, visitor

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
import numpy
from datetime import date, timedelta
from worlds import make_world
from herefor.demo import truth
from herefor.insight.verbs import measure_wave
from herefor.listen.verbs import RecordedAnswer, open_wave, record_responses, start_survey
from herefor.story.clock import now
world, today = make_world(), date.today()
survey = start_survey("acsi", unit=world.company, name="How are we doing?", by=world.ann)
for name, ago in (("Before", 90), ("Now", 0)):
    first, last = (today - timedelta(days=days) for days in (ago + 30, ago - 30))
    wave = open_wave(survey.editions.get(), name=name, opens_on=first, closes_on=last,
                     units=[world.harbour], by=world.ann)
    drawn = truth.draw(60, shift=0.0, rng=numpy.random.default_rng(ago))
    rows = [RecordedAnswer({{c: int(v[i]) for c, v in drawn.items() if v[i] == v[i]}},
                           world.harbour, now(), f"row-{{i}}") for i in range(60)]
    record_responses(wave, rows, by=world.ann)
    measure_wave(wave)
print(wave.open_links.get().get_absolute_url())
"""


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    program.survey = program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


def answer_badly(page, survey, look):
    """Walk the survey as an unhappy customer, looking at every page on the way."""
    page.goto(survey)
    look(page)
    go(page.get_by_role("button", name="Begin"))
    while "/receipt/" not in page.url:
        look(page)
        names = {radio.get_attribute("name") for radio in page.locator("input[type=radio]").all()}
        for name in names:
            page.locator(f"input[name='{name}'][value='1']").check(force=True)
        if page.locator("textarea").count():
            page.locator("textarea").fill("Nobody came, twice.")
        if page.get_by_label("Your e-mail address").count():
            page.get_by_label("Your name").fill("Cara Holm")
            page.get_by_label("Your e-mail address").fill("cara@example.org")
        go(page.locator("main form button").first)
    look(page)


def answer_elsewhere(program, *, customers):
    """Others answer at the same unit, neither well nor badly, through another door."""
    key = program.survey.rstrip("/").rpartition("/")[2]
    codes = ["OVERALLX", "CUSTOMX", "WRONGX", "OVERALLQ", "CUSTOMQ", "WRONGQ", "PQ", "QP"]
    scores = dict.fromkeys([*codes, "SATIS", "CONFIRM", "IDEAL"], 6)
    for number in range(customers):
        body = json.dumps({"answers": scores, "once": f"elsewhere-{number}"}).encode()
        status, _said = program.ask(f"/api/v1/waves/{key}/responses", body)
        assert status == 201


def answers_shown(page, *, many):
    """Load the leader's page until the worker has counted so many, or has had the time to."""
    for _ in range(60):
        page.goto("/lead/")
        if number_of_answers(page) == many and "being measured" not in page.content():
            return many
        page.wait_for_timeout(500)
    return number_of_answers(page)


def number_of_answers(page):
    return int(re.search(r"n = (\d+)", page.locator(".questions > li").nth(2).inner_text())[1])


def test_the_whole_loop(chromium, axe, program):
    alice = signed_in(chromium, program, "alice")
    axe(alice)
    answers_before = number_of_answers(alice)
    index_before = alice.locator(".questions > li").nth(2).locator(".stat b").inner_text()
    assert answers_before == 60

    customer = visitor(chromium, program, viewport={"width": 360, "height": 740})
    answer_badly(customer, program.survey, axe)
    assert "Bob Ek, Harbour, will answer you by" in customer.locator("main").inner_text()

    bob = signed_in(chromium, program, "bob")
    axe(bob)
    go(bob.get_by_role("link", name="Nobody came, twice."))
    axe(bob)
    bob.get_by_label("Your answer").fill("I am sorry. I come myself tomorrow at nine.")
    go(bob.get_by_role("button", name="Answer the customer"))

    go(customer.get_by_role("link", name=re.compile("Follow it")))
    assert "I come myself tomorrow" in customer.locator("main").inner_text()
    axe(customer)

    bob.get_by_text("Ask the customer whether it is settled").click()
    bob.get_by_label("What was done").fill("The heating runs again.")
    go(bob.get_by_role("button", name="Ask the customer"))
    axe(bob)

    customer.reload()
    axe(customer)
    go(customer.get_by_role("button", name="Yes, it is put right"))
    assert "You confirmed on" in customer.locator("main").inner_text()

    assert answers_shown(alice, many=60) == 60
    assert "A few newer answers of Now wait" in alice.locator("main").inner_text()
    axe(alice)

    answer_elsewhere(program, customers=4)
    assert answers_shown(alice, many=65) == 65
    axe(alice)
    third = alice.locator(".questions > li").nth(2)
    assert "A few newer answers" not in alice.locator("main").inner_text()
    assert "1 complaint was opened" in third.inner_text()
    assert "1 is confirmed as put right" in third.inner_text()
    assert third.locator(".stat b").inner_text() != index_before

    go(alice.get_by_role("link", name="Measure"))
    axe(alice)
    go(alice.get_by_role("link", name="How it is computed").first)
    axe(alice)


def test_the_survey_needs_no_script(chromium, program):
    customer = visitor(chromium, program, java_script_enabled=False)

    answer_badly(customer, program.survey, lambda page: None)

    assert "This is your receipt" in customer.locator("h1").inner_text()
    assert "Nobody came, twice." in customer.locator("main").inner_text()


@pytest.mark.page
def test_the_survey_needs_no_mouse(chromium, program):
    page = visitor(chromium, program)
    page.goto(program.survey)

    pressed = 0
    while "/receipt/" not in page.url and pressed < 200:
        page.keyboard.press("Tab")
        pressed += 1
        focused = page.evaluate("[document.activeElement.tagName, document.activeElement.type]")
        if focused == ["INPUT", "radio"]:
            page.keyboard.press("Space")
        if focused == ["INPUT", "email"]:
            page.keyboard.type("cara@example.org")
        if focused == ["BUTTON", "submit"]:
            with page.expect_navigation():
                page.keyboard.press("Enter")

    assert "This is your receipt" in page.locator("h1").inner_text()
