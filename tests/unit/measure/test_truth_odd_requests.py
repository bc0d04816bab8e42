"""Requests nobody can fulfil, each answered in a sentence that says what can be asked."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Entry,
    Group,
    Model,
    ModelRefused,
    Moments,
    Number,
    Refused,
    answers_needed,
    best_plan,
    calibrate,
    compare,
    compare_groups,
    construct,
    copula_test,
    key_drivers,
    micom,
    nps_interval,
    path,
    permutation_test,
    power_of,
    predict,
    rake,
    rating,
    roll_up,
    segments,
    share_interval,
    trend,
    what_if,
    wilson,
)
from herefor.measure.evaluate.predict import _least
from shared_data import mobi

MODEL = Model(
    [
        construct("Q", ["PERQ1", "PERQ2"]),
        construct("V", ["PERV1", "PERV2"]),
        construct("S", ["CUSA1", "CUSA2", "CUSA3"]),
    ],
    [path("Q", to=["V", "S"]), path("V", to=["S"])],
)
TABLE = mobi()


def fit_of(table=TABLE, **how):
    return PLS().fit(MODEL, Moments.of(table, MODEL, **({"replicates": 40} | how)))


FIT = fit_of()
HALVES = fit_of(TABLE[:125]), fit_of(TABLE[125:])
TWO = {"May": Number(70.0, se=1.0), "June": Number(71.0, se=1.0)}


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"replicates": -1}, "whole number of replicates is needed, 0 or more; not -1"),
        ({"replicates": 2.5}, "not 2.5"),
        ({"replicates": "10"}, "not '10'"),
        ({"replicates": None}, "not None"),
        ({"replicates": True}, "not True"),
        ({"seed": -1}, "0 or more, such as 7; it is -1"),
        ({"seed": 2.5}, "it is 2.5"),
        ({"seed": "a"}, "it is a"),
        ({"seed": 2**70}, "too large"),
        ({"draw": None}, "not drawn by None"),
        ({"weight": 3}, "no column 3 to take weights"),
        ({"weight": ["w"]}, "no column"),
        ({"exact_up_to": "all"}, "not 'all'"),
        ({"first": -1}, "0 or more; not -1"),
    ],
)
@pytest.mark.parametrize("draw", ["multinomial", "poisson"])
def test_moments_that_cannot_be_read_so(how, sentence, draw):
    with pytest.raises(Refused, match=sentence):
        Moments.of(TABLE, MODEL, **({"draw": draw} | how))


@pytest.mark.parametrize("level", [0, 1, 95, -1, "95", None, float("nan")])
def test_a_level_lies_between_0_and_1_whoever_is_asked(level):
    for ask in (
        lambda: PLS(level=level).fit(MODEL, Moments.of(TABLE, MODEL)),
        lambda: compare(TWO, level=level),
        lambda: trend(TWO, level=level),
        lambda: roll_up(Group("all", [Entry("a", Number(70.0, se=1.0), 1)]), level=level),
        lambda: key_drivers(TABLE, target="CUSA1", aspects=["PERQ1"], level=level),
        lambda: wilson(3, n=9, level=level),
        lambda: share_interval(0.5, n=9, level=level),
        lambda: nps_interval(3, 2, n=9, level=level),
        lambda: rating(TABLE["CUSA1"], scale=(1, 10), level=level),
        lambda: compare_groups(*HALVES, count=20, level=level),
        lambda: micom(*HALVES, count=20, level=level),
    ):
        with pytest.raises(Refused, match=r"must lie between 0 and 1, such as 0\.95"):
            ask()


@pytest.mark.parametrize("seed", [-1, 0.5, "x", None])
def test_a_seed_is_a_whole_number_whoever_is_asked(seed):
    for ask in (
        lambda: predict(FIT, TABLE, seed=seed),
        lambda: segments(FIT, TABLE, of=(2,), seed=seed),
        lambda: copula_test(FIT, TABLE, "S", seed=seed),
        lambda: permutation_test(*HALVES, "index", "S", seed=seed),
        lambda: micom(*HALVES, seed=seed),
        lambda: key_drivers(TABLE, target="CUSA1", aspects=["PERQ1"], seed=seed),
    ):
        with pytest.raises(Refused, match="A seed is a whole number"):
            ask()


@pytest.mark.parametrize(
    ("what", "of", "sentence"),
    [
        ("pathz", ("Q", "S"), "no number 'pathz'. Did you mean paths"),
        ("paths", ("Q",), "belongs to 2 names, and 1 was given"),
        ("r2", ("Q", "S"), "belongs to 1 name, and 2 were given"),
        ("loadings", ("Q",), "'loadings' is that of an item, and Q is none"),
        ("alpha", ("PERQ1",), "'alpha' is that of a construct, and PERQ1 is an item"),
        ("cross_loadings", ("Q", "PERQ1"), "is that of an item, and Q is none"),
        ("index", (None,), "no construct or item None"),
    ],
)
def test_a_number_is_asked_for_by_its_own_names(what, of, sentence):
    for ask in (FIT.number, FIT.value, FIT.jackknife):
        with pytest.raises(Refused, match=sentence):
            ask(what, *of)


def test_a_loading_is_never_that_of_another_item():
    """A construct and an item of one name: each number knows whose it is."""
    model = Model(
        [construct("PERQ2", ["PERQ1", "PERQ2"]), construct("S", ["CUSA1"])],
        [path("PERQ2", to=["S"])],
    )
    one, other = (
        PLS().fit(model, Moments.of(half, model, replicates=20))
        for half in (TABLE[:125], TABLE[125:])
    )

    found = {
        each.of[0]: each.a for each in compare_groups(one, other, kinds=["loadings"], count=20)
    }

    assert found["PERQ2"] == one.estimate.loadings[1, 0]
    assert one.value("outer_vif", "PERQ2") == pytest.approx(one.value("outer_vif", "PERQ1"))
    assert one.value("alpha", "PERQ2") != one.value("outer_vif", "PERQ2")


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: PLS().fit(Moments.of(TABLE, MODEL), MODEL), "a model, then moments"),
        (lambda: PLS().fit(MODEL, TABLE), "a model, then moments"),
        (lambda: PLS(scheme=None).fit(MODEL, Moments.of(TABLE, MODEL)), "no scheme None"),
        (lambda: PLS(interval=None).fit(MODEL, Moments.of(TABLE, MODEL)), "no interval None"),
        (lambda: PLS(tolerance=0).fit(MODEL, Moments.of(TABLE, MODEL)), "A tolerance lies"),
        (lambda: PLS(most_iterations=0).fit(MODEL, Moments.of(TABLE, MODEL)), "1 or more; not 0"),
        (lambda: FIT.index("S", weights=None), "no weights None"),
        (lambda: compare([FIT, FIT], of="S"), "by name, a dict; this is list"),
        (lambda: trend(TWO, times=["a", "b"]), "Times are numbers"),
        (lambda: trend(TWO, times=[1, float("inf")]), "later than that of the wave before"),
        (
            lambda: roll_up(Group("all", [Entry("a", Number(70.0, se=1.0), "x")])),
            "a needs a weight of 0 or more; it has x",
        ),
        (
            lambda: roll_up(
                Group("all", [Entry(name, Number(70.0, se=1.0), 1e308) for name in "ab"])
            ),
            "too large to add up",
        ),
        (lambda: wilson(3, n=0), "3 of 0 is not a share"),
        (lambda: nps_interval(0, 0, n=0), "no more than all"),
        (lambda: power_of(float("nan"), n=9, spread=3), "A change is a number of points"),
        (lambda: answers_needed(float("nan"), spread=20), "Margin"),
        (lambda: predict(FIT, TABLE, folds=2.5), "folds is needed, 0 or more; not 2.5"),
        (lambda: segments(FIT, TABLE, of=2), "such as \\(1, 2, 3\\); not 2"),
        (lambda: segments(FIT, TABLE, of=(1.5,)), "segments is needed, 1 or more; not 1.5"),
        (lambda: segments(FIT, TABLE, restarts=0), "restarts is needed, 1 or more; not 0"),
        (lambda: copula_test(FIT, TABLE, "S", replicates=0), "2 or more; not 0"),
        (lambda: compare_groups(*HALVES, count=0), "shuffles is needed, 1 or more; not 0"),
        (lambda: permutation_test(*HALVES, "index", "S", count=-1), "not -1"),
        (lambda: permutation_test(*HALVES, "mood", "S", count=9), "no number 'mood'"),
        (lambda: what_if(FIT, "S", {"Q": "3"}), "Q needs a number of points"),
        (lambda: best_plan(FIT, "S", costs={"Q": "a"}, budget=5), "Q needs a number of points"),
        (lambda: best_plan(FIT, "S", costs={"Q": 1e300}, budget=1), "lie too far apart"),
        (lambda: rake(TABLE, {"CUSA1": 0.5}), "must give each category its share"),
        (lambda: rake(TABLE, {"CUSA1": {"1": "x"}}), "must give each category its share"),
        (lambda: calibrate(TABLE, {"CUSA1": float("nan")}), "mean of CUSA1 must be a number"),
        (lambda: calibrate(TABLE, {"CUSA1": 1e300}), "mean of CUSA1 must be a number"),
        (lambda: rating(TABLE["CUSA1"], scale=(1, float("nan"))), "two different ends"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask, sentence):
    with pytest.raises(Refused, match=sentence):
        ask()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: construct("Q", "PERQ1"), r"write \['PERQ1'\], not 'PERQ1'"),
        (lambda: path("Q", to="S"), r"write to=\['S'\], not 'S'"),
        (lambda: construct("Q", ["a"], scale=(1,)), "item a has two ends"),
        (lambda: model_of(construct("Q", ["a"], scale=("x", "y"))), "runs from x to y"),
        (lambda: model_of(construct("Q", ["a"], scale=(-1.7e308, 1.7e308))), "two different"),
        (lambda: model_of(construct(3, ["a"]), of=3), "called 3. Give it a name in words"),
    ],
)
def test_a_model_said_wrongly_is_refused(make, sentence):
    with pytest.raises(ModelRefused, match=sentence):
        make()


def model_of(one, of="Q"):
    return Model([one, construct("S", ["s"])], [path(of, to=["S"])])


def test_names_may_hold_any_character():
    odd = ["q 1", "q;2", "q\n3", "\u202eü", "{0}%s"]
    table = TABLE.select(pl.col(a).alias(b) for a, b in zip(TABLE.columns[5:10], odd, strict=True))
    model = Model(
        [construct("Q \\n", odd[:2]), construct("'S'", odd[2:4]), construct("<b>", odd[4:])],
        [path("Q \\n", to=["'S'", "<b>"]), path("'S'", to=["<b>"])],
    )

    fit = PLS().fit(model, Moments.of(table, model, replicates=20))

    plain = Model(
        [
            construct(name, codes)
            for name, codes in zip(
                "ABC", (TABLE.columns[5:7], TABLE.columns[7:9], TABLE.columns[9:10]), strict=True
            )
        ],
        [path("A", to=["B", "C"]), path("B", to=["C"])],
    )
    other = PLS().fit(plain, Moments.of(TABLE, plain, replicates=20))
    assert fit.index("<b>") == other.index("C")


def test_without_replicates_nothing_is_sure_and_that_is_said():
    bare = fit_of(replicates=0)

    plan = best_plan(bare, "S", costs={"Q": 1}, budget=5)

    assert "It is not clear that this plan gains anything." in plan.notes
    assert any("There is no interval" in told for told in fit_of(replicates=1).warnings)


def test_items_that_repeat_each_other_still_predict_as_one_of_them():
    """Least squares by the shortest solution: the prediction is that of either twin alone."""
    seen = np.corrcoef(TABLE.select("PERQ1", "CUSA1").to_numpy().T.astype(float))[0, 1]
    twins = np.ones((2, 2, 1))

    slopes = _least(twins, np.full((2, 1), seen))

    assert slopes.ravel() == pytest.approx([seen / 2, seen / 2])


def test_aspects_that_explain_nothing_have_nothing_to_share():
    flat = pl.DataFrame({"q": [1, 1, 9, 9] * 9, "s": [1, 9, 1, 9] * 9})

    with pytest.raises(Refused, match="q has nothing in common with s"):
        key_drivers(flat, target="s", aspects=["q"])
