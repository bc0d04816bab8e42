import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from herefor.measure import PLS, Model, Moments, construct, path
from herefor.measure.stack import describe

MODEL = Model(
    [construct("Q", ["a", "b"]), construct("S", ["c"]), construct("L", ["d"])],
    [path("Q", to=["S", "L"]), path("S", to=["L"])],
)


@st.composite
def tables(draw):
    rows = draw(st.integers(20, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    answers = {code: random.integers(1, 11, rows).astype(float) for code in "abcd"}
    gaps = draw(st.booleans())
    for values in answers.values():
        values[random.random(rows) < (0.1 if gaps else 0)] = np.nan
    return pl.DataFrame(answers).with_columns(weight=random.uniform(0.5, 2, rows))


treatments = st.sampled_from(["listwise", "mean"])


@settings(deadline=None)
@given(table=tables(), cut=st.integers(1, 19), missing=treatments, exact=st.sampled_from([0, 100]))
def test_moments_of_two_parts_add_up_to_the_whole(table, cut, missing, exact):
    def of(part, first=0):
        return Moments.of(
            part, MODEL, missing=missing, weight="weight", exact_up_to=exact, first=first
        )

    parts = of(table[:cut]) + of(table[cut:], first=cut)
    whole = of(table)

    assert parts.sums == pytest.approx(whole.sums, rel=1e-12, abs=1e-9)
    assert (parts.rows, parts.used) == (whole.rows, whole.used)


@settings(deadline=None)
@given(table=tables(), missing=treatments)
def test_the_order_of_rows_does_not_matter(table, missing):
    one, other = (
        Moments.of(rows, MODEL, missing=missing).total for rows in (table, table.reverse())
    )

    assert one == pytest.approx(other, rel=1e-12)


@settings(deadline=None)
@given(
    table=tables(), missing=treatments, scheme=st.sampled_from(["path", "factorial", "centroid"])
)
def test_an_index_of_positive_weights_stays_between_zero_and_hundred(table, missing, scheme):
    model = Model([construct("Q", ["a"]), construct("S", ["c"])], [path("Q", to=["S"])])
    moments = Moments.of(table, model, missing=missing)
    assume(moments.used >= 10)
    assume(abs(describe(moments.total[:, None], missing=missing).correlation[0, 1, 0]) > 1e-6)

    index = PLS(scheme=scheme).fit(model, moments).index("S")

    assert 0 <= index.value <= 100
