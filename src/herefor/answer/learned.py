"""Shares of causes with their intervals, and whether one changed. Pure arithmetic.

Wilson (1927), JASA 22, for one share; Newcombe (1998), Statistics in Medicine 17, 873-890, method
10, for the difference of two. Looking at several causes at once, each must pass a stricter test,
or some would change by chance alone (Bonferroni).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True)
class Part:
    """So many of `n`, as a share between 0 and 1 with its interval."""

    count: int
    n: int
    value: float
    low: float
    high: float


def part_of(count: int, n: int, *, level: float = LEVEL) -> Part:
    """Wilson's interval; `n` is at least 1."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    value = count / n
    centre = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = (centre - half if count else 0.0), (centre + half if count < n else 1.0)
    return Part(count, n, value, low, high)


def difference(
    now: tuple[int, int], before: tuple[int, int], *, level: float = LEVEL
) -> tuple[float, float]:
    """The interval of the share now minus the share before, each given as (count, n)."""
    later, earlier = part_of(*now, level=level), part_of(*before, level=level)
    change = later.value - earlier.value
    down = math.hypot(later.value - later.low, earlier.high - earlier.value)
    up = math.hypot(later.high - later.value, earlier.value - earlier.low)
    return change - down, change + up


def changed(now: tuple[int, int], before: tuple[int, int], *, looked_at: int = 1) -> int:
    """1 for a clear rise, -1 for a clear fall, 0 for no clear change.

    `looked_at` is how many are compared on the same page.
    """
    low, high = difference(now, before, level=1 - (1 - LEVEL) / max(looked_at, 1))
    if low > 0:
        return 1
    return -1 if high < 0 else 0


def hidden(sizes: Sequence[int], *, enough: int) -> set[int]:
    """Which of several groups stay unseen beside their sum: those below `enough`, and as many
    more of the smallest as it takes that what is left of the sum is no few either."""
    unseen = {place for place, size in enumerate(sizes) if size < enough}
    by_size = sorted(set(range(len(sizes))) - unseen, key=lambda place: sizes[place])
    while 0 < sum(sizes[place] for place in unseen) < enough and by_size:
        unseen.add(by_size.pop(0))
    return unseen
