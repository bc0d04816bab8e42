"""A real Chromium for the journeys of a file."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def chromium():
    """Closed at the end of the file: while Playwright runs, its thread has no other event loop."""
    path = os.environ.get("HEREFOR_CHROMIUM") or shutil.which("chromium")
    if not path and not os.environ.get("CI"):
        pytest.skip("There is no Chromium here; bin/test finds or fetches one.")
    assert path, "There is no Chromium, and CI must have one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def axe():
    """Assert that axe finds nothing on the page shown."""
    rules = Axe()

    def clean(page):
        found = rules.run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], (
            page.url
        )

    return clean
