import xml.etree.ElementTree as ElementTree

import polars as pl
import pytest
from typer.testing import CliRunner

from herefor.cli import app
from shared_data import MOBI, mobi


def report(tmp_path, answers, *options):
    file, page = tmp_path / "answers.csv", tmp_path / "report.html"
    answers.write_csv(file)
    result = CliRunner().invoke(
        app,
        ["measure", str(file), "--bootstrap", "50", "--report", str(page), *options],
    )
    assert result.exit_code == 0, result.output
    return page.read_text("utf-8")


def test_the_report_opens_with_the_index_as_a_sentence(tmp_path):
    page = report(tmp_path, mobi())

    assert "<h1>Satisfaction is 72.5 (" in page
    assert "Where are the other 275 points?" in page
    assert "How this was computed" in page


def test_the_report_needs_nothing_from_elsewhere(tmp_path):
    page = report(tmp_path, mobi())

    assert [
        word for word in ("<script", "http://", "https://", "url(", "@import") if word in page
    ] == []


def test_every_drawing_says_its_numbers_and_is_well_formed(tmp_path):
    page = report(tmp_path, mobi())

    drawings = ["<svg" + part.partition("</svg>")[0] + "</svg>" for part in page.split("<svg")[1:]]
    assert len(drawings) == 9
    assert all(ElementTree.fromstring(drawing).get("aria-label") for drawing in drawings)


@pytest.mark.parametrize(
    ("shift", "told"), [(0, "No clear change from 2026-Q2 to 2026-Q3"), (2, "Better in 2026-Q3")]
)
def test_periods_become_a_trend_that_says_whether_it_changed(tmp_path, shift, told):
    answers = pl.concat([mobi(), mobi().with_columns((pl.all() + shift).clip(1, 10))])
    answers = answers.with_columns(period=pl.Series(["2026-Q2"] * 250 + ["2026-Q3"] * 250))

    assert told in report(tmp_path, answers, "--by", "period")


def test_groups_that_are_no_periods_become_a_table(tmp_path):
    answers = mobi().with_columns(shop=pl.Series(["<b>north"] * 240 + ["south"] * 10))

    page = report(tmp_path, answers.with_columns(CUSA1=pl.col("CUSA1")), "--by", "shop")

    assert "Satisfaction by shop" in page
    assert "&lt;b&gt;north" in page


def test_a_report_without_replicates_says_so(tmp_path):
    page = tmp_path / "report.html"

    CliRunner().invoke(app, ["measure", str(MOBI), "--bootstrap", "0", "--report", str(page)])

    assert "it is not known how sure this is" in page.read_text("utf-8")
