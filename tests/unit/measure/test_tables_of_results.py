"""Every result as one tidy frame."""

import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Number,
    Refused,
    as_document,
    as_table,
    built_in,
    compare,
    construct,
    discriminant,
    gap,
    higher_order,
    importance_map,
    indirect_effects,
    items,
    key_drivers,
    model_fit,
    parse_model,
    path,
    predict,
    segments,
    steadied,
    tables,
    trend,
    what_if,
)
from shared_data import mobi

ECSI = built_in("ecsi")
ANSWERS = mobi()


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(ECSI, Moments.of(ANSWERS, ECSI, replicates=200, seed=7))


@pytest.fixture(scope="module")
def found(fit):
    return tables(fit, every_loading=True)


def test_every_table_of_a_fit_has_a_line_for_each_thing(fit, found):
    assert {name: len(table) for name, table in found.items()} == {
        "constructs": 7,
        "items": 24,
        "paths": 12,
        "total_effects": 21,
        "impacts": 21,
        "htmt": 21,
        "vif": 9,
        "warnings": len(fit.warnings),
        "how": 15,
        "cross_loadings": 24,
    }


def test_the_table_of_constructs_says_what_the_document_says(fit, found):
    told = as_document(fit)["constructs"]

    for line in found["constructs"].iter_rows(named=True):
        document = told[line["construct"]]
        assert {name: line[name] for name in ("index", "low", "high", "r2", "alpha", "ave")} == {
            name: document[name] for name in ("index", "low", "high", "r2", "alpha", "ave")
        }
    assert found["constructs"]["n"].to_list() == [250] * 7


def test_items_have_mean_and_deviation_on_their_own_scale(found):
    line = found["items"].row(by_predicate=pl.col("item") == "IMAG1", named=True)

    assert line["mean"] == pytest.approx(ANSWERS["IMAG1"].mean())
    assert line["sd"] == pytest.approx(ANSWERS["IMAG1"].std())
    assert line["loading_low"] < line["loading"] < line["loading_high"]


def test_cross_loadings_hold_the_loadings(found):
    wide = found["cross_loadings"].row(by_predicate=pl.col("item") == "CUSA2", named=True)
    own = found["items"].row(by_predicate=pl.col("item") == "CUSA2", named=True)

    assert wide["Satisfaction"] == pytest.approx(own["loading"])


def test_how_it_was_computed_is_told(found):
    how = dict(found["how"].iter_rows())

    assert [how[what] for what in ("seed", "replicates", "drawn", "interval", "level")] == [
        *("7", "200", "multinomial", "percentile", "0.95")
    ]


def test_bars_and_the_unexplained_add_up_to_what_is_missing(fit):
    table = as_table(gap(fit))

    *parts, missing = table["points"].to_list()
    assert table["driver"].to_list()[-2:] == ["(unexplained)", "(missing)"]
    assert sum(parts) == pytest.approx(missing)


def test_a_comparison_is_the_table_it_makes_itself(fit):
    found = compare({"a": fit, "b": Number(60.0, 58.0, 62.0, 1.0), "c": fit}, of="Loyalty")

    assert as_table(found).equals(found.table().fill_nan(None))


def test_mediation_has_a_line_for_each_route(fit):
    table = as_table(indirect_effects(fit, "Image", "Satisfaction"))

    routes = table.filter(pl.col("effect") == "route")
    assert routes["through"][0] == "Expectation"
    assert routes["value"].sum() == pytest.approx(
        table.row(by_predicate=pl.col("effect") == "indirect", named=True)["value"]
    )


@pytest.mark.parametrize(
    ("result", "lines", "columns"),
    [
        (lambda fit: importance_map(fit, "Loyalty"), 6, ["name", "importance", "importance_low"]),
        (lambda fit: predict(fit, ANSWERS), 19, ["item", "construct", "q2"]),
        (lambda fit: model_fit(fit), 6, ["model", "measure", "value"]),
        (lambda fit: discriminant(fit), 21, ["a", "b", "correlation"]),
        (lambda fit: what_if(fit, "Loyalty", {"Quality": 5}), 1, ["target", "raises", "today"]),
        (lambda fit: segments(fit, ANSWERS, of=(1, 2)), 3, ["segment", "share"]),
        (lambda fit: fit.paths(), 12, ["source", "target", "value", "low", "high", "se"]),
        (lambda fit: {"now": fit.index("Value")}, 1, ["name", "value", "low", "high", "se", "n"]),
        (lambda fit: fit.moments, 24, ["item", "answered", "rows"]),
        (lambda fit: fit, 7, ["construct", "index", "low", "high", "se", "n"]),
    ],
)
def test_a_result_is_a_frame(fit, result, lines, columns):
    table = as_table(result(fit))

    assert (len(table), table.columns[: len(columns)]) == (lines, columns)


def test_a_trend_is_its_steps_and_units_are_lines():
    waves = {str(year): Number(70.0 + year, 68.0 + year, 72.0 + year, 1.0) for year in range(5)}

    assert as_table(trend(waves))["one"].to_list() == ["1", "2", "3", "4"]
    assert as_table(steadied(waves))["name"].to_list() == ["0", "1", "2", "3", "4"]


def test_drivers_have_a_line_for_each_aspect():
    found = key_drivers(ANSWERS, target="CUSA1", aspects=["PERQ1", "PERQ2"], replicates=50)

    table = as_table(found)
    assert table["name"].to_list() == [aspect.name for aspect in found.aspects]
    assert table["share"].sum() == pytest.approx(1)


def test_what_does_not_exist_is_null_and_never_nan(found):
    for table in found.values():
        for column in table.select(pl.col(pl.Float64)):
            assert column.is_nan().sum() == 0, column.name


def test_a_part_of_a_higher_order_has_its_line():
    model = Model(
        [
            construct("Image", items("IMAG", 1, 5)),
            construct("Quality", items("PERQ", 1, 7)),
            construct("Loyalty", items("CUSL", 1, 3)),
            higher_order("Worth", ["Image", "Quality"]),
        ],
        [path("Worth", to=["Loyalty"])],
    )
    fit = PLS().fit(model, Moments.of(ANSWERS, model, replicates=50))

    found = tables(fit)
    assert found["constructs"]["construct"].to_list() == ["Image", "Quality", "Loyalty", "Worth"]
    assert len(found["items"]) == 5 + 7 + 3 + 2


def test_an_interaction_has_a_line_without_an_index():
    model = parse_model(
        "Image =~ IMAG1 + IMAG2\nValue =~ PERV1 + PERV2\nLoyalty =~ CUSL1 + CUSL3\n"
        "Loyalty ~ Image + Value + Image:Value"
    )
    fit = PLS().fit(model, Moments.of(ANSWERS, model, replicates=50))

    line = as_table(fit).row(by_predicate=pl.col("construct") == "Image*Value", named=True)
    assert line["index"] is None


def test_what_is_no_result_is_refused_by_name():
    with pytest.raises(Refused, match="There is no table of int"):
        as_table(7)
