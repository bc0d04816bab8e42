"""What reaches a construct by way of others."""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array
from herefor.measure.words import Refused


@dataclass(frozen=True)
class Route:
    """One way from source to target, and the product of the paths along it."""

    through: tuple[str, ...]
    number: Number


@dataclass(frozen=True)
class Mediation:
    """Effects of a source on a target, and what the intervals say of them.

    `accounted_for` is the indirect share of the total effect; NaN if nothing is left of the total.
    """

    source: str
    target: str
    direct: Number
    indirect: Number
    total: Number
    routes: tuple[Route, ...]
    accounted_for: Number

    @property
    def kind(self) -> str:
        """Zhao, Lynch and Chen, Journal of Consumer Research 37 (2010), figure 2.

        - `full`: only the indirect effect is clear ("indirect-only");
        - `partial complementary`, `competitive`: both are, with the same sign or opposite ones;
        - `none`: the indirect effect is not clear ("direct-only" or "no effect").
        """
        if not _clear(self.indirect):
            return "none"
        if not _clear(self.direct):
            return "full"
        same = self.indirect.value * self.direct.value > 0
        return "partial complementary" if same else "competitive"


def indirect_effects(fit: Fit, source: str, target: str, *, in_points: bool = False) -> Mediation:
    """Every route from `source` to `target`, and what they add up to.

    Standardised, or in points of the target for one point of the source. A route's effect is the
    product of its paths: Alwin and Hauser, American Sociological Review 40 (1975). Intervals are
    those of the product over the replicates: Shrout and Bolger, Psychological Methods 7 (2002).
    Without replicates nothing is clear, and `kind` is "none".

    Refused with `Refused` if a name is unknown or nothing lies between the two.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("V", ["v"]), construct("S", ["s"])],
    ...     [path("Q", to=["V", "S"]), path("V", to=["S"])],
    ... )
    >>> answers = pl.DataFrame(
    ...     {"q": [1, 4, 9, 10] * 5, "v": [1, 2, 6, 9] * 5, "s": [2, 2, 7, 10] * 5}
    ... )
    >>> found = indirect_effects(PLS().fit(model, Moments.of(answers, model)), "Q", "S")
    >>> found.routes[0].through, round(found.direct.value + found.indirect.value, 3)
    (('V',), 0.935)
    """
    for name in (source, target):
        fit.place(name)
    routes = [route for route in routes_between(fit.model, source, target) if len(route) > 2]
    if not routes:
        raise Refused(
            f"Nothing lies between {source} and {target}: no route leads from the one by way of "
            "another to the other. Ask about constructs that have such a route in the model."
        )
    fields = ("paths_in_points", "impacts") if in_points else ("paths", "total_effects")
    direct, total = (_field(fit, field, source, target) for field in fields)
    ways = [_along(fit, route, in_points) for route in routes]
    indirect = (total[0] - direct[0], total[1] - direct[1])
    with np.errstate(all="ignore"):  # no total effect, no share of it
        share = (indirect[0] / total[0], indirect[1] / total[1])

    def number(both: tuple[Array, Array]) -> Number:
        return fit.about(both[0][0], both[1])

    return Mediation(
        source=source,
        target=target,
        direct=number(direct),
        indirect=number(indirect),
        total=number(total),
        routes=tuple(
            Route(route[1:-1], number(way)) for route, way in zip(routes, ways, strict=True)
        ),
        accounted_for=number(share),
    )


def routes_between(model: Model, source: str, target: str) -> tuple[tuple[str, ...], ...]:
    """All ways along the paths, the ends included, the shortest first.

    >>> from herefor.measure import built_in
    >>> routes_between(built_in("acsi"), "Value", "Loyalty")[0]
    ('Value', 'Satisfaction', 'Loyalty')
    """
    if source == target:
        return ((target,),)
    found = [
        (*route, target)
        for driver in model.drivers(target)
        for route in routes_between(model, source, driver)
    ]
    return tuple(sorted(found, key=len))


def _field(fit: Fit, field: str, source: str, target: str) -> tuple[Array, Array]:
    place = fit.place(source), fit.place(target)
    return getattr(fit.estimate, field)[place], getattr(fit.replicates, field)[place]


def _along(fit: Fit, route: tuple[str, ...], in_points: bool) -> tuple[Array, Array]:
    places = [fit.place(name) for name in route]

    def product(one: Estimates) -> Array:
        paths = one.paths_in_points if in_points else one.paths
        steps = [paths[a, b] for a, b in pairwise(places)]
        return reduce(np.multiply, steps)

    return product(fit.estimate), product(fit.replicates)


def _clear(number: Number) -> bool:
    return number.low > 0 or number.high < 0
