"""Many comparisons at once: how many of the clear ones may be chance."""

import numpy as np
from numpy.typing import NDArray

from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

CONTROLS = ("BH", "BY", "none")


def adjusted(p: Array, *, control: str = "BH") -> Array:
    """p-values that may be held against the share of false discoveries one puts up with.

    "BH": Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995), for
    independent or positively related comparisons. "BY": Benjamini and Yekutieli, Annals of
    Statistics 29 (2001), theorem 1.3, whatever the relation; it costs a factor
    1 + 1/2 + ... + 1/m. "none" leaves them alone. Refused: an unknown control, a p-value
    outside 0 to 1.

    >>> adjusted(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    p = np.asarray(p, dtype=float)
    dearer = _dearer(p, control)
    if control == "none" or not len(p):
        return p.copy()
    order = np.argsort(p)
    stepped = p[order] * len(p) * dearer / np.arange(1, len(p) + 1)
    running = np.minimum.accumulate(stepped[::-1])[::-1]
    found = np.empty_like(p)
    found[order] = np.minimum(running, 1)
    return found


def each_alone(p: Array, *, rate: float, control: str = "BH") -> float:
    """What each single comparison may err, so that intervals and discoveries agree.

    With R of m comparisons clear at false discovery `rate` q, an interval that errs with
    R q / m holds its promise over the selected (false coverage: Benjamini and Yekutieli,
    Journal of the American Statistical Association 100 (2005), definition 1), and leaves zero out
    exactly for those R. With none clear it is q / m.

    >>> round(each_alone(np.array([0.001, 0.01, 0.2, 0.9]), rate=0.05), 4)
    0.025
    """
    if control == "none" or not len(p):
        return rate
    clear = int((adjusted(p, control=control) <= rate).sum())
    return max(clear, 1) * rate / (len(p) * _dearer(p, control))


def _dearer(p: Array, control: str) -> float:
    if control not in CONTROLS:
        raise Refused(f"Many comparisons are controlled by {listed(CONTROLS)}, not {control!r}.")
    inside: NDArray[np.bool_] = (p >= 0) & (p <= 1)
    if not inside.all():
        raise Refused("A p-value must lie between 0 and 1, and one of these does not.")
    return float((1 / np.arange(1, len(p) + 1)).sum()) if control == "BY" else 1.0
