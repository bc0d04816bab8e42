"""The design system in a real Chromium: axe, narrow screens, keyboard, the policy."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from programs import free_port

pytestmark = [pytest.mark.browser, pytest.mark.page, pytest.mark.xdist_group("browser")]

TESTS = Path(__file__).parents[1]
ADDRESS = f"127.0.0.1:{free_port()}"
PAGES = [
    "lead/",
    "measure/",
    "answer/",
    "listen/",
    "listen/?wrong=1",
    "speak/",
    "assess/",
    "survey/",
    "survey/?wrong=1",
    "missing/",
]


@pytest.fixture(scope="module")
def gallery():
    command = [sys.executable, "-m", "django", "runserver", ADDRESS, "--noreload"]
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    settings = {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "gallery.settings"}
    with subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL) as server:
        _await(f"http://{ADDRESS}/lead/")
        yield f"http://{ADDRESS}"
        server.terminate()


def _await(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(gallery, chromium, scheme):
    page = chromium.new_context(color_scheme=scheme).new_page()
    found = {}
    for name in PAGES:
        page.goto(f"{gallery}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        result = Axe().run(page)
        if result.violations_count:
            found[name] = result.generate_report()

    assert found == {}


def test_the_lines_of_charts_are_drawn(gallery, chromium):
    page = chromium.new_page()
    page.goto(f"{gallery}/measure/")

    lines = page.locator(".chart polyline").all()
    assert lines != []
    assert [line for line in lines if line.bounding_box() is None] == []


def test_nothing_scrolls_sideways_at_320_pixels(gallery, chromium):
    page = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
    too_wide = []
    for name in PAGES:
        page.goto(f"{gallery}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(name)

    assert too_wide == []


def test_the_policy_refuses_nothing_of_ours(gallery, chromium):
    page = chromium.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES[:-1]:
        page.goto(f"{gallery}/{name}")

    assert said == []


def test_a_customers_controls_are_large(gallery, chromium):
    page = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{gallery}/survey/")
    boxes = [spot.bounding_box() for spot in page.locator("label.step, label.na, button").all()]

    assert [box for box in boxes if box["height"] < 44 or box["width"] < 40] == []


def test_the_scale_is_answered_by_keyboard_without_javascript(gallery, chromium):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{gallery}/survey/")
    page.locator("#id_recommend_0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    assert page.locator("input[name=recommend]:checked").input_value() == "2"


def test_an_error_takes_the_focus_to_the_summary_and_on_to_the_field(gallery, chromium):
    page = chromium.new_page()
    page.goto(f"{gallery}/survey/?wrong=1")
    assert page.locator(":focus").get_attribute("class") == "error-summary"

    page.locator(".error-summary a").click()
    assert page.locator(":focus").get_attribute("id") == "id_recommend_0"
    assert page.title().startswith("Error:")
