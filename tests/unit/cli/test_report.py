"""The report of `herefor measure`: what it says, names, escapes and leaves out."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from herefor.cli import app
from shared_data import MOBI, SATISFACTION, SATISFACTION_MODEL, mobi

OUTSIDE = re.compile(r'(?:src|href|action|data)="(?!#)|url\((?!"data:)|https?://|@import|<script')


def report(tmp_path, answers, *options, bootstrap=50):
    file, page = tmp_path / "answers.csv", tmp_path / "report.html"
    answers.write_csv(file)
    result = CliRunner().invoke(
        app,
        ["measure", str(file), "--bootstrap", str(bootstrap), "--report", str(page), *options],
    )
    assert result.exit_code == 0, result.output
    return page.read_text("utf-8")


def body(page):
    """What is read, without the style; kinds of space and minus are made plain."""
    text = page.partition("<body>")[2].replace("\N{NO-BREAK SPACE}", " ")
    return unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{MINUS SIGN}", "-")


def by_wave(*shifts, names=("2026-Q1", "2026-Q2", "2026-Q3"), column="wave"):
    """The same answers once for each wave, moved up or down."""
    waves = [
        mobi().with_columns((pl.all() + shift).clip(1, 10)).with_columns(pl.lit(name).alias(column))
        for name, shift in zip(names, shifts, strict=False)
    ]
    return pl.concat(waves)


def test_the_report_opens_with_the_index_as_a_sentence(tmp_path):
    page = report(tmp_path, mobi())

    assert "<h1>Satisfaction is 72.5 (" in page
    assert "Where are the other 275 points?" in page
    assert "How this was computed" in page


def test_the_report_holds_every_index_and_impact_of_the_json(tmp_path):
    numbers = tmp_path / "numbers.json"

    text = body(report(tmp_path, mobi(), "--json", str(numbers)))

    document = json.loads(numbers.read_text("utf-8"))
    indices = [
        f"{one['index']:.1f} ({one['low']:.1f} to {one['high']:.1f})"
        for one in document["constructs"].values()
    ]
    impacts = [
        f"{one['points']:.2f} ({one['low']:.2f} to {one['high']:.2f})"
        for one in document["impacts"]
        if one["to"] == "Satisfaction"
    ]
    assert len(indices + impacts) == 11
    assert [number for number in indices + impacts if number not in text] == []
    assert [warning for warning in document["warnings"] if warning not in text] == []


def test_how_it_was_computed_says_every_choice(tmp_path):
    answers = mobi().with_columns(heavy=pl.Series([1, 2] * 125))
    choices = ("--weight", "heavy", "--missing", "mean", "--scheme", "centroid", "--seed", "7")

    text = " ".join(body(report(tmp_path, answers, *choices, "--level", "0.9")).split())

    assert "n = 250 used" in text
    assert "Weights by the column heavy" in text
    assert "Missing answers mean: a gap is filled with the mean of its item" in text
    assert "Scheme centroid" in text
    assert "Seed 7 Level 0.9" in text
    assert "drawn again 50 times" in text
    assert (
        "herefor measure answers.csv --scheme centroid --missing mean --weight heavy "
        "--bootstrap 50 --seed 7 --level 0.9" in text
    )


def test_the_report_needs_nothing_from_elsewhere(tmp_path):
    page = report(tmp_path, by_wave(0, 1))

    assert OUTSIDE.findall(page) == []
    assert page.count("data:font/woff2;base64,") == 1


def test_the_report_is_written_without_django_settings(tmp_path):
    page = tmp_path / "report.html"
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    source = str(Path(__file__).resolve().parents[3] / "src")

    subprocess.run(
        [sys.executable, "-m", "herefor", "measure", MOBI, "--bootstrap", "20", "--report", page],
        env=environment | {"PYTHONPATH": source},
        check=True,
        capture_output=True,
    )

    assert page.read_text("utf-8").endswith("</html>\n")


def test_every_drawing_says_its_numbers_and_is_well_formed(tmp_path):
    page = report(tmp_path, by_wave(0, 1, 1))

    drawings = re.findall(r'<svg class="chart .*?</svg>(?=\s*(?:<figcaption|</td))', page, re.S)
    assert len(drawings) == 12
    assert all(ElementTree.fromstring(drawing).get("aria-label") for drawing in drawings)


def test_every_chart_has_its_numbers_as_a_table(tmp_path):
    figures = re.findall(r"<figure>.*?</figure>", report(tmp_path, by_wave(0, 1, 1)), re.S)

    assert len(figures) == 5
    assert [figure for figure in figures[1:] if "<table>" not in figure] == []


@pytest.mark.parametrize(
    ("shift", "told"),
    [(0, "No clear change from 2026-Q1 to 2026-Q2"), (2, "Clearly higher from 2026-Q1 to 2026-Q2")],
)
def test_periods_become_a_trend_that_says_whether_it_changed(tmp_path, shift, told):
    page = report(tmp_path, by_wave(0, shift), "--by", "wave")

    assert told in body(page)
    assert ("rose clearly" in page) == (shift > 0)
    assert "chart-trend" in page.partition("<body>")[2]


def test_a_column_of_periods_is_found_without_being_asked_for(tmp_path):
    answers = by_wave(0, 0, names=("Wave 10", "Wave 9"))

    text = body(report(tmp_path, answers))

    assert "No clear change from Wave 9 to Wave 10" in text
    assert "model ecsi, Wave 9 to Wave 10" in text


def test_the_json_holds_groups_only_if_they_were_asked_for(tmp_path):
    answers = by_wave(0, 0, names=("2026-Q1", "2026-Q2"))
    answers.write_csv(tmp_path / "answers.csv")
    written = tmp_path / "out.json"
    asked = ["measure", str(tmp_path / "answers.csv"), "--json", str(written), "--bootstrap", "20"]

    CliRunner().invoke(app, [*asked, "--report", str(tmp_path / "out.html")])
    unasked = json.loads(written.read_text())
    (column,) = set(answers.columns) - set(mobi().columns)
    CliRunner().invoke(app, [*asked, "--by", column])

    assert "groups" not in unasked
    assert set(json.loads(written.read_text())["groups"]) == {"2026-Q1", "2026-Q2"}


def test_no_trend_without_a_column_of_periods(tmp_path):
    answers = mobi().with_columns(
        year_of_birth=pl.Series([1990, 1991] * 125), shop=pl.Series(["a", "b"] * 125)
    )

    page = report(tmp_path, answers)

    assert "chart-trend" not in page.partition("<body>")[2]
    assert "Satisfaction by" not in page


def test_small_groups_are_named_with_the_reason_and_not_guessed(tmp_path):
    answers = by_wave(0, 0, 0)[:504]

    text = body(report(tmp_path, answers))

    assert "2026-Q3: Only 4 complete answers in 4 rows" in text
    assert "No clear change from 2026-Q1 to 2026-Q2" in text


def test_a_single_group_with_answers_enough_is_compared_with_nothing(tmp_path):
    text = body(report(tmp_path, by_wave(0, 0)[:254]))

    assert "Only 2026-Q1 has answers enough" in text
    assert "2026-Q2: Only 4 complete answers" in text


def test_groups_that_are_no_periods_stand_side_by_side(tmp_path):
    answers = by_wave(0, 0, 3, names=("North", "South", "East"), column="shop")

    text = body(report(tmp_path, answers, "--by", "shop"))

    assert "East is clearly higher than North" in text
    assert "allowing for 3 comparisons" in text


def test_names_of_columns_and_groups_are_escaped(tmp_path):
    answers = by_wave(0, 0, 0, names=("<script>x", "<b>a", "<i>b"), column="<em>shop")[:504]

    page = report(tmp_path, answers, "--by", "<em>shop")

    assert re.findall("<(?:script|b|i|em)>", page) == []
    assert "&lt;script&gt;x" in page
    assert "&lt;i&gt;b: Only 4" in page
    assert "&lt;em&gt;shop" in page


def test_a_model_of_other_names_has_its_own_target_and_loyalty(tmp_path):
    model = tmp_path / "bank.toml"
    model.write_text(SATISFACTION_MODEL, "utf-8")

    text = body(
        report(tmp_path, pl.read_csv(SATISFACTION), "--model", str(model), "--by", "gender")
    )

    assert "What moves SAT" in text
    assert "LOY is 72.0 (" in text
    assert re.search(
        r"(No clear difference between female and|female is clearly higher than) male", text
    )
    assert str(tmp_path) not in text


@pytest.mark.parametrize("answers", [mobi(), by_wave(0, 0)])
def test_a_report_without_replicates_draws_no_interval_and_says_so(tmp_path, answers):
    page = report(tmp_path, answers, bootstrap=0)

    assert "it is not known how sure this is" in page
    assert "nan" not in body(page)
    assert 'class="band"' not in page
    assert "chart-trend" not in page.partition("<body>")[2]


def test_the_last_change_is_held_against_chance_like_in_the_tables(tmp_path):
    numbers = tmp_path / "numbers.json"
    waves = by_wave(0, 0, 1)

    text = body(report(tmp_path, waves, "--by", "wave", "--json", str(numbers), bootstrap=200))

    found = json.loads(numbers.read_text("utf-8"))["comparison"]
    last = found["pairs"][-1]
    assert found["each_level"] > 0.95
    assert f"between {last['low']:+.1f} and {last['high']:+.1f}" in text
    assert "at most 5 in 100 are expected to be chance (2 comparisons" in text


def test_the_report_says_what_was_drawn(tmp_path):
    answers = mobi().with_columns(home=pl.int_range(250) // 2)

    text = " ".join(
        body(report(tmp_path, answers, "--cluster", "home", "--interval", "normal")).split()
    )

    assert "whole clusters of answers were drawn again 50 times" in text
    assert "intervals are normal, at 95 %" in text
