"""From a frame of answers to the document of a finding: the only place that asks `measure`."""

import hashlib
from dataclasses import asdict
from typing import Any

import polars as pl

from herefor import measure
from herefor.measure import PLS, Fit, Item, Model, Moments, Number, Refused

REPLICATES = 2000
SEED = 1
METHOD_VERSION = f"pls-path-{REPLICATES}-3"
WEIGHT = "weight"
LEAVES_AT = 40
"""Whoever answers the loyalty questions with this much of 100 or less may leave."""


def model_of(name: str) -> Model:
    return measure.built_in(name)


def estimated(
    frame: pl.DataFrame, model_name: str, *, held: pl.DataFrame | None = None
) -> dict[str, Any]:
    """The result of one unit in one wave: numbers, or under "reason" why there are none.

    `frame` holds a column for each item and a `weight`; a question nobody answered may be absent
    or empty. `held` are the same rows without the answers to questions that too few of a group
    gave: they are left out, unless nothing of a question would be left. Then they are needed to
    estimate the rest, the question itself has an n of 0, and is not shown.
    """
    model = model_of(model_name)
    held = frame if held is None else held
    frame = _with_held(frame, held, model)
    try:
        moments = Moments.of(
            _without_empty(frame, model),
            model,
            replicates=REPLICATES,
            seed=SEED,
            weight=WEIGHT,
            missing="mean",
        )
        fit = PLS(scheme="path").fit(model, moments)
    except Refused as refusal:
        return {"reason": str(refusal)}
    return _with_counts(measure.as_document(fit), held, model) | {
        "standard_errors": {name: _index(fit, name) for name in fit.model.names},
        "gap": _gap(fit),
        "at_risk": _at_risk(held, model),
    }


def fingerprint(frame: pl.DataFrame) -> str:
    """SHA-256 of the answers: the same data give the same mark."""
    ordered = frame.select(sorted(frame.columns))
    content = ordered.write_csv().encode()
    return hashlib.sha256(content).hexdigest()


def _with_held(frame: pl.DataFrame, held: pl.DataFrame, model: Model) -> pl.DataFrame:
    codes = [item.code for item in model.items if item.code in held.columns]
    return frame.with_columns(held[code] for code in codes if held[code].count())


def _with_counts(told: dict[str, Any], held: pl.DataFrame, model: Model) -> dict[str, Any]:
    """How many answered each question, and at least one question of each construct."""
    measured = [one for one in model.constructs if one.name in told["constructs"]]
    for construct in measured:
        answered = {
            item.code: held.select(_of_100(item).is_not_null()).to_series()
            for item in construct.items
            if item.code in held.columns and item.code in told["items"]
        }
        for code, given in answered.items():
            item = told["items"][code]
            item |= {
                "n": int(given.sum()),
                "mean": _coarse(item["mean"]),
                "sd": _coarse(item["sd"]),
            }
        anything = pl.DataFrame(answered).select(pl.any_horizontal(pl.all())).to_series()
        told["constructs"][construct.name]["n"] = int(anything.sum())
    return told


def _coarse(value: float | None) -> float | None:
    """As a page shows it: more would tell single answers of a small group."""
    return None if value is None else round(value, 2)


def _without_empty(frame: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Optional questions that nobody answered are left out, not filled with a mean."""
    optional = {item.code for item in model.items if item.optional}
    empty = [code for code in optional & set(frame.columns) if frame[code].is_null().all()]
    return frame.drop(empty)


def _index(fit: Fit, name: str) -> dict[str, float]:
    index = fit.index(name)
    return {"value": index.value, "se": index.se, "n": index.n, "level": index.level}


def _gap(fit: Fit) -> dict[str, Any]:
    gap = measure.gap(fit, "Satisfaction")
    return {
        "today": gap.today,
        "missing": _number(gap.missing),
        "bars": [{"driver": bar.driver} | _number(bar.points) for bar in gap.bars],
        "unexplained": _number(gap.unexplained),
        "ties": [list(pair) for pair in gap.ties],
    }


def _at_risk(frame: pl.DataFrame, model: Model) -> dict[str, Any] | None:
    """How many who answered may leave, counted by person and not weighted."""
    items = [
        item
        for construct in model.constructs
        if construct.name == "Loyalty"
        for item in construct.items
        if item.code in frame.columns
    ]
    if not items:
        return None
    loyalty = frame.select(pl.mean_horizontal(*(_of_100(item) for item in items))).to_series()
    answered = loyalty.drop_nulls()
    if answered.is_empty():
        return None
    return asdict(measure.wilson(int((answered <= LEAVES_AT).sum()), n=answered.len()))


def _of_100(item: Item) -> pl.Expr:
    """An answer on 0 to 100; what is outside its scale, such as 98 for "don't know", is none."""
    answer = 100 * (pl.col(item.code) - item.low) / (item.high - item.low)
    return pl.when(answer.is_between(0, 100)).then(answer)


def _number(number: Number) -> dict[str, float]:
    return {"value": number.value, "low": number.low, "high": number.high}
