"""How far leaders and workforce are apart, and which gaps are clear. Pure arithmetic.

One statement: Wilson's interval for each share, and for their difference Newcombe, Statistics in
Medicine 17 (1998), method 10. A category is the mean of its statements' shares. One person answers
several, so people are the units: the variance is that between people, and Wilson's interval takes
as many answers as that variance is worth, less what few people teach about it (Korn and Graubard,
Survey Methodology 24 (1998)). Differences of such means by the same square-and-add: Zou and Donner,
Statistics in Medicine 27 (2008).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from herefor.measure import Rating, adjusted, rating_difference, share_interval

LEVEL = 0.95
FARTHEST, HALVINGS = 8.0, 40


@dataclass(frozen=True)
class Said:
    """The share of a group that agrees: `n` people, worth so many independent answers."""

    share: float
    n: int
    worth: float

    def rated(self, *, level: float = LEVEL) -> Rating:
        low, high = share_interval(self.share, n=self.worth, level=level)
        return Rating(self.share, low, high, kind="top", n=self.n, level=level)


@dataclass(frozen=True)
class Gap:
    """Leaders minus workforce, as shares. `clear` when it also stands among all looked at."""

    value: float
    low: float
    high: float
    clear: bool


def said_of(agreed: Sequence[bool]) -> Said:
    """Of one statement, by those who answered it; at least one did."""
    return Said(sum(agreed) / len(agreed), len(agreed), len(agreed))


def said_on_average(people: Sequence[Mapping[str, bool]], *, over: Sequence[str]) -> Said:
    """The mean share over several statements; each was answered by somebody."""
    heard = [person for person in people if any(one in person for one in over)]
    answers = {one: [person[one] for person in heard if one in person] for one in over}
    shares = {one: sum(agreed) / len(agreed) for one, agreed in answers.items()}
    share = sum(shares.values()) / len(over)
    pulls = [
        sum((person[one] - shares[one]) / len(answers[one]) for one in over if one in person)
        / len(over)
        for person in heard
    ]
    return Said(share, len(heard), _worth(share, pulls, most=sum(map(len, answers.values()))))


def gaps(pairs: Sequence[tuple[Said, Said]]) -> list[Gap]:
    """Of (leaders, workforce) each, judged together: of those called clear one in twenty is
    chance on average (Benjamini and Hochberg, see `measure`)."""
    if not pairs:
        return []
    holds = adjusted(np.array([chance_of(*pair) for pair in pairs])) <= 1 - LEVEL
    return [_gap(*pair, clear=bool(clear)) for pair, clear in zip(pairs, holds, strict=True)]


def chance_of(one: Said, other: Said) -> float:
    """The p-value that goes with the interval: what it errs when it just reaches zero."""
    near, far = 0.0, FARTHEST
    for _ in range(HALVINGS):
        z = (near + far) / 2
        if _leaves_zero_out(one, other, level=2 * NormalDist().cdf(z) - 1):
            near = z
        else:
            far = z
    return 2 * NormalDist().cdf(-near)


def _leaves_zero_out(one: Said, other: Said, *, level: float) -> bool:
    found = rating_difference(one.rated(level=level), other.rated(level=level))
    return bool(found.low > 0 or found.high < 0)


def _gap(one: Said, other: Said, *, clear: bool) -> Gap:
    found = rating_difference(one.rated(), other.rated())
    return Gap(found.value, found.low, found.high, clear)


def _worth(share: float, pulls: Sequence[float], *, most: int) -> float:
    """How many independent answers vary as much as this mean does; people where nobody varies."""
    from scipy.special import stdtrit  # noqa: PLC0415  slow to import

    n = len(pulls)
    variance = n / (n - 1) * sum(pull * pull for pull in pulls) if n > 1 else 0.0
    if not variance or not 0 < share < 1:
        return n
    few = NormalDist().inv_cdf(0.5 + LEVEL / 2) / float(stdtrit(n - 1, 0.5 + LEVEL / 2))
    return min(share * (1 - share) / variance, most) * few * few
