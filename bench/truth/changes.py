"""Changes, units, ratings and drivers: false alarms, power, and how often intervals hold."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl
from covering import Tally
from population import MODEL, SIZE, Population

from herefor.measure import (
    PLS,
    Difference,
    Entry,
    Fit,
    Group,
    Index,
    Moments,
    Number,
    Rating,
    ahead,
    compare,
    difference,
    key_drivers,
    power_of,
    rating,
    rating_difference,
    roll_up,
    spread_of,
    steadied,
    trend,
)

NAME = "Satisfaction"
ASPECTS = ("q1", "q2", "v1", "v2")
STEP = 0.09  # answers of a scale from 1 to 10 for one point


def everything(*, samples: int, replicates: int) -> None:
    for n in (50, 250, 1_000):
        waves(n, samples=samples, replicates=replicates)
    units(samples=max(10, samples // 20), replicates=replicates)
    ratings(samples=4 * samples)
    drivers(samples=samples, replicates=replicates)


def waves(n: int, *, samples: int, replicates: int) -> None:
    """Two waves of one population, then of populations so many points apart."""
    base = Population.of("skewed")
    before = list(indices(base, n, samples=samples, replicates=replicates, seed=1))
    again = list(indices(base, n, samples=samples, replicates=replicates, seed=2))
    alarms = [difference(a, b).clear for a, b in zip(before, again, strict=True)]
    print(f"\nTwo waves of {n:,} (skewed), {samples:,} pairs: false alarms {shown(alarms)}")
    for against in ("previous", "rest", "pairs"):
        families = [before[first : first + 10] for first in range(0, samples - 9, 10)]
        found = [bool(compare(named(one), against=against).clear) for one in families]
        print(f"  ten units alike, {against}: any called clear {shown(found)}")
    flat = [trend(named(again[first : first + 5])).clear for first in range(0, samples - 4, 5)]
    print(f"  five waves alike: a clear trend {shown(flat)}")
    spread = float(np.mean([spread_of(one) for one in before]))
    for points in (1, 2, 3, 5):
        later = Population.of("skewed", shift=points * STEP)
        change = later.truth.value("index", NAME) - base.truth.value("index", NAME)
        after = indices(later, n, samples=samples, replicates=replicates, seed=3)
        found = [difference(a, b) for a, b in zip(after, before, strict=True)]
        held = Tally()
        for one in found:
            held.add(_number(one), change)
        expected = power_of(change, n=n, spread=spread)
        print(
            f"  {change:.2f} points: clear {shown([one.clear for one in found])}, "
            f"power_of {100 * expected:.1f}, interval of the change holds it {held.shown}",
            flush=True,
        )


def units(*, samples: int, replicates: int, count: int = 20, n: int = 60) -> None:
    """Small units whose own truth differs, steadied; and rolled up by their weights."""
    rng = np.random.default_rng(5)
    shifts = rng.normal(0, 3 * STEP, count)
    made = [
        Population.of("plain", size=SIZE // count, seed=100 + one, shift=float(shift))
        for one, shift in enumerate(shifts)
    ]
    truths = np.array([one.truth.value("index", NAME) for one in made])
    weights = rng.uniform(1, 10, count)
    whole = float(truths @ weights / weights.sum())
    tallies = {name: Tally() for name in ("own", "morris", "reml", "rolled up", "one ahead")}
    lead = _lead(made[0])
    for one in range(samples):
        fits = [_fit(unit, n, rng, replicates=replicates, seed=one) for unit in made]
        known = {str(place): fit.index(NAME) for place, fit in enumerate(fits)}
        for place, truth in enumerate(truths):
            tallies["own"].add(known[str(place)], truth)
        for method in ("morris", "reml"):
            found = steadied(known, method=method)
            for unit, truth in zip(found.units, truths, strict=True):
                tallies[method].add(unit.number, truth)
        entries = [
            Entry(name, known[name], float(weight))
            for name, weight in zip(known, weights, strict=True)
        ]
        tallies["rolled up"].add(roll_up(Group("all", entries)).number, whole)
        for fit in fits[:1]:
            tallies["one ahead"].add(_number(ahead(fit, "Quality", NAME)), lead)
    print(f"\n{count} units of {n}, {samples} times:", end=" ")
    print(", ".join(f"{name} {held.shown} (of {held.of:,})" for name, held in tallies.items()))


def ratings(*, samples: int) -> None:
    """CSAT (top boxes), NPS and means of one item, and the change of an NPS."""
    for shape in ("plain", "ceiling"):
        population = Population.of(shape)
        column = population.table["s1"] - 1  # 0 to 9, read as 0 to 10 for NPS
        truths = {kind: _rating(column, kind).value for kind in ("top", "nps", "mean")}
        for n in (50, 250):
            rng = np.random.default_rng([9, n])
            drawn = [column[rng.integers(len(column), size=n)] for _ in range(samples)]
            line = []
            for kind, truth in truths.items():
                held = Tally()
                for one in drawn:
                    held.add(_rating(one, kind), truth)
                line.append(f"{kind} {held.shown}")
            alarms = [
                rating_difference(_rating(a, "nps"), _rating(b, "nps")).clear
                for a, b in pairwise(drawn)
            ]
            print(f"\n{shape}, n = {n}: {', '.join(line)}, NPS false alarms {shown(alarms)}")


def drivers(*, samples: int, replicates: int) -> None:
    """Shares of R2 without a model."""
    population = Population.of("skewed")
    truth = key_drivers(population.table, target="s1", aspects=ASPECTS, replicates=0)
    for n in (100, 250, 1_000):
        rng = np.random.default_rng([11, n])
        held = {name: Tally() for name in (*ASPECTS, "R2")}
        for one in range(samples):
            found = key_drivers(
                population.sample(n, rng=rng),
                target="s1",
                aspects=ASPECTS,
                replicates=replicates,
                seed=one,
            )
            for name in ASPECTS:
                held[name].add(found.aspect(name).share, truth.aspect(name).share.value)
            held["R2"].add(found.r2, truth.r2.value)
        print(f"\nkey_drivers, n = {n:,}:", ", ".join(f"{k} {v.shown}" for k, v in held.items()))


def indices(
    population: Population, n: int, *, samples: int, replicates: int, seed: int
) -> Iterator[Index]:
    rng = np.random.default_rng([3, seed, n])
    for one in range(samples):
        yield _fit(population, n, rng, replicates=replicates, seed=one + seed * SIZE).index(NAME)


def named(several: list[Index]) -> dict[str, Index]:
    return {str(place): one for place, one in enumerate(several)}


def shown(found: list[bool]) -> str:
    """A share in percent with its binomial error."""
    share = float(np.mean(found))
    return f"{100 * share:.1f} (±{100 * (share * (1 - share) / len(found)) ** 0.5:.1f})"


def _fit(population: Population, n: int, rng: np.random.Generator, **how: int) -> Fit:
    return PLS().fit(MODEL, Moments.of(population.sample(n, rng=rng), MODEL, **how))


def _lead(population: Population) -> float:
    truth = population.truth
    return truth.value("index", "Quality") - truth.value("index", NAME)


def _number(one: Difference) -> Number:
    return Number(one.value, one.low, one.high, one.se)


def _rating(column: pl.Series, kind: str) -> Rating:
    scale = (0, 10) if kind == "nps" else (0, 9)
    return rating(column, scale=scale, kind=kind)
