"""How often intervals hold the truth: every number, every kind of interval, every design."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import sqrt

import numpy as np
import polars as pl
from population import MODEL, Population

from herefor.measure import PLS, Fit, Moments, Number, Refused, gap, indirect_effects

LEAST, MOST = 0.93, 0.97
NUMBERS = {
    "index": ("index", "Satisfaction"),
    "path": ("paths", "Quality", "Satisfaction"),
    "small path": ("paths", "Value", "Satisfaction"),
    "impact": ("impacts", "Quality", "Loyalty"),
    "R2": ("r2", "Satisfaction"),
    "loading": ("loadings", "s1"),
}
OTHERS = ("gap bar", "unexplained", "indirect")
Drawn = Callable[..., pl.DataFrame]


@dataclass(frozen=True)
class Cell:
    """One way of sampling and measuring."""

    label: str
    n: int
    shape: str = "plain"
    by: str = "sample"  # a method of `Population`
    how: dict[str, str] = field(default_factory=dict)
    intervals: tuple[str, ...] = ("percentile", "bca", "normal", "large-sample")


@dataclass
class Tally:
    """Intervals counted: how many there were, and how many missed on either side."""

    of: int = 0
    truth_below: int = 0
    truth_above: int = 0

    def add(self, number: Number, truth: float) -> None:
        self.of += 1
        self.truth_below += not truth >= number.low
        self.truth_above += truth > number.high

    @property
    def coverage(self) -> float:
        return 1 - (self.truth_below + self.truth_above) / self.of

    @property
    def error(self) -> float:
        """The binomial standard error of a coverage of 0.95."""
        return sqrt(0.95 * 0.05 / self.of)

    @property
    def shown(self) -> str:
        outside = not LEAST <= self.coverage <= MOST
        return f"{100 * self.coverage:.1f}" + ("*" if outside else "")


def covered(
    cell: Cell, population: Population, *, samples: int, replicates: int
) -> tuple[dict[tuple[str, str], Tally], int]:
    """By kind of interval and number; and how many samples were refused."""
    truths, refused = truths_of(population), 0
    found: dict[tuple[str, str], Tally] = {}
    rng = np.random.default_rng([7, cell.n, len(cell.label)])
    draw: Drawn = getattr(population, cell.by)
    for one in range(samples):
        answers = draw(cell.n, rng=rng)
        try:
            moments = Moments.of(answers, MODEL, replicates=replicates, seed=one, **cell.how)
            fit = PLS().fit(MODEL, moments)
        except Refused:
            refused += 1
            continue
        for kind, name, number in _numbers(fit, cell.intervals):
            found.setdefault((kind, name), Tally()).add(number, truths[name])
    return found, refused


def truths_of(population: Population) -> dict[str, float]:
    fit = population.truth
    known = {name: fit.value(*what) for name, what in NUMBERS.items()}
    missing = gap(fit, "Satisfaction")
    known["gap bar"] = next(bar for bar in missing.bars if bar.driver == "Quality").points.value
    known["unexplained"] = missing.unexplained.value
    known["indirect"] = indirect_effects(fit, "Quality", "Loyalty").indirect.value
    return known


def _numbers(fit: Fit, intervals: tuple[str, ...]) -> Iterator[tuple[str, str, Number]]:
    for kind in intervals:
        for name, what in NUMBERS.items():
            yield kind, name, fit.number(*what, interval=kind)
    if "percentile" in intervals:
        missing = gap(fit, "Satisfaction")
        bar = next(bar for bar in missing.bars if bar.driver == "Quality")
        yield "percentile", "gap bar", bar.points
        yield "percentile", "unexplained", missing.unexplained
        yield "percentile", "indirect", indirect_effects(fit, "Quality", "Loyalty").indirect


SYMMETRIC = ("normal", "large-sample")
PLAIN = ("percentile", "bca", *SYMMETRIC)
FEWER = ("percentile", "bca", "normal")


def cells() -> list[Cell]:
    """Every design, and designs ignored beside it."""
    weighted, clustered = {"weight": "weight"}, {"cluster": "cluster"}
    return [
        *(
            Cell(f"{shape}, n = {n:,}", n, shape, intervals=PLAIN)
            for shape in ("plain", "skewed", "ceiling")
            for n in (50, 250, 1_000)
        ),
        *(Cell(f"{shape}, n = 20,000, groups", 20_000, shape) for shape in ("plain", "ceiling")),
        *(
            Cell(f"weighted, n = {n:,}", n, by="unevenly", how=weighted, intervals=PLAIN)
            for n in (250, 1_000)
        ),
        *(
            Cell(f"{n // 20} clusters of 20", n, by="clusters", how=clustered, intervals=PLAIN)
            for n in (500, 1_000, 2_000)
        ),
        Cell("5 strata, n = 250", 250, by="strata", how={"strata": "stratum"}, intervals=PLAIN),
        Cell("Poisson, n = 1,000", 1_000, how={"draw": "poisson"}, intervals=FEWER),
        Cell("weights ignored, n = 1,000", 1_000, by="unevenly", intervals=FEWER),
        Cell("clusters ignored, 1,000", 1_000, by="clusters", intervals=FEWER),
        Cell("strata ignored, n = 250", 250, by="strata", intervals=FEWER),
    ]


def studentised_cells() -> list[Cell]:
    """The dearest interval, where answers are few."""
    return [
        Cell(f"{shape}, n = {n:,}", n, shape, intervals=("percentile", "studentised"))
        for shape in ("plain", "skewed", "ceiling")
        for n in (50, 250)
    ]


def table(chosen: list[Cell], *, samples: int, replicates: int) -> None:
    """One line a design and kind of interval."""
    populations: dict[str, Population] = {}
    names = (*NUMBERS, *OTHERS)
    print(f"\n{samples:,} samples, {replicates} replicates each; binomial error", end=" ")
    print(f"{100 * sqrt(0.95 * 0.05 / samples):.1f} points; * outside 93 to 97\n")
    print("| sample | interval | " + " | ".join(names) + " | left out |")
    print("| --- " * (len(names) + 3) + "|", flush=True)
    for cell in chosen:
        population = populations.setdefault(cell.shape, Population.of(cell.shape))
        found, refused = covered(cell, population, samples=samples, replicates=replicates)
        for kind in dict.fromkeys(kind for kind, _ in found):
            shown = [found[kind, name].shown if (kind, name) in found else "" for name in names]
            print(f"| {cell.label} | {kind} | {' | '.join(shown)} | {refused or ''} |", flush=True)
