"""Learning to examine in a real Chromium, and the pages around the report."""

from pathlib import Path

import pytest

from herefor.assess.cases import shipped_cases
from herefor.assess.scoring import scoring_system
from programs import Program
from visits import go, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

CASE = shipped_cases()["saltmarsh-ferries"]
SCORING = scoring_system("baldrige-adli-letci")
PHONE = {"width": 360, "height": 740}
FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import date, timedelta
from worlds import make_world
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Report
from herefor.assess.queries.after import opportunities_of
from herefor.assess.queries.report import Theme, report_document
from herefor.assess.verbs import *
from herefor.lead.verbs import promise_because
from herefor.story.clock import acting_at, now
world = make_world()
def began(days, *stages):
    with acting_at(now() - timedelta(days=days)):
        one = open_assessment(
            unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice)
        lead = one.seats.get()
        for place, item in enumerate(one.framework.items):
            percent = 30 + 5 * (place % 9)
            one.consensuses.create(
                item=item.id, percent=percent, median=percent, by=lead, at=now())
        comment = lead.comments.create(item="3.1", made_at=now())
        comment.versions.create(
            number=1, kind="opportunity", idea="Nights are not heard.", examples="One list.",
            relevance="A third works at night.", is_bold=True, by=world.alice, at=now())
        for stage in ("independent", "consensus", "site-visit", "judges"):
            one.stages.create(stage=stage, by=world.alice, at=now())
        if "reported" in stages:
            themes = [Theme("opportunity", "The day shift alone is heard.", ("3.1",))]
            Report.objects.create(
                assessment=one, document=report_document(one, themes=themes),
                by=world.alice, at=now())
            one.stages.create(stage="reported", by=world.alice, at=now())
    declare(lead, tie="none")
    return one
before, after, open_one = began(700, "reported"), began(9, "reported"), began(1)
opportunity = opportunities_of(before)[0].version
promise_because(opportunity, unit=world.harbour, promise="Nights are asked.",
    measure="Seven of ten answer.", owner=world.alice, due_on=date(2030, 1, 1), by=world.alice)
practice = write_practice(world.harbour, title="Nights are asked", worked="We asked them.",
    advice="Begin with two questions.", topic_ids=["listening"], by=world.ann)
print(before.pk, after.pk, open_one.pk, opportunities_of(after)[0].version.pk)
"""


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    program.made = program.run(FILL.format(tests=str(Path(__file__).parents[1]))).split()
    yield program
    program.stop()


def width_of_a_clean(page, axe, path):
    """Everything unfolded; axe has to find nothing first."""
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    axe(page)
    return page.evaluate("document.documentElement.scrollWidth")


def test_a_case_is_marked_without_javascript_and_earns_a_certificate(chromium, axe, program):
    page = signed_in(chromium, program, "ann", java_script_enabled=False)
    page.goto("/assess/")
    go(page.get_by_role("link", name="Training"))
    go(page.get_by_role("link", name=CASE.name))
    go(page.get_by_role("button", name="Mark it"))
    root = page.url
    page.goto(f"{root}{CASE.items[0].item}/")
    for one in CASE.items:
        assert page.locator("h1").inner_text().startswith(one.item)
        percent = one.reference.percent
        band = SCORING.band_of(percent)
        page.get_by_label(f"{band.low}–{band.high} %", exact=False).check()
        go(page.get_by_role("button", name="teps of").first)
        page.locator(f"input[name=percent][value='{percent}']").check(force=True)
        go(page.get_by_role("button", name="go to the next item"))
    assert CASE.items[0].reference.reason[:30] not in page.locator("main").inner_text()
    go(page.get_by_role("button", name="Hand it in"))
    text = page.locator("main").inner_text()
    assert "This earns your certificate." in text
    assert CASE.items[0].reference.reason[:30] in text
    go(page.get_by_role("link", name="See the certificate"))
    assert "Ann Fox" in page.locator("h1").inner_text()
    paper = page.request.get(f"{page.url}certificate.pdf")
    assert paper.body().startswith(b"%PDF-")

    for scheme in ("light", "dark"):
        phone = signed_in(chromium, program, "ann", viewport=PHONE, color_scheme=scheme)
        for path in ("/assess/training/", root, page.url, f"/assess/training/cases/{CASE.id}/"):
            assert width_of_a_clean(phone, axe, path) <= PHONE["width"], path
        go(phone.get_by_role("button", name="Mark it"))
        assert width_of_a_clean(phone, axe, f"{phone.url}7.2/") <= PHONE["width"]


@pytest.mark.page
def test_axe_finds_nothing_around_the_report_and_nothing_scrolls_sideways(chromium, axe, program):
    _before, after, open_one, opportunity = program.made
    paths = [
        f"/assess/{after}/report/",
        f"/assess/{after}/after/",
        f"/assess/{after}/after/{opportunity}/",
        f"/assess/{open_one}/report/new/",
        f"/assess/{open_one}/blinding/",
        "/lead/commitments/1/",
        "/assess/",
        "/assess/crosswalk/",
        "/assess/texts/",
        "/assess/practices/",
        "/assess/practices/1/",
        "/assess/practices/new/",
    ]
    for scheme in ("light", "dark"):
        page = signed_in(chromium, program, "alice", viewport=PHONE, color_scheme=scheme)
        for path in paths:
            assert width_of_a_clean(page, axe, path) <= PHONE["width"], path
