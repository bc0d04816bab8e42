"""A fit as plain numbers and texts, ready for JSON: the form other programs rely on."""

from itertools import combinations
from math import isfinite, sqrt
from typing import Any

from herefor import __version__
from herefor.measure.estimate.fit import Fit, Index, Link
from herefor.measure.estimate.intervals import NOTHING, Number
from herefor.measure.specify.model import Model

Document = dict[str, Any]


def as_document(fit: Fit) -> Document:
    """Numbers that do not exist, such as the R2 of what nothing drives, are None."""
    return {
        "herefor": __version__,
        "model": fit.model.name,
        "scheme": fit.scheme,
        "n": fit.rows,
        "n_used": fit.n,
        "seed": fit.seed,
        "replicates": fit.tried,
        "level": fit.level,
        "constructs": {name: _construct(fit, name) for name in fit.model.names},
        "items": _items(fit),
        "paths": [_link(link, "value") for link in fit.paths()],
        "total_effects": [_link(link, "value") for link in fit.total_effects()],
        "impacts": [_link(link, "points") for link in fit.impacts()],
        "htmt": [
            {"a": a, "b": b, "value": _number(fit.value("htmt", a, b))}
            for a, b in combinations(fit.model.names, 2)
        ],
        "warnings": list(fit.warnings),
    }


def empty_document(model: Model, *, like: Document, n: int, n_used: int, why: str) -> Document:
    """The same form for answers too few to estimate: no number, and the reason."""
    nothing = dict.fromkeys(("value", "low", "high"))
    return like | {
        "n": n,
        "n_used": n_used,
        "constructs": {name: dict.fromkeys(_CONSTRUCT) for name in model.names},
        "items": {
            item.code: {"construct": one.name} | dict.fromkeys(_ITEM)
            for one in model.constructs
            for item in one.items
        },
        "paths": [{"from": a, "to": b} | nothing for a, b in model.edges],
        "total_effects": [],
        "impacts": [],
        "htmt": [],
        "warnings": [why],
    }


_CONSTRUCT = ("index", "low", "high", "r2", "alpha", "rho_a", "rho_c", "ave")
_ITEM = ("weight", "loading", "mean", "sd")


def _construct(fit: Fit, name: str) -> Document:
    index = Index(NOTHING) if fit.model.the(name).product else fit.index(name)
    measures = {what: _number(fit.value(what, name)) for what in _CONSTRUCT[3:]}
    return _spelled("index", index) | measures


def _items(fit: Fit) -> Document:
    """Means and deviations in the item's own scale, as in the file."""
    told = {}
    for one in fit.model.constructs:
        for item in one.items:
            width = (item.high - item.low) / 100
            sd = fit.value("item_sd", item.code) * sqrt(fit.n / (fit.n - 1))
            told[item.code] = {
                "construct": one.name,
                "weight": _number(fit.value("weights", item.code)),
                "loading": _number(fit.value("loadings", item.code)),
                "mean": _number(item.low + width * fit.value("mean", item.code)),
                "sd": _number(abs(width) * sd),
            }
    return told


def _link(link: Link, word: str) -> Document:
    return {"from": link.source, "to": link.target} | _spelled(word, link.number)


def _spelled(word: str, number: Number) -> Document:
    return {
        word: _number(number.value),
        "low": _number(number.low),
        "high": _number(number.high),
    }


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
