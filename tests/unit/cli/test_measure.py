import gzip
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import polars as pl
import pytest
from typer.testing import CliRunner

from herefor import __version__
from herefor.cli import app
from shared_data import MOBI, SATISFACTION, SATISFACTION_MODEL, mobi

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs/reference/measure.schema.json").read_text("utf-8"))
FEW = ("--bootstrap", "50")


def run(*arguments):
    return CliRunner().invoke(app, ["measure", *map(str, arguments)])


def measured(*arguments):
    result = run(*arguments, *FEW, "--json", "-")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    return document


def refused(*arguments):
    result = run(*arguments, *FEW)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    return " ".join(result.stderr.split())


@pytest.fixture
def saved(tmp_path):
    def save(content, name="answers.csv"):
        file = tmp_path / name
        if isinstance(content, pl.DataFrame):
            content.write_csv(file)
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return save


def acsi(rows=60):
    answers = mobi()[:rows]
    columns = {
        "OVERALLX": "CUEX1", "CUSTOMX": "CUEX2", "WRONGX": "CUEX3", "OVERALLQ": "PERQ1",
        "CUSTOMQ": "PERQ2", "WRONGQ": "PERQ3", "PQ": "PERV1", "QP": "PERV2", "SATIS": "CUSA1",
        "CONFIRM": "CUSA2", "IDEAL": "CUSA3", "REPUR": "CUSL1",
    }  # fmt: skip
    return answers.select(pl.col(old).alias(new) for new, old in columns.items()).with_columns(
        COMP=(answers["CUSCO"] < 6).cast(pl.Int64)
    )


def test_the_index_is_said_first_with_its_interval_and_n():
    result = run(MOBI, *FEW)

    assert result.exit_code == 0
    assert result.stdout.startswith("Satisfaction is 72.5 (")
    assert "of 100, from 250 answers." in result.stdout
    assert "Quality" in result.stdout


def test_the_json_holds_every_number():
    document = measured(MOBI)

    assert document["herefor"] == __version__
    assert document["model"] == "ecsi"
    assert (document["n"], document["n_used"], document["replicates"]) == (250, 250, 50)
    assert document["constructs"]["Satisfaction"]["index"] == pytest.approx(72.4541179, abs=1e-6)
    assert document["constructs"]["Image"]["r2"] is None
    assert document["items"]["CUSA1"]["weight"] == pytest.approx(0.364865, abs=1e-6)
    assert document["items"]["CUSA1"]["mean"] == pytest.approx(mobi()["CUSA1"].mean())
    assert document["items"]["CUSA1"]["sd"] == pytest.approx(mobi()["CUSA1"].std())
    assert len(document["paths"]) == 12
    assert len(document["htmt"]) == 21


def test_the_json_can_be_a_file(tmp_path):
    target = tmp_path / "out.json"

    result = run(MOBI, *FEW, "--json", target)

    assert result.exit_code == 0
    assert json.loads(target.read_text("utf-8"))["model"] == "ecsi"


def test_no_replicates_give_no_interval():
    result = run(MOBI, "--bootstrap", "0", "--json", "-")

    satisfaction = json.loads(result.stdout)["constructs"]["Satisfaction"]
    assert satisfaction["index"] == pytest.approx(72.4541179)
    assert (satisfaction["low"], satisfaction["high"]) == (None, None)


def test_groups_stand_beside_the_whole_and_a_small_one_says_why(saved):
    answers = mobi().with_columns(shop=pl.Series(["a"] * 150 + ["b"] * 90 + ["c"] * 5 + [None] * 5))

    document = measured(saved(answers), "--by", "shop")

    assert document["n"] == 250
    assert {name: one["n"] for name, one in document["groups"].items()} == {
        "a": 150,
        "b": 90,
        "c": 5,
    }
    small = document["groups"]["c"]
    assert small["n_used"] == 5
    assert small["constructs"]["Satisfaction"]["index"] is None
    assert "Only 5 complete answers" in small["warnings"][0]
    assert "5 rows without shop count in the whole and in no group." in document["warnings"]


def test_groups_are_shown_with_their_index(saved):
    answers = mobi().with_columns(shop=pl.Series(["north"] * 245 + ["south"] * 5))

    result = run(saved(answers), "--by", "shop", *FEW)

    assert "north" in result.stdout
    assert "too few" in result.stdout


def test_a_model_file_is_followed(saved):
    model = saved(SATISFACTION_MODEL, "bank.toml")

    document = measured(SATISFACTION, "--model", model)

    assert document["constructs"]["SAT"]["index"] == pytest.approx(68.5022362, abs=1e-6)


LAVAAN = """
# name: lavaan
Image =~ IMAG1 + IMAG2
Quality =~ PERQ1 + PERQ2
Value =~ PERV1 + PERV2
Worth =~ Quality + Value
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
Satisfaction ~ Image + Worth
"""


def test_a_model_in_lavaan_syntax_is_followed(saved, tmp_path):
    file = tmp_path / "my.lavaan"
    file.write_text(LAVAAN, "utf-8")

    document = measured(MOBI, "--model", file)

    assert list(document["constructs"]) == ["Image", "Worth", "Satisfaction"]


def test_an_interaction_is_shown_without_an_index_and_without_a_gap(tmp_path):
    file, page = tmp_path / "my.lavaan", tmp_path / "page.html"
    file.write_text(LAVAAN.replace("+ Worth\n", "+ Worth + Image:Worth\n"), "utf-8")

    shown = run(MOBI, "--model", file, *FEW, "--report", page)

    assert shown.exit_code == 0, shown.stderr
    assert "Where are the others" not in shown.stdout
    assert "Image*Worth" not in shown.stdout
    assert "All indices" in page.read_text("utf-8")
    assert measured(MOBI, "--model", file)["constructs"]["Image*Worth"]["index"] is None


def test_american_items_are_recognised_and_dont_knows_counted(saved):
    answers = acsi().with_columns(CONFIRM=pl.Series([98, 99] + [5, 8] * 29))

    document = measured(saved(answers))

    assert document["model"] == "acsi"
    assert document["n_used"] == 58
    assert any("2 answers outside the scale (98 and 99)" in told for told in document["warnings"])
    assert any("There is no column RECOM" in told for told in document["warnings"])


def test_a_group_without_a_complaint_is_measured_without_that_construct(saved):
    document = measured(saved(acsi().with_columns(COMP=0)))

    assert "Complaints" not in document["constructs"]
    assert any("same answer to COMP" in told for told in document["warnings"])


def test_weights_count(saved):
    answers = mobi().with_columns(weight=pl.Series([3.0] * 125 + [0.5] * 125))

    plain, weighted = measured(MOBI), measured(saved(answers), "--weight", "weight")

    assert plain["constructs"]["Loyalty"]["index"] != weighted["constructs"]["Loyalty"]["index"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_files_as_people_save_them_are_read(saved, encoding, separator):
    answers = mobi().with_columns(région=pl.lit("Orléans"))
    text = answers.write_csv(separator=separator)

    document = measured(saved(text.encode(encoding)), "--by", "région")

    assert list(document["groups"]) == ["Orléans"]
    assert document["constructs"]["Satisfaction"]["index"] == pytest.approx(72.4541179)


def test_decimal_commas_are_read(saved):
    text = (
        mobi()
        .with_columns(pl.col("CUSA1") - 0.5)
        .with_columns(pl.col("CUSA1").clip(1))
        .write_csv(separator=";", decimal_comma=True)
    )

    document = measured(saved(text))

    assert "7,5" in text
    assert document["n_used"] == 250


def test_packed_and_parquet_files_are_read(saved, tmp_path):
    mobi().write_parquet(tmp_path / "answers.parquet")
    packed = saved(gzip.compress(MOBI.read_bytes()), "answers.csv.gz")

    one, other = measured(packed), measured(tmp_path / "answers.parquet")

    assert one == other


def test_a_file_that_is_not_there_is_refused():
    assert "There is no file none.csv" in refused("none.csv")


def test_a_folder_is_refused(tmp_path):
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(saved, content):
    assert "is empty" in refused(saved(content))


def test_a_heading_without_rows_is_refused(saved):
    assert "There are no answers" in refused(saved(mobi()[:0]))


def test_a_broken_parquet_or_packed_file_is_refused(saved):
    assert "cannot be read" in refused(saved("nonsense", "answers.parquet"))
    assert "cannot be read" in refused(saved(gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "a.csv.gz"))


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"a,b\n" * 99, mtime=0)[:12] + b"\xff" * 40,
        b"\x1f\x8b",
        b"\x1f\x8bnonsense" * 9,
    ],
)
def test_a_file_packed_wrongly_is_refused(saved, content):
    assert "cannot be read" in refused(saved(content, "a.csv.gz"))


def test_a_folder_named_like_a_file_is_refused(tmp_path):
    (tmp_path / "x.parquet").mkdir()

    assert "x.parquet is a folder and cannot be read." in refused(tmp_path / "x.parquet")


@pytest.mark.parametrize("content", ['[{"CUSA1": 8}]', b"PK\x03\x04" + bytes(range(256))])
def test_what_is_no_table_of_text_is_refused(saved, content):
    assert "Save it as CSV" in refused(saved(content))


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_every_kind_of_line_end_is_read(saved, end):
    document = measured(saved(mobi().write_csv(line_terminator=end)))

    assert document["n_used"] == 250


@pytest.mark.parametrize("values", [[[1, 2]], [{"a": 1}]])
def test_columns_of_lists_and_records_are_refused(tmp_path, values):
    file = tmp_path / "answers.parquet"
    nested = pl.Series(values * 250)
    mobi().with_columns(CUSA1=nested).write_parquet(file)
    assert "Column CUSA1 holds" in refused(file)
    mobi().with_columns(shop=nested).write_parquet(file)
    assert "Column shop holds" in refused(file, "--by", "shop")
    assert "Column shop holds" in refused(file, "--weight", "shop")
    assert "shop" not in measured(file, "--report", tmp_path / "page.html")


def test_no_answer_in_a_group_column_is_no_group_in_every_kind_of_file(saved, tmp_path):
    answers = mobi().with_columns(
        shop=pl.Series([1.0] * 100 + [2.0] * 100 + [float("nan")] * 30 + [None] * 20)
    )
    answers.write_parquet(tmp_path / "answers.parquet")
    words = answers.with_columns(shop=pl.Series(["1"] * 100 + ["2"] * 100 + ["NA"] * 50))

    one = measured(tmp_path / "answers.parquet", "--by", "shop")
    others = [measured(saved(table), "--by", "shop") for table in (answers, words)]

    assert list(one["groups"]) == ["1", "2"]
    assert "50 rows without shop count in the whole and in no group." in one["warnings"]
    assert others == [one, one]


def test_thousands_that_look_like_decimals_are_refused(saved):
    answers = mobi().with_columns(w=pl.Series(["1,250", "900"] + ["7,5"] * 248))

    sentence = refused(saved(answers.write_csv(separator=";")), "--weight", "w")

    assert "Column w holds numbers that can be read in two ways: '1,250' in row 2." in sentence


def test_decimal_commas_with_three_places_are_read(saved):
    answers = mobi().with_columns(w=pl.Series(["1,250", "0,875"] * 125))

    assert measured(saved(answers.write_csv(separator=";")), "--weight", "w")["n_used"] == 250


@pytest.mark.parametrize(
    ("bootstrap", "sentence"),
    [
        (1, "There is no interval: 1 replicate cannot say how sure a number is."),
        (2, "Intervals from 2 replicates are rough, and may even miss the value itself."),
    ],
)
def test_few_replicates_are_told_as_such(bootstrap, sentence):
    result = run(MOBI, "--bootstrap", str(bootstrap))

    assert sentence in result.stdout
    assert ("no intervals" in result.stdout) == (bootstrap < 2)


def test_a_hundred_replicates_are_not_complained_about():
    assert "rough" not in run(MOBI, "--bootstrap", "120").stdout


def test_items_that_cancel_each_other_are_refused_by_the_name_of_their_construct(saved):
    answers = mobi().with_columns(CUSA3=pl.col("CUSA1"))
    model = saved(
        """
        [constructs]
        SAT = {items = ["CUSA1", "CUSA3"], scale = {CUSA3 = [10, 1]}}
        LOY = ["CUSL1", "CUSL2"]
        [paths]
        LOY = ["SAT"]
        """,
        "model.toml",
    )

    assert "The items of SAT cancel each other" in refused(saved(answers), "--model", model)


def test_nothing_is_said_on_standard_error_when_all_is_well():
    assert run(MOBI, *FEW).stderr == ""
    assert run("none.csv").stderr.startswith("There is no file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
@pytest.mark.parametrize("options", [(), ("--json", "-")])
def test_results_that_cannot_be_printed_are_told(options):
    command = [sys.executable, "-m", "herefor", "measure", MOBI, "--bootstrap", "0", *options]

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "The results cannot be written: No space left on device.\n"


def test_rows_with_too_many_cells_are_refused(saved):
    assert "cannot be read" in refused(saved(MOBI.read_text() + "1," * 30 + "1\n"))


def test_a_heading_used_twice_is_refused(saved):
    text = MOBI.read_text().replace('"CUSA2"', '"CUSA1"', 1)

    assert "the heading CUSA1 stands over several columns" in refused(saved(text))


def test_columns_that_fit_no_built_in_model_are_refused(saved):
    sentence = refused(saved(mobi().drop("CUSA1", "PERV1")))

    assert "ecsi lacks PERV1 and CUSA1" in sentence
    assert "--model" in sentence


def test_a_missing_column_is_refused_with_the_nearest_name(saved):
    file = saved(mobi().rename({"CUSA1": "CUSA_1"}))

    assert "no column CUSA1, which model ecsi needs. Did you mean CUSA_1" in refused(
        file, "--model", "ecsi"
    )


def test_text_among_numbers_is_refused_with_row_and_value(saved):
    answers = mobi().with_columns(CUSA1=pl.Series(["7"] * 3 + ["fine"] + ["5"] * 246))

    assert "Column CUSA1 should hold numbers, but there is text: 'fine' in row 5" in refused(
        saved(answers)
    )


def test_answers_outside_the_scale_are_refused(saved):
    answers = mobi().with_columns(CUSA1=pl.Series([11, 12] + [5] * 248))

    assert "CUSA1 has 2 answers outside 1 to 10 (11 and 12)" in refused(saved(answers))


def test_too_few_complete_rows_are_refused(saved):
    answers = mobi().with_columns(CUSA1=pl.Series([1, 2, 3] + [None] * 247))

    sentence = refused(saved(answers))

    assert "Only 3 complete answers in 250 rows" in sentence
    assert 'missing = "mean"' in sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "shop"), "There is no column shop to group by"),
        (("--weight", "w"), "There is no column w to take weights from"),
        (("--scheme", "paths"), "There is no scheme 'paths'. Did you mean path?"),
        (("--missing", "drop"), '"listwise" or "mean"'),
        (("--model", "esci"), "Did you mean ecsi?"),
        (("--level", "95"), "such as 0.95"),
        (("--seed", "-1"), "The seed cannot be negative"),
    ],
)
def test_a_wrong_option_is_refused(options, sentence):
    assert sentence in refused(MOBI, *options)


def test_a_negative_number_of_replicates_is_refused():
    result = run(MOBI, "--bootstrap", "-5")

    assert (result.exit_code, "cannot be negative" in result.stderr) == (2, True)


def test_an_empty_group_column_is_refused(saved):
    answers = mobi().with_columns(shop=pl.lit(" "))

    assert "Column shop is empty" in refused(saved(answers), "--by", "shop")


def test_results_that_cannot_be_written_are_told(tmp_path):
    target = tmp_path / "none" / "out.json"

    assert "cannot be written" in refused(MOBI, "--json", target)


def test_the_example_of_the_schema_is_strict():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"model": "ecsi"}, SCHEMA)


def test_groups_that_are_numbers_stand_in_their_order():
    groups = measured(MOBI, "--by", "CUSCO")["groups"]

    assert list(groups) == [str(number) for number in range(1, 11)]


def test_names_with_brackets_are_shown_as_they_are(saved):
    model = saved(
        SATISFACTION_MODEL.replace("\nSAT =", '\n"SAT [b]" =').replace('"SAT"', '"SAT [b]"'),
        "bank.toml",
    )

    result = run(SATISFACTION, "--model", model, *FEW)

    assert result.stdout.startswith("SAT [b] is 68.5")
