"""What an estimate says: every number with its interval."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.indices import index_points, stage_with
from herefor.measure.estimate.intervals import (
    NOTHING,
    Ends,
    Jackknife,
    Spare,
    bca,
    jackknifed,
    known_interval,
    normal,
    percentile,
    studentised,
)
from herefor.measure.estimate.intervals import Number as Number
from herefor.measure.estimate.items import Earlier, items_of
from herefor.measure.estimate.quality import FORMULAS, Estimated, Formula
from herefor.measure.estimate.studentise import replicate_errors
from herefor.measure.estimate.weights import Layout
from herefor.measure.gather.draws import BLOCK
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.specify.stages import keeps_weights
from herefor.measure.stack import Array, Described
from herefor.measure.words import Refused, counted, listed, perhaps

if TYPE_CHECKING:
    from herefor.measure.estimate.pls import PLS

OF_ITEMS = ("weights", "loadings", "mean", "item_sd", "share", "outer_vif")
KNOWN = (*(one.name for one in fields(Estimates) if one.name != "iterations"), *FORMULAS)


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
    first: "Fit | None" = None  # the stage before, for higher orders and interactions
    written: Model | None = None  # the model as given, if `model` is its last stage

    @property
    def specified(self) -> Model:
        """The model as given; `model` is its last stage, the same unless it has several."""
        return self.written or self.model

    @property
    def scheme(self) -> str:
        return self.by.scheme

    @property
    def level(self) -> float:
        return self.by.level

    @cached_property
    def spare(self) -> Spare:
        """What the units drawn from leave to tell how they differ, unequal weights counted.

        Units are worth (sum w)^2 / sum w^2 of equal ones: Kish, Survey Sampling (1965), 11.7.
        """
        units = self.moments.units
        if self.moments.grouped and units.clusters is None:
            return Spare(float(self.n - 1))
        weight = self.moments.sums[0] / self.moments.sums[0].max()
        strata = 1 if units.strata is None else len(np.unique(units.strata))
        worth = float(weight.sum() ** 2 / (weight**2).sum())
        return Spare(worth - strata, rescaled=units.designed)

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

    @property
    def iterations(self) -> int:
        """Steps until the weights of the estimate settled; one that does not settle is refused."""
        return int(self.estimate.iterations[0])

    @property
    def measured(self) -> tuple[str, ...]:
        """The constructs that have an index: all but the products of interactions."""
        return tuple(one.name for one in self.model.constructs if one.product is None)

    def moderated(self, target: str) -> bool:
        """Whether an interaction drives this construct: then no driver has one effect on it."""
        return not set(self.model.drivers(target)) <= set(self.measured)

    def index(
        self, name: str, *, weights: "str | Fit" = "model", interval: str | None = None
    ) -> Index:
        """The 0-100 index of a construct.

        Its items count as the model says (`model`), the same when standardised (`equal`), the
        same as they are (`sum`), or as in another fit: for a trend that only answers move.
        A part of a higher-order construct has one too. Refused with `Refused` for a name that is
        no construct, an interaction, other words for `weights` and a fit with other items.
        """
        stage = stage_with(self, name)
        if name in stage.model.item_codes and name not in stage.model.names:
            raise Refused(f"{name} is an item, and an index belongs to a construct: name its own.")
        if stage.model.constructs[stage.place(name)].product:
            raise Refused(
                f"{name} is an interaction: a product has no index. Ask for its path, or for "
                "`simple_slopes`."
            )
        if weights == "model":
            return Index(**vars(stage.number("index", name, interval=interval)), n=self.n)
        if known_interval(interval or "percentile") != "percentile":
            raise Refused(
                "An index with weights that are not the model's has percentile intervals only: "
                'ask for interval="percentile".'
            )
        now, drawn = index_points(stage, name, weights)
        return Index(**vars(self.about(now[0], drawn)), n=self.n)

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

        Where all replicates lie on one side, or leaving out says nothing, there is no "bca" or
        "studentised" interval; the number then has a percentile one, and says so.

        Raises `Refused` for an interval that is not known or cannot be had from these draws, and
        for a number that is not known.
        """
        how = known_interval(interval or self.by.interval)
        place = self.places(what, *of)
        value, drawn = self.value(what, *of), self._drawn(what)[place]
        if how == "large-sample":
            se = self.jackknife(what, *of).se
            ends = normal(value, se, level=self.level)
            return Number(value, *ends, se, level=self.level, interval=how)
        ends = self._ends(how, what, of, drawn)
        if not np.isfinite(ends).all():
            how, ends = "percentile", percentile(drawn, level=self.level, spare=self.spare)
        return Number.between(value, drawn, ends, level=self.level, interval=how)

    def about(self, value: float, drawn: Array) -> Number:
        """Anything computed from the estimate, and from each replicate, with its interval."""
        return Number.of(value, drawn, level=self.level, spare=self.spare)

    def jackknife(self, what: str, *of: str) -> Jackknife:
        """Bias and standard error from leaving out each respondent, cluster or random group.

        Quenouille, Biometrika 43 (1956); Tukey, Annals of Mathematical Statistics 29 (1958).
        Needs no replicates. Raises `Refused` where a stratum holds a single unit.
        """
        left_out, stratum = self._left_out
        place = self.places(what, *of)
        return jackknifed(self.value(what, *of), self.of(what, left_out)[place], stratum)

    def of(self, what: str, stack: Estimated) -> Array:
        """A field of `Estimates` or a formula of `quality` for a whole stack."""
        if what not in FORMULAS:
            return np.asarray(getattr(stack.estimates, what))
        with np.errstate(all="ignore"):  # what cannot be computed is NaN
            return FORMULAS[what](stack)

    def value(self, what: str, *of: str) -> float:
        """The same without its interval."""
        place = self.places(what, *of)
        return float(self._now(what)[place][0])

    def over(self, formula: Formula) -> Array:
        """What a formula says of every replicate, computed from the same draws as the fit's."""
        if formula not in self._seen:
            parts = [formula(stack) for stack in self.redrawn()]
            self._seen[formula] = (
                np.concatenate(parts, axis=-1) if parts else self._of_the_estimate(formula)[..., :0]
            )
        return self._seen[formula]

    def redrawn(self) -> Iterator[Estimated]:
        """The replicates that settled, block by block."""
        ends = np.searchsorted(
            self.kept, [block * BLOCK for block in (*self.moments.blocks, np.inf)]
        )
        for block, (first, last) in zip(self.moments.blocks, pairwise(ends), strict=True):
            kept, sums = self.kept[first:last], self.moments.resampled(block)
            earlier = self.first.earlier(kept) if self.first else None
            items = items_of(
                self.moments, sums[:, kept - block * BLOCK], self.model, earlier=earlier
            )
            with np.errstate(all="ignore"):
                yield Estimated(items, self.replicates.only(np.arange(first, last)), self.layout)

    def again(self, sums: Array, *, exact: bool = False) -> Estimated:
        """The same model from other sums of the same columns: folds, permutations; signs as here.

        `exact`: to the tolerance of an estimate, not that of a replicate. NaN where weights do
        not settle.
        """
        return self._again(sums, self._closely() if exact else self.by)[0]

    def again_from(self, items: Described) -> Estimated:
        """The same for items of the model's last stage that are already described."""
        return Estimated(
            items, self.by.estimates(items, self.layout, near=self.estimate), self.layout
        )

    def earlier(self, kept: NDArray[np.intp] | None = None) -> Earlier:
        """This fit as the stage before another: its estimate, or these of its replicates."""
        before = self.first.earlier(kept) if self.first else None
        if kept is None:
            return Earlier(self.model, self.estimate, before)
        chosen = np.searchsorted(self.kept, kept)
        return Earlier(self.model, self.replicates.only(chosen), before)

    def place(self, name: str, *, of: str = "") -> int:
        """Where a construct or an item stands in the arrays.

        If a construct and an item share a name, `of` says whose place is meant.
        """
        kinds = (self.model.names, self.model.item_codes)
        for names in reversed(kinds) if of in OF_ITEMS else kinds:
            if name in names:
                return names.index(name)
        known = (*self.model.names, *self.model.item_codes)
        raise Refused(f"This model has no construct or item {name}.{perhaps(name, known)}")

    def construct_place(self, name: str) -> int:
        """Where a construct of the model's last stage stands among the constructs.

        Raises `Refused` for anything else: an item, a part of a higher order, an unknown name.
        """
        names = self.model.names
        if name in names:
            return names.index(name)
        owners = [
            one.name for one in self.model.constructs if name in (item.code for item in one.items)
        ]
        if owners:
            what = "a part" if self.first and name in self.first.model.names else "an item"
            raise Refused(
                f"{name} is {what} of {owners[0]}, and what is asked for here belongs to a "
                f"construct of the model's last stage. Ask for {owners[0]}."
            )
        raise Refused(f"This model has no construct {name}.{perhaps(name, names)}")

    def places(self, what: str, *of: str) -> tuple[int, ...]:
        """Where `what` of these constructs or items stands in its array.

        Raises `Refused` for a number that is not known, or that belongs to other names.
        """
        if what not in KNOWN:
            raise Refused(
                f"There is no number {what!r}.{perhaps(what, KNOWN)} Known are "
                f"{listed(KNOWN, most=len(KNOWN))}."
            )
        sizes = self._now(what).shape[:-1]
        if len(sizes) != len(of):
            raise Refused(
                f"The number {what!r} belongs to {counted(len(sizes), 'name')}, and "
                f"{counted(len(of), 'was', 'were')} given: see what `Fit.number` shows."
            )
        return tuple(
            self._place_among(size, name, what) for size, name in zip(sizes, of, strict=True)
        )

    def paths(self) -> tuple[Link, ...]:
        """Direct effects, standardised."""
        return tuple(self._links("paths", iter(self.model.edges)))

    def total_effects(self) -> tuple[Link, ...]:
        """Direct and indirect effects together, standardised.

        Where an interaction changes an effect, it is that at the moderator's mean.
        """
        return tuple(self._links("total_effects", self._reached()))

    def impacts(self) -> tuple[Link, ...]:
        """Points the target moves for one point of the source, all ways together."""
        reached = (edge for edge in self._reached() if edge[0] in self.measured)
        return tuple(self._links("impacts", reached))

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    def __repr__(self) -> str:
        from herefor.measure.report.notebook import short  # noqa: PLC0415  it reads results itself

        return short(self)

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

    def _now(self, what: str) -> Array:
        now: Array = (
            self._of_the_estimate(FORMULAS[what])
            if what in FORMULAS
            else getattr(self.estimate, what)
        )
        return now

    def _place_among(self, size: int, name: str, what: str) -> int:
        """Among constructs or items, whichever there are so many of."""
        kinds = {"construct": self.model.names, "item": self.model.item_codes}
        fitting = [kind for kind, names in kinds.items() if len(names) == size]
        if what in OF_ITEMS:
            fitting = fitting[::-1]
        for kind in fitting:
            if name in kinds[kind]:
                return kinds[kind].index(name)
        place = self.place(name, of=what)  # refused if nothing is called so
        if not fitting:
            return place
        raise Refused(
            f"The number {what!r} is that of an {fitting[0]}, and {name} is none."
            if fitting[0] == "item"
            else f"The number {what!r} is that of a construct, and {name} is an item."
        )

    def _again(self, sums: Array, by: "PLS") -> tuple[Estimated, Earlier]:
        before = self.first._again(sums, by)[1] if self.first else None
        items = items_of(self.moments, sums, self.model, earlier=before)
        held = before.estimates.weights if before and keeps_weights(self.specified) else None
        found = by.estimates(items, self.layout, near=self.estimate, held=held)
        return Estimated(items, found, self.layout), Earlier(self.model, found, before)

    def _closely(self) -> "PLS":
        by = self.by
        return replace(
            by, replicate_tolerance=by.tolerance, most_iterations=10 * by.most_iterations
        )

    def _ends(self, how: str, what: str, of: tuple[str, ...], drawn: Array) -> Ends:
        value, level = self.value(what, *of), self.level
        known = drawn[np.isfinite(drawn)]
        if how == "percentile" or len(known) < 2:
            return percentile(known, level=level, spare=self.spare)
        if how == "normal":
            return normal(value, float(known.std(ddof=1)), level=level)
        if how == "bca":
            acceleration = self.jackknife(what, *of).acceleration
            return bca(value, known, acceleration=acceleration, level=level)
        if what not in self._errors:
            self._errors[what] = replicate_errors(self, what)
        place = self.places(what, *of)
        se, ses = (errors[place] for errors in self._errors[what])
        return studentised(value, drawn, se=float(se[0]), ses=ses, level=level)

    @cached_property
    def _left_out(self) -> tuple[Estimated, NDArray[np.intp]]:
        sums, stratum = self.moments.left_out()
        return self.again(sums, exact=True), stratum

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

    @cached_property
    def _seen(self) -> dict[Formula, Array]:
        return {}
