"""The report's wording of numbers and of what is larger."""

from collections.abc import Sequence
from functools import partial
from math import isfinite

from herefor.measure import Difference, Fit, Index, Number
from herefor.measure.words import listed
from herefor.ui.charts import Words

UNKNOWN = "With fewer than 2 replicates there is no interval, so it is not known how sure this is."
Pairs = Sequence[tuple[str, str]]


def decimals(value: float, digits: int = 1) -> str:
    """With a real minus, after which no line is broken."""
    return f"{round(value, digits) + 0:.{digits}f}".replace("-", "−")


POINTS = Words(number=decimals, rounded=decimals, count=lambda n: f"{n:,}".replace("-", "−"))
EFFECTS = Words(number=partial(decimals, digits=2))


def reach(index: Index) -> str:
    """What the interval means, as a sentence."""
    if not isfinite(index.low):
        return UNKNOWN
    return (
        f"Had every customer been asked, it would likely lie between {POINTS.number(index.low)} "
        f"and {POINTS.number(index.high)} ({interval_name(index.level)})."
    )


def interval_name(level: float) -> str:
    """
    >>> interval_name(0.95)
    '95\xa0% interval'
    """
    return f"{level * 100:g}\N{NO-BREAK SPACE}% interval"


def bounds(number: Number | Difference) -> tuple[float, float] | tuple[None, None]:
    """Low and high, or nothing where no replicates tell."""
    return (number.low, number.high) if isfinite(number.low) else (None, None)


def has_interval(fit: Fit) -> bool:
    return len(fit.kept) > 1


def interval(number: Number, words: Words = POINTS) -> str:
    """As in 70.7 to 74.1; nothing where it is not known."""
    return words.interval(number.low, number.high) if isfinite(number.low) else ""


def spoken(number: Number, words: Words = POINTS) -> str:
    """As in 72.5 (70.7 to 74.1)."""
    return words.estimate(number.value, *bounds(number))


def change_words(change: Difference) -> str:
    """As in +1.2 points, between -0.8 and +3.2."""
    low, high = signed(change.low), signed(change.high)
    return f"{signed(change.value)} points, between {low} and {high}"


def signed(value: float) -> str:
    return f"{round(value, 1) + 0:+.1f}".replace("-", "−")


def tied_with(name: str, ties: Pairs) -> set[str]:
    """What cannot be told apart from one name."""
    return {other for pair in ties if name in pair for other in pair if other != name}


def though(first: str, ties: Pairs, *, may: str) -> str:
    """
    >>> though("Quality", [("Image", "Quality")], may="hold as many")
    ', though Image may hold as many'
    """
    others = sorted(tied_with(first, ties))
    return f", though {listed(others)} may {may}" if others else ""


def tie_words(ties: Pairs, *, besides: str) -> list[str]:
    """The ties of all but one, of which they are said already.

    >>> tie_words([("Image", "Value"), ("Image", "Quality")], besides="Quality")
    ['Cannot be told apart: Image and Value.']
    """
    pairs = [listed(pair) for pair in ties if besides not in pair]
    return [f"Cannot be told apart: {'; '.join(pairs)}."] if pairs else []
