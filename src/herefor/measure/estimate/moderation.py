"""How the effect of a driver changes with another construct."""

from dataclasses import dataclass

from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

AT = (-1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Slope:
    """What the driver does where the moderator is `at` standard deviations from its mean."""

    at: float
    number: Number  # standardised
    points: Number  # points of the target for one point of the driver


def simple_slopes(fit: Fit, driver: str, moderator: str, target: str) -> tuple[Slope, ...]:
    """The direct effect of `driver` on `target` at low, mean and high `moderator`.

    With y = b1 x + b2 m + b3 (x m) and x, m standardised, the slope of x is b1 + b3 m: Aiken and
    West, Multiple Regression (1991), chapter 2. `paths` holds b3 for the product with variance 1;
    it is divided by the product's standard deviation first. A square (`driver*driver`) has the
    slope b1 + 2 b3 x.

    Refused with `Refused` if the two do not interact on the target, or if their product is made
    of items: it is then not the product of the two constructs.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, interaction, path
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("P", ["p"]), construct("S", ["s"])],
    ...     [path(one, to=["S"]) for one in ("Q", "P", "Q*P")],
    ...     interactions=[interaction("Q", "P")],
    ... )
    >>> answers = pl.DataFrame({
    ...     "q": [1, 4, 9, 10] * 5,
    ...     "p": [1, 2, 6, 9, 3] * 4,
    ...     "s": [2, 4, 5, 10, 6, 1, 9, 7, 4, 8] * 2,
    ... })
    >>> slopes = simple_slopes(PLS().fit(model, Moments.of(answers, model)), "Q", "P", "S")
    >>> [(slope.at, round(slope.number.value, 2)) for slope in slopes]
    [(-1.0, -0.11), (0.0, 0.04), (1.0, 0.19)]
    """
    product = _product(fit, driver, moderator, target)
    twice = 2.0 if driver == moderator else 1.0
    places = [fit.place(name) for name in (driver, product, target)]
    item = fit.model.item_codes.index(product)

    def slope(one: Estimates, at: float, *, points: bool) -> Array:
        x, xm, y = places
        b: Array = one.paths[x, y] + twice * at * one.paths[xm, y] / one.item_sd[item]
        return b * one.sd[y] / one.sd[x] if points else b

    def number(at: float, *, points: bool) -> Number:
        value, drawn = (slope(one, at, points=points) for one in (fit.estimate, fit.replicates))
        return fit.about(value[0], drawn)

    return tuple(Slope(at, number(at, points=False), number(at, points=True)) for at in AT)


def _product(fit: Fit, driver: str, moderator: str, target: str) -> str:
    """The name of the product of the two in this model."""
    found = {
        frozenset((one.product.driver, one.product.moderator)): one
        for one in fit.model.constructs
        if one.product and one.name in fit.model.drivers(target)
    }
    one = found.get(frozenset((driver, moderator)))
    if one is None or one.product is None:
        known = listed(one.name for one in found.values()) or "no interaction"
        raise Refused(
            f"{driver} and {moderator} do not interact on {target} in this model: "
            f"{known} drives it. Add interaction({driver!r}, {moderator!r}) and a path from "
            f"{driver}*{moderator} to {target}."
        )
    if one.product.how not in ("two-stage", "reweighted"):
        raise Refused(
            f"{one.name} is made of products of items, so it has no slopes in standard deviations "
            f'of {moderator}. Make the interaction with how="two-stage".'
        )
    return one.name
