"""A million customers whose every number is known, because all of them were asked.

Latent scores follow the paths of a small satisfaction model; answers are those scores on 1 to 10,
rounded, leaning to the high end or piled up at it. The truth is what the estimator says of the
whole population, so discretisation and ceilings are part of it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure import PLS, Fit, Model, Moments, construct, items, path

Array = NDArray[np.float64]
SIZE = 1_000_000
CLUSTER = 20
STRATA = 5
SHAPES = ("plain", "skewed", "ceiling")
MODEL = Model(
    [
        construct("Quality", items("q", 1, 3)),
        construct("Value", items("v", 1, 2)),
        construct("Satisfaction", items("s", 1, 3)),
        construct("Loyalty", items("l", 1, 2)),
    ],
    [
        path("Quality", to=["Value", "Satisfaction"]),
        path("Value", to=["Satisfaction"]),
        path("Satisfaction", to=["Loyalty"]),
    ],
)


@dataclass(frozen=True, eq=False)
class Population:
    """Everybody's answers, the cluster and stratum of each, and how likely he is to be asked."""

    shape: str
    table: pl.DataFrame
    members: tuple[NDArray[np.intp], ...]  # the rows of each stratum

    @classmethod
    def of(
        cls, shape: str = "plain", *, size: int = SIZE, seed: int = 1, shift: float = 0.0
    ) -> "Population":
        """`shift` raises what everybody would say of everything, in answers of the scale."""
        rng = np.random.default_rng(seed)
        cluster = np.repeat(np.arange(-(-size // CLUSTER)), CLUSTER)[:size]
        stratum = cluster % STRATA
        common = 0.35 * rng.normal(size=cluster[-1] + 1)[cluster]
        latent = _latent(rng, common + 0.3 * (stratum - 2))
        answers = {
            item.code: _answers(latent[one.name], shape, shift=shift, rng=rng)
            for one in MODEL.constructs
            for item in one.items
        }
        lean = 1 / (1 + np.exp(2.0 * latent["Satisfaction"]))  # the dissatisfied are asked more
        table = pl.DataFrame(
            answers | {"cluster": cluster, "stratum": stratum, "weight": 1 / (0.05 + lean)}
        )
        return cls(shape, table, tuple(np.flatnonzero(stratum == s) for s in range(STRATA)))

    @cached_property
    def truth(self) -> Fit:
        return PLS().fit(MODEL, Moments.of(self.table, MODEL))

    def sample(self, n: int, *, rng: np.random.Generator) -> pl.DataFrame:
        """A simple random sample."""
        return self.table[rng.integers(len(self.table), size=n)]

    def unevenly(self, n: int, *, rng: np.random.Generator) -> pl.DataFrame:
        """People asked with probabilities that go with their satisfaction; weights undo it."""
        chance = 1 / self.table["weight"].to_numpy()
        ends = np.cumsum(chance)
        return self.table[np.searchsorted(ends, rng.uniform(0, ends[-1], n))]

    def clusters(self, n: int, *, rng: np.random.Generator) -> pl.DataFrame:
        """Whole clusters, about `n` people in all."""
        chosen = rng.integers(len(self.table) // CLUSTER, size=n // CLUSTER)
        rows = (chosen[:, None] * CLUSTER + np.arange(CLUSTER)).ravel()
        named = np.repeat(np.arange(len(chosen)), CLUSTER)  # drawn twice, counted twice
        return self.table[rows].with_columns(pl.Series("cluster", named))

    def strata(self, n: int, *, rng: np.random.Generator) -> pl.DataFrame:
        """As many of each stratum as it has a share in the population."""
        rows = [rng.choice(rows, n // STRATA) for rows in self.members]
        return self.table[np.concatenate(rows)]


def _latent(rng: np.random.Generator, common: Array) -> dict[str, Array]:
    def noise(spread: float) -> Array:
        drawn: Array = spread * rng.normal(size=len(common))
        return drawn

    quality = common + noise(0.9)
    value = 0.6 * quality + noise(0.8)
    satisfaction = 0.5 * quality + 0.35 * value + noise(0.55)
    loyalty = 0.7 * satisfaction + noise(0.7)
    return {
        "Quality": quality,
        "Value": value,
        "Satisfaction": satisfaction,
        "Loyalty": loyalty,
    }


def _answers(latent: Array, shape: str, *, shift: float, rng: np.random.Generator) -> Array:
    said = latent + 0.7 * rng.normal(size=len(latent))
    if shape == "plain":
        scaled = 5.8 + 1.6 * said
    elif shape == "skewed":
        scaled = 10.6 - 2.2 * np.exp(-0.55 * said)
    else:
        scaled = 9.1 + 1.9 * said
    rounded: Array = np.clip(np.round(scaled + shift), 1, 10)
    return rounded
