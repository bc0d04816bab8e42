"""What a fit says of each construct and each item, and how it was computed."""

from collections.abc import Iterator
from hashlib import sha256
from math import sqrt
from typing import Any

from herefor import __version__
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.estimate.indices import stage_with
from herefor.measure.report.records import Line, filled, line_of
from herefor.measure.specify.model import Construct, Item

RELIABILITIES = ("alpha", "rho_a", "rho_c", "ave")
METHOD = "1"
"""Moves on when the same answers, model and seed give other numbers."""


def constructs(fit: Fit) -> list[Line]:
    """One line a construct, parts of higher orders too; interactions have no index."""
    return [_construct(stage, one) for stage, one in _everything(fit)]


def items(fit: Fit) -> list[Line]:
    """One line an item; mean and standard deviation (n - 1) on the item's own scale."""
    return [_item(stage, one, item) for stage, one in _everything(fit) for item in one.items]


def cross_loadings(fit: Fit) -> list[Line]:
    """Each item's correlation with every construct of the last stage."""
    return [
        {"item": code}
        | {name: filled(fit.value("cross_loadings", code, name)) for name in fit.model.names}
        for code in fit.model.item_codes
    ]


def sure(fit: Fit, what: str, *of: str) -> Number:
    """A number with the fit's own interval, or percentiles where those would cost too much.

    Studentised intervals need the error of every replicate, for every loading: more than the fit.
    """
    studentised = fit.by.interval == "studentised"
    return fit.number(what, *of, interval="percentile" if studentised else None)


def how_computed(fit: Fit) -> dict[str, str]:
    """What it takes to get the same numbers again, in words."""
    return {
        "program": f"herefor {__version__}",
        "method": METHOD,
        "model": fit.specified.name,
        "scheme": fit.scheme,
        "consistent": "yes" if fit.by.consistent else "no",
        "rows read": str(fit.rows),
        "rows that count": str(fit.n),
        "missing answers": fit.moments.missing,
        "replicates": str(fit.tried),
        "replicates that settled": str(len(fit.kept)),
        "drawn": drawn_by(fit),
        "seed": str(fit.seed),
        "interval": fit.by.interval,
        "level": f"{fit.level:g}",
        "data": data_mark(fit),
    }


def drawn_by(fit: Fit) -> str:
    """How replicates were drawn, by the name the reader can ask for.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> drawn_by(PLS().fit(model, Moments.of(answers, model)))
    'multinomial'
    """
    moments = fit.moments
    if moments.draw != "auto":
        return moments.draw
    return "groups" if moments.grouped else "multinomial"


def data_mark(fit: Fit) -> str:
    """Sixteen signs that tell one set of answers from another.

    The fingerprint of moments adds up over parts, so the difference of two would be that of the
    few people between them, and few answers can be guessed. Hashed once more it cannot be taken
    apart.
    """
    return sha256(f"{fit.moments.fingerprint}:{fit.rows}".encode()).hexdigest()[:16]


def _everything(fit: Fit) -> Iterator[tuple[Fit, Construct]]:
    """The constructs as the model names them, each where it was last estimated."""
    for name in fit.specified.names:
        stage = stage_with(fit, name)
        if name in stage.model.names:  # a construct whose items nobody answered has gone
            yield stage, stage.model.the(name)


def _construct(fit: Fit, one: Construct) -> Line:
    index = Number(float("nan")) if one.product else fit.index(one.name)
    line = {"construct": one.name, "index": filled(index.value)}
    line |= {what: filled(getattr(index, what)) for what in ("low", "high", "se")}
    line |= {"n": fit.n, "items": len(one.items), "mode": one.mode}
    r2 = line_of(sure(fit, "r2", one.name))
    line |= {"r2": r2["value"], "r2_low": r2["low"], "r2_high": r2["high"]}
    line |= {"r2_adjusted": filled(fit.r2_adjusted(one.name))}
    return line | {what: filled(fit.value(what, one.name)) for what in RELIABILITIES}


def _item(fit: Fit, one: Construct, item: Item) -> Line:
    width = (item.high - item.low) / 100
    line: dict[str, Any] = {"construct": one.name, "item": item.code}
    for what, word in (("weights", "weight"), ("loadings", "loading")):
        number = sure(fit, what, item.code)
        line |= {word: filled(number.value)}
        line |= {f"{word}_{end}": filled(getattr(number, end)) for end in ("low", "high", "se")}
    answered = dict(zip(fit.moments.codes, fit.moments.answered, strict=False))
    sd = fit.value("item_sd", item.code) * sqrt(fit.n / (fit.n - 1))
    return line | {
        "vif": filled(fit.value("outer_vif", item.code)),
        "mean": filled(item.low + width * fit.value("mean", item.code)),
        "sd": filled(abs(width) * sd),
        "answered": answered.get(item.code),
    }
