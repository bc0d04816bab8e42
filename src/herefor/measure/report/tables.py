"""Results as tidy frames: one line a record, one column a thing."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import singledispatch
from itertools import combinations
from typing import Any

import polars as pl

from herefor.measure.drivers.aspects import BySegment
from herefor.measure.drivers.gap import Gap
from herefor.measure.estimate.fit import Fit, Link, Number
from herefor.measure.estimate.mediation import Mediation
from herefor.measure.evaluate.model_fit import ModelFit
from herefor.measure.evaluate.segments import Segments
from herefor.measure.gather.moments import Moments
from herefor.measure.index.rollup import Rolled
from herefor.measure.index.trend import MovedBy, Trend
from herefor.measure.report.of_fit import constructs, cross_loadings, how_computed, items, sure
from herefor.measure.report.records import Line, line_of
from herefor.measure.sample.response import Dispositions
from herefor.measure.words import Refused


def as_table(result: Any) -> pl.DataFrame:
    """Any result of this package as one tidy frame; nulls where a number does not exist.

    A `Number` becomes value, low, high and se. A result that holds records (bars, aspects, pairs,
    units) has a line for each; a list of records, too; a mapping of them has its keys in the first
    column. Of a fit it is the table of constructs; `tables` has the others. Raises `Refused` for
    what is no result.

    >>> from herefor.measure import Index
    >>> as_table({"May": Index(72.0, 70.0, 74.0, 1.0, n=250)}).row(0)
    ('May', 72.0, 70.0, 74.0, 1.0, 250)
    """
    if isinstance(result, pl.DataFrame):
        return result
    return _frame(_lines(result))


def tables(fit: Fit, *, every_loading: bool = False) -> dict[str, pl.DataFrame]:
    """What an analyst looks up in a fit, by name, ready to be written or joined.

    `constructs` (index with interval, n, R2, reliabilities), `items` (weight, loading, mean and
    standard deviation on the item's own scale, n - 1), `paths`, `total_effects`, `impacts` (points
    for a point), `htmt`, `vif`, `warnings` and `how` (what it takes to get the numbers again).
    `every_loading` adds `cross_loadings`, one column a construct. Refused: what is no fit.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> found = tables(PLS().fit(model, Moments.of(answers, model)))
    >>> found["paths"].select("source", "target", pl.col("value").round(3)).row(0)
    ('Q', 'S', 0.976)
    """
    if not isinstance(fit, Fit):
        raise Refused(
            f"Tables by name are those of a fit, and this is {type(fit).__name__}: `as_table` "
            "shows any result as one."
        )
    named = fit.model.names
    driven = [link for link in fit.model.edges if len(fit.model.drivers(link[1])) > 1]
    found = {
        "constructs": _frame(constructs(fit)),
        "items": _frame(items(fit)),
        "paths": _links(fit.paths()),
        "total_effects": _links(fit.total_effects()),
        "impacts": _links(fit.impacts()),
        "htmt": _frame(
            {"a": a, "b": b} | line_of(sure(fit, "htmt", a, b)) for a, b in combinations(named, 2)
        ),
        "vif": _frame(
            {"source": a, "target": b} | line_of(sure(fit, "vif", a, b)) for a, b in driven
        ),
        "warnings": pl.DataFrame({"warning": list(fit.warnings)}, schema={"warning": pl.String}),
        "how": _frame({"what": what, "value": told} for what, told in how_computed(fit).items()),
    }
    if every_loading:
        found["cross_loadings"] = _frame(cross_loadings(fit))
    return found


@singledispatch
def _lines(result: Any) -> list[Line]:
    if isinstance(result, Mapping):
        return [_keyed(name, line) for name, one in result.items() for line in _lines(one)]
    if isinstance(result, Iterable) and not isinstance(result, str):
        return [line for one in result for line in _lines(one)]
    if not is_dataclass(result) or isinstance(result, type):
        raise Refused(
            f"There is no table of {type(result).__name__}: give a fit, a result of this package, "
            "or a list or mapping of them."
        )
    held = _records(result)
    return [line for one in held for line in _lines(one)] if held else [line_of(result)]


@_lines.register
def _(result: Fit) -> list[Line]:
    return constructs(result)


@_lines.register
def _(result: Moments) -> list[Line]:
    answered = dict(zip(result.codes, result.answered, strict=False))  # products come after
    return [{"item": code, "answered": n, "rows": result.rows} for code, n in answered.items()]


@_lines.register
def _(result: Gap) -> list[Line]:
    def line(name: str, points: Number) -> Line:
        tied = [b if a == name else a for a, b in result.ties if name in (a, b)]
        return {"driver": name} | _named("points", points) | {"tied_with": ", ".join(tied)}

    bars = [line(bar.driver, bar.points) for bar in result.bars]
    return [*bars, line("(unexplained)", result.unexplained), line("(missing)", result.missing)]


@_lines.register
def _(result: Mediation) -> list[Line]:
    effects = [
        ("direct", "", result.direct),
        *(("route", ", ".join(route.through), route.number) for route in result.routes),
        ("indirect", "", result.indirect),
        ("total", "", result.total),
        ("accounted for", "", result.accounted_for),
    ]
    ends = {"source": result.source, "target": result.target}
    return [
        ends | {"effect": effect, "through": through} | line_of(number)
        for effect, through, number in effects
    ]


@_lines.register
def _(result: ModelFit) -> list[Line]:
    both = {"saturated": result.saturated, "estimated": result.estimated}
    return [{"model": name} | line_of(one) for name, found in both.items() for one in found]


@_lines.register
def _(result: Segments) -> list[Line]:
    edges = [(a, b) for a in result.names for b in result.names if result.path(a, b).any()]
    whole = {"segments": len(result.shares), "entropy": result.entropy} | result.criteria
    return [
        {"segment": place + 1, "share": float(share)}
        | {f"{a} -> {b}": float(result.path(a, b)[place]) for a, b in edges}
        | whole
        for place, share in enumerate(result.shares)
    ]


@_lines.register
def _(result: Trend) -> list[Line]:
    return _lines(result.steps)


@_lines.register
def _(result: MovedBy) -> list[Line]:
    return [{"part": one.name} | line_of(getattr(result, one.name)) for one in fields(result)]


@_lines.register
def _(result: Rolled) -> list[Line]:
    return _rolled(result, within="")


@_lines.register
def _(result: BySegment) -> list[Line]:
    return [{"segment": name} | line for name, one in result.found.items() for line in _lines(one)]


@_lines.register
def _(result: Dispositions) -> list[Line]:
    return [{"rate": name, "value": value} for name, value in result.rates().items()]


def _rolled(one: Rolled, *, within: str) -> list[Line]:
    own: Line = {"name": one.name, "within": within} | line_of(one.number)
    own |= {"share": one.share, "n": one.n, "oldest": one.periods[0], "newest": one.periods[1]}
    return [own, *(line for part in one.parts for line in _rolled(part, within=one.name))]


def _keyed(key: object, line: Line) -> Line:
    return {"of" if "name" in line else "name": str(key)} | line


def _records(result: Any) -> tuple[Any, ...]:
    """The records a result holds: a table it makes itself, or its one list of them."""
    lists = [getattr(result, "table", ()), *(getattr(result, one.name) for one in fields(result))]
    for held in lists:
        if isinstance(held, tuple) and held and all(map(_is_record, held)):
            return held
    return ()


def _is_record(one: Any) -> bool:
    return is_dataclass(one) and type(one).__module__.startswith("herefor.measure.")


def _named(word: str, number: Number) -> Line:
    line = line_of(number)
    return {word: line.pop("value")} | line


def _links(links: Iterable[Link]) -> pl.DataFrame:
    return _frame(line_of(link) for link in links)


def _frame(lines: Iterable[Line]) -> pl.DataFrame:
    made = pl.DataFrame(list(lines), infer_schema_length=None)
    return made.with_columns(pl.col(pl.Null).cast(pl.Float64))  # numbers that do not exist
