"""What is measured: constructs, the items that show them, and what drives what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite

from herefor.measure.words import ModelRefused, listed, perhaps

MODES = ("A", "B")
Ends = tuple[float, float]


@dataclass(frozen=True)
class Item:
    """One question and the ends of its scale, worst first.

    Ends may be turned round: `low=10, high=1` says that 1 is the best answer.
    """

    code: str
    low: float = 1
    high: float = 10
    optional: bool = False
    asked_of_some: bool = False


@dataclass(frozen=True)
class Construct:
    """Something that cannot be asked directly, shown by its items.

    Mode A: the items reflect it. Mode B: the items make it up.
    """

    name: str
    items: tuple[Item, ...]
    mode: str = "A"


@dataclass(frozen=True)
class Path:
    """What a construct drives."""

    source: str
    to: tuple[str, ...]


def items(prefix: str, first: int, last: int) -> tuple[str, ...]:
    """
    >>> items("CUSA", 1, 3)
    ('CUSA1', 'CUSA2', 'CUSA3')
    """
    return tuple(f"{prefix}{number}" for number in range(first, last + 1))


def construct(
    name: str,
    codes: Iterable[str],
    *,
    mode: str = "A",
    scale: Ends = (1, 10),
    scales: Mapping[str, Ends] | None = None,
    optional: Iterable[str] = (),
) -> Construct:
    """A construct from item codes; `scales` holds the ends of items that differ from `scale`.

    >>> construct("Value", ["price", "worth"], scales={"price": (0, 25)}).items[0].high
    25
    """
    codes, scales, optional = tuple(codes), scales or {}, set(optional)
    for code in (*scales, *optional):
        if code not in codes:
            raise ModelRefused(
                f"Construct {name} speaks of item {code}, which is not among its items."
                f"{perhaps(code, codes)}"
            )
    ends = {code: scales.get(code, scale) for code in codes}
    return Construct(
        name, tuple(Item(code, *ends[code], optional=code in optional) for code in codes), mode
    )


def path(source: str, *, to: Iterable[str]) -> Path:
    """
    >>> path("Quality", to=["Value", "Satisfaction"])
    Path(source='Quality', to=('Value', 'Satisfaction'))
    """
    return Path(source, tuple(to))


@dataclass(frozen=True)
class Model:
    """Constructs and paths, checked when made.

    `codes` are values that mean "no answer"; `outside_scale` says that every value
    beyond an item's ends means that too.
    """

    constructs: Sequence[Construct]
    paths: Sequence[Path]
    name: str = "model"
    codes: Sequence[float] = ()
    outside_scale: bool = False

    def __post_init__(self) -> None:
        _names_are_unique(self)
        _items_are_sound(self)
        _paths_are_sound(self)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(construct.name for construct in self.constructs)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for construct in self.constructs for item in construct.items)

    @cached_property
    def item_codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.items)

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Every (from, to), each once, ordered by where it goes."""
        drawn = {(path.source, target) for path in self.paths for target in path.to}
        place = self.names.index
        return tuple(sorted(drawn, key=lambda edge: (place(edge[1]), place(edge[0]))))

    def drivers(self, name: str) -> tuple[str, ...]:
        """
        >>> model = Model([construct("A", ["a"]), construct("B", ["b"])], [path("A", to=["B"])])
        >>> model.drivers("B")
        ('A',)
        """
        return tuple(source for source, target in self.edges if target == name)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The constructs, each after everything that drives it."""
        placed: list[str] = []
        waiting = list(self.names)
        while waiting:
            ready = [name for name in waiting if set(self.drivers(name)) <= set(placed)]
            if not ready:
                raise ModelRefused(
                    f"The paths run in a circle through {listed(waiting)}. "
                    "A model has a left and a right side: take one of these paths out."
                )
            placed += ready
            waiting = [name for name in waiting if name not in ready]
        return tuple(placed)

    def with_items(self, kept: Iterable[str]) -> "Model":
        """The model without the other items, and without what then has no item or no path."""
        kept = set(kept)
        thinned = [
            replace(one, items=tuple(item for item in one.items if item.code in kept))
            for one in self.constructs
        ]
        shown = {one.name for one in thinned if one.items}
        return self._with(thinned, [edge for edge in self.edges if shown.issuperset(edge)])

    def without_path(self, source: str, target: str) -> "Model":
        """The model without one path, and without a construct that then has none."""
        return self._with(self.constructs, [e for e in self.edges if e != (source, target)])

    def _with(self, constructs: Sequence[Construct], edges: list[tuple[str, str]]) -> "Model":
        linked = {name for edge in edges for name in edge}
        return replace(
            self,
            constructs=tuple(one for one in constructs if one.name in linked),
            paths=tuple(Path(source, (target,)) for source, target in edges),
        )


def _names_are_unique(model: Model) -> None:
    owner: dict[str, str] = {}
    seen: set[str] = set()
    for one in model.constructs:
        if not one.name.strip():
            raise ModelRefused("A construct has an empty name. Give it one, such as Quality.")
        if one.name in seen:
            raise ModelRefused(f"Two constructs are called {one.name}. Rename one of them.")
        seen.add(one.name)
        for item in one.items:
            if not item.code.strip():
                raise ModelRefused(f"An item of {one.name} has an empty name. Name its column.")
            if item.code in owner:
                raise ModelRefused(
                    f"Item {item.code} belongs to {owner[item.code]} and again to {one.name}. "
                    "An item shows one construct: take it out of one of them."
                )
            owner[item.code] = one.name


def _items_are_sound(model: Model) -> None:
    for one in model.constructs:
        if not one.items:
            raise ModelRefused(f"Construct {one.name} has no item. Give it one, or take it out.")
        if one.mode not in MODES:
            raise ModelRefused(
                f"Construct {one.name} has mode {one.mode!r}. "
                'Write "A" (the items reflect it) or "B" (the items make it up).'
            )
        for item in one.items:
            if item.low == item.high or not (isfinite(item.low) and isfinite(item.high)):
                raise ModelRefused(
                    f"The scale of item {item.code} runs from {item.low} to {item.high}. "
                    "Write two different numbers, the worst answer first, such as [1, 10]."
                )


def _paths_are_sound(model: Model) -> None:
    for one in model.paths:
        for name in (one.source, *one.to):
            if name not in model.names:
                raise ModelRefused(
                    f"A path leads from {one.source} to {listed(one.to)}, "
                    f"but there is no construct {name}.{perhaps(name, model.names)}"
                )
    linked = {name for edge in model.edges for name in edge}
    for name in model.names:
        if name not in linked:
            raise ModelRefused(
                f"No path leads to or from construct {name}. Draw one, or take {name} out."
            )
    if model.order == ():
        raise ModelRefused("The model has no construct. Name at least two and draw a path.")
