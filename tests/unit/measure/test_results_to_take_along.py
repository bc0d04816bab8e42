"""Files that people and programs open: every form, harmless names, honest refusals."""

import io
import json
import sys
import zipfile
from xml.etree import ElementTree

import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Index,
    Model,
    Moments,
    Refused,
    as_document,
    construct,
    export,
    gap,
    path,
    tables,
)
from herefor.measure.report.export import FORMS
from shared_data import mobi

EVIL = '=HYPERLINK("http://x")'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def fit():
    model = Model(
        [construct(EVIL, ["IMAG1", "IMAG2"]), construct("S & L_1", ["CUSA1", "CUSA2"])],
        [path(EVIL, to=["S & L_1"])],
    )
    return PLS().fit(model, Moments.of(mobi(), model, replicates=100, seed=7))


def sheets(file):
    """Names and cells of a workbook: (type, text) by address."""
    with zipfile.ZipFile(file) as archive:
        texts = [
            "".join(node.itertext())
            for node in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")]
        found = {}
        for number, name in enumerate(names, 1):
            page = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert page.find(f".//{SHEET}f") is None
            assert page.find(f".//{SHEET}pane").get("state") == "frozen"
            found[name] = {
                cell.get("r"): texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
                for cell in page.iter(f"{SHEET}c")
                if (value := cell.find(f"{SHEET}v")) is not None
            }
    return found


def test_a_workbook_has_a_sheet_for_each_table_and_numbers_are_numbers(fit, tmp_path):
    found = sheets(export(fit, tmp_path / "results.xlsx"))

    assert list(found) == [
        *("constructs", "items", "paths", "total_effects", "impacts", "htmt", "vif"),
        *("warnings", "how"),
    ]
    assert found["constructs"]["A2"] == EVIL
    assert found["constructs"]["B2"] == pytest.approx(fit.index(EVIL).value)


def test_a_result_brings_its_name_and_how_it_was_computed(fit, tmp_path):
    found = sheets(export(gap(fit, "S & L_1"), tmp_path / "gap.xlsx"))

    assert list(found) == ["gap", "how"]


def test_a_name_that_looks_like_a_formula_is_text_in_csv(tmp_path):
    numbers = {name: Index(50.0, 45.0, 55.0, 2.5, n=9) for name in (EVIL, "+1", "@x", "plain")}
    numbers["-low"] = Index(-1.5, -2.0, -1.0, 0.2, n=9)

    table = pl.read_csv(export(numbers, tmp_path / "indices.csv"))

    assert table["name"].to_list() == [f"'{EVIL}", "'+1", "'@x", "plain", "'-low"]
    assert table["value"].to_list() == [50.0, 50.0, 50.0, 50.0, -1.5]


def test_several_tables_go_into_a_zip_or_a_folder_but_not_into_one_csv(fit, tmp_path):
    names = {f"{name}.csv" for name in tables(fit)}

    export(fit, tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == names
    with zipfile.ZipFile(export(fit, tmp_path / "results.zip")) as archive:
        assert set(archive.namelist()) == names
        paths = pl.read_csv(io.BytesIO(archive.read("paths.csv")))
        assert paths["value"][0] == pytest.approx(fit.paths()[0].number.value)
    with pytest.raises(Refused, match="A CSV file holds one table, and here are 9"):
        export(fit, tmp_path / "results.csv")


def test_json_of_a_fit_is_its_document(fit, tmp_path):
    told = json.loads(export(fit, tmp_path / "results.json").read_text("utf-8"))

    assert told == json.loads(json.dumps(as_document(fit)))


def test_json_of_a_result_is_its_lines(fit, tmp_path):
    told = json.loads(export(gap(fit, "S & L_1"), tmp_path / "gap.json").read_text("utf-8"))

    assert [line["driver"] for line in told["tables"]["gap"]] == [
        *(EVIL, "(unexplained)", "(missing)")
    ]


def test_latex_is_escaped_and_has_intervals_in_brackets(fit, tmp_path):
    text = export(fit, tmp_path / "results.tex").read_text("utf-8")

    number = fit.number("paths", EVIL, "S & L_1")
    assert (
        f"S \\& L\\_1 & {number.value:.3f} & [{number.low:.3f}, {number.high:.3f}]"
        f" & {number.se:.3f} \\\\\n"
    ) in text
    assert "95\\% CI" in text
    assert text.count("\\begin{tabular}") == text.count("\\end{tabular}") == 6
    assert "250 answers, scheme path, 100 replicates (multinomial), seed 7" in text


def test_markdown_tables_have_as_many_cells_in_every_line(fit, tmp_path):
    text = export(fit, tmp_path / "results.md").read_text("utf-8")

    for part in text.split("## ")[1:]:
        widths = {line.count(" | ") for line in part.splitlines() if line.startswith("|")}
        assert len(widths) == 1, part
    assert "S & L\\_1" in text


@pytest.mark.parametrize("ending", sorted(set(FORMS) - {".csv"}))
def test_the_same_result_gives_the_same_bytes_and_replaces_the_file(fit, tmp_path, ending):
    file = tmp_path / f"results{ending}"
    file.write_text("older")

    first = export(fit, file).read_bytes()
    assert export(fit, file).read_bytes() == first != b"older"
    assert list(tmp_path.iterdir()) == [file]


def test_another_ending_is_refused_with_those_that_are_known(fit, tmp_path):
    with pytest.raises(Refused, match=r"written as \.xlsx, \.csv.* not \.xls\. Did you mean"):
        export(fit, tmp_path / "results.xls")


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(fit, tmp_path):
    with pytest.raises(Refused, match=r"nowhere/results\.md could not be written \(No such file"):
        export(fit, tmp_path / "nowhere" / "results.md")


def test_without_the_library_the_line_that_installs_it_is_told(fit, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(Refused, match=r"pip install 'herefor\[files\]'"):
        export(fit, tmp_path / "results.xlsx")
    assert list(tmp_path.iterdir()) == []
