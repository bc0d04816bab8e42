"""Before anybody is asked: how many answers, what can be seen with them."""

from dataclasses import dataclass
from math import ceil, inf, isfinite, sqrt
from numbers import Real
from statistics import NormalDist

from herefor.measure.estimate.fit import Index
from herefor.measure.words import Refused, level_of

STANDARD = NormalDist()
ENOUGH_POWER = 0.8
MOST = 1e15  # beyond, floats do not count one by one


@dataclass(frozen=True)
class Needed:
    """How many must answer (in each group that is compared) and how many must be asked."""

    answers: int
    invitations: int


def spread_of(index: Index) -> float:
    """How far single customers lie apart, in points: standard error times root n.

    With weights this holds their design effect already.

    >>> spread_of(Index(74.0, se=0.9, n=400))
    18.0
    """
    if not (index.se > 0 and index.n > 0):
        raise Refused("This index has no standard error or no n, so its spread is unknown.")
    return index.se * sqrt(index.n)


def answers_needed(
    margin: float,
    *,
    spread: float | Index,
    of: str = "index",
    level: float = 0.95,
    design_effect: float = 1.0,
    response_rate: float = 1.0,
    population: float = inf,
) -> Needed:
    """Answers for an interval of plus or minus `margin` points.

    `of` is "index", or "difference" of two indices with as many answers each. n = z2 s2 deff /
    margin2, less what a small `population` saves: Cochran, Sampling Techniques (1977), 4.7;
    design effect: Kish, Survey Sampling (1965), 8.2. Refused: impossible numbers.

    >>> answers_needed(2, spread=20, response_rate=0.25)
    Needed(answers=385, invitations=1540)
    """
    if of not in ("index", "difference"):
        raise Refused(f'Answers are planned for an "index" or a "difference", not {of!r}.')
    _above_zero(margin, "Margin")
    if population != inf:
        _above_zero(population, "Population")
    if _above_zero(response_rate, "Response rate") > 1:
        raise Refused(f"The response rate lies in 0 to 1, such as 0.25; it is {response_rate}.")
    ends = _z(level) * (_one_answer(spread, design_effect) / margin)  # root of the answers
    endless = ends * ends * (2 if of == "difference" else 1)
    answers = _counted_up(endless / (1 + endless / population))
    return Needed(answers, _counted_up(answers / response_rate))


def detectable(
    n: float,
    *,
    spread: float | Index,
    other_n: float | None = None,
    power: float = ENOUGH_POWER,
    level: float = 0.95,
    design_effect: float = 1.0,
) -> float:
    """The smallest true difference, in points, found with the wanted `power`.

    Two independent indices from `n` and `other_n` answers: (z of level + z of power) times the
    standard error of the difference. Cohen, Statistical Power Analysis (1988), chapter 2.

    >>> round(detectable(250, spread=16), 2)
    4.01
    """
    if not (isinstance(power, Real) and 0 < power < 1):
        raise Refused(f"The power must lie between 0 and 1, such as 0.8; it is {power}.")
    se = _se(n, other_n, _one_answer(spread, design_effect))
    return (_z(level) + STANDARD.inv_cdf(power)) * se


def power_of(
    change: float,
    *,
    n: float,
    spread: float | Index,
    other_n: float | None = None,
    level: float = 0.95,
    design_effect: float = 1.0,
) -> float:
    """How often a true difference of `change` points would come out clear, 0 to 1.

    >>> round(power_of(4.0088, n=250, spread=16), 3)
    0.8
    """
    if not (isinstance(change, Real) and isfinite(change)):
        raise Refused(f"A change is a number of points; it is {change!r}.")
    shift = abs(change) / _se(n, other_n, _one_answer(spread, design_effect))
    return STANDARD.cdf(shift - _z(level)) + STANDARD.cdf(-shift - _z(level))


def _one_answer(spread: float | Index, design_effect: float) -> float:
    """The spread of one answer as the design counts it."""
    own = spread_of(spread) if isinstance(spread, Index) else _above_zero(spread, "Spread")
    return own * sqrt(_above_zero(design_effect, "Design effect"))


def _above_zero(number: object, what: str) -> float:
    if isinstance(number, Real) and 0 < float(number) < inf:
        return float(number)
    raise Refused(f"{what} must be a number above 0; it is {number!r}.")


def _counted_up(answers: float) -> int:
    if not answers < MOST:
        raise Refused(
            "That takes more answers than there are people. Allow a wider margin or plan for a "
            "higher response rate."
        )
    return max(1, ceil(round(answers, 9)))


def _se(n: float, other_n: float | None, each: float) -> float:
    other = n if other_n is None else other_n
    if not all(isinstance(one, Real) and one > 0 for one in (n, other)):
        raise Refused("Both sides of a difference need at least one answer.")
    return each * sqrt(1 / n + 1 / other)


def _z(level: float) -> float:
    return STANDARD.inv_cdf((1 + level_of(level)) / 2)
