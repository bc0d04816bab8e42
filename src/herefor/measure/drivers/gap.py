"""Where are the other points? What is missing to 1000, and which driver holds how much of it."""

from dataclasses import dataclass

import numpy as np

from herefor.measure.drivers.credit import credited
from herefor.measure.drivers.moderated import refuse_products
from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.compare import tied_groups, ties
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

POINTS = 10  # of 1000 for one of 100
THROUGH = ("direct", "model")
Held = dict[str, Array]


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

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Bars next to each other of which no two can be told apart."""
        return tied_groups([bar.driver for bar in self.bars], self.ties)

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)


def gap(fit: Fit, target: str = "Satisfaction", *, through: str = "direct") -> Gap:
    """The points `target` lacks, shared out over its drivers.

    The structural equation holds for means: index = a + sum b * driver, b in points. Set against
    the same equation with every driver at its best, the points missing are exactly
    sum b * (best - driver) + (100 - a - sum b * best): the decomposition of Oaxaca, International
    Economic Review 14 (1973), with a perfect twin as the other group. A driver's best is 100,
    or 0 if it clearly harms (fewer complaints are better).

    `through` "direct" gives each direct driver what its own path holds. "model" also gives credit
    to whatever drives them: Shapley values over all of them (`credit`), the same sum shared out
    anew. Refused: a target that nothing drives, another word.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model(
    ...     [construct("I", ["i"]), construct("Q", ["q"]), construct("S", ["s"])],
    ...     [path("I", to=["Q"]), path("Q", to=["S"])],
    ... )
    >>> answers = pl.DataFrame(
    ...     {"i": [1, 4, 9, 8] * 5, "q": [3, 2, 6, 7] * 5, "s": [2, 3, 8, 9] * 5}
    ... )
    >>> fit = PLS().fit(model, Moments.of(answers, model))
    >>> for through in ("direct", "model"):
    ...     found = gap(fit, "S", through=through)
    ...     print([(bar.driver, round(bar.points.value)) for bar in found.bars])
    [('Q', 863)]
    [('Q', 673), ('I', 189)]
    """
    place = fit.construct_place(target)
    if not fit.model.drivers(target):
        raise Refused(f"Nothing drives {target} in this model, so its gap has no bars.")
    if through not in THROUGH:
        raise Refused(f"A gap is shared out through {listed(THROUGH)}, not {through!r}.")
    refuse_products(fit, target, among=fit.model.drivers(target) if through == "direct" else ())
    shared_out = _directly if through == "direct" else _through_the_model
    now, drawn = shared_out(fit, target)
    lacking, lacked = (POINTS * (100 - one.index[place]) for one in (fit.estimate, fit.replicates))

    def number(value: Array, replicates: Array) -> Number:
        return fit.about(value[0], replicates)

    bars = [Bar(name, number(now[name], drawn[name])) for name in now]
    return Gap(
        target=target,
        today=1000 - float(lacking[0]),
        missing=number(lacking, lacked),
        bars=tuple(sorted(bars, key=lambda bar: -bar.points.value)),
        unexplained=number(lacking - sum(now.values()), lacked - sum(drawn.values())),
        ties=ties(drawn, level=fit.level),
    )


def _directly(fit: Fit, target: str) -> tuple[Held, Held]:
    drivers = fit.model.drivers(target)
    best = {name: 0.0 if fit.number("paths", name, target).high < 0 else 100.0 for name in drivers}

    def held(one: Estimates) -> Held:
        return {
            name: _held(
                one,
                driver=fit.construct_place(name),
                target=fit.construct_place(target),
                best=best[name],
            )
            for name in drivers
        }

    return held(fit.estimate), held(fit.replicates)


def _held(estimates: Estimates, *, driver: int, target: int, best: float) -> Array:
    slope: Array = estimates.paths_in_points[driver, target]
    short: Array = best - estimates.index[driver]
    return POINTS * slope * short


def _through_the_model(fit: Fit, target: str) -> tuple[Held, Held]:
    place = fit.construct_place(target)
    moving = [link for link in fit.impacts() if link.target == target]
    best = np.full((len(fit.model.names), 1), np.nan)
    for link in moving:
        best[fit.construct_place(link.source)] = 0.0 if link.number.high < 0 else 100.0

    def held(one: Estimates) -> Held:
        short = np.where(np.isnan(best), 0.0, best - one.index)
        points = POINTS * credited(one.paths_in_points, short, place)
        return {link.source: points[fit.construct_place(link.source)] for link in moving}

    return held(fit.estimate), held(fit.replicates)
