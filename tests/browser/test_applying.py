"""A writer in a real Chromium: answers, evidence from the living system, key factors, submission;
then what an examiner sees of it. Without JavaScript, on a phone, by keyboard."""

from pathlib import Path

import pytest

from programs import Program
from visits import go, signed_in
from worlds import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import date
from found import a_finding, a_survey, a_wave
from worlds import PASSWORD, make_world
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.verbs import invite, open_assessment
from herefor.people.models import Account, Role
from herefor.people.verbs import give_role
world = make_world()
survey = a_survey(world)
for month, index in ((1, 72.0), (4, 71.0), (7, 60.0)):
    wave = a_wave(survey, f"2026-{{month}}", date(2026, month, 1))
    a_finding(wave, world.company, n=900, index=73.0, se=0.5)
    a_finding(wave, world.harbour, n=300, index=index, se=1.0)
ada = Account.objects.create_user("ada@example.org", PASSWORD, name="Ada")
give_role(ada, kind=Role.Kind.EXAMINER, unit=world.company, by=world.adam)
assessment = open_assessment(
    unit=world.company, framework=shipped()[DEFAULT], title="Our year", by=world.ann)
invite(assessment, account=world.alice, role="writer", by=world.ann)
print(assessment.pk)
"""
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    program.root = f"/assess/{program.run(FILL.format(tests=str(Path(__file__).parents[1])))}/"
    yield program
    program.stop()


def text_of(page):
    return page.locator("main").inner_text()


def declares(page, root, tie):
    page.goto(root)
    page.get_by_label(tie).check()
    go(page.get_by_role("button", name="Declare"))


def tab_to(page, selector):
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(selector)


def names(page, root, item, *, choose, factors, words, beside=""):
    page.goto(f"{root}answers/{item}/")
    while (closed := page.locator("main section details:not([open]) > summary")).count():
        closed.first.click()
    page.get_by_label("What is here already").select_option(label=choose)
    for factor in factors:
        page.get_by_label(factor).check()
    page.get_by_label("What it says").fill(words)
    if beside:
        page.get_by_label("Compared with a unit").select_option(label=beside)
    go(page.get_by_role("button", name="Name it"))


def test_from_the_first_answer_to_what_an_examiner_sees(chromium, program, tmp_path):
    root = program.root
    lead = signed_in(chromium, program, "ann", java_script_enabled=False)
    declares(lead, root, "employed there")
    lead.get_by_label("Who leads from now on").select_option(label="Ada")
    go(lead.get_by_role("button", name="Hand over"))
    assert "Somebody else leads it now." in text_of(lead)

    page = signed_in(chromium, program, "alice", java_script_enabled=False)
    page.goto(root)
    assert "17 items have no answer yet." in text_of(page)
    go(page.get_by_role("link", name="Go to 1.1"))
    page.get_by_label("Your answer").fill("Leaders read every complaint.")
    go(page.get_by_role("button", name="Keep", exact=True))
    assert "Kept as version 1." in text_of(page)

    page.goto(f"{root}answers/1.1/")
    paper = tmp_path / "minutes.txt"
    paper.write_text("We met.")
    page.get_by_label("Or a document of yours").set_input_files(paper)
    page.get_by_label("Approach").check()
    page.get_by_label("What it says").fill("Minutes of Monday.")
    go(page.get_by_role("button", name="Name it"))
    assert "1.1 has approach, no deployment, no learning and no integration." in text_of(page)

    names(
        page,
        root,
        "7.2",
        choose="Harbour: Satisfaction (How are we doing?)",
        factors=["Levels", "Trends"],
        words="It fell.",
    )
    assert "7.2 has levels and trends, no comparisons and no integration." in text_of(page)
    assert "fell clearly, by " in text_of(page)
    go(page.get_by_role("button", name="Take it back"))
    assert "7.2 has no evidence yet." in text_of(page)
    names(
        page,
        root,
        "7.2",
        choose="Harbour: Satisfaction (How are we doing?)",
        factors=["Levels", "Trends", "Comparisons"],
        words="It fell, below the whole.",
        beside="Harbour & Vale",
    )
    assert "Clearly below Harbour & Vale (73.0)" in text_of(page)

    page.goto(f"{root}key-factors/")
    page.get_by_label("The fact").fill("Ferries run at night.")
    go(page.get_by_role("button", name="Name it"))
    assert "Ferries run at night." in text_of(page)
    page.goto(root)
    go(page.get_by_role("button", name="Submit"))
    assert page.locator("[aria-current=step]").inner_text().startswith("Independent review")

    examiner_sees(chromium, program)


def examiner_sees(chromium, program):
    """A colleague of the lead joins as examiner and reads what was frozen."""
    program.run(
        "from herefor.assess.models import Assessment; from herefor.assess.verbs import invite\n"
        "from herefor.people.models import Account\n"
        "assessment = Assessment.objects.get()\n"
        f"bo = Account.objects.create_user('bo@example.org', {PASSWORD!r}, name='Bo')\n"
        "invite(assessment, account=bo, role='examiner', by=bo)\n"
    )
    page = signed_in(chromium, program, "bo", java_script_enabled=False)
    declares(page, program.root, "I have no tie")
    page.goto(f"{program.root}marks/7.2/")
    text = text_of(page)
    assert "It fell, below the whole." in text
    assert "60.0 in 2026-7" in text
    assert "fell clearly, by " in text
    assert "Kept as it stood on the day of the submission." in text
    assert "Ferries run at night." in text
    page.goto(f"{program.root}marks/1.1/")
    address = page.get_by_role("link", name="Read the document").get_attribute("href")
    assert page.request.get(address).body() == b"We met."


def test_numbers_are_pasted_on_a_phone_and_become_a_chart(chromium, axe, program):
    page = signed_in(chromium, program, "alice", viewport=PHONE, java_script_enabled=False)
    page.goto(f"{program.root}answers/7.5/")
    go(page.get_by_role("link", name="Write down numbers that another program keeps"))
    page.get_by_label("What was measured").fill("Cost of second visits")
    page.get_by_label("Measured in").fill("thousand euro")
    page.get_by_label("lower is better").check()
    page.get_by_label("About").select_option(label="Harbour")
    page.get_by_label("Where the numbers come from").fill("the ledger")
    page.get_by_label("The numbers", exact=True).fill(
        "2023\t61,5\t70\n2024\tmany\t68\n2025\t48\t66"
    )
    go(page.get_by_role("button", name="Keep"))
    assert "Line 2: “many” is no number." in text_of(page)
    page.get_by_label("The numbers", exact=True).fill("2023\t61,5\t70\n2024\t55\t68\n2025\t48\t66")
    page.get_by_label("Compared with").fill("Ports panel")
    page.get_by_label("Where the comparison comes from").fill("41 ports")
    go(page.get_by_role("button", name="Keep"))

    assert "Kept: 3 periods, from 2023 to 2025. Now say what they show." in text_of(page)
    for factor in ("Levels", "Trends", "Comparisons"):
        page.get_by_label(factor).check()
    page.get_by_label("What it says").fill("Fewer visits are made twice.")
    go(page.get_by_role("button", name="Name it"))
    assert "Lower is better: a line that falls is good." in text_of(page)
    assert [one.bounding_box() is None for one in page.locator(".chart polyline").all()] == [
        False,
        False,
    ]

    for scheme in ("light", "dark"):
        page = signed_in(chromium, program, "alice", viewport=PHONE, color_scheme=scheme)
        page.goto(f"{program.root}answers/7.5/")
        axe(page)
        go(page.get_by_role("link", name="Correct the numbers"))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.page
def test_by_keyboard_on_a_phone_and_axe_finds_nothing(chromium, axe, program):
    page = signed_in(chromium, program, "alice", viewport=PHONE)
    page.goto(f"{program.root}answers/7.2/")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("They stay.")
    tab_to(page, "main button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "select[name=what]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=factors]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=words]")
    page.keyboard.type("Satisfaction of all")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "7.2 has levels, no trends" in text_of(page)

    for scheme in ("light", "dark"):
        page = signed_in(chromium, program, "alice", viewport=PHONE, color_scheme=scheme)
        for path in (
            "",
            "answers/7.2/",
            "answers/7.5/results/",
            "answers/1.1/",
            "answers/P.1/",
            "key-factors/",
        ):
            page.goto(f"{program.root}{path}")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
