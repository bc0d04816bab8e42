import numpy as np
import polars as pl
import pytest

from herefor.measure import Model, Moments, Refused, construct, path, permutations

MODEL = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])


def answers_of(rows, seed=1):
    random = np.random.default_rng(seed)
    return pl.DataFrame({code: random.integers(1, 11, rows) for code in "qs"}).with_columns(
        weight=random.uniform(0.5, 2, rows)
    )


def two_groups(first, second, **how):
    return tuple(
        Moments.of(answers_of(rows, seed), MODEL, **how)
        for seed, rows in enumerate((first, second))
    )


def shuffled(a, b, count, seed=1):
    blocks = list(permutations(a, b, count=count, seed=seed))
    return tuple(np.concatenate(group, axis=1) for group in zip(*blocks, strict=True))


def test_each_group_keeps_its_number_of_respondents_in_every_shuffle():
    first, second = shuffled(*two_groups(30, 50), 1300)

    assert first.shape == (6, 1300)
    assert (set(first[0]), set(second[0])) == ({30.0}, {50.0})


def test_nobody_is_lost_and_weights_go_with_respondents():
    a, b = two_groups(30, 50, weight="weight")

    first, second = shuffled(a, b, 20)

    assert first + second == pytest.approx(np.tile((a.total + b.total)[:, None], 20), rel=1e-12)
    assert len(set(first[0].round(9))) == 20


def test_a_shuffled_group_is_on_average_a_share_of_the_whole():
    a, b = two_groups(300, 100)

    first, _ = shuffled(a, b, 4000)

    assert first.mean(axis=1) == pytest.approx((a.total + b.total) * 0.75, rel=0.01)


def test_large_groups_of_different_size_exchange_units_of_one_size():
    a, b = two_groups(20_000, 50_000, exact_up_to=0)

    first, _ = shuffled(a, b, 500)

    assert first[0].mean() == pytest.approx(20_000, rel=0.02)
    points = (a.total + b.total)[1] / 70_000
    spread = np.sqrt((a.total + b.total)[3] / 70_000 - points**2)
    assert (first[1] / first[0]).std() / spread == pytest.approx(
        np.sqrt(1 / 20_000 - 1 / 70_000), rel=0.12
    )


def test_the_same_seed_shuffles_alike():
    groups = two_groups(30, 50)

    one, again, other = (shuffled(*groups, 5, seed)[0] for seed in (3, 3, 4))

    assert (one == again).all()
    assert (one != other).any()


def test_groups_read_differently_are_refused():
    a, _ = two_groups(30, 50)
    _, b = two_groups(30, 50, exact_up_to=0)

    with pytest.raises(Refused, match="cannot be shuffled"):
        list(permutations(a, b, count=5, seed=1))


def test_a_group_much_too_small_is_refused():
    with pytest.raises(Refused, match="so much smaller"):
        list(permutations(*two_groups(50, 20_000, exact_up_to=0), count=5, seed=1))
