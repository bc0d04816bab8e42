"""What matters and how well it goes, side by side: the importance-performance map."""

from dataclasses import dataclass

from herefor.measure.drivers.moderated import refuse_products
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.compare import tied_groups, ties
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed, perhaps

LEVELS = ("constructs", "items")


@dataclass(frozen=True)
class Placed:
    """One construct or item: points of the target for one point of it, and its own index.

    `corner` is by the means of both axes; `sure` when neither interval holds a mean, so that the
    corner would hardly change with other answers.
    """

    name: str
    importance: Number
    performance: Number
    corner: str
    sure: bool


@dataclass(frozen=True)
class ImportanceMap:
    """All that drives `target`, the most important first."""

    target: str
    placed: tuple[Placed, ...]
    mean_importance: float
    mean_performance: float
    ties: tuple[tuple[str, str], ...]  # of which it cannot be told which matters more

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Neighbours by importance of which no two can be told apart."""
        return tied_groups([one.name for one in self.placed], self.ties)

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    def of(self, name: str) -> Placed:
        """The one with this name."""
        for one in self.placed:
            if one.name == name:
                return one
        known = [one.name for one in self.placed]
        raise Refused(f"{name} is not on the map of {self.target}.{perhaps(name, known)}")


def importance_map(fit: Fit, target: str, *, of: str = "constructs") -> ImportanceMap:
    """Total effects in points against indices, with intervals on both axes.

    Fornell and others, Journal of Marketing 60 (1996); Ringle and Sarstedt, Industrial Management
    and Data Systems 116 (2016), with unstandardised effects. An item's importance is its part in
    its construct times that construct's importance, its performance the mean of its answers.
    Corners: "improve first" (matters more than the mean, goes worse), "keep up", "can wait",
    "enough". Refused: a target nothing drives, another kind of thing to place.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("V", ["v"]), construct("S", ["s"])],
    ...     [path("Q", to=["S"]), path("V", to=["S"])],
    ... )
    >>> answers = pl.DataFrame(
    ...     {"q": [1, 4, 9, 10] * 5, "v": [8, 9, 8, 9] * 5, "s": [2, 3, 8, 10] * 5}
    ... )
    >>> found = importance_map(PLS().fit(model, Moments.of(answers, model)), "S")
    >>> [(one.name, round(one.performance.value), one.corner) for one in found.placed]
    [('Q', 56, 'improve first'), ('V', 83, 'enough')]
    """
    if of not in LEVELS:
        raise Refused(f"A map places {listed(LEVELS)}, not {of!r}.")
    place = fit.construct_place(target)
    sources = [link.source for link in fit.impacts() if link.target == target]
    if not sources:
        raise Refused(f"Nothing drives {target} in this model, so there is nothing to place.")
    refuse_products(fit, target)
    spots = _constructs(fit, sources, place) if of == "constructs" else _items(fit, sources, place)
    importance = sum(float(spot[0][0]) for spot in spots.values()) / len(spots)
    performance = sum(float(spot[2][0]) for spot in spots.values()) / len(spots)
    placed = [
        _placed(
            name,
            fit.about(matters[0], matters_drawn),
            fit.about(goes[0], goes_drawn),
            means=(importance, performance),
        )
        for name, (matters, matters_drawn, goes, goes_drawn) in spots.items()
    ]
    return ImportanceMap(
        target=target,
        placed=tuple(sorted(placed, key=lambda one: -one.importance.value)),
        mean_importance=importance,
        mean_performance=performance,
        ties=ties({name: spot[1] for name, spot in spots.items()}, level=fit.level),
    )


Spots = dict[str, tuple[Array, Array, Array, Array]]


def _constructs(fit: Fit, sources: list[str], target: int) -> Spots:
    now, drawn = fit.estimate, fit.replicates
    return {
        name: (
            now.impacts[at, target],
            drawn.impacts[at, target],
            now.index[at],
            drawn.index[at],
        )
        for name in sources
        for at in [fit.construct_place(name)]
    }


def _items(fit: Fit, sources: list[str], target: int) -> Spots:
    now, drawn = fit.estimate, fit.replicates
    return {
        item.code: (
            now.impacts[owner, target] * now.share[at],
            drawn.impacts[owner, target] * drawn.share[at],
            now.mean[at],
            drawn.mean[at],
        )
        for name in sources
        for owner in [fit.construct_place(name)]
        for item in fit.model.constructs[owner].items
        for at in [fit.place(item.code, of="share")]
    }


def _placed(
    name: str, importance: Number, performance: Number, *, means: tuple[float, float]
) -> Placed:
    matters, goes_well = importance.value > means[0], performance.value > means[1]
    if matters:
        corner = "keep up" if goes_well else "improve first"
    else:
        corner = "enough" if goes_well else "can wait"
    sure = all(
        number.high < mean or number.low > mean  # neither without an interval
        for number, mean in zip((importance, performance), means, strict=True)
    )
    return Placed(name, importance, performance, corner, sure)
