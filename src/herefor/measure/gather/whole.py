"""Whole-number answers crossed without becoming decimals first: the usual large survey, quickly.

Points are linear in what was ticked, so cross-products of the small numbers themselves are summed,
exactly, and turned into those of points at the end.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.sums import fingerprint_of
from herefor.measure.specify.model import Item, Model
from herefor.measure.stack import Array

GAP = 255
WIDEST = 250
LARGEST = 30_000
TOGETHER = 64  # units whose rows fit a processor's cache
EXACT_IN_SINGLE = 2**24


@dataclass(frozen=True)
class WholeNumbers:
    """Answers less the lowest end of their scale, one row an item; `GAP` where none."""

    codes: tuple[str, ...]
    answers: NDArray[np.uint8]  # (items, respondents)
    points: Array  # (items, values): what each possible answer is worth

    @classmethod
    def of(cls, table: pl.DataFrame, model: Model) -> "WholeNumbers | None":
        """None where a column needs the care of `clean_answers`: decimals, text, codes, notes."""
        if getattr(model, "products", ()) or any(item.asked_of_some for item in model.items):
            return None
        if not all(_is_plain(table, item, model) for item in model.items):
            return None
        answers = np.empty((len(model.items), len(table)), dtype=np.uint8)
        for row, item in zip(answers, model.items, strict=True):
            column, least = table[item.code], int(min(item.low, item.high))
            if column.null_count():
                column = column.cast(pl.Int32).fill_null(GAP + least)
            np.subtract(column.to_numpy(), least, out=row, casting="unsafe")
        return cls(model.item_codes, answers, np.stack([_points(item) for item in model.items]))

    def answered(self) -> NDArray[np.bool_]:
        there: NDArray[np.bool_] = self.answers != GAP
        return there

    def fingerprint(self, weights: Array) -> int:
        """As of the points themselves."""
        bits = self.points + 0.0
        columns = [
            of_value.view(np.uint64)[ticked]
            for of_value, ticked in zip(bits, self.answers, strict=True)
        ]
        return fingerprint_of(columns, weights)

    def within(
        self, kept: NDArray[np.intp], unit: NDArray[np.integer], units: int, weights: Array | None
    ) -> Array:
        """By unit: (cross-products, units), as `Crossing.within`; `kept` rows, their `unit`."""
        order = np.argsort(unit, kind="stable")
        rows, ends = kept[order], np.searchsorted(unit[order], np.arange(units + 1))
        size = len(self.codes) + 1
        largest = int(np.diff(ends).max(initial=0)) * WIDEST**2
        by_row = np.ascontiguousarray(self.answers.T)
        single = weights is None and largest < EXACT_IN_SINGLE
        crossed = np.empty((units, size, size))
        for first in range(0, units, TOGETHER):
            last = min(first + TOGETHER, units)
            part = rows[ends[first] : ends[last]]
            features: Any = np.ones((len(part), size), dtype=np.float32 if single else np.float64)
            features[:, 1:] = by_row[part]
            if weights is not None:
                features *= np.sqrt(weights[part])[:, None]
            for one in range(first, last):
                own = features[ends[one] - ends[first] : ends[one + 1] - ends[first]]
                crossed[one] = own.T @ own
        turned = self._into_points()
        in_points = turned.T @ crossed @ turned
        return np.ascontiguousarray(in_points[:, *np.triu_indices(size)].T)

    def _into_points(self) -> Array:
        step = self.points[:, 1] - self.points[:, 0]
        turned = np.diag(np.concatenate([[1.0], step]))
        turned[0, 1:] = self.points[:, 0]
        return turned


def _is_plain(table: pl.DataFrame, item: Item, model: Model) -> bool:
    low, high = sorted((item.low, item.high))
    if item.code not in table.columns or not table[item.code].dtype.is_integer():
        return False
    if low % 1 or high % 1 or high - low > WIDEST or max(-low, high) > LARGEST:
        return False
    if any(low <= code <= high for code in model.codes):
        return False
    least, most = table[item.code].min(), table[item.code].max()
    return isinstance(least, int) and isinstance(most, int) and low <= least and most <= high


def _points(item: Item) -> Array:
    ticked = np.arange(256.0) + min(item.low, item.high)
    points: Array = (ticked - item.low) / (item.high - item.low) * 100
    points[GAP] = np.nan
    return points
