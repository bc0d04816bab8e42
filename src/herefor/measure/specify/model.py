"""What is measured: constructs, the items that show them, and what drives what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from herefor.measure.specify import check
from herefor.measure.words import ModelRefused, listed, perhaps

Ends = tuple[float, float]


@dataclass(frozen=True)
class Item:
    """One question and the ends of its scale, worst first.

    Ends may be turned round: `low=10, high=1` says that 1 is the best answer.
    `asked_of_some` says that an empty answer may be a question rightly skipped.
    """

    code: str
    low: float = 1
    high: float = 10
    optional: bool = False
    asked_of_some: bool = False


@dataclass(frozen=True)
class Interaction:
    """How much one construct changes the effect of another; `path` it to what they drive.

    - `two-stage`: the product of the scores of the model without it, whose weights are kept
      (Henseler and Fassott, "Testing moderating effects in PLS path models", 2010);
    - `reweighted`: the same product, but all weights are estimated again beside it;
    - `orthogonal`: the products of the items, less what the items themselves explain (Little,
      Bovaird and Widaman, Structural Equation Modeling 13, 2006);
    - `product`: the products of the standardised items (Chin, Marcolin and Newsted,
      Information Systems Research 14, 2003).
    """

    driver: str
    moderator: str
    how: str = "two-stage"

    @property
    def name(self) -> str:
        return f"{self.driver}*{self.moderator}"


@dataclass(frozen=True)
class Construct:
    """Something that cannot be asked directly, shown by its items or by other constructs.

    Mode A: the items reflect it. Mode B: the items make it up. `unit`: equal weights of
    standardised items. `sum`: equal weights of the items as they are, the mean of their points.
    A `factor` is what its items share, a `composite` what they add up to: consistent PLS corrects
    the first. Without a word, Mode A is a factor and every other mode a composite.
    """

    name: str
    items: tuple[Item, ...]
    mode: str = "A"
    kind: str = ""
    of: tuple[str, ...] = ()  # lower-order constructs
    how: str = ""  # two-stage or repeated, for a higher-order construct
    product: Interaction | None = None  # only in a stage of estimation

    def __post_init__(self) -> None:
        if not self.kind:
            object.__setattr__(self, "kind", "factor" if self.mode == "A" else "composite")
        if self.of and not self.how:
            object.__setattr__(self, "how", "two-stage")


@dataclass(frozen=True)
class Path:
    """What a construct drives."""

    source: str
    to: tuple[str, ...]


def items(prefix: str, first: int, last: int) -> tuple[str, ...]:
    """Codes that differ in their number.

    >>> items("CUSA", 1, 3)
    ('CUSA1', 'CUSA2', 'CUSA3')
    """
    return tuple(f"{prefix}{number}" for number in range(first, last + 1))


def construct(
    name: str,
    codes: Iterable[str],
    *,
    mode: str = "A",
    kind: str = "",
    scale: Ends = (1, 10),
    scales: Mapping[str, Ends] | None = None,
    optional: Iterable[str] = (),
    asked_of_some: Iterable[str] = (),
) -> Construct:
    """A construct from item codes; `scales` holds the ends of items that differ from `scale`.

    >>> construct("Value", ["price", "worth"], scales={"price": (0, 25)}).items[0].high
    25
    >>> construct("Value", ["price", "worth"], mode="sum").kind
    'composite'
    """
    if isinstance(codes, str):
        raise ModelRefused(f"The items of {name} are a list: write [{codes!r}], not {codes!r}.")
    codes, scales = tuple(codes), scales or {}
    optional, some = set(optional), set(asked_of_some)
    for code in (*scales, *sorted(optional | some)):
        if code not in codes:
            raise ModelRefused(
                f"Construct {name} speaks of item {code}, which is not among its items."
                f"{perhaps(code, codes)}"
            )
    ends = {code: scales.get(code, scale) for code in codes}
    for code, two in ends.items():
        if len(two) != 2:
            raise ModelRefused(f"The scale of item {code} has two ends, worst and best; not {two}.")
    made = tuple(
        Item(code, *ends[code], optional=code in optional, asked_of_some=code in some)
        for code in codes
    )
    return Construct(name, made, mode, kind)


def higher_order(
    name: str, of: Iterable[str], *, mode: str = "A", kind: str = "", how: str = "two-stage"
) -> Construct:
    """A construct shown by other constructs (Mode A) or made up of them (Mode B).

    `two-stage` is the disjoint way: first the parts take its place in the model, then their
    indices are its items (Sarstedt, Hair, Cheah, Becker and Ringle, Australasian Marketing
    Journal 27, 2019). `repeated`: it has all the items of its parts (Lohmöller, 1989).

    >>> higher_order("Worth", ["Quality", "Value"], mode="B").of
    ('Quality', 'Value')
    """
    return Construct(name, (), mode, kind, tuple(of), how)


def path(source: str, *, to: Iterable[str]) -> Path:
    """What `source` drives.

    >>> path("Quality", to=["Value", "Satisfaction"])
    Path(source='Quality', to=('Value', 'Satisfaction'))
    """
    if isinstance(to, str):
        raise ModelRefused(f"What {source} drives is a list: write to=[{to!r}], not {to!r}.")
    return Path(source, tuple(to))


def interaction(driver: str, moderator: str, *, how: str = "two-stage") -> Interaction:
    """The moderator changes what the driver does; its name in paths is `driver*moderator`.

    >>> interaction("Quality", "Price").name
    'Quality*Price'
    """
    return Interaction(driver, moderator, how)


@dataclass(frozen=True)
class Model:
    """Constructs and paths, checked when made.

    `codes` are values that mean "no answer"; `outside_scale` says that every value
    beyond an item's ends means that too.

    >>> Model([construct("A", ["a"]), construct("B", ["b"])], [path("A", to=["C"])])
    Traceback (most recent call last):
    ...
    herefor.measure.words.ModelRefused: A path leads from A to C, but there is no construct C.
    """

    constructs: Sequence[Construct]
    paths: Sequence[Path]
    name: str = "model"
    codes: Sequence[float] = ()
    outside_scale: bool = False
    interactions: Sequence[Interaction] = ()

    def __post_init__(self) -> None:
        for field in ("constructs", "paths", "codes", "interactions"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        object.__setattr__(self, "interactions", tuple(self._sorted_interactions()))
        self._check()
        object.__setattr__(self, "paths", tuple(self._sorted_paths()))

    def _check(self) -> None:
        check.sound(self)

    def _sorted_interactions(self) -> list[Interaction]:
        known = [one.name for one in self.constructs]
        place = {name: known.index(name) for name in known}
        return sorted(
            self.interactions,
            key=lambda one: (place.get(one.driver, -1), place.get(one.moderator, -1)),
        )

    def _sorted_paths(self) -> Iterator[Path]:
        """One path for each source, so that models that say the same are equal."""
        for name in self.names:
            if to := tuple(target for target in self.names if (name, target) in self.edges):
                yield Path(name, to)

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (
            *(construct.name for construct in self.constructs),
            *(interaction.name for interaction in self.interactions),
        )

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
        """What leads to a construct, in the order of the paths.

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

    def the(self, name: str) -> Construct:
        """The construct of this name."""
        return self.constructs[self.names.index(name)]

    def leaves(self, name: str) -> tuple[Item, ...]:
        """The items that show a construct, those of its parts if it is made of constructs."""
        one = self.the(name)
        return one.items + tuple(item for part in one.of for item in self.leaves(part))

    @cached_property
    def products(self) -> tuple[tuple[str, str], ...]:
        """Pairs of items whose products an interaction needs, each in the order of the items."""
        place = {code: position for position, code in enumerate(self.item_codes)}
        needed = {
            (a.code, b.code) if place[a.code] <= place[b.code] else (b.code, a.code)
            for one in self.interactions
            for a in self.leaves(one.driver)
            for b in self.leaves(one.moderator)
        }
        return tuple(sorted(needed, key=lambda pair: (place[pair[0]], place[pair[1]])))

    def as_toml(self) -> str:
        """The model as TOML, which `parse_model` reads back as an equal model."""
        from herefor.measure.specify.write import as_toml  # noqa: PLC0415 -- it reads models itself

        return as_toml(self)

    def as_lavaan(self) -> str:
        """The model in lavaan syntax, which `parse_model` reads back as an equal model."""
        from herefor.measure.specify.write import as_lavaan  # noqa: PLC0415 -- as above

        return as_lavaan(self)

    def with_items(self, kept: Iterable[str]) -> "Model":
        """The model without the other items, and without what then has no item or no path."""
        kept = set(kept)
        thinned = [
            replace(one, items=tuple(item for item in one.items if item.code in kept))
            for one in self.constructs
        ]
        shown = {one.name for one in thinned if one.items}
        thinned = [replace(one, of=tuple(p for p in one.of if p in shown)) for one in thinned]
        shown |= {one.name for one in thinned if one.of}
        return self._with([one for one in thinned if one.name in shown], self.edges)

    def without_path(self, source: str, target: str) -> "Model":
        """The model without one path, and without a construct that then has none."""
        return self._with(self.constructs, [e for e in self.edges if e != (source, target)])

    def _with(self, constructs: Sequence[Construct], edges: Iterable[tuple[str, str]]) -> "Model":
        left = {one.name for one in constructs}
        made = [one for one in self.interactions if {one.driver, one.moderator} <= left]
        left |= {one.name for one in made}
        edges = [edge for edge in edges if left.issuperset(edge)]
        linked = {name for edge in edges for name in edge}
        linked |= {part for one in constructs if one.name in linked for part in one.of}
        return replace(
            self,
            constructs=tuple(one for one in constructs if one.name in linked),
            paths=tuple(Path(source, (target,)) for source, target in edges),
            interactions=tuple(one for one in made if one.name in linked),
        )
