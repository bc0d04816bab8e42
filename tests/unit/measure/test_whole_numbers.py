import numpy as np
import polars as pl
import pytest

from herefor.measure import Model, Moments, construct, path
from herefor.measure.gather.whole import WholeNumbers

MODEL = Model(
    [
        construct("Q", ["a", "b"], scales={"b": (10, 1)}),
        construct("S", ["c", "d"], scales={"c": (0, 10), "d": (-3, 3)}),
    ],
    [path("Q", to=["S"])],
    codes=[-99],
)


def answers(rows=6_000, gaps=False):
    random = np.random.default_rng(4)
    ends = {"a": (1, 10), "b": (1, 10), "c": (0, 10), "d": (-3, 3)}
    table = pl.DataFrame(
        {code: random.integers(low, high + 1, rows) for code, (low, high) in ends.items()}
    )
    if gaps:
        table = table.with_columns(
            pl.when(pl.Series(random.random(rows) > 0.1)).then(pl.col(code)).alias(code)
            for code in "abcd"
        )
    return table.with_columns(
        w=random.integers(0, 4, rows) / 2,
        region=pl.int_range(rows) % 3,
        house=pl.int_range(rows) // 4,
    )


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize(
    "how", [{}, {"weight": "w"}, {"strata": "region"}, {"cluster": "house", "strata": "region"}]
)
def test_whole_numbers_give_the_sums_of_decimals(gaps, how):
    table = answers(gaps=gaps)
    decimals = table.with_columns(pl.col("a", "b", "c", "d").cast(pl.Float64))
    assert WholeNumbers.of(table, MODEL) is not None
    assert WholeNumbers.of(decimals, MODEL) is None

    quick, plain = (Moments.of(each, MODEL, draw="groups", **how) for each in (table, decimals))

    scale = np.abs(plain.sums).max(axis=1, keepdims=True)
    assert np.abs((quick.sums - plain.sums) / scale).max() < 1e-12
    for what in ("codes", "rows", "used", "answered", "fingerprint", "notes", "grouped", "draw"):
        assert getattr(quick, what) == getattr(plain, what)


@pytest.mark.parametrize(
    "changed",
    [
        pl.lit(11).alias("a"),
        pl.lit(-99).alias("a"),
        pl.lit("7").alias("a"),
        pl.lit(7.5).alias("a"),
        pl.lit(None, dtype=pl.Int64).alias("a"),
    ],
)
def test_what_needs_care_is_left_to_the_careful_way(changed):
    assert WholeNumbers.of(answers().with_columns(changed), MODEL) is None
