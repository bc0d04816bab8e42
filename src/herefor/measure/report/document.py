"""A fit as plain numbers and texts, ready for JSON: the form other programs rely on."""

from itertools import combinations
from math import isfinite, sqrt
from typing import Any

from herefor import __version__
from herefor.measure.estimate.fit import Fit, Index, Link
from herefor.measure.estimate.intervals import NOTHING, Number
from herefor.measure.report.of_fit import METHOD, RELIABILITIES, data_mark, drawn_by, sure
from herefor.measure.specify.model import Model

Document = dict[str, Any]


def as_document(fit: Fit) -> Document:
    """Numbers that do not exist, such as the R2 of what nothing drives, are None.

    Intervals of indices, paths, effects and impacts are those the fit was asked for; so are all
    others, but for `studentised`, which would cost more than the fit: there they are percentiles.
    """
    return {
        "herefor": __version__,
        "model": fit.model.name,
        "scheme": fit.scheme,
        "n": fit.rows,
        "n_used": fit.n,
        "seed": fit.seed,
        "replicates": fit.tried,
        "replicates_kept": len(fit.kept),
        "draw": drawn_by(fit),
        "level": fit.level,
        "interval": fit.by.interval,
        "missing": fit.moments.missing,
        "consistent": fit.by.consistent,
        "data": data_mark(fit),
        "method": METHOD,
        "constructs": {name: _construct(fit, name) for name in fit.model.names},
        "items": _items(fit),
        "paths": [_link(link, "value") for link in fit.paths()],
        "total_effects": [_link(link, "value") for link in fit.total_effects()],
        "impacts": [_link(link, "points") for link in fit.impacts()],
        "htmt": [
            {"a": a, "b": b} | _spelled("value", sure(fit, "htmt", a, b))
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
        "replicates_kept": 0,
        "data": None,
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


_MEASURES = ("r2", *RELIABILITIES)
_CONSTRUCT = (
    *("index", "low", "high", "se", "r2_adjusted"),
    *(f"{what}{end}" for what in _MEASURES for end in ("", "_low", "_high")),
)
_WEIGHED = (("weight", "weights"), ("loading", "loadings"))
_ITEM = (
    *(f"{word}{end}" for word, _ in _WEIGHED for end in ("", "_low", "_high")),
    *("mean", "sd"),
)


def _construct(fit: Fit, name: str) -> Document:
    index = Index(NOTHING) if fit.model.the(name).product else fit.index(name)
    told = _spelled("index", index) | {"se": _number(index.se)}
    told |= {"r2_adjusted": _number(fit.r2_adjusted(name))}
    for what in _MEASURES:
        told |= _named(what, sure(fit, what, name))
    return told


def _items(fit: Fit) -> Document:
    """Means and deviations in the item's own scale, as in the file."""
    told: Document = {}
    for one in fit.model.constructs:
        for item in one.items:
            width = (item.high - item.low) / 100
            sd = fit.value("item_sd", item.code) * sqrt(fit.n / (fit.n - 1))
            told[item.code] = {"construct": one.name}
            for word, what in _WEIGHED:
                told[item.code] |= _named(word, sure(fit, what, item.code))
            told[item.code] |= {
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


def _named(word: str, number: Number) -> Document:
    told = _spelled(word, number)
    return {word: told[word], f"{word}_low": told["low"], f"{word}_high": told["high"]}


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
