"""A share of those who were counted, with an interval that stays between none and all."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from herefor.measure.words import Refused, level_of


@dataclass(frozen=True)
class Share:
    """`successes` of `n`; value, low and high run from 0 to 1."""

    successes: int
    n: int
    value: float
    low: float
    high: float
    level: float


def wilson(successes: int, *, n: int, level: float = 0.95) -> Share:
    """The score interval of Wilson, Journal of the American Statistical Association 22 (1927).

    Checked against Newcombe, Statistics in Medicine 17 (1998), table I, method 3:

    >>> share = wilson(81, n=263)
    >>> round(share.value, 4), round(share.low, 4), round(share.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    if not 0 <= successes <= n or n == 0:
        raise Refused(f"{successes} of {n} is not a share.")
    z = NormalDist().inv_cdf((1 + level_of(level)) / 2)
    value = successes / n
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(value * (1 - value) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Share(successes, n, value, low, high, level)
