"""Where are the other points? What is missing to 1000, and which driver holds how much of it."""

from dataclasses import dataclass

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.compare import ties
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

POINTS = 10  # of 1000 for one of 100


@dataclass(frozen=True)
class Bar:
    """The missing points one driver holds."""

    driver: str
    points: Number


@dataclass(frozen=True)
class Gap:
    """A waterfall from 1000 down to today: bars and `unexplained` add up to `missing`."""

    target: str
    today: float
    missing: Number
    bars: tuple[Bar, ...]  # the largest first
    unexplained: Number
    ties: tuple[tuple[str, str], ...]  # drivers that cannot be told apart


def gap(fit: Fit, target: str = "Satisfaction") -> Gap:
    """The points `target` lacks, shared out over its drivers.

    The structural equation holds for means: index = a + sum b * driver, b in points. Set against
    the same equation with every driver at its best, the points missing are exactly
    sum b * (best - driver) + (100 - a - sum b * best): the decomposition of Oaxaca, International
    Economic Review 14 (1973), with a perfect twin as the other group. A driver's best is 100,
    or 0 if its path lies clearly below zero (fewer complaints are better).
    """
    drivers = fit.model.drivers(target)
    if not drivers:
        raise Refused(f"Nothing drives {target} in this model, so its gap has no bars.")
    if products := [name for name in drivers if fit.model.the(name).product]:
        raise Refused(
            f"{listed(products)} drives {target}, and the points missing cannot be shared out "
            "over drivers whose effects change. Take the interaction out for the gap."
        )
    best = {name: 0.0 if fit.number("paths", name, target).high < 0 else 100.0 for name in drivers}
    now, drawn = (
        {
            name: _held(one, driver=fit.place(name), target=fit.place(target), best=best[name])
            for name in drivers
        }
        for one in (fit.estimate, fit.replicates)
    )
    lacking, lacked = (
        POINTS * (100 - one.index[fit.place(target)]) for one in (fit.estimate, fit.replicates)
    )

    def number(value: Array, replicates: Array) -> Number:
        return Number.of(value[0], replicates, level=fit.level)

    bars = [Bar(name, number(now[name], drawn[name])) for name in drivers]
    return Gap(
        target=target,
        today=1000 - float(lacking[0]),
        missing=number(lacking, lacked),
        bars=tuple(sorted(bars, key=lambda bar: -bar.points.value)),
        unexplained=number(lacking - sum(now.values()), lacked - sum(drawn.values())),
        ties=ties(drawn, level=fit.level),
    )


def _held(estimates: Estimates, *, driver: int, target: int, best: float) -> Array:
    slope: Array = estimates.paths_in_points[driver, target]
    short: Array = best - estimates.index[driver]
    return POINTS * slope * short
