"""Whole-number answers crossed without becoming decimals first: the usual large survey, quickly.

Points are linear in what was ticked, so cross-products of the small numbers themselves are summed,
exactly, and turned into those of points at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.sums import MULTIPLIER, bits_of, fingerprint_of
from herefor.measure.specify.model import Item, Model
from herefor.measure.stack import Array

GAP = 255
WIDEST = 250
LARGEST = 30_000
TOGETHER = 16  # units whose rows fit a processor's cache
IN_CACHE = 2**14
LARGEST_TABLE = 2**14
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
        """As of the points themselves.

        A row's hash is linear in the bits of its points until it is stirred, so columns are looked
        up together, as many as a table in the processor's cache holds.
        """
        sizes = self.answers.max(axis=1, initial=0).astype(np.intp) + 1
        share = [MULTIPLIER ** (len(sizes) - place) % 2**64 for place in range(len(sizes))]
        hashed = np.zeros(self.answers.shape[1], dtype=np.uint64)
        with np.errstate(over="ignore"):
            for columns in _fitting(sizes):
                table = np.zeros(1, dtype=np.uint64)
                place = np.zeros(len(hashed), dtype=np.uint16)
                for column in columns:
                    bits = bits_of(self.points[column, : sizes[column]]) * np.uint64(share[column])
                    table = (table[:, None] + bits).ravel()
                    place *= np.uint16(sizes[column])
                    place += self.answers[column]
                hashed += np.take(table, place, mode="clip")
        return fingerprint_of(hashed, weights)

    def within(
        self, kept: NDArray[np.intp], unit: NDArray[np.integer], units: int, weights: Array | None
    ) -> Array:
        """By unit: (cross-products, units), as `Crossing.within`; `kept` rows, their `unit`."""
        order = np.argsort(unit, kind="stable")
        rows, ends = kept[order], np.searchsorted(unit[order], np.arange(units + 1))
        size = len(self.codes) + 1
        largest = int(np.diff(ends).max(initial=0)) * WIDEST**2
        single = weights is None and largest < EXACT_IN_SINGLE
        by_row = self._by_row()
        crossed = np.empty((units, size, size))
        for first in range(0, units, TOGETHER):
            last = min(first + TOGETHER, units)
            part = rows[ends[first] : ends[last]]
            taken = np.take(by_row, part, axis=0, mode="clip")  # thrice as fast as by_row[part]
            features: Any = taken.astype(np.float32 if single else np.float64)
            if weights is not None:
                features *= np.sqrt(weights[part])[:, None]
            for one in range(first, last):
                own = features[ends[one] - ends[first] : ends[one + 1] - ends[first]]
                crossed[one] = own.T @ own
        turned = self._into_points()
        in_points = turned.T @ crossed @ turned
        return np.ascontiguousarray(in_points[:, *np.triu_indices(size)].T)

    def _by_row(self) -> NDArray[np.uint8]:
        """A one and the answers of each respondent side by side."""
        items, count = self.answers.shape
        by_row = np.empty((count, items + 1), dtype=np.uint8)
        by_row[:, 0] = 1
        for first in range(0, count, IN_CACHE):
            by_row[first : first + IN_CACHE, 1:] = self.answers[:, first : first + IN_CACHE].T
        return by_row

    def _into_points(self) -> Array:
        step = self.points[:, 1] - self.points[:, 0]
        turned = np.diag(np.concatenate([[1.0], step]))
        turned[0, 1:] = self.points[:, 0]
        return turned


def _fitting(sizes: NDArray[np.intp]) -> Iterator[list[int]]:
    """Columns whose values together are few enough for one table."""
    columns: list[int] = []
    cells = 1
    for column, size in enumerate(sizes.tolist()):
        if columns and cells * size > LARGEST_TABLE:
            yield columns
            columns, cells = [], 1
        columns.append(column)
        cells *= size
    if columns:
        yield columns


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
