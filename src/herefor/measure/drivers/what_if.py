"""If drivers were raised: what the target would be expected at, and which plan pays most.

All of it reads the paths as if they told what happens when something is changed. They are
associations; only a trial can say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from herefor.measure.drivers.moderated import refuse_products
from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.stack import Array
from herefor.measure.words import Refused, counted, listed, plain

TOP = 100.0
SEARCHED = 10  # actions of which every combination is tried
TRIED = 200  # replicates for which a plan is sought anew
NOTHING = 1e-6
CARE = "This is an association, not a promise: try it in one place first."


@dataclass(frozen=True)
class WhatIf:
    """The target today, what it would be expected at, and the gain, in points."""

    target: str
    raises: dict[str, float]
    today: Number
    then: Number
    gain: Number
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Action:
    """Something done wholly or not at all: points it adds to constructs, and what it costs."""

    name: str
    raises: Mapping[str, float]
    cost: float


@dataclass(frozen=True)
class Plan:
    """The best use of a budget. `chosen` are points by driver, or 1 for each action taken.

    `best_in` is the share of replicates, 0 to 1, in which the same drivers or actions are best;
    NaN without replicates.
    """

    target: str
    chosen: dict[str, float]
    cost: float
    gain: Number
    best_in: float
    notes: tuple[str, ...]


def what_if(fit: Fit, target: str, raises: Mapping[str, float]) -> WhatIf:
    """The target's index if constructs were raised by so many points, whatever drives them.

    Everything downstream follows its equation; points raised come on top. No index passes 100 or
    falls below 0. Computed in every replicate. Refused: constructs that do not drive the target.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 8] * 5, "s": [2, 3, 8, 9] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model, replicates=100))
    >>> found = what_if(fit, "S", {"Q": 5})
    >>> round(found.gain.value, 2), round(found.gain.value / fit.value("impacts", "Q", "S"), 2)
    (4.51, 5.0)
    """
    _refuse_strangers(fit, target, raises)
    place, points = fit.construct_place(target), _points(fit, raises)
    gain, gains = (_moved(fit, one, points) for one in (fit.estimate, fit.replicates))
    now, drawn = fit.estimate.index, fit.replicates.index
    return WhatIf(
        target=target,
        raises=dict(raises),
        today=fit.number("index", target),
        then=fit.about((now + gain)[place][0], (drawn + gains)[place]),
        gain=fit.about(gain[place][0], gains[place]),
        notes=(*_full(fit, now[:, 0] + gain[:, 0], raises), CARE),
    )


def best_plan(
    fit: Fit,
    target: str,
    *,
    costs: Mapping[str, float],
    budget: float,
    most: Mapping[str, float] | None = None,
) -> Plan:
    """How many points to raise which drivers, so that the target gains most for the budget.

    `costs` are for one point of each driver, `most` the points that are feasible. No index may
    pass 100. A linear programme, exact (HiGHS, by way of SciPy). Drivers whose effect is not
    above zero are left alone. Refused: costs not above 0, a budget below 0.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 8] * 5, "s": [2, 3, 8, 9] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model, replicates=20))
    >>> plan = best_plan(fit, "S", costs={"Q": 2}, budget=10)
    >>> {name: round(points, 6) for name, points in plan.chosen.items()}, plan.best_in
    ({'Q': 5.0}, 1.0)
    """
    _refuse_strangers(fit, target, costs)
    _refuse_money(costs, budget)
    feasible = most or {}
    wrong = [name for name, points in feasible.items() if name not in costs or not points >= 0]
    if wrong:
        raise Refused(f"The most of {listed(wrong)} must be 0 or more, and its cost known.")
    names = list(costs)

    def planned(one: Estimates, column: int) -> Array:
        effects = _total(fit, one, column)[[fit.construct_place(name) for name in names]]
        room = np.maximum(TOP - one.index[:, column], 0)
        return _raised(
            effects,
            room,
            target=fit.construct_place(target),
            costs=np.array([costs[name] for name in names], dtype=float),
            budget=budget,
            most=np.array([feasible.get(name, TOP) for name in names], dtype=float),
        )

    points = planned(fit.estimate, 0)
    chosen = {name: float(one) for name, one in zip(names, points, strict=True) if one > NOTHING}
    again = [planned(fit.replicates, column) > NOTHING for column in _tried(fit)]
    same = [bool((one == (points > NOTHING)).all()) for one in again]
    gained = _gain(fit, target, chosen)
    return Plan(
        target=target,
        chosen=chosen,
        cost=float(sum(costs[name] * one for name, one in chosen.items())),
        gain=gained,
        best_in=float(np.mean(same)) if same else float("nan"),
        notes=(*_sure(gained), CARE),
    )


def best_actions(fit: Fit, target: str, actions: Sequence[Action], *, budget: float) -> Plan:
    """Which actions to take, each wholly or not at all, so that the target gains most.

    Up to ten actions every combination is tried, with no index passing 100, and in every replicate.
    Beyond, an integer programme on effects as they add up (HiGHS, by way of SciPy). Of equal
    gains the cheaper is taken. Refused: names that occur twice, costs not above 0.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 8] * 5, "s": [2, 3, 8, 9] * 5})
    >>> fit = PLS().fit(model, Moments.of(answers, model, replicates=20))
    >>> tried = [Action("train", {"Q": 4}, 7), Action("tidy", {"Q": 3}, 5)]
    >>> tried.append(Action("call", {"Q": 2}, 4))
    >>> best_actions(fit, "S", tried, budget=10).chosen
    {'tidy': 1.0, 'call': 1.0}
    """
    names = [action.name for action in actions]
    if len(set(names)) < len(names) or not names:
        raise Refused("Name one action or more, each with a name of its own.")
    _refuse_money({action.name: action.cost for action in actions}, budget)
    for action in actions:
        _refuse_strangers(fit, target, action.raises)
    search = _searched if len(actions) <= SEARCHED else _programmed
    taken, best_in = search(fit, target, actions, budget)
    done = [action for action, one in zip(actions, taken, strict=True) if one]
    raises = _together(done)
    gained = _gain(fit, target, raises)
    return Plan(
        target=target,
        chosen={action.name: 1.0 for action in done},
        cost=float(sum(action.cost for action in done)),
        gain=gained,
        best_in=best_in,
        notes=(*_sure(gained), CARE),
    )


def _moved(fit: Fit, one: Estimates, points: Array) -> Array:
    """How far each construct moves, by construct and replicate, when points are added."""
    moved = np.zeros_like(one.index)
    low, high = np.minimum(one.index, 0), np.maximum(one.index, TOP)
    for k in fit.layout.order:
        drivers = list(fit.layout.drivers[k])
        follows = (one.paths_in_points[drivers, k] * moved[drivers]).sum(axis=0)
        level = np.clip(one.index[k] + follows + points[k], low[k], high[k])
        moved[k] = level - one.index[k]
    return moved


def _gain(fit: Fit, target: str, raises: Mapping[str, float]) -> Number:
    place, points = fit.construct_place(target), _points(fit, raises)
    gain, gains = (_moved(fit, one, points)[place] for one in (fit.estimate, fit.replicates))
    return fit.about(gain[0], gains)


def _points(fit: Fit, raises: Mapping[str, float]) -> Array:
    points = np.zeros(len(fit.model.names))
    for name, one in raises.items():
        points[fit.construct_place(name)] = one
    return points


def _total(fit: Fit, one: Estimates, column: int) -> Array:
    """Points each construct moves for one point added to each: (added, moved)."""
    return one.impacts[:, :, column] + np.eye(len(fit.model.names))


def _raised(
    effects: Array, room: Array, *, target: int, costs: Array, budget: float, most: Array
) -> Array:
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow to import

    found = linprog(
        -effects[:, target],
        A_ub=np.vstack([costs, effects.T]),
        b_ub=np.array([budget, *room]),
        bounds=[
            (0, one if effect > 0 else 0)
            for one, effect in zip(most, effects[:, target], strict=True)
        ],
    )
    if found.x is None:
        raise Refused(
            "No plan could be computed from these costs and this budget: they lie too far apart. "
            "Write both in larger or smaller units of money."
        )
    points: Array = found.x
    return points


def _searched(
    fit: Fit, target: str, actions: Sequence[Action], budget: float
) -> tuple[Array, float]:
    """Every combination that can be paid, the cheapest first."""
    every = (np.arange(2 ** len(actions))[:, None] >> np.arange(len(actions))) & 1
    price = every @ np.array([action.cost for action in actions])
    able = np.flatnonzero(price <= budget + NOTHING)
    able = able[np.argsort(price[able], kind="stable")]
    place = fit.construct_place(target)
    points = [
        _points(fit, _together([a for a, one in zip(actions, every[i], strict=True) if one]))
        for i in able
    ]
    now = np.array([_moved(fit, fit.estimate, one)[place, 0] for one in points])
    best = _first_best(now[:, None])[0]
    drawn = fit.replicates.only(_tried(fit))
    gains = np.array([_moved(fit, drawn, one)[place] for one in points])
    same = _first_best(gains) == best
    return every[able[best]].astype(float), float(same.mean()) if same.size else float("nan")


def _first_best(gains: Array) -> NDArray[np.intp]:
    """The first row, by column, that reaches the largest gain but for rounding."""
    return np.asarray((gains >= gains.max(axis=0) - NOTHING).argmax(axis=0))


def _programmed(
    fit: Fit, target: str, actions: Sequence[Action], budget: float
) -> tuple[Array, float]:
    added = np.stack([_points(fit, action.raises) for action in actions])
    costs = np.array([action.cost for action in actions])
    place = fit.construct_place(target)

    def taken(one: Estimates, column: int) -> Array:
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow to import

        gain = added @ _total(fit, one, column)[:, place]
        found = milp(
            NOTHING * costs - gain,
            constraints=LinearConstraint(costs[None], ub=budget),
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, 1),
        )
        chosen: Array = np.round(found.x)
        return chosen

    now = taken(fit.estimate, 0)
    same = [bool((taken(fit.replicates, column) == now).all()) for column in _tried(fit)]
    return now, float(np.mean(same)) if same else float("nan")


def _tried(fit: Fit) -> NDArray[np.intp]:
    return np.arange(min(TRIED, len(fit.kept)))


def _together(actions: Sequence[Action]) -> dict[str, float]:
    raises: dict[str, float] = {}
    for action in actions:
        for name, points in action.raises.items():
            raises[name] = raises.get(name, 0.0) + points
    return raises


def _full(fit: Fit, then: Array, raises: Mapping[str, float]) -> Iterator[str]:
    full = [
        name
        for name, level in zip(fit.model.names, then, strict=True)
        if level >= TOP - NOTHING or level <= NOTHING
    ]
    if full:
        yield f"{listed(full)} cannot pass the end of the scale, so some of it is lost."
    far = [f"{name} by {plain(points)}" for name, points in raises.items() if abs(points) > 10]
    if far:
        yield f"Raising {listed(far)} goes far beyond what was seen; slopes may not hold so far."


def _sure(gained: Number) -> Iterator[str]:
    if not gained.low > 0:
        yield "It is not clear that this plan gains anything."


def _refuse_strangers(fit: Fit, target: str, named: Mapping[str, float]) -> None:
    fit.construct_place(target)
    refuse_products(fit, target)
    reaching = [link.source for link in fit.impacts() if link.target == target]
    strange = [name for name in named if name not in reaching]
    if strange or not named:
        which = f"{listed(strange)} does not drive" if strange else "Nothing was named that drives"
        raise Refused(f"{which} {target} in this model. These do: {listed(reaching)}.")
    boundless = [
        name
        for name, points in named.items()
        if not (isinstance(points, Real) and isfinite(points))
    ]
    if boundless:
        raise Refused(f"{listed(boundless)} needs a number of points.")


def _refuse_money(costs: Mapping[str, float], budget: float) -> None:
    free = [
        name
        for name, cost in costs.items()
        if not (isinstance(cost, Real) and 0 < cost < float("inf"))
    ]
    if free:
        raise Refused(f"{counted(len(free), 'cost')} not above 0: {listed(free)}.")
    if not (isinstance(budget, Real) and 0 <= budget < float("inf")):
        raise Refused(f"The budget must be 0 or more; it is {budget}.")
