"""The short commands beside `herefor measure`: the library's numbers, plain words, refusals."""

import subprocess
import sys

import polars as pl
import pytest

from commands import refused, run, told
from herefor.measure import (
    PLS,
    Moments,
    answers_needed,
    best_plan,
    built_in,
    detectable,
    key_drivers,
    rake,
    what_if,
)
from shared_data import MOBI, SHARED, mobi

FEW = ("--bootstrap", 120)
QUALITY = [f"PERQ{number}" for number in range(1, 8)]
TREE = """unit,parent,value,se,weight,period,n
Nation,,,,,,
Retail,Nation,,,,,
Banks,Nation,,,,,
A,Retail,74,1.0,30,2025Q1,250
B,Retail,70,2.0,10,2023Q2,200
C,Banks,78,1.0,60,2025Q1,300
"""


@pytest.fixture
def shops(tmp_path):
    file = tmp_path / "shops.csv"
    names = pl.Series(["North"] * 110 + ["South"] * 110 + ["East"] * 30)
    ages = pl.Series((["young", "old", "old"] * 84)[:250])
    mobi().with_columns(shop=names, age=ages).write_csv(file)
    return file


def written(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def fitted():
    model = built_in("ecsi")
    return PLS().fit(model, Moments.of(mobi(), model, replicates=120))


def test_drivers_are_those_of_the_library():
    document = told("drivers", MOBI, "--target", "CUSA1", "--aspects", "PERQ*", *FEW)

    found = key_drivers(mobi(), target="CUSA1", aspects=QUALITY, replicates=120)
    assert {one["aspect"]: one["share"]["value"] for one in document["aspects"]} == pytest.approx(
        {name: share.value for name, share in found.shares.items()}
    )
    assert document["leaders"] == list(found.leaders)
    shown = run("drivers", MOBI, "--target", "CUSA1", "--aspects", ",".join(QUALITY), *FEW)
    assert f"{found.r2.value:.2f} (" in shown


def test_drivers_of_a_word_are_those_of_it_and_all_others():
    file = SHARED / "data" / "telco_churn.csv.gz"
    words = ("--aspects", "tenure", "--aspects", "MonthlyCharges", "--bootstrap", 0)

    document = told("drivers", file, "--target", "Churn=Yes", *words)

    table = pl.read_csv(file).with_columns(gone=(pl.col("Churn") == "Yes").cast(int))
    found = key_drivers(table, target="gone", aspects=["tenure", "MonthlyCharges"], replicates=0)
    assert document["r2"] == {"value": pytest.approx(found.r2.value), "low": None, "high": None}


def test_columns_like_ratings_are_the_aspects_if_none_are_named(tmp_path):
    table = (
        mobi()
        .select("CUSA1", "PERQ1", "PERQ2")
        .with_columns(spent=pl.int_range(250), shop=pl.lit("North"), member=pl.Series([0, 1] * 125))
    )
    table.write_csv(tmp_path / "a.csv")

    document = told("drivers", tmp_path / "a.csv", "--target", "CUSA1", "--bootstrap", 0)

    assert {one["aspect"] for one in document["aspects"]} == {"PERQ1", "PERQ2"}


def test_drivers_of_segments_and_why_one_has_none(shops):
    table = pl.read_csv(shops).with_columns(
        shop=pl.when(pl.int_range(250) < 5).then(pl.lit("few")).otherwise("shop")
    )
    table.write_csv(shops)
    asked = ("drivers", shops, "--target", "CUSA1", "--aspects", "PERQ?", "--by", "shop", *FEW)

    document = told(*asked)

    assert list(document["groups"]) == ["East", "North", "South"]
    assert list(document["left_out"]) == ["few"]
    assert "Left out, shop few: Only 5 usable answers" in run(*asked)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--target", "CUSA9"), "Did you mean CUSA3"),
        (("--target", "NOPE=1"), "There is no column NOPE."),
        (("--target", "CUSA1=eleven"), "Nobody has 'eleven' in column CUSA1."),
        (("--target", "CUSA1", "--aspects", "WIFI*"), "No column is named WIFI*"),
        (("--target", "CUSA1", "--bootstrap", "-1"), "cannot be negative"),
        (("--target", "CUSA1", "--missing", "mean"), "Missing answers are treated listwise"),
    ],
)
def test_drivers_that_cannot_be_are_refused(words, sentence):
    assert sentence in refused("drivers", MOBI, *words)


def test_units_are_compared_with_their_own_weights_or_everybodys(shops):
    own, whole = (
        told("compare", shops, "--by", "shop", "--weights", way, "--margin", 4, *FEW)
        for way in ("own", "whole")
    )

    model = built_in("ecsi")
    everybody = fitted()
    east = PLS().fit(model, Moments.of(mobi()[220:], model, replicates=120))
    index = east.index("Satisfaction", weights=everybody)
    assert whole["groups"]["East"]["index"] == pytest.approx(index.value)
    assert own["groups"]["East"]["index"] == pytest.approx(east.index("Satisfaction").value)
    assert own["against"] == "rest"
    assert len(own["comparison"]["pairs"]) == 3
    shown = run("compare", shops, "--by", "shop", "--margin", 4, *FEW)
    assert "East less the rest" in shown
    assert "The same: within 4 points of each other" in shown


def test_waves_are_compared_with_the_one_before(tmp_path):
    file = tmp_path / "waves.csv"
    mobi().with_columns(wave=pl.Series(["2026-Q1"] * 125 + ["2025-Q4"] * 125)).write_csv(file)

    document = told("compare", file, "--by", "wave", "--of", "Loyalty", *FEW)

    (pair,) = document["comparison"]["pairs"]
    assert (pair["one"], pair["other"]) == ("2026-Q1", "2025-Q4")
    groups = document["groups"]
    assert pair["difference"] == pytest.approx(
        groups["2026-Q1"]["index"] - groups["2025-Q4"]["index"]
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--by", "zone"), "There is no column zone to group by."),
        (("--by", "shop", "--of", "Joy"), "no construct or item Joy"),
        (("--by", "shop", "--against", "West"), "There is no West to compare with."),
        (("--by", "shop", "--weights", "old"), "not 'old'"),
        (("--by", "shop", "--margin", "-1"), "needs a margin above 0"),
        (("--by", "shop", "--bootstrap", "0"), "no standard error"),
    ],
)
def test_comparisons_that_cannot_be_are_refused(shops, words, sentence):
    assert sentence in refused("compare", shops, *FEW, *words)


def test_what_follows_and_what_a_budget_buys_are_those_of_the_library():
    costs = ("--cost", "Quality=2", "--cost", "Image=1", "--budget", 10)
    asked = ("what-if", MOBI, "--raise", "Quality=5", *costs, *FEW)

    document = told(*asked)

    fit = fitted()
    expected = what_if(fit, "Satisfaction", {"Quality": 5})
    plan = best_plan(fit, "Satisfaction", costs={"Quality": 2, "Image": 1}, budget=10)
    assert document["gain"]["points"] == pytest.approx(expected.gain.value)
    assert document["plan"]["chosen"] == pytest.approx(plan.chosen)
    shown = run(*asked)
    assert "With Quality 5 points higher it would be expected at 75.7" in shown
    assert "This is an association, not a promise" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say what is raised"),
        (("--raise", "Quality"), "Write --raise Quality=5."),
        (("--raise", "Loyalty=5"), "Loyalty does not drive Satisfaction"),
        (("--raise", "Quality=5", "--budget", "3"), "A plan needs both --cost and --budget."),
        (("--cost", "Quality=0", "--budget", "3"), "cost not above 0"),
    ],
)
def test_wishes_that_cannot_be_are_refused(words, sentence):
    assert sentence in refused("what-if", MOBI, "--bootstrap", 20, *words)


def test_weights_meet_the_margins_and_stand_beside_the_answers(shops, tmp_path):
    margins = written(tmp_path, "m.csv", "column,category,count\nage,young,450\nage,old,550\n")
    out = tmp_path / "weighted.parquet"

    document = told("weigh", shops, "--margins", margins, "--out", out)

    weighted = pl.read_parquet(out)
    expected = rake(pl.read_csv(shops), {"age": {"young": 0.45, "old": 0.55}})
    assert weighted["weight"].to_list() == pytest.approx(expected.weights.to_list())
    assert document["design_effect"] == pytest.approx(expected.design_effect)
    shown = run("weigh", out, "--margins", margins, "--out", tmp_path / "b.csv", "--name", "w2")
    assert "They say as much as" in shown
    assert told("measure", out, "--weight", "weight", "--bootstrap", 0)["n_used"] == 250


def test_weighing_that_cannot_be_is_refused(shops, tmp_path):
    margins = written(tmp_path, "m.csv", "column,category,share\nage,young,1\nage,old,1\n")
    half = written(tmp_path, "half.csv", "column,category\nage,young\n")
    twice = written(tmp_path, "twice.csv", "column,category,share\nage,old,1\nage,old,1\n")
    gap = written(tmp_path, "gap.csv", "column,category,share\nage,old,\n")
    out = ("--out", tmp_path / "out.csv")

    assert "needs a heading column, category, share" in refused(
        "weigh", shops, "--margins", half, *out
    )
    assert "old of age stands twice" in refused("weigh", shops, "--margins", twice, *out)
    assert "Row 2 of" in refused("weigh", shops, "--margins", gap, *out)
    assert "must end in .csv or .parquet" in refused(
        "weigh", shops, "--margins", margins, "--out", "a.xlsx"
    )
    assert "cannot be written to" in refused(
        "weigh", shops, "--margins", margins, "--out", tmp_path / "none" / "a.csv"
    )
    assert "has a column shop already" in refused(
        "weigh", shops, "--margins", margins, *out, "--name", "shop"
    )


def test_units_roll_up_and_old_ones_are_named(tmp_path):
    tree = written(tmp_path, "tree.csv", TREE)

    document = told("rollup", tree, "--now", "2025Q2")

    # Retail (30 * 74 + 10 * 70) / 40 = 73; nation 0.4 * 73 + 0.6 * 78 = 76
    assert document["value"] == pytest.approx(76.0)
    assert document["se"] == pytest.approx(
        ((0.3 * 1) ** 2 + (0.1 * 2) ** 2 + (0.6 * 1) ** 2) ** 0.5
    )
    assert document["n"] == 750
    assert document["warnings"] == ["B was measured in 2023Q2, over 12 months ago."]
    assert "2023Q2 to 2025Q1" in run("rollup", tree)


def test_what_changed_at_the_top_knows_what_was_kept(tmp_path):
    before = written(tmp_path, "before.csv", TREE)
    now = written(
        tmp_path, "now.csv", TREE.replace("B,Retail,70,2.0,10,2023Q2", "B,Retail,75,2.0,10,2025Q2")
    )

    document = told("rollup", now, "--before", before)

    change = document["change"]
    assert change["difference"] == pytest.approx(0.5)
    assert change["kept"] == ["Nation / Retail / A", "Nation / Banks / C"]
    assert "no clear change" in run("rollup", now, "--before", before)


def test_parents_without_a_row_and_several_tops_are_grown(tmp_path):
    rows = "unit,parent,value,se,weight\nA,East,70,1,1\nB,East,80,1,1\nC,West,60,1,2\n"

    document = told("rollup", written(tmp_path, "t.csv", rows))

    assert [part["name"] for part in document["parts"]] == ["East", "West"]
    assert document["value"] == pytest.approx(67.5)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("unit,parent\nA,\n", "needs the columns"),
        ("unit,parent,value,se,weight\nA,B,1,1,1\nB,,5,1,1\n", "has a value and parts of its own"),
        ("unit,parent,value,se,weight\nA,B,,,\nB,A,,,\n", "is its own parent"),
        ("unit,parent,value,se,weight\nA,,70,1,\n", "A has no weight"),
        ("unit,parent,value,se,weight\nA,,70,,1\n", "has no index with a standard error"),
        ("unit,parent,value,se,weight\n,,70,1,1\n", "has no unit"),
    ],
)
def test_trees_that_cannot_be_are_refused(tmp_path, rows, sentence):
    assert sentence in refused("rollup", written(tmp_path, "t.csv", rows))


def test_a_level_that_is_none_is_refused(tmp_path):
    assert "The level must lie" in refused(
        "rollup", written(tmp_path, "tree.csv", TREE), "--level", 3
    )


def test_a_survey_is_planned():
    document = told("plan", "--margin", 2, "--response-rate", 0.25, "--change", 3)

    needed = answers_needed(2, spread=20, response_rate=0.25)
    assert (document["answers"], document["invitations"]) == (needed.answers, needed.invitations)
    assert document["detectable"] == pytest.approx(detectable(needed.answers, spread=20))
    assert "385 answers, from 1,540 invitations" in run(
        "plan", "--margin", 2, "--response-rate", 0.25
    )
    shown = run("plan", "--answers", 250, "--spread", 14, "--change", 3)
    assert "250 answers give an index within plus or minus 1.7" in shown
    assert "would come out clear in 67 of 100" in shown


@pytest.mark.parametrize(
    "words", [(), ("--margin", "0"), ("--answers", "0"), ("--margin", "1", "--of", "x")]
)
def test_plans_that_cannot_be_are_refused(words):
    assert refused("plan", *words)


def test_help_groups_the_commands_and_loads_nothing_heavy():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom herefor.cli import app\n"
        "print(CliRunner().invoke(app, ['--help']).output)\n"
        "print(sorted({'numpy', 'scipy', 'polars', 'django'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "For analysts" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
