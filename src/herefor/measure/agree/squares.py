"""Mean squares of things crossed with raters, and the intraclass correlations they make.

McGraw and Wong, Psychological Methods 1 (1996), tables 4 and 7; Shrout and Fleiss, Psychological
Bulletin 86 (1979).
"""

from dataclasses import dataclass

from herefor.measure.agree.marks import Marks
from herefor.measure.estimate.intervals import Ends, Number
from herefor.measure.words import Refused, level_of, whole


@dataclass(frozen=True)
class Squares:
    """Of `n` things and `k` raters: how much things differ, raters differ, and what is left."""

    n: int
    k: int
    things: float
    raters: float
    left: float


def squares(marks: Marks) -> Squares:
    """Raises Refused where a mark is missing."""
    if not marks.is_complete:
        raise Refused("Some marks are missing. Krippendorff's alpha allows for that.")
    values = marks.values
    n, k = values.shape
    of_things, of_raters, grand = values.mean(axis=1), values.mean(axis=0), values.mean()
    left = values - of_things[:, None] - of_raters + grand
    return Squares(
        n=n,
        k=k,
        things=float(k * ((of_things - grand) ** 2).sum() / (n - 1)),
        raters=float(n * ((of_raters - grand) ** 2).sum() / (k - 1)),
        left=float((left**2).sum() / ((n - 1) * (k - 1))),
    )


def same_marks(marks: Marks, *, raters: int = 1, level: float = 0.95) -> Number:
    """ICC(A,1), or ICC(A,k) of the mean of k `raters`: two-way random, absolute agreement.

    A rater who is severer than the others lowers it. Its interval allows for other things and
    other raters of the kind (Satterthwaite's degrees of freedom). Raises Refused where a mark is
    missing, or where all marks are the same.
    """
    found = squares(marks)
    noise = found.left + (found.raters - found.left) / found.n
    return _correlation(
        found, noise, _ends_of_agreement(found, level_of(level)), raters=raters, level=level
    )


def same_order(marks: Marks, *, raters: int = 1, level: float = 0.95) -> Number:
    """ICC(C,1) or ICC(C,k): consistency, whatever the level of each rater. May raise Refused."""
    found = squares(marks)
    return _correlation(
        found, found.left, _ends_of_order(found, level_of(level)), raters=raters, level=level
    )


def _correlation(found: Squares, noise: float, ends: Ends, *, raters: int, level: float) -> Number:
    whole(raters, "raters", least=1)
    signal = (found.things - found.left) / found.k
    if signal + noise <= 0:
        raise Refused("All marks are the same, so there is nothing to agree about.")
    one = signal / (signal + noise)
    low, high = (_of_mean(end, raters) for end in ends)
    return Number(_of_mean(one, raters), low, high, level=level, interval="F")


def _of_mean(one: float, raters: int) -> float:
    """Spearman and Brown (1910)."""
    least = -1 / (raters - 1) if raters > 1 else -1
    return raters * one / (1 + (raters - 1) * one) if one > least else -1.0


def _ends_of_order(found: Squares, level: float) -> Ends:
    n, k, tail = found.n, found.k, (1 + level) / 2
    if found.left == 0:
        return 1.0, 1.0
    ratio = found.things / found.left
    low = ratio / _f(tail, n - 1, (n - 1) * (k - 1))
    high = ratio * _f(tail, (n - 1) * (k - 1), n - 1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _ends_of_agreement(found: Squares, level: float) -> Ends:
    n, k, tail = found.n, found.k, (1 + level) / 2
    noise = k * found.raters + (k * n - k - n) * found.left
    if noise == 0:
        return 1.0, 1.0
    free = _satterthwaite(found)
    down, up = _f(tail, n - 1, free), _f(tail, free, n - 1)
    low = n * (found.things - down * found.left) / (down * noise + n * found.things)
    high = n * (up * found.things - found.left) / (noise + n * up * found.things)
    return low, high


def _satterthwaite(found: Squares) -> float:
    n, k = found.n, found.k
    noise = found.left + (found.raters - found.left) / n
    signal = (found.things - found.left) / k
    one = min(signal / (signal + noise), 1 - 1e-9)
    a = k * one / (n * (1 - one))
    b = 1 + k * one * (n - 1) / (n * (1 - one))
    parts = (a * found.raters) ** 2 / (k - 1) + (b * found.left) ** 2 / ((n - 1) * (k - 1))
    return float((a * found.raters + b * found.left) ** 2 / parts)


def _f(chance: float, above: float, below: float) -> float:
    from scipy.special import fdtri  # noqa: PLC0415  slow to import

    return float(fdtri(above, below, chance))
