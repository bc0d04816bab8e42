"""A model written out, so that reading it gives an equal model."""

import json
import re

from herefor.measure.specify.model import Construct, Item, Model
from herefor.measure.words import ModelRefused

WORD = re.compile(r"[^\W\d][\w.]*")


def as_toml(model: Model) -> str:
    """TOML with every name and number written out.

    >>> from herefor.measure.specify.model import construct, path
    >>> model = Model([construct("A", ["a"]), construct("B", ["b"])], [path("A", to=["B"])])
    >>> print(as_toml(model))
    name = "model"
    <BLANKLINE>
    [constructs]
    "A" = {items = ["a"], mode = "A", kind = "factor", scale = {"a" = [1, 10]}}
    "B" = {items = ["b"], mode = "A", kind = "factor", scale = {"b" = [1, 10]}}
    <BLANKLINE>
    [paths]
    "B" = ["A"]
    <BLANKLINE>
    """
    lines = [f"name = {_text(model.name)}", "", "[constructs]"]
    lines += [f"{_text(one.name)} = {_table(one)}" for one in model.constructs]
    if model.interactions:
        lines += ["", "[interactions]"]
        lines += [f"{_text(one.name)} = {_text(one.how)}" for one in model.interactions]
    lines += ["", "[paths]"]
    lines += [
        f"{_text(name)} = {_list(model.drivers(name))}"
        for name in model.names
        if model.drivers(name)
    ]
    if model.codes or model.outside_scale:
        numbers = ", ".join(f"{code!r}" for code in model.codes)
        lines += ["", "[missing]", f"codes = [{numbers}]"]
        lines += [f"outside_scale = {str(model.outside_scale).lower()}"]
    return "\n".join(lines) + "\n"


def _table(one: Construct) -> str:
    said = {"mode": _text(one.mode), "kind": _text(one.kind)}
    if one.of:
        said = {"of": _list(one.of), **said, "how": _text(one.how)}
    else:
        ends = (f"{_text(i.code)} = [{i.low!r}, {i.high!r}]" for i in one.items)
        said = {"items": _list(_codes(one.items)), **said, "scale": f"{{{', '.join(ends)}}}"}
        for key in ("optional", "asked_of_some"):
            if chosen := [item for item in one.items if getattr(item, key)]:
                said[key] = _list(_codes(chosen))
    return "{" + ", ".join(f"{key} = {value}" for key, value in said.items()) + "}"


def _codes(items: "list[Item] | tuple[Item, ...]") -> tuple[str, ...]:
    return tuple(item.code for item in items)


def _list(words: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(word: str) -> str:
    """A basic string of TOML, which takes the escapes of JSON and no others."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_lavaan(model: Model) -> str:
    """lavaan syntax; what lavaan has no word for stands in comments that `parse_model` reads.

    Refused with `ModelRefused` if a name is not one of lavaan's: letters, digits, points and
    underscores.

    >>> from herefor.measure.specify.model import construct, path
    >>> model = Model([construct("A", ["a"]), construct("B", ["b"])], [path("A", to=["B"])])
    >>> print(as_lavaan(model))
    # name: model
    # scale: a 1 10
    # scale: b 1 10
    A =~ a
    B =~ b
    B ~ A
    <BLANKLINE>
    """
    for name in (*(one.name for one in model.constructs), *model.item_codes):
        if not WORD.fullmatch(name):
            raise ModelRefused(
                f"lavaan has no name like {name!r}. Use letters, digits, points and underscores, "
                "or write the model as TOML."
            )
    if model.name != " ".join(model.name.split()):
        raise ModelRefused(
            f"The name {model.name!r} has spaces that a comment of one line would lose. "
            "Rename the model, or write it as TOML."
        )
    lines = [f"# name: {model.name}", *_comments(model)]
    for one in model.constructs:
        operator = "=~" if one.kind == "factor" else "<~"
        lines.append(f"{one.name} {operator} {' + '.join(one.of or _codes(one.items))}")
    for name in model.names:
        if sources := model.drivers(name):
            lines.append(f"{name} ~ {' + '.join(sources).replace('*', ':')}")
    return "\n".join(lines) + "\n"


def _comments(model: Model) -> list[str]:
    lines = [f"# scale: {item.code} {item.low!r} {item.high!r}" for item in model.items]
    if model.codes:
        lines.append(f"# codes: {' '.join(map(repr, model.codes))}")
    if model.outside_scale:
        lines.append("# outside_scale: missing")
    for key in ("optional", "asked_of_some"):
        if chosen := [item.code for item in model.items if getattr(item, key)]:
            lines.append(f"# {key}: {' '.join(chosen)}")
    for one in model.constructs:
        if one.kind == "composite" and one.mode != "B":
            lines.append(f"# mode: {one.name} {one.mode}")
        if one.of:
            lines.append(f"# how: {one.name} {one.how}")
    return [*lines, *(f"# how: {one.name} {one.how}" for one in model.interactions)]
