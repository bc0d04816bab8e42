"""Any frozen result as lines of plain values: numbers, words, claims."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from math import isfinite
from typing import Any

from herefor.measure.estimate.fit import Number
from herefor.measure.index.compare import Difference

Line = dict[str, Any]
PLAIN = (bool, int, float, str)
SURE = ("low", "high", "se")


def line_of(record: Any) -> Line:
    """One line for one frozen record: its fields in their order, then what it claims of itself.

    A `Number` takes four columns. The record's only one gives them their plain names; of several,
    each has its own name before. Arrays and lists of other records have no place in a line.

    >>> from herefor.measure import Bar, Number
    >>> line_of(Bar("Quality", Number(120.0, 90.0, 150.0, 15.0)))
    {'driver': 'Quality', 'points': 120.0, 'low': 90.0, 'high': 150.0, 'se': 15.0}
    """
    if isinstance(record, Number | Difference):
        return dict(_of_number(record, "value", alone=True)) | _extra(record)
    told = {one.name: getattr(record, one.name) for one in fields(record)} | claims(record)
    alone = sum(isinstance(value, Number | Difference) for value in told.values()) == 1
    return dict(pair for name, value in told.items() for pair in _cells(name, value, alone=alone))


def claims(record: Any) -> Line:
    """What a record says of itself in a word or a number: its public properties."""
    kind = type(record)
    names = [
        name
        for one in kind.__mro__
        for name, what in vars(one).items()
        if isinstance(what, property | cached_property) and not name.startswith("_")
    ]
    held = {name: getattr(record, name) for name in dict.fromkeys(names)}
    return {name: value for name, value in held.items() if isinstance(value, PLAIN)}


def filled(value: Any) -> Any:
    """Nothing where a number does not exist, so that no program shows "nan"."""
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def _extra(record: Any) -> Line:
    """What a kind of number has besides: `n`, `kind`, `clear`."""
    known = {"value", *SURE, "level", "interval"}
    told = {one.name: getattr(record, one.name) for one in fields(record)} | claims(record)
    return {
        name: filled(value)
        for name, value in told.items()
        if name not in known and isinstance(value, PLAIN)
    }


def _cells(name: str, value: Any, *, alone: bool) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Number | Difference):
        yield from _of_number(value, "value" if name == "number" else name, alone=alone)
    elif isinstance(value, PLAIN) or value is None:
        yield name, filled(value)
    elif isinstance(value, Mapping):
        if all(isinstance(one, PLAIN) for one in value.values()):
            yield name, "; ".join(f"{key}: {_short(one)}" for key, one in value.items())
    elif isinstance(value, tuple):
        yield from _of_tuple(name, value)
    elif is_dataclass(value):
        for key, cell in line_of(value).items():
            yield f"{name}_{key}", cell


def _of_number(number: Number | Difference, name: str, *, alone: bool) -> Iterator[tuple[str, Any]]:
    yield name, filled(number.value)
    for what in SURE:
        yield what if alone else f"{name}_{what}", filled(getattr(number, what))


def _of_tuple(name: str, values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    if all(isinstance(one, str) for one in values):
        yield name, ", ".join(values)
    elif all(isinstance(one, int | float) for one in values):
        for place, one in enumerate(values, 1):
            yield f"{name}_{place}", filled(one)


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
