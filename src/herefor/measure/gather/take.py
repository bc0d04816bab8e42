"""Taking a part out again: a wave, a unit of an organisation, a file."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from herefor.measure.gather.units import Units
from herefor.measure.stack import Array
from herefor.measure.words import Refused

if TYPE_CHECKING:
    from herefor.measure.gather.moments import Moments

ROUNDING = 1e-9


def without(whole: "Moments", part: "Moments") -> "Moments":
    """The moments of those who are in the whole but not in the part."""
    sums, units = _rest(whole, part)
    if whole.used < part.used or whole.rows < part.rows or not _possible(sums, whole.sums):
        raise _not_a_part()
    return replace(
        whole,
        sums=sums,
        units=units,
        rows=whole.rows - part.rows,
        used=whole.used - part.used,
        answered=tuple(a - b for a, b in zip(whole.answered, part.answered, strict=True)),
        drawn=None if whole.drawn is None or part.drawn is None else whole.drawn - part.drawn,
        fingerprint=(whole.fingerprint - part.fingerprint) % 2**64,
    )


def _rest(whole: "Moments", part: "Moments") -> tuple[Array, Units]:
    if whole.units.clusters is not None:
        return _by_name(whole, part)
    if whole.grouped and whole.units.strata is None:
        return whole.sums - part.sums, whole.units
    stays = np.ones(whole.sums.shape[1], dtype=np.bool_)
    stays[_where(whole, part)] = False
    strata = None if whole.units.strata is None else whole.units.strata[stays]
    return whole.sums[:, stays], Units(strata)


def _by_name(whole: "Moments", part: "Moments") -> tuple[Array, Units]:
    """Groups and clusters of the same name are parts of each other."""
    place = {name: at for at, name in enumerate(_names(whole.units))}
    try:
        at = [place[name] for name in _names(part.units)]
    except KeyError:
        raise _not_a_part() from None
    sums = whole.sums.copy()
    sums[:, at] -= part.sums
    gone = np.abs(sums[0]) <= ROUNDING * np.abs(whole.sums[0])
    if whole.grouped:
        sums[:, gone] = 0
        return sums, whole.units
    labels = (whole.units.strata, whole.units.clusters)
    return sums[:, ~gone], Units(*(None if one is None else one[~gone] for one in labels))


def _names(units: Units) -> list[tuple[str, str]]:
    clusters = [] if units.clusters is None else units.clusters.tolist()
    strata = [""] * len(clusters) if units.strata is None else units.strata.tolist()
    return list(zip(strata, clusters, strict=True))


def _where(whole: "Moments", part: "Moments") -> NDArray[np.intp]:
    """Respondents kept one by one stand in the whole as they stood in the part, side by side."""
    long, width = whole.sums.shape[1], part.sums.shape[1]
    if not width:
        return np.array([], dtype=np.intp)
    for start in range(long - width + 1):
        alike = whole.sums[0, start] == part.sums[0, 0]
        if alike and np.array_equal(whole.sums[:, start : start + width], part.sums):
            return np.arange(start, start + width)
    raise _not_a_part()


def _possible(rest: Array, whole: Array) -> bool:
    return bool((rest[0] >= -ROUNDING * np.abs(whole[0]).max(initial=0)).all())


def _not_a_part() -> Refused:
    return Refused(
        "The second moments are not a part of the first, so nothing can be taken out. Subtract "
        "what was added, read in the same way and, respondent by respondent, in the same order."
    )
