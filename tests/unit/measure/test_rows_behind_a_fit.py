"""Whatever needs the rows asks for those the fit is from, with their weights and clusters."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Refused,
    construct,
    copula_test,
    path,
    predict,
    predictive_ability,
    scores,
    segments,
)


def model(*, some=()):
    return Model(
        [
            construct("Service", ["a", "b"], scale=(0, 100)),
            construct("Care", ["c", "h"], scale=(0, 100), asked_of_some=some),
        ],
        [path("Service", to=["Care"])],
    )


def answers(n=600, *, seed=1):
    """Skewed, so that the copula test can be asked."""
    random = np.random.default_rng(seed)
    service = random.exponential(size=n)
    care = 0.8 * service + 0.5 * random.normal(size=n)
    shown = {
        code: (30 + 8 * value + 3 * random.normal(size=n)).clip(0, 100)
        for code, value in (("a", service), ("b", service), ("c", care), ("h", care))
    }
    return pl.DataFrame(shown | {"w": random.uniform(0.2, 3, n), "home": np.arange(n) // 4})


def fitted(table, **how):
    some = how.pop("some", ())
    return PLS().fit(model(some=some), Moments.of(table, model(some=some), **how))


ASKS = [
    lambda fit, table, **how: predict(fit, table, **how),
    lambda fit, table, **how: copula_test(fit, table, "Care", replicates=50, **how),
]
ASK_ROWS = [*ASKS, lambda fit, table, **how: segments(fit, table, of=(1,), **how)]


@pytest.mark.parametrize("ask", ASK_ROWS)
def test_weights_that_were_forgotten_are_asked_for(ask):
    table = answers()
    fit = fitted(table, weight="w")

    with pytest.raises(Refused, match=r"weight = \.\.\."):
        ask(fit, table)
    assert ask(fit, table, weight="w")


@pytest.mark.parametrize("ask", ASK_ROWS)
def test_other_answers_than_those_of_the_fit_are_refused(ask):
    table = answers()

    with pytest.raises(Refused, match="not the answers the fit is from"):
        ask(fitted(table), table[:300])
    with pytest.raises(Refused, match="not the answers the fit is from"):
        ask(fitted(table), answers(seed=2))


@pytest.mark.parametrize("ask", ASKS)
def test_clusters_that_were_forgotten_are_asked_for(ask):
    table = answers()
    fit = fitted(table, cluster="home")

    with pytest.raises(Refused, match=r"cluster = \.\.\."):
        ask(fit, table)
    assert ask(fit, table, cluster="home")


def test_copies_of_a_person_make_nothing_surer():
    """Everybody four times, as clusters of four: as sure as everybody once."""
    once = answers(200)
    four = pl.concat([once.with_columns(who=pl.int_range(200))] * 4)

    alone, copied = fitted(once), fitted(four, cluster="who")
    term = copula_test(alone, once, "Care", replicates=400)[0].term
    same = copula_test(copied, four, "Care", replicates=400, cluster="who")[0].term
    plain = predictive_ability(predict(alone, once, folds=200))[0]
    whole = predictive_ability(predict(copied, four, folds=200, cluster="who"))[0]

    assert same.se == pytest.approx(term.se, rel=0.15)
    assert whole.difference == pytest.approx(plain.difference, rel=1e-6)
    assert whole.t == pytest.approx(plain.t, rel=1e-6)


def test_who_was_not_asked_is_not_predicted():
    """A quarter is asked `h`: it is predicted about as well as if all had been."""
    table = answers(2_000)
    asked = np.random.default_rng(3).random(2_000) < 0.25
    some = table.with_columns(h=pl.when(pl.Series(asked)).then("h"))

    full = {line.item: line for line in predict(fitted(table), table).table}
    part = {line.item: line for line in predict(fitted(some, some=["h"]), some).table}

    assert part["h"].q2 == pytest.approx(full["h"].q2, abs=0.08)
    assert part["h"].rmse == pytest.approx(full["h"].rmse, rel=0.1)


def test_gaps_that_were_filled_are_no_errors():
    table = answers(2_000)
    asked = np.random.default_rng(3).random(2_000) < 0.5
    gaps = table.with_columns(h=pl.when(pl.Series(asked)).then("h"))

    full = {line.item: line.q2 for line in predict(fitted(table), table).table}
    part = {line.item: line.q2 for line in predict(fitted(gaps, missing="mean"), gaps).table}

    assert part["h"] == pytest.approx(full["h"], abs=0.15)


def test_who_was_not_asked_has_no_score():
    table = answers()
    some = table.with_columns(h=pl.when(pl.int_range(pl.len()) < 100).then("h"))
    fit = fitted(some, some=["h"])

    found = scores(fit, some)

    assert found.null_count().row(0) == (0, 500)
    for ask in (copula_test, segments):
        with pytest.raises(Refused, match="h was asked of some only"):
            ask(fit, some, **({"target": "Care"} if ask is copula_test else {}))
