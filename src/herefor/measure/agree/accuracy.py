"""How near a rater comes to the marks a case is known to deserve, and in what it fails.

Cronbach, Psychological Bulletin 52 (1955); Sulsky and Balzer, Journal of Applied Psychology 73
(1988).
"""

from dataclasses import dataclass

import numpy as np

from herefor.measure.stack import Array
from herefor.measure.words import Refused


@dataclass(frozen=True)
class Accuracy:
    """Components are roots of mean squares, in units of the marks; 0 is perfect.

    `elevation`: the level as a whole. `differential_elevation`: which case is better as a whole.
    `stereotype`: which item is better over all cases. `differential`: which item of which case.
    With one case the second and the last are 0 and say nothing. `bias` is the mean of given less
    known; `off_by` the mean distance; `near` the share `within` 10 of it.
    """

    elevation: float
    differential_elevation: float
    stereotype: float
    differential: float
    bias: float
    off_by: float
    near: float
    n: int

    @property
    def distance(self) -> float:
        """The root of the mean squared difference; its square is the sum of those of the four."""
        parts = (self.elevation, self.differential_elevation, self.stereotype, self.differential)
        return float(sum(part**2 for part in parts) ** 0.5)


def accuracy(given: Array, known: Array, *, within: float = 10) -> Accuracy:
    """Marks of one rater, (cases, items), beside those the cases deserve.

    >>> one = accuracy(np.array([[60.0, 40.0]]), np.array([[50.0, 40.0]]))
    >>> one.elevation, one.stereotype, one.bias
    (5.0, 5.0, 5.0)
    """
    given, known = np.atleast_2d(given), np.atleast_2d(known)
    if given.shape != known.shape:
        raise Refused("Every mark needs the one that is known.")
    if not (np.isfinite(given).all() and np.isfinite(known).all()):
        raise Refused("Some marks are missing. Accuracy is told of those that were given.")
    off = given - known
    level = off.mean()
    of_cases = off.mean(axis=1, keepdims=True) - level
    of_items = off.mean(axis=0, keepdims=True) - level
    left = off - level - of_cases - of_items
    return Accuracy(
        elevation=abs(float(level)),
        differential_elevation=_root(of_cases),
        stereotype=_root(of_items),
        differential=_root(left),
        bias=float(level),
        off_by=float(np.abs(off).mean()),
        near=float((np.abs(off) <= within).mean()),
        n=off.size,
    )


def _root(values: Array) -> float:
    return float(np.sqrt((values**2).mean()))
