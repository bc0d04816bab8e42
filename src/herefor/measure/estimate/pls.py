"""Partial least squares path modelling from moments."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from herefor.measure.estimate.estimates import Estimates, estimates_of
from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.intervals import known_interval
from herefor.measure.estimate.items import items_of
from herefor.measure.estimate.weights import SCHEMES, Layout, cancelled, outer_weights
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.stack import Described, describe
from herefor.measure.words import AnswersRefused, ModelRefused, Refused, listed, perhaps

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
    interval: str = "percentile"

    def fit(self, model: Model, moments: Moments, *, progress: Progress | None = None) -> Fit:
        """The estimate, and all replicates of the moments; `progress` hears how many are done."""
        self._check()
        total = moments.enough().total[:, None]
        model, notes = _estimable(model, moments)
        items, layout = items_of(moments, total, model), Layout.of(model)
        estimate = self._estimates(items, layout)
        if not estimate.sound.all():
            _refuse_cancelled(model, items, estimate, layout)
            raise AnswersRefused(
                "The model cannot be estimated from these answers: its weights did not settle in "
                f"{self.most_iterations} steps, because some drivers say exactly the same or "
                "because constructs joined by a path have nothing in common. "
                "Merge constructs that repeat each other, or take a path out."
            )
        parts = []
        for part in self._replicates(moments, model, near=estimate):
            parts.append(part)
            if progress:
                progress(part.index.shape[1])
        drawn = Estimates.joined(parts) if parts else estimate.only(np.array([], dtype=np.intp))
        kept = np.flatnonzero(drawn.sound)
        return Fit(
            model=model,
            by=self,
            moments=moments,
            items=items,
            estimate=estimate,
            replicates=drawn if len(kept) == moments.replicates else drawn.only(kept),
            kept=kept,
            notes=(*moments.notes, *notes),
        )

    def _check(self) -> None:
        known_interval(self.interval)
        if self.scheme not in SCHEMES:
            raise Refused(
                f"There is no scheme {self.scheme!r}.{perhaps(self.scheme, SCHEMES)} "
                f"Known are {listed(SCHEMES)}."
            )
        if not 0 < self.level < 1:
            raise Refused(f"The level must lie between 0 and 1, such as 0.95; it is {self.level}.")

    def _estimates(
        self, items: Described, layout: Layout, *, near: Estimates | None = None
    ) -> Estimates:
        """The estimate, or replicates that start from it and take its signs."""
        one = np.ones((len(items.mean), 1))
        with np.errstate(all="ignore"):  # what cannot be computed is NaN, dropped and counted
            weights = outer_weights(
                items.correlation,
                layout,
                scheme=self.scheme,
                start=near.weights if near else one,
                tolerance=self.replicate_tolerance if near else self.tolerance,
                most_iterations=self.most_iterations,
            )
            return estimates_of(items, weights, layout, like=near.loadings if near else one)

    def _replicates(
        self, moments: Moments, model: Model, *, near: Estimates
    ) -> Iterator[Estimates]:
        """Blocks side by side: each has its own random stream, so threads change no number."""
        layout = Layout.of(model)

        def estimated(block: int) -> Estimates:
            items = items_of(moments, moments.resampled(block), model)
            return self._estimates(items, layout, near=near)

        with ThreadPoolExecutor(THREADS) as threads:
            yield from threads.map(estimated, moments.blocks)


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
