"""The document other programs rely on: what it holds, and that it keeps its form."""

import json
import math
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    as_document,
    built_in,
    construct,
    empty_document,
    higher_order,
    items,
    path,
)
from shared_data import mobi

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = json.loads((ROOT / "docs/reference/measure.schema.json").read_text("utf-8"))
SCHEMA = {"$ref": "#/$defs/result", "$defs": WRITTEN["$defs"]}
ECSI = built_in("ecsi")
ANSWERS = mobi()


def fitted(answers=ANSWERS, model=ECSI, replicates=100, **how):
    return PLS(**how).fit(model, Moments.of(answers, model, replicates=replicates, seed=7))


@pytest.fixture(scope="module")
def fit():
    return fitted()


@pytest.mark.parametrize("interval", ["percentile", "bca", "normal", "large-sample"])
def test_every_interval_gives_the_documented_form(interval):
    document = as_document(fitted(interval=interval))

    jsonschema.validate(document, SCHEMA)
    assert document["interval"] == interval


def test_a_model_in_stages_and_one_without_replicates_give_the_documented_form():
    model = Model(
        [
            construct("Image", items("IMAG", 1, 5)),
            construct("Value", ["PERV1", "PERV2"], mode="B"),
            construct("Loyalty", items("CUSL", 1, 3)),
            higher_order("Worth", ["Image", "Value"]),
        ],
        [path("Worth", to=["Loyalty"])],
    )

    jsonschema.validate(as_document(fitted(model=model)), SCHEMA)
    bare = as_document(fitted(replicates=0))
    jsonschema.validate(bare, SCHEMA)
    assert bare["items"]["CUSA1"]["loading_low"] is None


def test_intervals_of_items_and_reliabilities_are_those_of_the_fit(fit):
    document = as_document(fit)

    loading, alpha = fit.number("loadings", "CUSA2"), fit.number("alpha", "Quality")
    item, quality = document["items"]["CUSA2"], document["constructs"]["Quality"]
    assert (item["loading_low"], item["loading_high"]) == (loading.low, loading.high)
    assert (quality["alpha_low"], quality["alpha_high"]) == (alpha.low, alpha.high)
    assert quality["se"] == fit.index("Quality").se
    assert quality["r2_adjusted"] == fit.r2_adjusted("Quality")


def test_how_it_was_made_is_told(fit):
    document = as_document(fit)

    assert [document[what] for what in ("draw", "missing", "consistent", "replicates_kept")] == [
        *("multinomial", "listwise", False, 100)
    ]


def test_the_mark_of_the_data_knows_them_in_any_order_and_tells_others_apart(fit):
    mark = as_document(fit)["data"]

    shuffled = fitted(ANSWERS.sample(fraction=1, shuffle=True, seed=3))
    changed = fitted(ANSWERS.with_columns(pl.col("CUSA1").shift(1, fill_value=5)))
    assert as_document(shuffled)["data"] == mark
    assert as_document(changed)["data"] != mark


def test_marks_of_parts_do_not_add_up_to_that_of_the_whole():
    """Or the mark of the few between two published wholes could be had by subtraction."""
    parts = [ANSWERS[:120], ANSWERS[120:], ANSWERS]
    first, second, whole = (int(as_document(fitted(part))["data"], 16) for part in parts)

    assert (first + second - whole) % 2**64 != 0
    moments = [Moments.of(part, ECSI).fingerprint for part in parts]
    assert (moments[0] + moments[1] - moments[2]) % 2**64 == 0


def test_the_form_is_the_same_when_too_few_answered(fit):
    document = as_document(fit)
    empty = empty_document(ECSI, like=document, n=4, n_used=3, why="Only 3 answers.")

    jsonschema.validate(empty, SCHEMA)
    assert set(empty) == set(document)
    assert empty["data"] is None
    assert set(empty["constructs"]["Value"]) == set(document["constructs"]["Value"])
    assert set(empty["items"]["CUSA1"]) == set(document["items"]["CUSA1"])


def test_no_number_that_does_not_exist_is_written(fit):
    def numbers(part):
        if isinstance(part, dict):
            for value in part.values():
                yield from numbers(value)
        elif isinstance(part, list):
            for value in part:
                yield from numbers(value)
        elif isinstance(part, float):
            yield part

    assert all(map(math.isfinite, numbers(as_document(fit))))
