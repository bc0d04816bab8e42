"""A wrong model is refused with the sentence that mends it."""

from math import inf
from numbers import Real
from typing import TYPE_CHECKING

from herefor.measure.words import ModelRefused, listed, perhaps

if TYPE_CHECKING:
    from herefor.measure.specify.model import Construct, Interaction, Item, Model

MODES = {
    "A": "the items reflect it",
    "B": "the items make it up",
    "unit": "standardised items count the same",
    "sum": "items count the same",
}
KINDS = ("factor", "composite")
HIGHER = ("two-stage", "repeated")
INTERACTIONS = ("two-stage", "reweighted", "orthogonal", "product")


def sound(model: "Model") -> None:
    """Say nothing, or refuse with `ModelRefused`."""
    _names_are_unique(model)
    for one in model.constructs:
        _construct_is_sound(one)
    for one in model.constructs:
        if one.of:
            _parts_are_sound(one, model)
    for product in model.interactions:
        _interaction_is_sound(product, model)
    _paths_lead_somewhere(model)
    _products_have_their_main_effects(model)
    _everything_has_a_path(model)
    _parts_have_no_path(model)
    if model.order == ():
        raise ModelRefused("The model has no construct. Name at least two and draw a path.")


def _names_are_unique(model: "Model") -> None:
    owner: dict[str, str] = {}
    seen: set[str] = set()
    for name in model.names:
        if not isinstance(name, str):
            raise ModelRefused(f"A construct is called {name!r}. Give it a name in words.")
        if not name.strip():
            raise ModelRefused("A construct has an empty name. Give it one, such as Quality.")
        if name in seen:
            raise ModelRefused(f"Two constructs are called {name}. Rename one of them.")
        seen.add(name)
    for one in model.constructs:
        for item in one.items:
            if not isinstance(item.code, str) or not item.code.strip():
                raise ModelRefused(f"An item of {one.name} has an empty name. Name its column.")
            if item.code in owner:
                raise ModelRefused(
                    f"Item {item.code} belongs to {owner[item.code]} and again to {one.name}. "
                    "An item shows one construct: take it out of one of them."
                )
            owner[item.code] = one.name


def _construct_is_sound(one: "Construct") -> None:
    if not one.items and not one.of:
        raise ModelRefused(f"Construct {one.name} has no item. Give it one, or take it out.")
    if one.mode not in MODES:
        known = " or ".join(f'"{mode}" ({what})' for mode, what in MODES.items())
        raise ModelRefused(f"Construct {one.name} has mode {one.mode!r}. Write {known}.")
    if one.kind not in KINDS:
        raise ModelRefused(
            f"Construct {one.name} is of kind {one.kind!r}. "
            'Write "factor" (what its items share) or "composite" (what they add up to).'
        )
    if one.kind == "factor" and one.mode != "A":
        raise ModelRefused(
            f'Construct {one.name} is a factor in mode "{one.mode}". The items of a factor '
            'reflect it: write mode "A", or kind "composite".'
        )
    for item in one.items:
        _ends_differ(item)


def _ends_differ(item: "Item") -> None:
    ends = (item.low, item.high)
    if not all(isinstance(end, Real) for end in ends) or not 0 < abs(item.high - item.low) < inf:
        raise ModelRefused(
            f"The scale of item {item.code} runs from {item.low} to {item.high}. "
            "Write two different numbers, the worst answer first, such as [1, 10]."
        )


def _parts_are_sound(one: "Construct", model: "Model") -> None:
    if one.items:
        raise ModelRefused(
            f"Construct {one.name} is made of constructs and has items of its own. "
            "Move the items to a construct of their own and name that among its parts."
        )
    if one.how not in HIGHER:
        raise ModelRefused(
            f"Construct {one.name} is to be made in the way {one.how!r}."
            f"{perhaps(one.how, HIGHER)} Known are {listed(HIGHER)}."
        )
    for part in one.of:
        if part == one.name:
            raise ModelRefused(f"Construct {one.name} is made of itself. Take it out of its parts.")
        if part not in model.names:
            raise ModelRefused(
                f"Construct {one.name} is made of {part}, but there is no construct {part}."
                f"{perhaps(part, model.names)}"
            )
        if "*" in part or model.the(part).of:
            raise ModelRefused(
                f"Construct {one.name} is made of {part}, which has no items of its own. "
                f"Two orders can be measured: name the parts of {part} instead."
            )
        owners = [other.name for other in model.constructs if part in other.of]
        if len(owners) > 1 or one.of.count(part) > 1:
            raise ModelRefused(
                f"Construct {part} is a part of {listed(owners)} more than once. "
                "A construct is a part of one: take it out of the others."
            )


def _interaction_is_sound(product: "Interaction", model: "Model") -> None:
    if product.how not in INTERACTIONS:
        raise ModelRefused(
            f"The interaction {product.name} is to be made in the way {product.how!r}."
            f"{perhaps(product.how, INTERACTIONS)} Known are {listed(INTERACTIONS)}."
        )
    parts = {part: one.name for one in model.constructs for part in one.of}
    known = [one.name for one in model.constructs]
    for name in (product.driver, product.moderator):
        if name not in known:
            raise ModelRefused(
                f"The interaction {product.name} speaks of construct {name}, which is not in the "
                f"model.{perhaps(name, known)}"
            )
        starred = [item.code for item in model.leaves(name) if "*" in item.code]
        if starred or "*" in name:
            raise ModelRefused(
                f"The interaction {product.name} meets a star in {listed(starred or [name])}, "
                "where only products have one. Rename it."
            )
        if name in parts:
            raise ModelRefused(
                f"The interaction {product.name} speaks of {name}, which is a part of "
                f"{parts[name]}. Let {parts[name]} interact, or take {name} out of it."
            )
        if model.the(name).of and product.how in ("orthogonal", "product"):
            raise ModelRefused(
                f"The interaction {product.name} multiplies items, but {name} is made of "
                'constructs. Make the interaction "two-stage".'
            )
    if product.how != model.interactions[0].how:
        raise ModelRefused(
            f"The interactions are made in different ways ({model.interactions[0].how} and "
            f"{product.how}). Make all of them in one way."
        )


def _paths_lead_somewhere(model: "Model") -> None:
    products = {one.name for one in model.interactions}
    for one in model.paths:
        for name in (one.source, *one.to):
            if name not in model.names:
                raise ModelRefused(
                    f"A path leads from {one.source} to {listed(one.to)}, "
                    f"but there is no construct {name}.{perhaps(name, model.names)}"
                )
        for name in products.intersection(one.to):
            raise ModelRefused(
                f"A path leads from {one.source} to the interaction {name}. Nothing drives a "
                f"product: lead the path to {name.replace('*', ' or ')}."
            )


def _everything_has_a_path(model: "Model") -> None:
    linked = {name for edge in model.edges for name in edge}
    parts = {part for one in model.constructs for part in one.of}
    for name in model.names:
        if name not in linked and name not in parts:
            raise ModelRefused(
                f"No path leads to or from construct {name}. Draw one, or take {name} out."
            )


def _parts_have_no_path(model: "Model") -> None:
    for whole in model.constructs:
        for source, target in model.edges:
            for part in {source, target}.intersection(whole.of):
                raise ModelRefused(
                    f"A path leads from {source} to {target}, but {part} is a part of "
                    f"{whole.name}. Lead the path to or from {whole.name}, or take {part} out "
                    "of it."
                )
        if whole.how == "repeated" and whole.kind == "composite" and model.drivers(whole.name):
            raise ModelRefused(
                f"{listed(model.drivers(whole.name))} cannot drive {whole.name}: with repeated "
                'items its parts explain all of it. Write how = "two-stage".'
            )


def _products_have_their_main_effects(model: "Model") -> None:
    for product in model.interactions:
        for source, target in model.edges:
            for name in (product.driver, product.moderator):
                if source == product.name and (name, target) not in model.edges:
                    raise ModelRefused(
                        f"The interaction {source} drives {target}, but {name} alone does not. "
                        f"Draw a path from {name} to {target} too: without it the interaction "
                        "cannot be told from it."
                    )
