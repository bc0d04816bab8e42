"""A model is estimated in stages: each is a plain model whose items may come from the one before.

A higher-order construct has the indices of its parts as items; an interaction has products.
"""

from dataclasses import dataclass, replace

from herefor.measure.specify.model import Construct, Interaction, Item, Model, Path


@dataclass(frozen=True)
class Stage(Model):
    """A model every construct of which has items; what they are is told by `of` and `product`."""

    def _check(self) -> None:
        """The model it is made from was checked."""


def first_of(model: Model) -> Model | None:
    """What must be estimated before this model, if anything.

    Without two-stage interactions; then with the parts in place of what they make up.
    """
    if any(one.how in ("two-stage", "reweighted") for one in model.interactions):
        return _without_interactions(model)
    if any(one.how == "two-stage" for one in model.constructs):
        plain = _without_interactions(model)
        parts = {one.name: one.of for one in plain.constructs if one.how == "two-stage"}
        paths = [
            Path(own, tuple(part for one in path.to for part in parts.get(one, (one,))))
            for path in plain.paths
            for own in parts.get(path.source, (path.source,))
        ]
        kept = [one for one in plain.constructs if one.name not in parts]
        return replace(plain, constructs=tuple(kept), paths=tuple(paths))
    return None


def stage_of(model: Model) -> Model:
    """The last stage: the model itself if it is plain.

    >>> from herefor.measure import construct, higher_order, path
    >>> whole = higher_order("Worth", ["Q", "V"])
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("V", ["v"]), whole, construct("S", ["s"])],
    ...     [path("Worth", to=["S"])],
    ... )
    >>> stage_of(model).item_codes
    ('Q', 'V', 's')
    """
    if not model.interactions and not any(one.of for one in model.constructs):
        return model
    gone = {part for one in model.constructs if one.how == "two-stage" for part in one.of}
    kept = [_with_items(one, model) for one in model.constructs if one.name not in gone]
    return Stage(
        [*kept, *(_product(one, model) for one in model.interactions)],
        [*model.paths, *_paths_of_parts(model)],
        name=model.name,
        codes=model.codes,
        outside_scale=model.outside_scale,
    )


def keeps_weights(model: Model) -> bool:
    """Whether the last stage takes the weights of the one before as they are."""
    return any(one.how == "two-stage" for one in model.interactions)


def _without_interactions(model: Model) -> Model:
    names = {one.name for one in model.interactions}
    paths = tuple(path for path in model.paths if path.source not in names)
    return replace(model, paths=paths, interactions=())


def _with_items(one: Construct, model: Model) -> Construct:
    if one.how == "two-stage":
        return replace(one, items=tuple(Item(part, 0, 100) for part in one.of))
    repeated = [replace(item, code=f"{item.code}@{one.name}") for item in model.leaves(one.name)]
    return replace(one, items=tuple(repeated)) if one.of else one


def _product(one: Interaction, model: Model) -> Construct:
    codes = [one.name]
    if one.how in ("orthogonal", "product"):
        codes = [f"{a}*{b}" for a, b in pairs_of(one, model)]
    return Construct(one.name, tuple(Item(code) for code in codes), kind="composite", product=one)


def pairs_of(one: Interaction, model: Model) -> list[tuple[str, str]]:
    """The pairs of items an interaction multiplies, each pair once."""
    first, second = model.leaves(one.driver), model.leaves(one.moderator)
    if one.driver != one.moderator:
        return [(a.code, b.code) for a in first for b in second]
    return [(a.code, b.code) for place, a in enumerate(first) for b in first[place:]]


def _paths_of_parts(model: Model) -> list[Path]:
    """With repeated items, parts make up a composite and reflect a factor."""
    drawn = []
    for one in model.constructs:
        if one.how == "repeated":
            drawn += (
                [Path(part, (one.name,)) for part in one.of]
                if one.kind == "composite"
                else [Path(one.name, one.of)]
            )
    return drawn
