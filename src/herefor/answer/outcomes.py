"""What came of settling: shares of those asked again, and whether customers came back better off.

Pure arithmetic. Shares weigh each answer by the inverse of the chance with which it was drawn
(Hájek's estimator); intervals are Wilson's at Kish's effective number of answers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959964
LEAST_PAIRS = 30


@dataclass(frozen=True)
class Share:
    """A weighted share between 0 and 1 with its 95 % interval, and how many answered."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Recovery:
    """Scores of the same customers before their case and after it, on 0 to 100.

    `by_chance` is the change that customers without a case show who had been as low: whoever is
    picked for a low score tends to score higher the next time (regression to the mean). None when
    there are too few of them to tell.
    """

    n: int
    before: float
    after: float
    change: float
    low: float
    high: float
    by_chance: float | None
    n_by_chance: int


def weighted_share(answers: Sequence[tuple[bool, float]]) -> Share | None:
    """Of (yes or no, probability of having been drawn). None without answers.

    Kish (1965), Survey Sampling, 8.2; Wilson (1927), JASA 22.
    """
    if not answers:
        return None
    weights = [1 / probability for _yes, probability in answers]
    total = sum(weights)
    value = sum(w for (yes, _p), w in zip(answers, weights, strict=True) if yes) / total
    effective = total**2 / sum(w * w for w in weights)
    centre = (value + Z95**2 / (2 * effective)) / (1 + Z95**2 / effective)
    half = (
        Z95
        * math.sqrt(value * (1 - value) / effective + Z95**2 / (4 * effective**2))
        / (1 + Z95**2 / effective)
    )
    return Share(value, max(centre - half, 0.0), min(centre + half, 1.0), len(answers))


def recovery(
    helped: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]
) -> Recovery | None:
    """Of (before, after) for customers with a case, and for customers without one.

    The change by chance is read off the line of after on before among the others, at the mean
    before of those helped. None for fewer than two helped.
    """
    n = len(helped)
    if n < 2:
        return None
    before = sum(x for x, _y in helped) / n
    changes = [y - x for x, y in helped]
    change = sum(changes) / n
    spread = math.sqrt(sum((c - change) ** 2 for c in changes) / (n - 1))
    half = _t95(n - 1) * spread / math.sqrt(n)
    expected = _expected_after(others, at=before)
    return Recovery(
        n=n,
        before=before,
        after=before + change,
        change=change,
        low=change - half,
        high=change + half,
        by_chance=None if expected is None else expected - before,
        n_by_chance=len(others),
    )


def _expected_after(pairs: Sequence[tuple[float, float]], *, at: float) -> float | None:
    if len(pairs) < LEAST_PAIRS:
        return None
    mean_x = sum(x for x, _y in pairs) / len(pairs)
    mean_y = sum(y for _x, y in pairs) / len(pairs)
    spread = sum((x - mean_x) ** 2 for x, _y in pairs)
    if spread == 0:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread
    return mean_y + slope * (at - mean_x)


def _t95(degrees: int) -> float:
    """Student's two-sided 95 % point."""
    from scipy.stats import t  # noqa: PLC0415  slow to load

    return float(t.ppf(0.975, degrees))
