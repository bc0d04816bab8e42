"""The report file in a real Chromium: axe, narrow screens, and no request to anywhere."""

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

from herefor.cli import app
from shared_data import mobi

pytestmark = [pytest.mark.browser, pytest.mark.page]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A page with every kind of chapter, and a period too small to be shown."""
    folder = tmp_path_factory.mktemp("report")
    answers = pl.concat(
        mobi()[:n].with_columns(wave=pl.lit(wave))
        for wave, n in (("2026-Q1", 250), ("2026-Q2", 40), ("2026-Q3", 4))
    )
    answers.write_csv(folder / "answers.csv")
    command = ["measure", str(folder / "answers.csv"), "--bootstrap", "50", "--report"]
    result = CliRunner().invoke(app, [*command, str(folder / "report.html")])
    assert result.exit_code == 0, result.output
    return (folder / "report.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_clean_quiet_and_narrow(report, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.on("console", lambda message: said.append(message.text))
    page.goto(report)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert set(asked) <= {"file", "data"}
    assert said == []
    assert page.evaluate("[...document.fonts].map(one => one.status)") == ["loaded"]
