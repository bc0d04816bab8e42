"""What an estimate says: every number with its interval."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimates import Estimates
from herefor.measure.model import Model
from herefor.measure.stack import Array
from herefor.measure.words import Refused, perhaps

NOTHING = float("nan")


@dataclass(frozen=True)
class Number:
    """A value, its percentile interval and its standard error over the replicates."""

    value: float
    low: float = NOTHING
    high: float = NOTHING
    se: float = NOTHING

    @classmethod
    def of(cls, value: float, replicates: Array, *, level: float) -> "Number":
        """
        >>> Number.of(3.0, np.arange(101.0), level=0.5).low
        25.0
        """
        if len(replicates) < 2:
            return cls(float(value))
        tail = (1 - level) / 2
        low, high = np.quantile(replicates, [tail, 1 - tail])
        return cls(float(value), float(low), float(high), float(replicates.std(ddof=1)))


@dataclass(frozen=True)
class Index(Number):
    """A construct's mean on 0 to 100, from `n` answers."""

    n: int = 0
    level: float = 0.95


@dataclass(frozen=True)
class Link:
    """What one construct does to another."""

    source: str
    target: str
    number: Number


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimated model. `estimate` has one column, `replicates` one for each that settled."""

    model: Model
    scheme: str
    level: float
    rows: int
    n: int
    seed: int
    tried: int
    estimate: Estimates
    replicates: Estimates
    kept: NDArray[np.intp]
    warnings: tuple[str, ...] = ()

    def index(self, name: str) -> Index:
        """The 0-100 index of a construct."""
        number = self.number("index", name)
        return Index(number.value, number.low, number.high, number.se, self.n, self.level)

    def r2_adjusted(self, name: str) -> float:
        """R2 less what chance explains: Wherry (1931), with n - 1 over n - drivers - 1."""
        spare = self.n - len(self.model.drivers(name)) - 1
        if spare <= 0:
            return NOTHING
        return 1 - (1 - self.value("r2", name)) * (self.n - 1) / spare

    def number(self, what: str, *of: str) -> Number:
        """Any number of `Estimates` by the names it belongs to.

        `number("alpha", "Quality")`, `number("loadings", "PERQ1")`,
        `number("paths", "Quality", "Satisfaction")`.
        """
        place = tuple(self.place(name) for name in of)
        drawn: Array = getattr(self.replicates, what)[place]
        return Number.of(self.value(what, *of), drawn, level=self.level)

    def value(self, what: str, *of: str) -> float:
        """The same without its interval."""
        place = tuple(self.place(name) for name in of)
        return float(getattr(self.estimate, what)[place][0])

    def place(self, name: str) -> int:
        """Where a construct or an item stands in the arrays."""
        for names in (self.model.names, self.model.item_codes):
            if name in names:
                return names.index(name)
        known = (*self.model.names, *self.model.item_codes)
        raise Refused(f"This model has no construct or item {name}.{perhaps(name, known)}")

    def paths(self) -> tuple[Link, ...]:
        """Direct effects, standardised."""
        return tuple(self._links("paths", iter(self.model.edges)))

    def total_effects(self) -> tuple[Link, ...]:
        """Direct and indirect effects together, standardised."""
        return tuple(self._links("total_effects", self._reached()))

    def impacts(self) -> tuple[Link, ...]:
        """Points the target moves for one point of the source, all ways together."""
        return tuple(self._links("impacts", self._reached()))

    def _links(self, what: str, edges: Iterator[tuple[str, str]]) -> Iterator[Link]:
        for source, target in edges:
            yield Link(source, target, self.number(what, source, target))

    def _reached(self) -> Iterator[tuple[str, str]]:
        reaches = {name: {name} for name in self.model.names}
        for name in self.model.order:
            for driver in self.model.drivers(name):
                reaches[name] |= reaches[driver]
        for source in self.model.names:
            for target in self.model.names:
                if source != target and source in reaches[target]:
                    yield source, target
