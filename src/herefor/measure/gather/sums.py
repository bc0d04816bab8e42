"""Cross-products of what people answered, by respondent or by whatever they are grouped in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from herefor.measure.gather.answers import Answers
from herefor.measure.stack import Array

MULTIPLIER = 0xD1342543DE82EF95


@dataclass(frozen=True)
class Crossing:
    """What is crossed with what.

    Listwise: a one and the points. Where gaps are filled or an item was asked of some only: a one,
    whether each item was answered, the points. For items asked of some also the squares of all
    points over those who answered such an item (`describe` says why).
    """

    columns: Array  # (features, respondents)
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    paired: bool = False

    @classmethod
    def of(cls, points: Array, *, missing: str, some: NDArray[np.intp]) -> "Crossing":
        one = np.ones((1, len(points)))
        if missing == "listwise" and not len(some):
            columns = np.vstack([one, points.T])
            return cls(columns, *np.triu_indices(len(columns)))
        answered = ~np.isnan(points.T)
        filled = np.where(answered, points.T, 0)
        columns = np.vstack([one, answered, filled])
        left, right = np.triu_indices(len(columns))
        if not len(some):
            return cls(columns, left, right)
        items = len(filled)
        squares = np.arange(items) + len(columns)
        return cls(
            np.vstack([columns, filled**2]),
            np.concatenate([left, np.tile(squares, len(some))]),
            np.concatenate([right, np.repeat(some + 1, items)]),
            paired=True,
        )

    def each(self, weights: Array) -> Array:
        """By respondent: (cross-products, respondents)."""
        crossed: Array = self.columns[self.left] * self.columns[self.right] * weights
        return crossed

    def within(self, weights: Array, unit: NDArray[np.integer], units: int) -> Array:
        """By unit: (cross-products, units); `unit` says where each respondent belongs."""
        order = np.argsort(unit, kind="stable")
        ends = np.searchsorted(unit[order], np.arange(1, units))
        rooted = (self.columns.T * np.sqrt(weights)[:, None])[order]
        crossed = np.stack([part.T @ part for part in np.split(rooted, ends)])
        return np.ascontiguousarray(crossed[:, self.left, self.right].T)


def usable(answers: Answers, *, missing: str, some: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Who counts. An item asked of some only keeps nobody out."""
    answered = ~np.isnan(answers.points)
    needed = np.delete(answered, some, axis=1)
    complete = needed.all(axis=1) if missing == "listwise" else answered.any(axis=1)
    return complete & (answers.weights > 0)


def fingerprint(*columns: Array) -> int:
    """A number that tells data apart: the sum of the rows' hashes, modulo 2 to the 64.

    The same whatever file the rows came from and in whatever order; those of parts add up.

    >>> rows = np.array([1.0, 2.0, np.nan])
    >>> fingerprint(rows) == fingerprint(rows[::-1])
    True
    >>> (fingerprint(rows[:1]) + fingerprint(rows[1:])) % 2**64 == fingerprint(rows)
    True
    """
    hashed = np.zeros(len(columns[-1]), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in columns[:-1]:
            hashed += bits_of(column)
            hashed *= np.uint64(MULTIPLIER)
    return fingerprint_of(hashed, columns[-1])


def fingerprint_of(hashed: NDArray[np.uint64], last: Array) -> int:
    """The same from what all columns but the last have come to, row by row."""
    with np.errstate(over="ignore"):
        return int(stirred(hashed + bits_of(last)).sum(dtype=np.uint64))


def bits_of(column: Array) -> NDArray[np.uint64]:
    """One pattern for every kind of NaN, one for both zeros."""
    values = column + 0.0
    values[np.isnan(values)] = np.nan
    return values.view(np.uint64)


def stirred(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).

    >>> stirred(np.array([0], dtype=np.uint64))
    array([16294208416658607535], dtype=uint64)
    """
    with np.errstate(over="ignore"):
        mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
