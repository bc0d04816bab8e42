import json

import numpy as np
import pandas as pd
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    AnswersRefused,
    Construct,
    Item,
    Model,
    Moments,
    Refused,
    TooFewAnswers,
    construct,
    path,
)
from herefor.measure.stack import describe
from shared_data import mobi

MODEL = Model(
    [construct("Q", ["PERQ1", "PERQ2"]), construct("S", ["CUSA1", "CUSA2"])],
    [path("Q", to=["S"])],
)
SOME = Model(
    [
        construct("Q", ["a", "b"]),
        Construct("C", (Item("s", asked_of_some=True), Item("t", asked_of_some=True))),
        construct("L", ["c"]),
    ],
    [path("Q", to=["C", "L"]), path("C", to=["L"])],
)


def with_skips(rows=400, gaps=0.1):
    """Everybody is asked a, b and c; s of some, t of some of others, or of both."""
    random = np.random.default_rng(5)
    common = random.normal(size=rows)
    table = {
        code: np.clip(np.round(5.5 + 1.5 * common + random.normal(size=rows)), 1, 10)
        for code in "abcst"
    }
    table["s"][(common > 0.5) | (random.random(rows) < 0.3)] = np.nan
    table["t"][random.random(rows) < 0.4] = np.nan
    for code in "abc":
        table[code][random.random(rows) < gaps] = np.nan
    return pl.DataFrame(table).with_columns(weight=random.uniform(0.5, 2, rows))


def by_rows(table, missing):
    """Means, deviations and correlations straight from weighted rows."""
    frame = table.to_pandas()
    ordinary, some = ["a", "b", "c"], ["s", "t"]
    if missing == "listwise":
        frame = frame.dropna(subset=ordinary)
    else:
        frame = frame.dropna(subset=ordinary + some, how="all")
        for code in ordinary:
            seen = frame[code].notna()
            mean = np.average(frame[code][seen], weights=frame["weight"][seen])
            frame[code] = frame[code].fillna(mean)
    codes = ["a", "b", "s", "t", "c"]
    found = {}
    for one in codes:
        for other in codes:
            rows = frame[frame[one].notna() & frame[other].notna()]
            pair = np.cov(rows[one], rows[other], aweights=rows["weight"], ddof=0)
            found[one, other] = pair[0, 1] / np.sqrt(pair[0, 0] * pair[1, 1])
    sd = [found_sd(frame, code) for code in codes]
    return np.array(sd), np.array([[found[a, b] for b in codes] for a in codes])


def found_sd(frame, code):
    rows = frame[frame[code].notna()]
    return np.sqrt(np.cov(rows[code], aweights=rows["weight"], ddof=0)) * 100 / 9


@pytest.mark.parametrize("missing", ["listwise", "mean"])
@pytest.mark.parametrize("exact_up_to", [0, 2000])
def test_items_asked_of_some_agree_with_the_rows_of_those_asked(missing, exact_up_to):
    table = with_skips()

    moments = Moments.of(table, SOME, weight="weight", missing=missing, exact_up_to=exact_up_to)
    items = describe(moments.total[:, None], missing=missing, some=moments.asked_of_some)

    sd, correlation = by_rows(table, missing)
    assert items.sd[:, 0] == pytest.approx(sd, rel=1e-9)
    assert items.correlation[..., 0] == pytest.approx(correlation, abs=1e-9)


def test_an_item_asked_of_some_leaves_no_row_out_and_is_told_with_counts():
    table = with_skips(gaps=0)

    moments = Moments.of(table, SOME)

    asked = table["s"].is_not_nan().sum(), table["t"].is_not_nan().sum()
    assert moments.used == 400
    (note,) = moments.notes
    assert f"s ({asked[0]} of 400 rows) and t ({asked[1]} of 400 rows)" in note


def test_a_model_with_an_item_asked_of_some_is_estimated_with_intervals():
    index = PLS().fit(SOME, Moments.of(with_skips(), SOME, replicates=200)).index("C")

    assert 0 < index.low < index.value < index.high < 100


def frames():
    table = mobi()
    return {
        "polars": table,
        "lazy": table.lazy(),
        "columns": table.to_dict(as_series=False),
        "pandas": table.to_pandas(),
        "pyarrow": table.to_arrow(),
        "duckdb": __import__("duckdb").from_arrow(table.to_arrow()),
    }


@pytest.mark.parametrize("kind", ["lazy", "columns", "pandas", "pyarrow", "duckdb"])
def test_a_table_from_any_library_gives_the_same_moments(kind):
    expected = Moments.of(mobi(), MODEL)

    moments = Moments.of(frames()[kind], MODEL)

    assert (moments.sums == expected.sums).all()
    assert moments.fingerprint == expected.fingerprint


def test_what_is_no_table_is_refused():
    with pytest.raises(AnswersRefused, match="this is int"):
        Moments.of(7, MODEL)


def test_a_table_of_mixed_columns_is_refused_with_a_sentence():
    with pytest.raises(AnswersRefused, match=r"could not be read|should hold numbers"):
        Moments.of(pd.DataFrame({"PERQ1": [1, "x", object()]}), MODEL)


@pytest.mark.parametrize("exact_up_to", [0, 2000])
@pytest.mark.parametrize(
    "design",
    [{}, {"cluster": "house"}, {"strata": "region"}, {"strata": "region", "cluster": "house"}],
)
def test_a_wave_taken_out_leaves_the_rest(design, exact_up_to):
    table = designed()
    how = design | {"exact_up_to": exact_up_to, "replicates": 10}
    before, wave = (
        Moments.of(part, MODEL, **how, first=first)
        for part, first in ((table[:150], 0), (table[150:], 150))
    )

    rest = (before + wave) - wave

    assert (rest.used, rest.rows, rest.fingerprint) == (150, 150, before.fingerprint)
    assert rest.total == pytest.approx(before.total, rel=1e-10)
    assert rest.resampled(0) == pytest.approx(before.resampled(0), rel=1e-9)


def test_what_was_never_added_cannot_be_taken_out():
    whole, other = Moments.of(mobi()[:100], MODEL), Moments.of(mobi()[100:], MODEL)

    with pytest.raises(Refused, match="not a part of the first"):
        whole - other


def test_a_larger_part_cannot_be_taken_out_of_groups():
    whole, part = (Moments.of(mobi()[:n], MODEL, exact_up_to=0) for n in (100, 250))

    with pytest.raises(Refused, match="not a part of the first"):
        whole - part


def designed(rows=250):
    return mobi()[:rows].with_columns(
        region=pl.int_range(rows) % 4, house=pl.int_range(rows) // 5, weight=pl.lit(1.5)
    )


@pytest.mark.parametrize("ending", ["npz", "arrow"])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"exact_up_to": 0, "missing": "mean"},
        {"strata": "region", "cluster": "house"},
        {"draw": "poisson"},
    ],
)
def test_moments_come_back_from_a_file_as_they_were(tmp_path, ending, how):
    moments = Moments.of(designed(), MODEL, replicates=30, seed=4, weight="weight", **how)
    file = tmp_path / f"wave.{ending}"

    moments.save(file)
    again = Moments.load(file)

    assert (again.sums == moments.sums).all()
    assert (again.resampled(0) == moments.resampled(0)).all()
    assert (again.fingerprint, again.notes) == (moments.fingerprint, moments.notes)
    assert (again + again).used == 500


@pytest.mark.parametrize("ending", ["npz", "arrow"])
def test_a_damaged_file_is_told(tmp_path, ending):
    file = tmp_path / f"wave.{ending}"
    Moments.of(mobi(), MODEL).save(file)
    file.write_bytes(file.read_bytes()[:-400])

    with pytest.raises(Refused, match="damaged or holds no moments"):
        Moments.load(file)


def test_a_foreign_file_is_told(tmp_path):
    np.savez(tmp_path / "other.npz", x=np.arange(3))
    pl.DataFrame({"x": [1]}).write_ipc(tmp_path / "other.arrow")

    for name in ("other.npz", "other.arrow"):
        with pytest.raises(Refused, match=r"not written by Moments\.save|holds no moments"):
            Moments.load(tmp_path / name)


def test_a_newer_file_is_told(tmp_path):
    about = json.dumps({"format": "herefor moments", "version": 99})
    np.savez(tmp_path / "newer.npz", about=np.array(about))

    with pytest.raises(Refused, match="newer herefor"):
        Moments.load(tmp_path / "newer.npz")


def test_a_file_that_is_not_there_or_ends_otherwise_is_told(tmp_path):
    with pytest.raises(Refused, match="There is no file"):
        Moments.load(tmp_path / "none.npz")
    with pytest.raises(Refused, match="ending in"):
        Moments.of(mobi(), MODEL).save(tmp_path / "wave.csv")


def test_the_fingerprint_is_of_the_answers_not_of_the_file(tmp_path):
    mobi().write_parquet(tmp_path / "a.parquet")
    mobi().with_columns(pl.all().cast(pl.Float64)).write_csv(tmp_path / "a.csv")
    expected = Moments.of(mobi(), MODEL).fingerprint

    seen = {
        Moments.of(table, MODEL).fingerprint
        for table in (
            pl.read_parquet(tmp_path / "a.parquet"),
            pl.read_csv(tmp_path / "a.csv"),
            mobi().reverse(),
        )
    }

    assert seen == {expected}
    changed = mobi().with_columns(PERQ1=pl.col("PERQ1").reverse())
    assert Moments.of(changed, MODEL).fingerprint != expected


def test_an_item_nobody_answered_is_named_with_the_rows():
    table = mobi().with_columns(PERQ2=pl.lit(None, dtype=pl.Int64))

    with pytest.raises(TooFewAnswers, match=r"0 complete answers in 250 rows.*PERQ2 \(0 of 250\)"):
        PLS().fit(MODEL, Moments.of(table, MODEL))


def test_weights_without_bound_are_named_with_their_rows():
    table = mobi().with_columns(w=pl.Series([1.0, float("inf")] + [1.0] * 248))

    with pytest.raises(
        AnswersRefused, match=r"w holds a weight that is negative or without.*row 3"
    ):
        Moments.of(table, MODEL, weight="w")
