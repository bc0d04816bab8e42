"""The items a model is made of, from the sums of the answers.

The items of a stage are answers, or follow from answers and the stage before: the points of a
lower-order construct and the product of two constructs are linear in the answers and in the
products of answers that `Moments` keep. So every replicate has them exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.gather.moments import Moments
from herefor.measure.gather.products import MIDDLE, product_code
from herefor.measure.specify.model import Construct, Interaction, Item, Model
from herefor.measure.specify.stages import Stage
from herefor.measure.stack import Array, Described, describe, solve


@dataclass(frozen=True)
class Earlier:
    """A stage already estimated, for the same replicates."""

    model: Model
    estimates: Estimates
    before: "Earlier | None" = None


def items_of(
    moments: Moments, sums: Array, model: Model, *, earlier: Earlier | None = None
) -> Described:
    """The model's items, in its order, for a stack of sums as `moments` keeps them."""
    answered = describe(sums, missing=moments.missing, some=moments.asked_of_some)
    if not isinstance(model, Stage):
        return answered.only(np.array([moments.codes.index(code) for code in model.item_codes]))
    needed = [code for code in moments.codes if _enters(code, model, earlier)]
    place = np.array([moments.codes.index(code) for code in needed], dtype=np.intp)
    return _Answered(needed, answered.only(place), earlier).items_of(model)


def _enters(code: str, model: Model, earlier: Earlier | None) -> bool:
    """Whether a column is needed; others may have no variance and would spoil those that do."""
    known: set[str] = set()
    products: list[Construct] = []
    stage: Model | None = model
    while stage:
        known.update(item.code for one in stage.constructs for item in one.items if not one.of)
        products += [one for one in stage.constructs if one.product]
        stage, earlier = (earlier.model, earlier.before) if earlier else (None, None)
    return code in known or (bool(products) and set(code.split("*", 1)) <= known)


@dataclass(frozen=True)
class _Answered:
    """The columns read, and how anything linear in them goes with them."""

    codes: list[str]
    columns: Described
    earlier: Earlier | None

    def items_of(self, model: Model) -> Described:
        """The columns and whatever the model makes of them, then what it needs of both."""
        made: list[tuple[Array, Array]] = []  # rows over the columns, means
        chosen = []
        for one in model.constructs:
            for item in one.items:
                if one.product or one.how == "two-stage":
                    chosen.append(len(self.codes) + len(made))
                    made.append(self._made(one, item, model))
                else:
                    chosen.append(self.codes.index(item.code.removesuffix(f"@{one.name}")))
        both = self._beside([row for row, _ in made], [mean for _, mean in made])
        return _chosen(both, chosen)

    def _beside(self, rows: list[Array], means: list[Array]) -> Described:
        """The columns, followed by linear combinations of them."""
        if not rows:
            return self.columns
        scaled = np.stack(rows) * self.columns.sd
        correlation = self.columns.correlation
        across = np.einsum("klb,nlb->knb", correlation, scaled)
        within = np.einsum("nkb,kmb->nmb", scaled, across)
        sd = np.sqrt(np.einsum("nnb->nb", within))
        across = across / sd
        within = within / sd / sd[:, None]
        top = np.concatenate([correlation, across], axis=1)
        bottom = np.concatenate([across.swapaxes(0, 1), within], axis=1)
        return Described(
            np.concatenate([self.columns.mean, np.stack(means)]),
            np.concatenate([self.columns.sd, sd]),
            np.concatenate([top, bottom]),
        )

    def _made(self, one: Construct, item: Item, model: Model) -> tuple[Array, Array]:
        """A product, or a lower-order construct in points: a row over the columns, and its mean."""
        if one.product:
            return self._product(one.product, item, model)
        row, mean, _ = self._points(item.code, self.earlier)
        return row, mean

    def _points(self, name: str, stage: Earlier | None) -> tuple[Array, Array, Array]:
        """The points of a construct of an earlier stage: a row over the columns, mean and sd."""
        while stage and name not in stage.model.names:
            stage = stage.before
        if stage is None:
            raise LookupError(name)
        place, row = stage.model.names.index(name), self._nothing()
        for item in stage.model.the(name).items:
            share = stage.estimates.share[stage.model.item_codes.index(item.code)]
            if stage.model.the(name).how == "two-stage":
                row += share * self._points(item.code, stage.before)[0]
            else:
                row[self.codes.index(item.code.removesuffix(f"@{name}"))] += share
        return row, stage.estimates.index[place], stage.estimates.sd[place]

    def _product(self, one: Interaction, item: Item, model: Model) -> tuple[Array, Array]:
        if one.how in ("two-stage", "reweighted"):
            return self._product_of_scores(one.driver, one.moderator)
        first, second = item.code.split("*", 1)
        sd = dict(zip(self.codes, self.columns.sd, strict=True))
        row, mean = self._product_of(self._unit(first) / sd[first], self._unit(second) / sd[second])
        if one.how == "product":
            return row, mean
        names = dict.fromkeys((one.driver, one.moderator))
        own = [item.code for name in names for item in model.the(name).items]
        return self._less_explained(row, own), np.zeros_like(mean)

    def _product_of_scores(self, driver: str, moderator: str) -> tuple[Array, Array]:
        first, _, first_sd = self._points(driver, self.earlier)
        second, _, second_sd = self._points(moderator, self.earlier)
        return self._product_of(first / first_sd, second / second_sd)

    def _product_of(self, first: Array, second: Array) -> tuple[Array, Array]:
        """The product of two combinations of items, each less its mean, and the product's mean.

        With p = (x - c)(y - c) / c as kept, c the middle of the scale and u, v the means less c:
        (x - mean)(y - mean) = c p - u (y - c) - v (x - c) + u v.
        """
        row, off = self._nothing(), self.columns.mean - MIDDLE
        for i in _used(first):
            for j in _used(second):
                times = first[i] * second[j]
                row[self._product_place(i, j)] += MIDDLE * times
                row[j] -= off[i] * times
                row[i] -= off[j] * times
        covariance = (first * self.columns.sd)[:, None] * (second * self.columns.sd)
        return row, np.einsum("klb,klb->b", covariance, self.columns.correlation)

    def _product_place(self, i: np.intp, j: np.intp) -> int:
        return self.codes.index(product_code(self.codes[min(i, j)], self.codes[max(i, j)]))

    def _less_explained(self, row: Array, own: list[str]) -> Array:
        """What the items themselves do not explain: the residual of their regression."""
        place = [self.codes.index(code) for code in own]
        among = self.columns.correlation[np.ix_(place, place)]
        along = np.einsum("klb,lb->kb", self.columns.correlation[place], row * self.columns.sd)
        left = row.copy()
        left[place] -= solve(among, along) / self.columns.sd[place]
        return left

    def _unit(self, code: str) -> Array:
        row = self._nothing()
        row[self.codes.index(code)] = 1
        return row

    def _nothing(self) -> Array:
        return np.zeros_like(self.columns.mean)


def _used(row: Array) -> NDArray[np.intp]:
    return np.flatnonzero((row != 0).any(axis=1))


def _chosen(described: Described, chosen: list[int]) -> Described:
    if chosen == list(range(len(described.mean))):
        return described
    place = np.array(chosen)
    return Described(
        described.mean[place], described.sd[place], described.correlation[np.ix_(place, place)]
    )
