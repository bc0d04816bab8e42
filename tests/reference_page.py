"""The page of every public name of `herefor.measure`. Run it to write the page anew."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import herefor.measure as measure
from herefor.measure.estimate.estimates import Estimates
from herefor.measure.estimate.quality import FORMULAS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "measure-python.md"
STEPS = {
    "specify": "Say a model",
    "gather": "Read once",
    "engines": "At any size",
    "sample": "Weigh and count who answered",
    "estimate": "Estimate",
    "evaluate": "Judge the model",
    "agree": "How far raters can be trusted",
    "index": "Compare, roll up, plan",
    "drivers": "Explain",
    "report": "Pass on",
    "words": "Refusals",
}
CONSTANTS = {
    "BUILT_IN": ("specify", "Models that `built_in` knows"),
    "DRAWS": ("gather", "How replicates are drawn"),
    "EXACT_UP_TO": ("gather", "Respondents who are drawn one by one; beyond, by groups"),
    "GROUPS": ("gather", "Random groups"),
    "MISSING": ("gather", "How gaps are treated"),
    "ENGINES": ("engines", "Where files are read"),
    "INTERVALS": ("estimate", "How an interval is made"),
    "SCHEMES": ("estimate", "Inner weights"),
}
METHODS = ("Moments", "Fit", "PLS", "Model")
MADE_BY_OTHERS = ("Moments", "Fit", "Engine")  # so that their own signature tells nothing
ABOVE = """# herefor.measure from Python

Every public name, in the order of the work, each with its signature and first sentence. The whole
docstring says shapes, units, errors and the paper, and shows an example:
`help(herefor.measure.compare)`. How they go together: [the
tutorial](../tutorial/measure-mobi.md). Which formula stands behind each number: [every formula
with its source](../explanation/measure.md). The command: [herefor measure](measure.md).

Indices run from 0 to 100, shares and levels from 0 to 1. Arrays have replicates on their last axis.
Whatever cannot be measured raises `Refused` with the sentence that mends it.

This page is written by `python tests/reference_page.py`, and a test holds it to the code.
"""


def written() -> str:
    """The whole page."""
    parts = [ABOVE]
    for step, heading in STEPS.items():
        parts.append(f"\n## {heading}\n\n| name | what it is |\n| --- | --- |\n")
        parts += [_line(name) for name in sorted(measure.__all__, key=_kind) if _step(name) == step]
    for name in METHODS:
        parts.append(f"\n## Of a `{name}`\n\n| name | what it is |\n| --- | --- |\n")
        parts += _members(getattr(measure, name))
    return "".join([*parts, *_named()])


def _named() -> Iterator[str]:
    """What is asked for by a word."""
    fields_of = ", ".join(f"`{field.name}`" for field in fields(Estimates))
    formulas = ", ".join(f"`{name}`" for name in FORMULAS)
    yield (
        "\n## What `fit.number` knows by name\n\n"
        f"Estimated: {fields_of}.\n\nComputed when asked for: {formulas}.\n\n"
        'Each takes the names it belongs to: `fit.number("ave", "Quality")`, '
        '`fit.number("paths", "Quality", "Value")`, '
        '`fit.number("loadings", "PERQ1")`.\n'
    )


def _kind(name: str) -> tuple[int, str]:
    """Functions, then what they give, then words to choose from."""
    return (2 if name.isupper() and name != "PLS" else 1 if name[0].isupper() else 0), name


def _step(name: str) -> str:
    if name in CONSTANTS:
        return CONSTANTS[name][0]
    return str(getattr(measure, name).__module__).split(".")[2]


def _line(name: str) -> str:
    one = getattr(measure, name)
    if not callable(one):
        told = ", ".join(map(str, one)) if isinstance(one, tuple) else f"{one:,}"
        return f"| `{name}` | {CONSTANTS[name][1]}: {told}. |\n"
    if inspect.isclass(one) and issubclass(one, Exception):
        return f"| `{name}` | {_first(one)} |\n"
    if name in MADE_BY_OTHERS:
        return f"| `{name}` | {_first(one)} |\n"
    if is_dataclass(one) and name not in METHODS:
        holds = ", ".join(f"`{field.name}`" for field in fields(one) if field.name[0] != "_")
        return f"| `{name}` | {_first(one)} Holds {holds}. |\n"
    return f"| `{name}{_signature(one)}` | {_first(one)} |\n"


def _members(one: type) -> Iterator[str]:
    for name, member in sorted(vars(one).items()):
        plain = inspect.unwrap(getattr(member, "__func__", member))
        told = getattr(plain, "func", getattr(plain, "fget", plain))
        if name.startswith("_") or not inspect.isfunction(told) or not told.__doc__:
            continue
        signature = _signature(told) if told is plain else ""
        yield f"| `{name}{signature}` | {_first(told)} |\n"


def _signature(one: Any) -> str:
    """Names and what they are unless said otherwise, without types."""
    found = inspect.signature(one)
    bare = [
        part.replace(annotation=inspect.Parameter.empty)
        for part in found.parameters.values()
        if part.name not in ("self", "cls")
    ]
    return str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty)).replace(
        "|", "\\|"
    )


def _first(one: Any) -> str:
    text = " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split())
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
