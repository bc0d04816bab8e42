"""A number that says how sure it is, and the words around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, log10


def plain(value: float, decimals: int = 1) -> str:
    """The plain notation, never a minus zero; pages pass one that knows the reader's language."""
    return f"{round(value, decimals) + 0:.{decimals}f}"


@dataclass(frozen=True)
class Words:
    """Wording of numbers; pages pass a translated one."""

    number: Callable[[float], str] = plain
    rounded: Callable[[float, int], str] = plain
    count: Callable[[int], str] = "{:,}".format
    between: str = "{low} to {high}"
    answers: str = "n = {n}"

    def in_whole(self) -> "Words":
        """The same words with whole numbers."""
        return replace(self, number=lambda value: self.count(round(value)))

    def tick(self, value: float, step: float) -> str:
        """A number at an axis, in as many decimals as tell two steps apart."""
        if step >= 1:
            return self.in_whole().number(value)
        return self.rounded(value, ceil(-log10(step) - 0.001))

    def interval(self, low: float, high: float) -> str:
        return self.between.format(low=self.number(low), high=self.number(high))

    def estimate(self, value: float, low: float | None, high: float | None) -> str:
        """As in 72.5 (70.7 to 74.1)."""
        if low is None or high is None:
            return self.number(value)
        return f"{self.number(value)} ({self.interval(low, high)})"


ENGLISH = Words()


@dataclass(frozen=True)
class Estimate:
    """One named number as a row of a chart; without an interval only its point is drawn."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def edges(self) -> tuple[float, float]:
        """The ends of the interval, or the point twice."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )
