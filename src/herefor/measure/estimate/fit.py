"""What an estimate says: every number with its interval."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.intervals import (
    NOTHING,
    Ends,
    Jackknife,
    bca,
    jackknifed,
    known_interval,
    normal,
    percentile,
    studentised,
)
from herefor.measure.estimate.intervals import Number as Number
from herefor.measure.estimate.items import items_of
from herefor.measure.estimate.quality import FORMULAS, Estimated, Formula
from herefor.measure.estimate.studentise import replicate_errors
from herefor.measure.estimate.weights import Layout
from herefor.measure.gather.draws import BLOCK
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array, Described
from herefor.measure.words import Refused, perhaps

if TYPE_CHECKING:
    from herefor.measure.estimate.pls import PLS


@dataclass(frozen=True)
class Index(Number):
    """A construct's mean on 0 to 100, from `n` answers."""

    n: int = 0


@dataclass(frozen=True)
class Link:
    """What one construct does to another."""

    source: str
    target: str
    number: Number


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimated model. `estimate` has one column, `replicates` one for each that settled.

    The moments stay at hand: a replicate is its seed, so whatever else is asked of the replicates
    later is computed from the same draws (`over`).
    """

    model: Model
    by: "PLS"
    moments: Moments
    items: Described
    estimate: Estimates
    replicates: Estimates
    kept: NDArray[np.intp]
    notes: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        return self.by.scheme

    @property
    def level(self) -> float:
        return self.by.level

    @property
    def rows(self) -> int:
        """Rows that were read."""
        return self.moments.rows

    @property
    def n(self) -> int:
        """Rows that count."""
        return self.moments.used

    @property
    def seed(self) -> int:
        return self.moments.seed

    @property
    def tried(self) -> int:
        """Replicates that were drawn."""
        return self.moments.replicates

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What was set aside while reading, then everything to be careful about."""
        from herefor.measure.report.warn import said  # noqa: PLC0415 -- it reads fits itself

        return (*self.notes, *said(self))

    @cached_property
    def layout(self) -> Layout:
        return Layout.of(self.model)

    def index(self, name: str) -> Index:
        """The 0-100 index of a construct."""
        number = self.number("index", name)
        return Index(**vars(number), n=self.n)

    def r2_adjusted(self, name: str) -> float:
        """R2 less what chance explains: Wherry (1931), with n - 1 over n - drivers - 1."""
        spare = self.n - len(self.model.drivers(name)) - 1
        if spare <= 0:
            return NOTHING
        return 1 - (1 - self.value("r2", name)) * (self.n - 1) / spare

    def number(self, what: str, *of: str, interval: str | None = None) -> Number:
        """A field of `Estimates` or a formula of `quality`, by the names it belongs to.

        `number("alpha", "Quality")`, `number("loadings", "PERQ1")`,
        `number("paths", "Quality", "Satisfaction", interval="bca")`; `interval` is one of
        `INTERVALS`, by default the one the estimator was made with.

        Raises `Refused` for an interval that is not known or cannot be had from these draws.
        """
        how = known_interval(interval or self.by.interval)
        place = tuple(self.place(name) for name in of)
        value, drawn = self.value(what, *of), self._drawn(what)[place]
        if how == "large-sample":
            se = self.jackknife(what, *of).se
            ends = normal(value, se, level=self.level)
            return Number(value, *ends, se, level=self.level, interval=how)
        ends = self._ends(how, what, of, drawn)
        return Number.between(value, drawn, ends, level=self.level, interval=how)

    def jackknife(self, what: str, *of: str) -> Jackknife:
        """Bias and standard error from leaving out each respondent, cluster or random group.

        Quenouille, Biometrika 43 (1956); Tukey, Annals of Mathematical Statistics 29 (1958).
        Needs no replicates. Raises `Refused` where a stratum holds a single unit.
        """
        left_out, stratum = self._left_out
        place = tuple(self.place(name) for name in of)
        return jackknifed(self.value(what, *of), self.of(what, left_out)[place], stratum)

    def again(self, sums: Array, *, finely: bool = False) -> Estimated:
        """The same model from other sums of the same kind: (cross-products, replicates).

        Estimated as replicates are: starting near this estimate and turned to its signs;
        `finely` iterates to the tolerance of the estimate. NaN where one does not settle.
        """
        items = items_of(self.moments, sums, self.model)
        by = replace(self.by, replicate_tolerance=self.by.tolerance) if finely else self.by
        estimates = by._estimates(items, self.layout, near=self.estimate)
        return Estimated(items, estimates, self.layout)

    def of(self, what: str, stack: Estimated) -> Array:
        """A field of `Estimates` or a formula of `quality` for a whole stack."""
        if what not in FORMULAS:
            return np.asarray(getattr(stack.estimates, what))
        with np.errstate(all="ignore"):  # what cannot be computed is NaN
            return FORMULAS[what](stack)

    def value(self, what: str, *of: str) -> float:
        """The same without its interval."""
        place = tuple(self.place(name) for name in of)
        if what in FORMULAS:
            return float(self._of_the_estimate(FORMULAS[what])[place][0])
        return float(getattr(self.estimate, what)[place][0])

    def over(self, formula: Formula) -> Array:
        """What a formula says of every replicate, computed from the same draws as the fit's."""
        if formula not in self._seen:
            parts = [formula(stack) for stack in self._redrawn()]
            self._seen[formula] = (
                np.concatenate(parts, axis=-1) if parts else self._of_the_estimate(formula)[..., :0]
            )
        return self._seen[formula]

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

    def _ends(self, how: str, what: str, of: tuple[str, ...], drawn: Array) -> Ends:
        value, level = self.value(what, *of), self.level
        if how == "percentile" or len(drawn) < 2:
            return percentile(drawn, level=level)
        if how == "normal":
            return normal(value, float(drawn.std(ddof=1)), level=level)
        if how == "bca":
            acceleration = self.jackknife(what, *of).acceleration
            return bca(value, drawn, acceleration=acceleration, level=level)
        if what not in self._errors:
            self._errors[what] = replicate_errors(self, what)
        place = tuple(self.place(name) for name in of)
        se, ses = (errors[place] for errors in self._errors[what])
        return studentised(value, drawn, se=float(se[0]), ses=ses, level=level)

    @cached_property
    def _left_out(self) -> tuple[Estimated, NDArray[np.intp]]:
        sums, stratum = self.moments.left_out()
        return self.again(sums, finely=True), stratum

    @cached_property
    def _errors(self) -> dict[str, tuple[Array, Array]]:
        return {}

    def _drawn(self, what: str) -> Array:
        drawn: Array = (
            self.over(FORMULAS[what]) if what in FORMULAS else getattr(self.replicates, what)
        )
        return drawn

    def _of_the_estimate(self, formula: Formula) -> Array:
        with np.errstate(all="ignore"):  # what cannot be computed is NaN
            return formula(Estimated(self.items, self.estimate, self.layout))

    def _redrawn(self) -> Iterator[Estimated]:
        """The replicates that settled, block by block."""
        ends = np.searchsorted(
            self.kept, [block * BLOCK for block in (*self.moments.blocks, np.inf)]
        )
        for block, (first, last) in zip(self.moments.blocks, pairwise(ends), strict=True):
            items = items_of(self.moments, self.moments.resampled(block), self.model)
            within = self.kept[first:last] - block * BLOCK
            with np.errstate(all="ignore"):
                yield Estimated(
                    items.drawn(within), self.replicates.only(np.arange(first, last)), self.layout
                )

    @cached_property
    def _seen(self) -> dict[Formula, Array]:
        return {}
