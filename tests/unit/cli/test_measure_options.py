"""What `herefor measure` can be asked beyond a file and a model."""

import json
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from commands import refused, run, told
from herefor.measure import PLS, Moments, built_in, compare, discriminant, gap, load_model
from shared_data import MOBI, mobi

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs/reference/measure.schema.json").read_text("utf-8"))
FEW = ("--bootstrap", 120)


@pytest.fixture
def shops(tmp_path):
    file = tmp_path / "shops.csv"
    names = pl.Series((["North", "South", "East"] * 84)[:250])
    homes = pl.Series([row // 5 for row in range(250)])
    mobi().with_columns(shop=names, home=homes).write_csv(file)
    return file


def fitted(answers=None, **how):
    model = built_in("ecsi")
    by = {name: how.pop(name) for name in ("consistent", "interval") if name in how}
    moments = Moments.of(mobi() if answers is None else answers, model, replicates=120, **how)
    return PLS(**by).fit(model, moments)


def test_the_design_is_followed_and_told(shops):
    design = ("--strata", "shop", "--cluster", "home")

    document = told("measure", shops, *FEW, *design, "--interval", "normal")

    fit = fitted(pl.read_csv(shops), strata="shop", cluster="home", interval="normal")
    index = fit.index("Loyalty")
    assert document["constructs"]["Loyalty"]["low"] == pytest.approx(index.low)
    assert document["constructs"]["Loyalty"]["high"] == pytest.approx(index.high)
    assert document["design"] == {"weight": None, "strata": "shop", "cluster": "home"}
    assert (document["missing"], document["interval"]) == ("listwise", "normal")
    jsonschema.validate(document, SCHEMA)


def test_consistent_paths_are_corrected_and_said_to_be():
    document = told("measure", MOBI, *FEW, "--consistent")

    first = document["paths"][0]
    assert (first["from"], first["to"]) == ("Image", "Expectation")
    assert first["value"] == pytest.approx(0.863293, abs=1e-6)  # cSEM
    assert any("corrected for measurement error" in note for note in document["warnings"])


def test_the_ends_of_scales_are_given_to_a_model_that_has_none(tmp_path):
    file = tmp_path / "short.lavaan"
    file.write_text("Q =~ PERQ1 + PERQ2\nS =~ CUSA1 + CUSA2\nS ~ Q\n", "utf-8")

    wide = told("measure", MOBI, "--model", file, "--scale", 0, 20, "--bootstrap", 0)

    model = load_model(str(file), scale=(0, 20))
    expected = PLS().fit(model, Moments.of(mobi(), model)).index("S").value
    assert wide["constructs"]["S"]["index"] == pytest.approx(expected)
    assert (
        expected
        < told("measure", MOBI, "--model", file, "--bootstrap", 0)["constructs"]["S"]["index"]
    )


def test_missing_points_are_shared_out_through_the_model():
    direct, through = (
        told("measure", MOBI, *FEW, "--through", way)["gap"] for way in ("direct", "model")
    )

    bars = {bar["driver"]: bar["points"] for bar in through["bars"]}
    found = gap(fitted(), "Satisfaction", through="model")
    assert bars == pytest.approx({bar.driver: bar.points.value for bar in found.bars})
    assert sum(bars.values()) == pytest.approx(sum(bar["points"] for bar in direct["bars"]))
    assert "Image" in run("measure", MOBI, *FEW, "--through", "model")


def test_the_evaluation_is_that_of_the_library():
    document = told("measure", MOBI, *FEW, "--evaluate")

    jsonschema.validate(document, SCHEMA)
    judged = document["evaluation"]
    assert judged["left_out"] == {}
    assert [one["measure"] for one in judged["fit"]["saturated"]] == ["srmr", "d_uls", "d_g"]
    pairs = {(one["a"], one["b"]): one["htmt2"]["value"] for one in judged["discriminant"]}
    assert pairs == pytest.approx(
        {(one.a, one.b): one.htmt2.value for one in discriminant(fitted())}
    )
    assert len(judged["effect_sizes"]) == len(judged["inner_vif"]) == 12
    assert len(judged["prediction"]["items"]) == 19
    assert judged["prediction"]["ability"]["average"][0]["better"] is True


def test_the_evaluation_is_shown():
    shown = run("measure", MOBI, *FEW, "--evaluate")

    assert "SRMR" in shown
    assert "Image to Expectation" in shown
    assert "CVPAT: clearly better than the mean" in shown


def test_what_cannot_be_judged_says_why(tmp_path):
    file = tmp_path / "moderated.lavaan"
    file.write_text(
        "Q =~ PERQ1 + PERQ2\nV =~ PERV1 + PERV2\nS =~ CUSA1 + CUSA2\nS ~ Q + V + Q:V\n", "utf-8"
    )

    document = told("measure", MOBI, "--model", file, *FEW, "--evaluate")

    jsonschema.validate(document, SCHEMA)
    assert set(document["evaluation"]["left_out"]) == {"fit", "prediction"}
    assert "Not judged: prediction." in run("measure", MOBI, "--model", file, *FEW, "--evaluate")


def test_groups_are_compared_with_chance_controlled(shops):
    document = told("measure", shops, *FEW, "--by", "shop")

    jsonschema.validate(document, SCHEMA)
    answers = pl.read_csv(shops)
    known = {
        name: fitted(answers.filter(pl.col("shop") == name)).index("Satisfaction")
        for name in ("East", "North", "South")
    }
    expected = compare(known, against="rest")
    assert [pair["p_adjusted"] for pair in document["comparison"]["pairs"]] == pytest.approx(
        [pair.p_adjusted for pair in expected.pairs]
    )
    assert "Against the rest" in run("measure", shops, *FEW, "--by", "shop")


def test_small_groups_are_not_compared_and_the_page_says_so(tmp_path):
    file = tmp_path / "small.csv"
    mobi().with_columns(shop=pl.Series(["a"] * 100 + ["b"] * 120 + ["c"] * 30)).write_csv(file)

    document = told("measure", file, *FEW, "--by", "shop")

    assert [pair["one"] for pair in document["comparison"]["pairs"]] == ["a", "b"]
    shown = run("measure", file, *FEW, "--by", "shop")
    assert "Not compared, with fewer than 50 answers: c." in shown


def test_a_folder_and_several_files_are_measured_together(tmp_path):
    parts = [tmp_path / "waves" / name for name in ("1.csv", "2.parquet")]
    parts[0].parent.mkdir()
    mobi()[:100].write_csv(parts[0])
    mobi()[100:].write_parquet(parts[1])

    whole, folder, named = (
        told("measure", *files, *FEW) for files in ([MOBI], [parts[0].parent], parts)
    )

    assert folder == named == whole


def test_files_read_in_pieces_come_to_the_same_estimate(tmp_path):
    pytest.importorskip("distributed")
    for part in range(3):
        mobi()[part * 80 : (part + 1) * 80].write_parquet(tmp_path / f"{part}.parquet")

    one, two = (
        told("measure", tmp_path, "--bootstrap", 60, "--engine", *engine)
        for engine in (("serial", "--workers", 2), ("dask",))
    )

    assert one == two
    whole = fitted(mobi()[:240])
    assert one["n_used"] == 240
    assert one["paths"][0]["value"] == pytest.approx(whole.value("paths", "Image", "Expectation"))
    assert (
        "Prediction holds rows out"
        in (told("measure", tmp_path, "--bootstrap", 0, "--engine", "serial", "--evaluate"))[
            "evaluation"
        ]["left_out"]["prediction"]
    )


def test_large_files_go_in_pieces_by_themselves(tmp_path, monkeypatch):
    mobi().write_parquet(tmp_path / "large.parquet")
    monkeypatch.setattr("herefor.cli.gathering.LARGE_BYTES", 1000)

    assert "measured as a whole" in refused("measure", tmp_path / "large.parquet", "--by", "CUSCO")
    assert told("measure", tmp_path / "large.parquet", *FEW)["n_used"] == 250


def test_moments_are_kept_and_measured_from(tmp_path):
    first, second = tmp_path / "a.npz", tmp_path / "b.arrow"
    mobi()[:120].write_csv(tmp_path / "a.csv")
    mobi()[120:].write_csv(tmp_path / "b.csv")
    told("measure", tmp_path / "a.csv", *FEW, "--moments", first)
    told("measure", tmp_path / "b.csv", *FEW, "--moments", second)

    whole, kept = told("measure", MOBI, *FEW), told("measure", first, second, *FEW)

    assert kept["data"] == whole["data"]
    assert kept["constructs"]["Loyalty"] == pytest.approx(whole["constructs"]["Loyalty"])


def test_what_was_settled_when_moments_were_kept_is_not_asked_again(tmp_path):
    file = tmp_path / "a.npz"
    run("measure", MOBI, "--bootstrap", 0, "--moments", file)

    assert "--weight cannot be asked for here" in refused("measure", file, "--weight", "w")
    assert "cannot be measured together" in refused("measure", file, MOBI)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--draw", "none"), "Replicates are not drawn by 'none'."),
        (("--interval", "bcs"), "Did you mean bca?"),
        (("--engine", "spark"), "There is no engine 'spark'."),
        (("--strata", "zone"), "There is no column zone"),
        (("--through", "all"), "A gap is shared out through direct and model, not 'all'."),
        (("--moments", "kept.txt"), "Moments are kept in files ending in .npz or .arrow"),
        (("--engine", "serial", "--by", "CUSCO"), "Leave --by out"),
    ],
)
def test_an_option_that_cannot_be_is_refused(options, sentence):
    assert sentence in refused("measure", MOBI, "--bootstrap", 20, *options)


def test_files_of_different_surveys_are_refused(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    assert "has no column in common with mobi.csv" in refused(
        "measure", MOBI, tmp_path / "other.csv"
    )


def test_a_folder_without_answers_is_refused(tmp_path):
    assert "holds no Parquet or CSV file" in refused("measure", tmp_path)
