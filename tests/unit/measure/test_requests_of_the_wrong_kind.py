"""What cannot be asked is answered with a sentence, not with a traceback or a guess."""

import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Number,
    Refused,
    answers_needed,
    construct,
    detectable,
    key_drivers,
    key_drivers_by,
    moments_of_files,
    path,
    power_of,
    rating,
    tables,
    trend,
)

MODEL = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
TABLE = pl.DataFrame(
    {"q": [1, 4, 9, 10] * 9, "s": [2, 3, 8, 10] * 9, "bar": [1, 3, 3, 5] * 9, "shop": ["a"] * 36}
)
LINE = trend({str(year): Number(70.0 + year, se=1.0) for year in range(3)})


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (lambda: answers_needed("2", spread=20), "Margin must be a number above 0; it is '2'"),
        (lambda: answers_needed(float("inf"), spread=20), "Margin must be .* it is inf"),
        (lambda: answers_needed(-1, spread=20), "Margin must be .* it is -1"),
        (lambda: answers_needed(1e-300, spread=20), "more answers than there are people"),
        (lambda: answers_needed(2, spread=20, response_rate=1e-300), "more answers than there"),
        (lambda: answers_needed(2, spread="20"), "Spread must be a number above 0; it is '20'"),
        (lambda: answers_needed(2, spread=20, design_effect=0), "Design effect must be a number"),
        (lambda: answers_needed(2, spread=20, population="all"), "Population must be a number"),
        (lambda: answers_needed(2, spread=20, response_rate="low"), "Response rate must be"),
        (lambda: answers_needed(2, spread=20, response_rate=25), "lies in 0 to 1, such as 0.25"),
        (lambda: answers_needed(2, spread=20, level=95), "level must lie between 0 and 1"),
        (lambda: answers_needed(2, spread=20, level="high"), "level must lie between 0 and 1"),
        (lambda: detectable("250", spread=16), "at least one answer"),
        (lambda: detectable(250, spread=16, power="often"), "power must lie between 0 and 1"),
        (lambda: power_of("4", n=250, spread=16), "A change is a number of points; it is '4'"),
    ],
)
def test_a_plan_of_impossible_numbers_is_refused(plan, sentence):
    with pytest.raises(Refused, match=sentence):
        plan()


def test_a_margin_wider_than_the_scale_still_needs_an_answer():
    assert answers_needed(1e300, spread=20).answers == 1


def test_tables_by_name_are_those_of_a_fit():
    with pytest.raises(Refused, match="those of a fit, and this is Trend: `as_table`"):
        tables(LINE)
    assert "paths" in tables(PLS().fit(MODEL, Moments.of(TABLE, MODEL)))


@pytest.mark.parametrize(
    "ask",
    [
        lambda **how: key_drivers(TABLE, target="s", **how),
        lambda **how: key_drivers_by(TABLE, "shop", target="s", **how),
    ],
)
@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"aspects": "bar"}, r"a list of columns: write \['bar'\], not 'bar'"),
        ({"aspects": ["bar"], "most_missing": 5}, "a share from 0 to 1, such as 0.5; it is 5"),
        ({"aspects": ["bar"], "most_missing": "few"}, "a share from 0 to 1.*'few'"),
        ({"aspects": ["bar"], "most_missing": float("nan")}, "a share from 0 to 1.*nan"),
    ],
)
def test_drivers_of_a_word_or_of_no_share_are_refused(ask, how, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(**how)


@pytest.mark.parametrize("boxes", [2.5, 0, "2", True])
def test_boxes_are_counted_whole(boxes):
    with pytest.raises(Refused, match="A whole number of boxes is needed, 1 or more"):
        rating(pl.Series([5, 4, 1]), scale=(1, 5), boxes=boxes)


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2"])
@pytest.mark.parametrize("engine", ["serial", "dask"])
def test_somebody_must_read_the_files(tmp_path, engine, workers):
    TABLE.write_parquet(tmp_path / "wave.parquet")

    with pytest.raises(Refused, match="A whole number of workers is needed, 1 or more"):
        moments_of_files(tmp_path, MODEL, engine=engine, workers=workers)
