"""How many raters are needed: variances of things, raters and the rest, and what a mean of k holds.

Brennan, Generalizability Theory (2001), chapters 2 and 3; Spearman and Brown (1910) where the
raters' severity does not matter.
"""

from dataclasses import dataclass
from math import ceil

from herefor.measure.agree.marks import Marks
from herefor.measure.agree.squares import squares
from herefor.measure.words import level_of

MOST_RATERS = 1000


@dataclass(frozen=True)
class Variances:
    """How much marks differ by the thing marked, by the rater's severity, and by neither.

    In squared units of the marks; what would be negative is 0.
    """

    things: float
    raters: float
    rest: float

    def dependability(self, raters: int = 1) -> float:
        """Of the mean of so many raters, where the mark itself counts: severity is an error."""
        return self._share((self.raters + self.rest) / raters)

    def reliability(self, raters: int = 1) -> float:
        """Of the mean of so many raters, where only the order of things counts."""
        return self._share(self.rest / raters)

    def raters_needed(self, wanted: float = 0.8) -> int | None:
        """The fewest raters whose mean is so dependable; None where a thousand are not enough.

        >>> Variances(things=58, raters=0, rest=42).raters_needed(0.8)
        3
        >>> Variances(things=0, raters=10, rest=90).raters_needed(0.8) is None
        True
        """
        wanted = level_of(wanted)
        if self.things <= 0:
            return None
        noise = (self.raters + self.rest) / self.things
        needed = max(1, ceil(noise * wanted / (1 - wanted) - 1e-9))
        return needed if needed <= MOST_RATERS else None

    def _share(self, noise: float) -> float:
        total = self.things + noise
        return self.things / total if total > 0 else float("nan")


def variances(marks: Marks) -> Variances:
    """From the mean squares of things crossed with raters. Raises Refused where one is missing."""
    found = squares(marks)
    return Variances(
        things=max(0.0, (found.things - found.left) / found.k),
        raters=max(0.0, (found.raters - found.left) / found.n),
        rest=found.left,
    )
