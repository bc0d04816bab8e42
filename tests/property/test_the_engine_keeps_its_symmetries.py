"""What must not change a number does not, for every mode, scheme and rule for gaps."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Refused,
    construct,
    gap,
    indirect_effects,
    path,
    permutations,
    predict,
    scores,
)
from herefor.measure.estimate.intervals import bca, percentile

BLOCKS = {"I": ("i1", "i2"), "Q": ("q1", "q2", "q3"), "S": ("s1", "s2"), "L": ("l1",)}
PATHS = (("I", "Q"), ("I", "S"), ("Q", "S"), ("S", "L"), ("Q", "L"))
CODES = tuple(code for codes in BLOCKS.values() for code in codes)
ANYTHING = settings(max_examples=25, deadline=None)
NEAR = {"rel": 1e-6, "abs": 1e-6}  # weights settle at 1e-9


@st.composite
def cases(draw, gaps=True):
    """Answers that share something, weights, and how they are measured."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(40, 90))
    latent, table = rng.normal(size=n), {}
    for codes in BLOCKS.values():
        latent = 0.8 * latent + 0.6 * rng.normal(size=n)
        for code in codes:
            said = 6 + 1.8 * latent + 1.2 * rng.normal(size=n)
            table[code] = np.clip(np.round(said), 1, 10)
    missing = draw(st.sampled_from(["listwise", "mean"])) if gaps else "listwise"
    if missing == "mean":
        for values in table.values():
            values[rng.random(n) < 0.05] = np.nan
    table["w"] = rng.integers(1, 5, n).astype(float)
    modes = {name: draw(st.sampled_from(["A", "B", "unit", "sum"])) for name in BLOCKS}
    scheme = draw(st.sampled_from(["path", "factorial", "centroid"]))
    return Case(pl.DataFrame(table), modes, scheme, missing, rng)


class Case:
    def __init__(self, table, modes, scheme, missing, rng):
        self.table, self.modes, self.scheme = table, modes, scheme
        self.missing, self.rng = missing, rng

    def model(self, *, blocks=BLOCKS, scales=None, paths=PATHS, optional=()):
        constructs = [
            construct(
                name,
                codes,
                mode=self.modes[name],
                scales={c: ends for c, ends in (scales or {}).items() if c in codes},
                optional=set(optional).intersection(codes),
            )
            for name, codes in blocks.items()
        ]
        return Model(constructs, [path(a, to=[b]) for a, b in paths])

    def fit(self, table=None, model=None, **how):
        table = self.table if table is None else table
        model = model or self.model()
        how = {"weight": "w", "missing": self.missing} | how
        return PLS(scheme=self.scheme).fit(model, Moments.of(table, model, **how))


def told(fit):
    """Every number of a fit by its name, so that order plays no part."""
    numbers = {name: fit.value("index", name) for name in fit.model.names}
    numbers |= {(a, b): fit.value("paths", a, b) for a, b in fit.model.edges}
    numbers |= {("all", a, b): fit.value("impacts", a, b) for a, b in fit.model.edges}
    numbers |= {f"loading {code}": fit.value("loadings", code) for code in fit.model.item_codes}
    numbers |= {f"share {code}": fit.value("share", code) for code in fit.model.item_codes}
    numbers |= {f"r2 {b}": fit.value("r2", b) for b in {b for _, b in fit.model.edges}}
    return numbers


@ANYTHING
@given(cases())
def test_the_order_of_rows_changes_nothing(case):
    shuffled = case.table[case.rng.permutation(len(case.table))]

    assert told(case.fit(shuffled)) == pytest.approx(told(case.fit()), **NEAR)


@ANYTHING
@given(cases())
def test_the_order_of_items_and_constructs_changes_nothing(case):
    turned = {name: BLOCKS[name][::-1] for name in reversed(BLOCKS)}

    other = case.fit(model=case.model(blocks=turned, paths=PATHS[::-1]))

    assert told(other) == pytest.approx(told(case.fit()), **NEAR)


@ANYTHING
@given(cases())
def test_turning_an_item_and_its_scale_round_changes_nothing(case):
    """11 - answer on a scale from 10 down to 1 is the same answer."""
    turned = case.table.with_columns(q1=11 - pl.col("q1"))

    other = case.fit(turned, case.model(scales={"q1": (10, 1)}))

    assert told(other) == pytest.approx(told(case.fit()), **NEAR)


@ANYTHING
@given(cases(), st.floats(0.01, 100), st.floats(-500, 500))
def test_another_unit_for_an_item_and_its_scale_changes_nothing(case, times, plus):
    moved = case.table.with_columns(pl.col("s1") * times + plus)
    ends = (times + plus, 10 * times + plus)
    wider = (ends[0] - 1e-9 * abs(ends[0]), ends[1] + 1e-9 * abs(ends[1]))  # rounding of the ends

    other = case.fit(moved, case.model(scales={"s1": wider}))

    assert told(other) == pytest.approx(told(case.fit()), rel=1e-4, abs=1e-4)


@ANYTHING
@given(cases())
def test_rows_given_twice_count_as_weight_two(case):
    count = case.table["w"].to_numpy().astype(int)
    repeated = case.table[np.repeat(np.arange(len(count)), count)].with_columns(w=pl.lit(1.0))

    assert told(case.fit(repeated)) == pytest.approx(told(case.fit()), **NEAR)


@ANYTHING
@given(cases(), st.floats(1e-6, 1e6))
def test_all_weights_times_the_same_changes_nothing(case, times):
    other = case.table.with_columns(pl.col("w") * times)

    assert told(case.fit(other)) == pytest.approx(told(case.fit()), **NEAR)


@ANYTHING
@given(cases())
def test_a_weight_of_zero_is_a_row_that_is_not_there(case):
    gone = pl.Series(case.rng.random(len(case.table)) < 0.2)
    silent = case.table.with_columns(pl.when(gone).then(0.0).otherwise("w").alias("w"))

    one, other = case.fit(silent), case.fit(case.table.filter(~gone))

    assert told(one) == pytest.approx(told(other), **NEAR)
    assert one.n == other.n


@ANYTHING
@given(cases(), st.sampled_from(["multinomial", "groups", "poisson"]))
def test_parts_add_up_in_any_order_and_subtracting_gives_back(case, draw):
    model, cuts = case.model(), [0, 13, 31, len(case.table)]
    parts = [
        Moments.of(case.table[a:b], model, weight="w", missing=case.missing, draw=draw, first=a)
        for a, b in pairwise(cuts)
    ]

    forward, backward = parts[0] + parts[1] + parts[2], parts[2] + (parts[0] + parts[1])
    back = forward - parts[2]

    assert backward.total == pytest.approx(forward.total, rel=1e-12)
    assert (backward.rows, backward.used, backward.fingerprint) == (
        forward.rows,
        forward.used,
        forward.fingerprint,
    )
    assert back.total == pytest.approx((parts[0] + parts[1]).total, rel=1e-9, abs=1e-6)
    assert (back.rows, back.used) == ((parts[0] + parts[1]).rows, (parts[0] + parts[1]).used)


@settings(max_examples=6, deadline=None)
@given(cases(), st.sampled_from([".npz", ".arrow"]), st.sampled_from(["auto", "poisson"]))
def test_moments_kept_in_a_file_give_the_same_numbers_and_replicates(
    tmp_path_factory, case, ending, draw
):
    file = tmp_path_factory.mktemp("kept") / f"wave{ending}"
    model = case.model()
    moments = Moments.of(
        case.table, model, weight="w", missing=case.missing, replicates=20, draw=draw
    )
    moments.save(file)

    one, other = (PLS().fit(model, read) for read in (moments, Moments.load(file)))

    assert told(one) == told(other)
    assert (one.replicates.index == other.replicates.index).all()


@ANYTHING
@given(cases(), st.sampled_from(["strata", "cluster"]))
def test_names_of_strata_and_clusters_do_not_matter(case, kind):
    """Other names in the same order of the alphabet: the draws go by that order."""
    number = case.rng.integers(8, size=len(case.table))
    number[:16] = np.repeat(np.arange(8), 2)
    one = case.table.with_columns(pl.Series("g", number).cast(pl.String))
    other = case.table.with_columns(pl.Series("g", [f"place {chr(65 + n)}" for n in number]))

    fits = [case.fit(table, replicates=30, **{kind: "g"}) for table in (one, other)]

    assert fits[0].replicates.index == pytest.approx(fits[1].replicates.index, abs=1e-9)


@ANYTHING
@given(cases())
def test_an_optional_item_that_is_absent_is_an_item_not_in_the_model(case):
    absent = case.fit(case.table.drop("q3"), case.model(optional=["q3"]))

    fewer = BLOCKS | {"Q": ("q1", "q2")}
    without = case.fit(case.table.drop("q3"), case.model(blocks=fewer))

    assert told(absent) == pytest.approx(told(without), **NEAR)


@ANYTHING
@given(cases(), st.sampled_from(["direct", "model"]))
def test_bars_and_what_is_unexplained_add_up_to_what_is_missing(case, through):
    fit = case.fit(replicates=20)
    for target in ("Q", "S", "L"):
        found = gap(fit, target, through=through)

        held = sum(bar.points.value for bar in found.bars) + found.unexplained.value
        assert held == pytest.approx(found.missing.value, abs=1e-6)
        assert found.today + found.missing.value == pytest.approx(1000, abs=1e-6)


@ANYTHING
@given(cases())
def test_total_effects_are_the_sum_of_all_routes(case):
    fit = case.fit(replicates=5)
    for source, target in (("I", "S"), ("I", "L"), ("Q", "L")):
        found = indirect_effects(fit, source, target)

        routes = sum(route.number.value for route in found.routes)
        assert routes == pytest.approx(found.indirect.value, abs=1e-9)
        assert found.direct.value + routes == pytest.approx(
            fit.value("total_effects", source, target), abs=1e-9
        )


@ANYTHING
@given(cases())
def test_an_index_without_negative_weights_stays_on_the_scale_and_is_the_mean_score(case):
    fit = case.fit(replicates=20, weight=None)
    points = scores(fit, case.table, points=True)
    for one in fit.model.constructs:
        shares = [fit.value("share", item.code) for item in one.items]
        index = fit.value("index", one.name)

        assert points[one.name].mean() == pytest.approx(index, abs=1e-6)
        assert min(shares) < 0 or -1e-9 <= index <= 100 + 1e-9


@ANYTHING
@given(cases(gaps=False), st.integers(15, 30))
def test_shuffled_groups_keep_their_sizes_and_hand_out_everybody(case, size):
    model = case.model()
    a, b = (Moments.of(part, model) for part in (case.table[:size], case.table[size:]))

    for one, other in permutations(a, b, count=25, seed=3):
        assert set(one[0]) == {float(a.used)}
        assert one + other == pytest.approx((a.total + b.total)[:, None] + 0 * one, rel=1e-12)


@settings(max_examples=6, deadline=None)
@given(cases(gaps=False))
def test_errors_of_prediction_do_not_depend_on_the_order_of_rows(case):
    n = len(case.table)
    folds, order = np.arange(n) % 4, case.rng.permutation(n)
    fit = case.fit(weight=None)
    shuffled = case.table[order]

    one = predict(fit, case.table, folds=[folds])
    other = predict(case.fit(shuffled, weight=None), shuffled, folds=[folds[order]])

    assert other.model[:, :] == pytest.approx(one.model[:, order], abs=1e-5)


@ANYTHING
@given(cases(), st.integers(0, 2**31))
def test_the_same_seed_gives_the_same_replicates_and_another_gives_others(case, seed):
    one, same, other = (
        case.fit(replicates=10, seed=one).replicates.mean for one in (seed, seed, seed + 1)
    )

    assert (one == same).all()
    assert one.shape != other.shape or (one != other).any()


@ANYTHING
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 0.99))
def test_percentile_ends_go_with_the_number_and_bca_with_its_unit(seed, level):
    drawn = np.random.default_rng(seed).gamma(2.0, size=2001)
    value = float(np.median(drawn)) * 1.05

    low, high = percentile(drawn, level=level)
    between = np.sort(drawn)[[int(2000 * (1 - level) / 2), int(2000 * (1 + level) / 2) + 1]]
    assert percentile(np.exp(drawn), level=level) == pytest.approx(
        tuple(np.exp([low, high])), rel=2 * float(np.ptp(np.diff(np.sort(drawn)))) + 1e-2
    )
    assert between[0] - 1e-9 <= low <= high <= between[1] + 1e-9

    ends = bca(value, drawn, acceleration=0.02, level=level)
    moved = bca(3 * value - 7, 3 * drawn - 7, acceleration=0.02, level=level)
    turned = bca(-value, -drawn, acceleration=-0.02, level=level)
    assert moved == pytest.approx(tuple(3 * end - 7 for end in ends), abs=1e-9)
    assert turned == pytest.approx((-ends[1], -ends[0]), abs=1e-9)


def test_these_cases_are_seldom_refused():
    """Otherwise the properties above would hold for nothing."""
    refused = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        latent, table = rng.normal(size=60), {}
        for codes in BLOCKS.values():
            latent = 0.8 * latent + 0.6 * rng.normal(size=60)
            for code in codes:
                table[code] = np.clip(np.round(6 + 1.8 * latent + 1.2 * rng.normal(size=60)), 1, 10)
        case = Case(pl.DataFrame(table), dict.fromkeys(BLOCKS, "A"), "path", "listwise", rng)
        try:
            case.fit(weight=None)
        except Refused:
            refused += 1

    assert refused == 0
