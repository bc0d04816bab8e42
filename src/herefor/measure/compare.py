"""Is it a change? Two indices of independent answers."""

from dataclasses import dataclass
from math import hypot
from statistics import NormalDist

from herefor.measure.fit import Fit, Index


@dataclass(frozen=True)
class Difference:
    """How much higher the first is; clear when the interval leaves zero out."""

    value: float
    low: float
    high: float
    se: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Parts:
    """A change of an index, split into what moved it."""

    answers: float  # people answered differently
    weights: float  # the items count differently


def difference(a: Index, b: Index) -> Difference:
    """a minus b, with a normal interval: variances of independent estimates add.

    >>> now, before = Index(74.0, 72.2, 75.8, 0.9, 250), Index(71.0, 69.2, 72.8, 0.9, 250)
    >>> change = difference(now, before)
    >>> round(change.low, 2), round(change.high, 2), change.clear
    (0.51, 5.49, True)
    """
    value, se = a.value - b.value, hypot(a.se, b.se)
    reach = NormalDist().inv_cdf((1 + a.level) / 2) * se
    return Difference(value, value - reach, value + reach, se)


def change_parts(now: Fit, before: Fit, name: str) -> Parts:
    """Weights are estimated anew each time, so a change of the index mixes two changes.

    With item means m and parts s, m1 s1 - m0 s0 = (m1 - m0)(s1 + s0)/2 + (s1 - s0)(m1 + m0)/2:
    Kitagawa, "Components of a difference between two rates", JASA 50 (1955).
    """
    mean1, mean0 = (_of_items(fit, name, "mean") for fit in (now, before))
    share1, share0 = (_of_items(fit, name, "share") for fit in (now, before))
    answers = sum((mean1[i] - mean0[i]) * (share1[i] + share0[i]) / 2 for i in mean1)
    return Parts(answers, now.value("index", name) - before.value("index", name) - answers)


def _of_items(fit: Fit, name: str, what: str) -> dict[str, float]:
    items = fit.model.constructs[fit.place(name)].items
    return {item.code: fit.value(what, item.code) for item in items}
