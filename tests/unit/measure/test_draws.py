import numpy as np
import polars as pl
import pytest

from herefor.measure import PLS, AnswersRefused, Model, Moments, Refused, construct, path
from herefor.measure.gather import draws
from shared_data import mobi

MODEL = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
QUANTITIES = 2_000


def population(rows=240, seed=1):
    """Regions differ; households within them answer alike."""
    random = np.random.default_rng(seed)
    region = np.arange(rows) % 3
    house = np.arange(rows) // 6
    shared = random.normal(0, 1.5, rows // 6)[house]
    level = 5 + 0.8 * region + shared
    answers = {code: np.clip(np.round(level + random.normal(size=rows)), 1, 10) for code in "qs"}
    return pl.DataFrame(answers).with_columns(
        region=pl.Series(region), house=pl.Series(house), weight=random.uniform(0.5, 2, rows)
    )


def points(table):
    return (table["s"].to_numpy() - 1) / 9 * 100


def se_of(table, **how):
    moments = Moments.of(table, MODEL, replicates=QUANTITIES, **how)
    return PLS().fit(MODEL, moments).index("S").se


def test_within_strata_the_error_is_that_of_the_survey_formula():
    """Cochran, Sampling Techniques (1977), equation 5.6: sum of (n_h / n)^2 s_h^2 / n_h."""
    table = population()
    parts = [points(table.filter(pl.col("region") == one)) for one in range(3)]
    expected = np.sqrt(sum((len(p) / 240) ** 2 * p.var(ddof=1) / len(p) for p in parts))

    assert se_of(table, strata="region") == pytest.approx(expected, rel=0.04)
    assert se_of(table) > 1.02 * expected


def test_with_whole_clusters_the_error_is_that_of_cluster_means():
    table = population()
    means = points(table).reshape(40, 6).mean(axis=1)
    expected = means.std(ddof=1) / np.sqrt(40)

    assert se_of(table, cluster="house") == pytest.approx(expected, rel=0.04)
    assert expected > 1.5 * se_of(table)


def test_two_clusters_a_stratum_are_enough_for_an_error_without_bias():
    """Rao and Wu draw one of two and count it twice: half the squared difference, by stratum."""
    table = population(120).with_columns(pair=pl.int_range(120) // 12)
    means = points(table).reshape(10, 2, 6).mean(axis=2)
    expected = np.sqrt(((means[:, 0] - means[:, 1]) ** 2 / 4).sum()) / 10

    assert se_of(table, strata="pair", cluster="house") == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("design", [{}, {"cluster": "house"}, {"strata": "region"}])
def test_the_jackknife_agrees_with_the_draws(design):
    table = population()
    fit = PLS().fit(MODEL, Moments.of(table, MODEL, weight="weight", **design))

    errors = fit.jackknife("index", "S").se, se_of(table, weight="weight", **design)

    assert errors[0] == pytest.approx(errors[1], rel=0.05)


@pytest.mark.parametrize("design", [{"strata": "region"}, {"strata": "region", "cluster": "house"}])
def test_groups_within_strata_say_the_same_as_respondents(design):
    table = population(12_000)

    exact, grouped = (
        PLS().fit(MODEL, Moments.of(table, MODEL, draw=draw, **design)).jackknife("index", "S").se
        for draw in ("multinomial", "groups")
    )

    assert grouped == pytest.approx(exact, rel=0.12)  # 600 groups: 3 percent, four times


def test_poisson_and_multinomial_draws_give_the_same_error():
    assert se_of(population(), draw="poisson") == pytest.approx(se_of(population()), rel=0.05)


def test_poisson_counts_have_mean_and_variance_one():
    counts = draws.poisson_times(np.arange(400, dtype=np.uint64), first=0, size=500, seed=3)

    assert counts.mean() == pytest.approx(1, abs=0.01)
    assert counts.var() == pytest.approx(1, abs=0.02)
    assert (counts == 0).mean() == pytest.approx(np.exp(-1), abs=0.005)
    assert np.abs(np.corrcoef(counts[:40])[np.triu_indices(40, 1)]).max() < 0.25


@pytest.mark.parametrize("cut", [1, 100, 239])
def test_poisson_draws_do_not_depend_on_where_a_file_is_cut(cut):
    table = population()

    def of(part, first=0):
        return Moments.of(part, MODEL, replicates=40, draw="poisson", first=first)

    whole = of(table)
    parts = of(table[:cut]) + of(table[cut:], first=cut)

    assert parts.drawn == pytest.approx(whole.drawn, rel=1e-12)


@pytest.mark.parametrize("draw", ["poisson", "groups"])
def test_with_an_identity_the_order_of_rows_does_not_matter(draw):
    table = population().with_row_index("customer")
    shuffled = table.sample(fraction=1, shuffle=True, seed=2)

    one, other = (
        Moments.of(rows, MODEL, replicates=40, draw=draw, identity="customer").resampled(0)
        for rows in (table, shuffled)
    )

    assert one == pytest.approx(other, rel=1e-12)


def test_clusters_are_found_again_in_every_part():
    table = population()
    how = {"cluster": "house", "strata": "region", "replicates": 20}

    parts = Moments.of(table[:101], MODEL, **how) + Moments.of(table[101:], MODEL, **how)

    expected = Moments.of(table, MODEL, **how)
    assert parts.sums == pytest.approx(expected.sums, rel=1e-12)
    assert (parts.units.clusters == expected.units.clusters).all()


def test_a_stratum_of_one_is_refused_by_name():
    table = population().with_columns(
        region=pl.when(pl.int_range(240) == 7).then(pl.lit("Far")).otherwise(pl.lit("Near"))
    )

    with pytest.raises(Refused, match="1 stratum with one respondent only: Far"):
        PLS().fit(MODEL, Moments.of(table, MODEL, strata="region", replicates=10))


def test_a_gap_in_the_design_is_refused_with_its_row():
    table = population().with_columns(region=pl.when(pl.int_range(240) != 7).then(pl.col("region")))

    with pytest.raises(AnswersRefused, match="Column region is empty in row 9"):
        Moments.of(table, MODEL, strata="region")
    with pytest.raises(AnswersRefused, match=r"no column regio to take strata from.*region"):
        Moments.of(table, MODEL, strata="regio")


def test_unknown_and_impossible_draws_are_refused():
    with pytest.raises(Refused, match="Did you mean poisson"):
        Moments.of(population(), MODEL, draw="poison")
    with pytest.raises(Refused, match="sizes of strata"):
        Moments.of(population(), MODEL, draw="poisson", strata="region")


@pytest.mark.parametrize("design", [{}, {"strata": "region"}, {"cluster": "house"}])
def test_ninety_percent_intervals_cover_about_ninety_percent(design):
    """Of 300 surveys drawn anew; where the design matters, ignoring it fails this test."""
    covered = []
    for seed in range(300):
        random = np.random.default_rng([9, seed])
        shared = random.normal(size=40)[np.arange(240) // 6] if "cluster" in design else 0
        level = 2 * (np.arange(240) % 3) if "strata" in design else 0
        s = 3 + level + shared + random.normal(0, 0.5, 240)
        table = pl.DataFrame({"q": s + random.normal(0, 0.5, 240), "s": s}).with_columns(
            region=pl.int_range(240) % 3, house=pl.int_range(240) // 6
        )
        model = Model(
            [construct("Q", ["q"], scale=(-20, 30)), construct("S", ["s"], scale=(-20, 30))],
            [path("Q", to=["S"])],
        )
        moments = Moments.of(table, model, replicates=400, seed=seed, **design)
        index = PLS(level=0.9).fit(model, moments).index("S")
        truth = 3 + (2 if "strata" in design else 0)
        covered.append(index.low <= (truth + 20) * 2 <= index.high)

    assert np.mean(covered) == pytest.approx(0.9, abs=0.052)  # three errors of 300 surveys


def test_the_default_draws_of_mobi_stay_as_published():
    moments = Moments.of(mobi().select(q="PERQ1", s="CUSA1"), MODEL, replicates=3, seed=7)

    chosen = np.random.default_rng([7, 0]).integers(250, size=(3, 250), dtype=np.uint16)
    expected = np.stack([moments.sums[:, row].sum(axis=1) for row in chosen], axis=1)
    assert moments.resampled(0) == pytest.approx(expected, rel=1e-12)
