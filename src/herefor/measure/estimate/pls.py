"""Partial least squares path modelling from moments."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from herefor.measure.estimate.estimates import Estimates, estimates_of
from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.intervals import known_interval
from herefor.measure.estimate.items import items_of
from herefor.measure.estimate.quality import Estimated, rho_a
from herefor.measure.estimate.weights import SCHEMES, Layout, cancelled, outer_weights
from herefor.measure.gather.draws import BLOCK
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.specify.stages import Stage, first_of, keeps_weights, stage_of
from herefor.measure.stack import Array, Described, describe
from herefor.measure.words import (
    AnswersRefused,
    ModelRefused,
    Refused,
    level_of,
    listed,
    perhaps,
    whole,
)

Progress = Callable[[int], None]
THREADS = 2
"""NumPy lets go of the interpreter in its inner loops; more threads than this gain little."""


@dataclass(frozen=True)
class PLS:
    """How to estimate; `fit` does it and returns a frozen result.

    >>> import polars as pl
    >>> from herefor.measure import construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model, replicates=200, seed=1))
    >>> round(fit.index("S").value, 2), round(fit.value("paths", "Q", "S"), 3)
    (52.78, 0.976)
    """

    scheme: str = "path"
    level: float = 0.95
    tolerance: float = 1e-9
    replicate_tolerance: float = 1e-6  # replicates scatter ten thousand times as far
    most_iterations: int = 300
    consistent: bool = False  # paths without the measurement error of factors
    interval: str = "percentile"

    def fit(self, model: Model, moments: Moments, *, progress: Progress | None = None) -> Fit:
        """The estimate, and all replicates of the moments; `progress` hears how many are done."""
        self._check()
        _refuse_strangers(model, moments)
        total = moments.enough().total[:, None]
        specified, notes = _estimable(model, moments)
        before = first_of(specified)
        model = stage_of(specified)
        if self.consistent and isinstance(model, Stage):
            raise Refused(
                "Consistent PLS corrects constructs shown by answers alone, and this model has an "
                "interaction or a higher order. Estimate it with consistent=False."
            )
        first = self.fit(before, moments) if before else None
        earlier = first.earlier() if first else None
        items, layout = items_of(moments, total, model, earlier=earlier), Layout.of(model)
        held = earlier.estimates.weights if earlier and keeps_weights(specified) else None
        estimate = self.estimates(items, layout, held=held)
        if not estimate.sound.all():
            self._refuse(model, items, estimate, layout)
        parts = []
        for part in self._replicates(moments, specified, near=estimate, first=first):
            parts.append(part)
            if progress:
                progress(part.index.shape[1])
        drawn = Estimates.joined(parts) if parts else estimate.only(np.array([], dtype=np.intp))
        sound = np.flatnonzero(drawn.sound)
        return Fit(
            model=model,
            by=self,
            moments=moments,
            items=items,
            estimate=estimate,
            replicates=drawn if len(sound) == len(drawn.sound) else drawn.only(sound),
            kept=first.kept[sound] if first else sound,
            notes=(*moments.notes, *notes),
            first=first,
            written=specified,
        )

    def _check(self) -> None:
        known_interval(self.interval)
        if self.scheme not in SCHEMES:
            raise Refused(
                f"There is no scheme {self.scheme!r}.{perhaps(self.scheme, SCHEMES)} "
                f"Known are {listed(SCHEMES)}."
            )
        level_of(self.level)
        whole(self.most_iterations, "most_iterations", least=1)
        for tolerance in (self.tolerance, self.replicate_tolerance):
            if not 0 < tolerance < 1:
                raise Refused(f"A tolerance lies between 0 and 1, such as 1e-9; not {tolerance}.")

    def estimates(
        self,
        items: Described,
        layout: Layout,
        *,
        near: Estimates | None = None,
        held: Array | None = None,
    ) -> Estimates:
        """The estimate, or replicates that start from it and take its signs.

        `held` are weights of the stage before, kept for the constructs it has.
        """
        one = np.ones((len(items.mean), 1))
        with np.errstate(all="ignore"):  # what cannot be computed is NaN, dropped and counted
            weights, steps = outer_weights(
                items.correlation,
                layout,
                scheme=self.scheme,
                start=near.weights if near else one,
                tolerance=self.replicate_tolerance if near else self.tolerance,
                most_iterations=self.most_iterations,
                fixed=_fixed(items, layout, held),
            )
            return estimates_of(
                items,
                weights,
                layout,
                like=near.loadings if near else one,
                iterations=steps,
                consistent=self.consistent,
            )

    def _replicates(
        self, moments: Moments, specified: Model, *, near: Estimates, first: Fit | None
    ) -> Iterator[Estimates]:
        """Blocks side by side: each has its own random stream, so threads change no number.

        A replicate lost in the first stage is lost here too.
        """
        model = stage_of(specified)
        layout, keeps = Layout.of(model), keeps_weights(specified)

        def estimated(block: int) -> Estimates:
            sums, earlier = moments.resampled(block), None
            if first:
                kept = first.kept[first.kept // BLOCK == block]
                sums, earlier = sums[:, kept - block * BLOCK], first.earlier(kept)
            items = items_of(moments, sums, model, earlier=earlier)
            held = earlier.estimates.weights if earlier and keeps else None
            return self.estimates(items, layout, near=near, held=held)

        with ThreadPoolExecutor(THREADS) as threads:
            yield from threads.map(estimated, moments.blocks)

    def _refuse(
        self, model: Model, items: Described, estimate: Estimates, layout: Layout
    ) -> NoReturn:
        _refuse_cancelled(model, items, estimate, layout)
        if self.consistent:
            _refuse_unreliable(model, items, estimate, layout)
        raise AnswersRefused(
            "The model cannot be estimated from these answers: its weights did not settle in "
            f"{self.most_iterations} steps, because some drivers say exactly the same or "
            "because constructs joined by a path have nothing in common. "
            "Merge constructs that repeat each other, or take a path out."
        )


def _refuse_strangers(model: object, moments: object) -> None:
    if isinstance(model, Model) and isinstance(moments, Moments):
        return
    raise Refused(
        "A fit needs a model, then moments: PLS().fit(model, Moments.of(answers, model)). Given "
        f"were {type(model).__name__} and {type(moments).__name__}."
    )


def _fixed(items: Described, layout: Layout, held: Array | None) -> Array | None:
    """Weights that are not estimated; NaN where they are."""
    if held is None and not {"unit", "sum"}.intersection(layout.modes):
        return None
    fixed = np.full_like(items.mean, np.nan)
    for block, mode in zip(layout.blocks, layout.modes, strict=True):
        if mode in ("unit", "sum"):
            fixed[block] = items.sd[block] if mode == "sum" else 1
    if held is not None:
        fixed[: len(held)], fixed[len(held) :] = held, 1
    return fixed


def _refuse_unreliable(model: Model, items: Described, estimate: Estimates, layout: Layout) -> None:
    """Name the factors whose items share nothing that a correction could go by."""
    rho = rho_a(Estimated(items, estimate, layout))[:, 0]
    names = [
        f"{one.name} ({value:.2f})"
        for one, value in zip(model.constructs, rho, strict=True)
        if one.kind == "factor" and value <= 0
    ]
    if names:
        raise AnswersRefused(
            f"Consistent PLS divides by the reliability rho_A, which is not above 0 for "
            f"{listed(names)}: the items have nothing in common. Estimate without consistent=True, "
            'or call the construct a composite in the model (kind = "composite").'
        )


def _refuse_cancelled(model: Model, items: Described, estimate: Estimates, layout: Layout) -> None:
    """Name the constructs whose items take each other away, at the start or in the index."""
    alike = np.ones_like(items.mean)
    variance = np.stack(
        [items.correlation[block, block].sum(axis=(0, 1)) for block in layout.blocks]
    )
    lost = cancelled(variance, alike, layout)[:, 0]
    if np.isfinite(estimate.weights).all():
        lost |= np.isnan(estimate.index[:, 0])
    names = [name for name, gone in zip(model.names, lost, strict=True) if gone]
    if names:
        raise AnswersRefused(
            f"The items of {listed(names)} cancel each other: what one adds, another takes away, "
            "so nothing is left to measure. If one of them repeats another with its scale turned "
            "round, mend the scale in the model or take one of the two out."
        )


def _estimable(model: Model, moments: Moments) -> tuple[Model, list[str]]:
    """The model without items that are absent or that everybody answered alike."""
    asked = model.with_items(moments.codes)
    total = moments.total[:, None]
    items = describe(total, missing=moments.missing, some=moments.asked_of_some)
    varies = np.isfinite(items.sd[:, 0])
    try:
        left = asked.with_items(code for code, v in zip(moments.codes, varies, strict=True) if v)
    except ModelRefused:
        raise AnswersRefused(
            "Nothing is left to measure: everybody gave the same answers, so nothing can be "
            "said about what drives what. Gather more answers."
        ) from None
    notes = [
        f"Everybody gave the same answer to {code}, or nobody answered, so it was left out."
        for code in asked.item_codes
        if code not in left.item_codes and not varies[moments.codes.index(code)]
    ]
    return left, notes
