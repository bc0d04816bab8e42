"""Marks that several raters gave to the same things."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from herefor.measure.gather.draws import drawn, times
from herefor.measure.stack import Array
from herefor.measure.words import Refused, counted

LEAST_THINGS, LEAST_RATERS = 10, 3
"""Agreement of fewer is computed and not given a name."""


@dataclass(frozen=True)
class Marks:
    """`values` has a row for each thing and a column for each rater; NaN where there is no mark."""

    values: Array
    things: tuple[str, ...]
    raters: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, float]]) -> "Marks":
        """From (thing, rater, mark), in the order in which they are first named.

        Raises Refused for a second mark of the same rater on the same thing, and where there are
        not two things and two raters.

        >>> Marks.of([("1.1", "Ann", 40), ("1.1", "Bo", 50), ("1.2", "Ann", 30)]).values
        array([[40., 50.],
               [30., nan]])
        """
        given: dict[tuple[str, str], float] = {}
        for thing, rater, mark in rows:
            if (thing, rater) in given:
                raise Refused(f"{rater} marked {thing} twice.")
            given[thing, rater] = float(mark)
        things = tuple(dict.fromkeys(thing for thing, _rater in given))
        raters = tuple(dict.fromkeys(rater for _thing, rater in given))
        if len(things) < 2 or len(raters) < 2:
            raise Refused(
                f"There are {counted(len(things), 'thing')} and {counted(len(raters), 'rater')}. "
                "Agreement needs two of each."
            )
        nothing = float("nan")
        values = [[given.get((thing, rater), nothing) for rater in raters] for thing in things]
        return cls(np.array(values), things, raters)

    @property
    def is_complete(self) -> bool:
        return bool(np.isfinite(self.values).all())

    def of_who_marked_all(self) -> "Marks":
        """The marks of those raters who left no thing out. Raises Refused for fewer than two.

        >>> rows = [(thing, rater, 50) for thing in "123" for rater in ("Ann", "Bo", "Cy")]
        >>> Marks.of(rows[:-1]).of_who_marked_all().raters
        ('Ann', 'Bo')
        """
        whole = np.isfinite(self.values).all(axis=0)
        if whole.sum() < 2:
            raise Refused("Fewer than two raters marked every thing.")
        places = np.flatnonzero(whole)
        return Marks(self.values[:, places], self.things, tuple(self.raters[n] for n in places))

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that the agreement may be called low or high."""
        n, k = self.values.shape
        return bool(n >= LEAST_THINGS and k >= LEAST_RATERS)

    def draws(self, *, replicates: int, seed: int) -> Array:
        """How often each thing is drawn, (things, 1 + replicates); the first is each once."""
        n = len(self.things)
        if replicates == 0:
            return np.ones((n, 1))
        counts = times(drawn(n, size=replicates, seed=seed, block=0), n)
        return np.concatenate([np.ones((1, n)), counts]).T
