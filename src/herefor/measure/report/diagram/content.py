"""What a path diagram says: a box for each construct, an arrow for each path."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.estimate.indices import stage_with
from herefor.measure.specify.model import Construct, Model

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Row:
    """One item in its construct's box."""

    code: str
    value: float | None


@dataclass(frozen=True)
class Node:
    """A box: the name, then lines about it, then items."""

    name: str
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    product: bool = False


@dataclass(frozen=True)
class Arrow:
    """`kind` is "path", or "part" for what a construct or an interaction is made of.

    `back` says that the head is at the source: a whole that shows itself in its parts.
    """

    source: str
    target: str
    number: Number | None = None
    kind: str = "path"
    back: bool = False

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out; True if there is none."""
        return self.number is None or not self.number.low <= 0 <= self.number.high


@dataclass(frozen=True)
class Content:
    """All that is drawn, before it has a place."""

    title: str
    note: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    @property
    def described(self) -> str:
        """The diagram for those who hear it."""
        boxes = [". ".join((node.name, *node.lines)) for node in self.nodes]
        links = [
            f"{one.source} drives {one.target}{': ' if one.number else ''}{spoken(one.number)}"
            if one.kind == "path"
            else f"{one.source} is a part of {one.target}"
            for one in self.arrows
        ]
        return ". ".join((*boxes, *links)) + "."


def content_of(of: Model | Fit, *, items: bool) -> Content:
    """The boxes and arrows of a model, with numbers where it is a fit."""
    model = of.specified if isinstance(of, Fit) else of
    fit = of if isinstance(of, Fit) else None
    kept = [name for name in model.names if fit is None or _is_estimated(fit, name)]
    arrows = tuple(one for one in _arrows(model, fit) if {one.source, one.target} <= set(kept))
    return Content(
        title=model.name,
        note=_note(fit, parts=any(one.number and one.kind == "part" for one in arrows)),
        nodes=tuple(_node(model, name, fit, items=items) for name in kept),
        arrows=arrows,
    )


def spoken(number: Number | None) -> str:
    """
    >>> spoken(Number(0.123, 0.04, 0.2))
    '0.12 (0.04 to 0.20)'
    """
    if number is None:
        return ""
    value = signed(number.value)
    if not isfinite(number.low):
        return value
    return f"{value} ({signed(number.low)} to {signed(number.high)})"


def signed(value: float, decimals: int = 2) -> str:
    """With a true minus sign, and none before a zero.

    >>> signed(-0.123) == f"{MINUS}0.12", signed(-0.001)
    (True, '0.00')
    """
    text = f"{value:.{decimals}f}"
    negative = text.startswith("-") and float(text) != 0
    return MINUS + text[1:] if negative else text.removeprefix("-")


def _is_estimated(fit: Fit, name: str) -> bool:
    """A construct whose items nobody answered has gone."""
    return name in stage_with(fit, name).model.names


def _note(fit: Fit | None, *, parts: bool) -> str:
    if fit is None:
        return ""
    has_intervals = len(fit.kept) > 1 or fit.by.interval == "large-sample"
    sure = f" and {fit.level:.0%} interval" if has_intervals else ""
    dashed = "; dashed where the interval holds zero" if sure else ""
    dots = " Dots: how far a part shows or makes up the whole." if parts else ""
    return (
        f"Boxes: index 0 to 100{sure}, R² explained. Arrows: standardised path{sure}{dashed}."
        f"{dots} n = {fit.n:,}."
    )


def _node(model: Model, name: str, fit: Fit | None, *, items: bool) -> Node:
    products = {one.name for one in model.interactions}
    if name in products:
        driver, moderator = next(
            (one.driver, one.moderator) for one in model.interactions if one.name == name
        )
        return Node(f"{driver} × {moderator}" if " × " not in name else name, product=True)
    lines = tuple(_lines(fit, name)) if fit else ()
    return Node(name, lines, tuple(_rows(model.the(name), fit)) if items else ())


def _lines(fit: Fit, name: str) -> Iterator[str]:
    index = fit.index(name)
    yield f"{signed(index.value, 1)}" + (
        f" ({signed(index.low, 1)} to {signed(index.high, 1)})" if isfinite(index.low) else ""
    )
    r2 = stage_with(fit, name).value("r2", name)
    if isfinite(r2):
        yield f"R² {signed(r2)}"


def _rows(one: Construct, fit: Fit | None) -> Iterator[Row]:
    for item in one.items:
        if fit is None:
            yield Row(item.code, None)
            continue
        stage = stage_with(fit, one.name)
        if item.code in stage.model.item_codes:
            what = "weights" if one.mode == "B" else "loadings"
            yield Row(item.code, stage.value(what, item.code))


def _arrows(model: Model, fit: Fit | None) -> Iterator[Arrow]:
    for source, target in model.edges:
        known = fit and {source, target} <= set(fit.model.names)
        yield Arrow(source, target, fit.number("paths", source, target) if fit and known else None)
    for one in model.constructs:
        what = "weights" if one.mode == "B" else "loadings"
        for part in one.of:
            known = fit and one.how == "two-stage" and part in fit.model.item_codes
            number = fit.number(what, part) if fit and known else None
            yield Arrow(part, one.name, number, kind="part", back=one.mode == "A")
    for made in model.interactions:
        for of in dict.fromkeys((made.driver, made.moderator)):
            yield Arrow(of, made.name, kind="part")
