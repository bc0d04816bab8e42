"""What a reader is warned of, in sentences that agree with how many there are."""

import polars as pl
import pytest

from herefor.measure import PLS, Model, Moments, construct, items, path
from shared_data import mobi

MODEL = Model(
    [
        construct("Quality", items("PERQ", 1, 7)),
        construct("Satisfaction", items("CUSA", 1, 3)),
    ],
    [path("Quality", to=["Satisfaction"])],
)


def warnings_of(*turned, replicates=0):
    answers = mobi().with_columns((11 - pl.col(code)).alias(code) for code in turned)
    fit = PLS().fit(MODEL, Moments.of(answers, MODEL, replicates=replicates))
    return " ".join(fit.warnings)


def test_one_item_turned_round_runs_against_the_others():
    said = warnings_of("PERQ1")

    assert (
        "PERQ1 of Quality runs against the other items. If its best answer is the low one, "
        "turn its scale round in the model."
    ) in said
    assert "PERQ1 has a negative weight in Quality" in said
    assert "Look at the item before" in said


def test_two_items_turned_round_run_against_the_others():
    said = warnings_of("PERQ1", "PERQ2")

    assert (
        "PERQ1 and PERQ2 of Quality run against the other items. If their best answer is the "
        "low one, turn their scales round in the model."
    ) in said
    assert "PERQ1 and PERQ2 have negative weights in Quality" in said
    assert "Look at the items before" in said


@pytest.mark.parametrize(("replicates", "is_rough"), [(0, False), (99, True), (100, False)])
def test_few_replicates_make_rough_intervals(replicates, is_rough):
    assert ("Intervals from" in warnings_of(replicates=replicates)) == is_rough
