"""Whatever is handed in: a number that can be read, or a sentence that mends it. Never a NaN that
nobody speaks of, never another library's error."""

import dataclasses
import datetime
import math
import warnings

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Fit,
    Model,
    Moments,
    Refused,
    as_document,
    calibrate,
    compare,
    compare_groups,
    construct,
    copula_test,
    discriminant,
    gap,
    importance_map,
    indirect_effects,
    key_drivers,
    key_drivers_by,
    micom,
    moments_of_files,
    path,
    poststratify,
    predict,
    rake,
    rating,
    scores,
    segments,
    what_if,
)

MODEL = Model(
    [construct("Q", ["q1", "q2"]), construct("S", ["s1", "s2"]), construct("L", ["l1"])],
    [path("Q", to=["S", "L"]), path("S", to=["L"])],
)
ITEMS = MODEL.item_codes
FEW = 20  # replicates


def answers_of(seed, n=60):
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=n)

    def item():
        return np.clip(np.round(6.5 + 1.5 * latent + 1.2 * rng.normal(size=n)), 1, 10)

    table = {"q1": item(), "q2": item()}
    latent = 0.7 * latent + 0.6 * rng.normal(size=n)
    table |= {"s1": item(), "s2": item(), "l1": item()}
    table |= {"w": rng.uniform(0.5, 2, n), "g": rng.choice(["a", "b", "c"], n)}
    return pl.DataFrame(table | {"h": np.repeat(np.arange(n // 3), 3)})


GOOD = answers_of(3)
ONE = pl.lit(1)


def with_(**columns):
    return GOOD.with_columns(**columns)


def at_row_3(column, value):
    return GOOD.with_columns(pl.Series(column, [*GOOD[column][:3], value, *GOOD[column][4:]]))


NOTHING = pl.lit(None).cast(pl.Float64)
BAD = {
    "constant item": with_(q2=7.0 * ONE),
    "constant construct": with_(l1=7.0 * ONE),
    "everything constant": GOOD.with_columns((7.0 * ONE).alias(code) for code in ITEMS),
    "item without answer": with_(q2=NOTHING),
    "item without type": with_(q2=pl.lit(None)),
    "item of nan": with_(l1=pl.lit(float("nan"))),
    "nobody answered": GOOD.with_columns(NOTHING.alias(code) for code in ITEMS),
    "one row": GOOD[:1],
    "fewer rows than items": GOOD[:4],
    "ten rows": GOOD[:10],
    "heading only": GOOD[:0],
    "nothing at all": pl.DataFrame({"x": [1]}),
    "column missing": GOOD.drop("s2"),
    "infinite weight": at_row_3("w", float("inf")),
    "nan weight": at_row_3("w", float("nan")),
    "empty weight": at_row_3("w", None),
    "negative weight": at_row_3("w", -1.0),
    "zero weights": with_(w=0.0 * ONE),
    "text weights": with_(w=pl.lit("much")),
    "huge weight": at_row_3("w", 1e300),
    "tiny weights": with_(w=1e-300 * ONE),
    "one weight only": with_(w=pl.Series([1.0] + [0.0] * 59)),
    "text item": with_(q1=pl.lit("good")),
    "a word among numbers": with_(q1=pl.Series(["7"] * 59 + ["good"])),
    "dates": with_(q1=pl.lit(datetime.date(2026, 1, 1))),
    "durations": with_(q1=pl.lit(datetime.timedelta(1))),
    "booleans": with_(q1=pl.col("q1") > 6),
    "lists": with_(q1=pl.Series([[1]] * 60)),
    "categories": with_(q1=pl.Series(["7", "8", "9"] * 20, dtype=pl.Categorical)),
    "infinite answer": at_row_3("q1", float("inf")),
    "huge answer": at_row_3("q1", 1e300),
    "tiny differences": with_(q1=5 + pl.col("q1") * 1e-9),
    "one answer a little off": with_(l1=pl.Series([7.0] * 59 + [7.0000001])),
    "twins": with_(q2=pl.col("q1")),
    "twins in two constructs": with_(l1=pl.col("q1")),
    "twin constructs": with_(s1=pl.col("q1"), s2=pl.col("q2")),
    "item minus another": with_(q2=11 - pl.col("q1")),
    "scale left": at_row_3("q1", 11.0),
    "two values": with_(l1=pl.Series([1.0] * 59 + [10.0])),
    "one in sixty": with_(q1=pl.Series([9.0] * 59 + [10.0]), q2=pl.Series([9.0] * 58 + [10.0] * 2)),
    "nothing in common": pl.DataFrame(
        {"q1": [1, 1, 10, 10] * 15, "s1": [1, 10, 1, 10] * 15, "l1": [1, 10, 10, 1] * 15}
    ).with_columns(GOOD["w"], GOOD["g"], GOOD["h"], q2=pl.col("q1"), s2=pl.col("s1")),
    "group of one": with_(g=pl.Series(["a"] * 59 + ["z"])),
    "group unknown": with_(g=pl.Series(["a", None] * 30)),
    "one cluster": with_(h=ONE),
    "half gaps": with_(q1=pl.Series([None, 7.0, 8.0, 3.0] * 15)),
    "never together": with_(
        q1=pl.Series([None, 7.0, None, 3.0] * 15), s1=pl.Series([5.0, None, 2.0, None] * 15)
    ),
}


def fit_of(table, *, kinds=("bca", "studentised"), estimator=None, **how):
    moments = Moments.of(table, MODEL, replicates=FEW, **how)
    fit = (estimator or PLS()).fit(MODEL, moments)
    last = fit.measured[-1]
    numbers = [fit.index(last, interval=kind) for kind in (*kinds, "normal", "large-sample")]
    return [as_document(fit), fit.impacts(), numbers]


def plain_fit(table):
    return PLS().fit(MODEL, Moments.of(table, MODEL, replicates=FEW))


def beside(table):
    return plain_fit(table), plain_fit(answers_of(5))


FITTED = plain_fit(GOOD)


def driven(table, **how):
    return key_drivers(table, target="l1", aspects=["q1", "q2", "s1"], replicates=FEW, **how)


def grouped(table):
    fits = {name: plain_fit(table.filter(pl.col("g") == name)) for name in "abc"}
    return compare(fits, of="S", against="pairs", margin=1)


def segments_of(table):
    found = segments(FITTED, table, of=(1, 2), restarts=2)
    return [(one.shares, one.memberships, one.criteria) for one in found]  # r2 has documented NaN


DOORS = {
    "fit": fit_of,
    "fit, gaps filled": lambda table: fit_of(table, missing="mean"),
    "fit, weighted": lambda table: fit_of(table, weight="w"),
    "fit, weighted groups": lambda table: fit_of(table, weight="w", draw="groups"),
    "fit, poisson": lambda table: fit_of(table, draw="poisson", kinds=["bca"]),
    "fit, strata": lambda table: fit_of(table, strata="g", kinds=["bca"]),
    "fit, clusters": lambda table: fit_of(table, cluster="h", kinds=["bca"]),
    "fit, consistent": lambda table: fit_of(table, estimator=PLS(consistent=True)),
    "key_drivers": driven,
    "key_drivers, pairwise": lambda table: driven(table, missing="pairwise"),
    "key_drivers, weighted": lambda table: driven(table, weight="w"),
    "key_drivers_by": lambda table: key_drivers_by(
        table, "g", target="l1", aspects=["q1", "s1"], replicates=FEW
    ),
    "rake": lambda table: rake(table, {"g": {"a": 0.3, "b": 0.3, "c": 0.4}}, weight="w"),
    "poststratify": lambda table: poststratify(
        table, ["g"], {("a",): 1, ("b",): 1, ("c",): 1}, weight="w"
    ),
    "calibrate": lambda table: calibrate(table, {"q1": 6.0, "s1": 6.0}, weight="w"),
    "predict": lambda table: predict(FITTED, table).table,
    "scores": lambda table: scores(FITTED, table, points=True).drop_nulls(),
    "segments": segments_of,
    "copula_test": lambda table: copula_test(FITTED, table, "L", replicates=FEW),
    "compare_groups": lambda table: compare_groups(*beside(table), count=FEW),
    "micom": lambda table: micom(*beside(table), count=FEW),
    "compare": grouped,
    "gap": lambda table: gap(plain_fit(table), "L"),
    "what_if": lambda table: what_if(plain_fit(table), "L", {"Q": 3}),
    "indirect_effects": lambda table: indirect_effects(plain_fit(table), "Q", "L"),
    "importance_map": lambda table: importance_map(plain_fit(table), "L"),
    "discriminant": lambda table: discriminant(plain_fit(table)),
}


def endless(found, where=""):
    """Where numbers are that are none."""
    if isinstance(found, float | np.ndarray | pl.Series):
        values = np.asarray(found)
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            yield where
    for name, one in parts_of(found):
        yield from endless(one, f"{where}.{name}")


def parts_of(found):
    if isinstance(found, pl.DataFrame):
        return [(column.name, column) for column in found]
    if isinstance(found, dict):
        return list(found.items())
    if isinstance(found, list | tuple):
        return list(enumerate(found))
    if dataclasses.is_dataclass(found) and not isinstance(found, Fit | Moments | Model):
        return [(field.name, getattr(found, field.name)) for field in dataclasses.fields(found)]
    return []


@pytest.mark.parametrize("door", DOORS)
def test_bad_answers_give_a_sentence_or_finite_numbers(door):
    said = {}
    for name, table in BAD.items():
        if door == "compare" and "g" not in table.columns:
            continue  # it parts the table itself
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            try:
                said[name] = list(endless(DOORS[door](table)))
            except Refused as refused:
                sentence = str(refused)
                said[name] = [] if sentence.endswith((".", "?")) and len(sentence) > 20 else [name]

    assert {name: where for name, where in said.items() if where} == {}


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("item without answer", {}, ["0 complete answers in 60 rows", "q2 (0 of 60)"]),
        ("fewer rows than items", {}, ["4 complete answers in 4 rows"]),
        ("infinite weight", {"weight": "w"}, ["Column w", "without bound in row 5"]),
        ("negative weight", {"weight": "w"}, ["Column w", "negative", "in row 5"]),
        ("nan weight", {"weight": "w"}, ["Column w", "no weight in row 5"]),
        ("empty weight", {"weight": "w"}, ["Column w", "no weight in row 5"]),
        ("text weights", {"weight": "w"}, ["Column w", "'much' in row 2"]),
        ("zero weights", {"weight": "w"}, ["All weights in column w are 0"]),
        ("a word among numbers", {}, ["Column q1", "'good' in row 61"]),
        ("dates", {}, ["Column q1", "2026-01-01"]),
        ("durations", {}, ["Column q1 holds Duration"]),
        ("booleans", {}, ["q1 has 30 answers outside 1 to 10 (0)"]),
        ("scale left", {}, ["q1 has 1 answer outside 1 to 10 (11)"]),
        ("column missing", {}, ["no column s2"]),
        ("item minus another", {}, ["The items of Q cancel each other"]),
        ("one cluster", {"cluster": "h"}, ["All respondents are in one cluster"]),
        ("group of one", {"strata": "g"}, ["1 stratum with one respondent only: z"]),
        ("group unknown", {"strata": "g"}, ["Column g is empty in row 3"]),
    ],
)
def test_a_refusal_names_the_item_the_row_or_how_many(name, how, words):
    with pytest.raises(Refused) as refused:
        fit_of(BAD[name], kinds=["bca"], **how)

    assert [word for word in words if word not in str(refused.value)] == []


def test_an_item_that_says_nothing_is_left_out_aloud():
    for name, code in (("constant item", "q2"), ("constant construct", "l1")):
        told = plain_fit(BAD[name]).warnings

        assert f"Everybody gave the same answer to {code}, or nobody answered" in " ".join(told)


def test_where_replicates_do_not_vary_the_interval_is_a_point_and_not_nan():
    """Nobody's answer to Q varies in a third of the replicates; those are counted, not hidden."""
    model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    table = pl.DataFrame({"q": [5.0] * 19 + [6.0], "s": [3.0] * 19 + [9.0]})
    fit = PLS().fit(model, Moments.of(table, model, replicates=50))

    intervals = [fit.index("S", interval=kind) for kind in ("bca", "studentised", "large-sample")]

    assert list(endless([*intervals, fit.paths()])) == []
    assert any("did not settle or could not be computed" in told for told in fit.warnings)


def test_an_interval_that_cannot_be_had_says_that_it_is_a_percentile_one():
    fit = plain_fit(BAD["one in sixty"])

    found = fit.index("L", interval="studentised")

    assert found.low <= found.value <= found.high
    assert found.interval in ("studentised", "percentile")


@pytest.mark.parametrize("table", [np.ones((3, 5)), [1, 2], None, "answers.csv", 7])
def test_whatever_is_no_table_is_refused_at_every_door(table):
    doors = {name: door for name, door in DOORS.items() if name != "compare"}

    for door in doors.values():
        with pytest.raises(Refused, match="Answers come as a table"):
            door(table)


def test_every_door_takes_columns_by_name_and_pandas():
    kept = GOOD.select(*ITEMS, "g", "w")

    for table in (kept.to_dict(as_series=False), kept.to_pandas()):
        assert scores(FITTED, table).equals(scores(FITTED, GOOD))
        assert driven(table).r2 == driven(GOOD).r2
        assert rake(table, {"g": {"a": 1, "b": 1, "c": 1}}).weights.to_list() == (
            rake(GOOD, {"g": {"a": 1, "b": 1, "c": 1}}).weights.to_list()
        )


def test_files_with_bad_weights_are_refused_by_name_and_row(tmp_path):
    BAD["negative weight"].write_parquet(tmp_path / "wave.parquet")

    with pytest.raises(Refused, match=r"wave\.parquet.*Column w holds a weight that is negative"):
        moments_of_files(tmp_path, MODEL, weight="w")


def test_ratings_of_bad_columns_are_refused():
    for column, weights in [
        (GOOD["g"], None),
        (pl.Series([1.0, math.inf]), None),
        (None, None),
        (GOOD["q1"], BAD["text weights"]["w"]),
        (GOOD["q1"], BAD["negative weight"]["w"]),
        (GOOD["q1"], BAD["huge weight"]["w"]),
        (BAD["nobody answered"]["q1"], None),
    ]:
        with pytest.raises(Refused):
            rating(column, scale=(1, 10), weights=weights)


def test_weights_as_small_as_can_be_count_like_others():
    small = rating(GOOD["q1"], scale=(1, 10), weights=np.full(60, 1e-300))

    assert small.value == rating(GOOD["q1"], scale=(1, 10)).value
    assert small.effective_n == pytest.approx(60)
