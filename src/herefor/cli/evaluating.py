"""What `--evaluate` adds: does the model hold, as a paper would ask?"""

from collections.abc import Callable
from typing import Any

import polars as pl

from herefor.cli.told import Told, plain, spelled
from herefor.measure import (
    Discrepancy,
    Fit,
    Prediction,
    discriminant,
    effect_sizes,
    model_fit,
    predict,
    predictive_ability,
)
from herefor.measure.words import Refused

NO_ROWS = "Prediction holds rows out and these numbers have none. Measure a table of answers."


def evaluation(
    fit: Fit, table: pl.DataFrame | None, *, weight: str | None, cluster: str | None
) -> Told:
    """Every judgement that can be had; `left_out` says why another cannot."""
    left_out: dict[str, str] = {}

    def tried(name: str, tell: Callable[[], Any]) -> Any:
        try:
            return tell()
        except Refused as refusal:
            left_out[name] = str(refusal)
            return None

    def prediction() -> Told:
        if table is None:
            raise Refused(NO_ROWS)
        told = predict(fit, table, weight=weight, cluster=cluster, seed=fit.seed)
        return _prediction(told, level=fit.level)

    return {
        "fit": tried("fit", lambda: _fit(fit)),
        "discriminant": tried("discriminant", lambda: _discriminant(fit)),
        "effect_sizes": tried("effect_sizes", lambda: _effects(fit)),
        "inner_vif": _inner_vif(fit),
        "outer_vif": {code: plain(fit.value("outer_vif", code)) for code in fit.model.item_codes},
        "cross_loadings": _cross_loadings(fit),
        "r2_adjusted": {
            name: plain(fit.r2_adjusted(name))
            for name in fit.model.names
            if fit.model.drivers(name)
        },
        "prediction": tried("prediction", prediction),
        "left_out": left_out,
    }


def _fit(fit: Fit) -> Told:
    found = model_fit(fit)
    told = {
        "saturated": [_discrepancy(one) for one in found.saturated],
        "estimated": [_discrepancy(one) for one in found.estimated],
    }
    return told | {"replicates": found.replicates}


def _discrepancy(one: Discrepancy) -> Told:
    rejected = one.rejected if plain(one.limit) is not None else None
    return {
        "measure": one.measure,
        "value": plain(one.value),
        "limit": plain(one.limit),
        "rejected": rejected,
    }


def _discriminant(fit: Fit) -> list[Told]:
    return [
        {
            "a": pair.a,
            "b": pair.b,
            "correlation": plain(pair.correlation.value),
            "root_ave": [plain(one) for one in pair.root_ave],
            "fornell_larcker": pair.fornell_larcker,
            "htmt": spelled("value", pair.htmt),
            "htmt2": spelled("value", pair.htmt2),
            "below_limit": pair.below_limit,
        }
        for pair in discriminant(fit)
    ]


def _effects(fit: Fit) -> list[Told]:
    return [
        {"from": link.source, "to": link.target} | spelled("f2", link.number)
        for link in effect_sizes(fit)
    ]


def _inner_vif(fit: Fit) -> list[Told]:
    return [
        {"from": source, "to": target, "vif": plain(fit.value("vif", source, target))}
        for source, target in fit.model.edges
    ]


def _cross_loadings(fit: Fit) -> Told:
    return {
        code: {name: plain(fit.value("cross_loadings", code, name)) for name in fit.model.names}
        for code in fit.model.item_codes
    }


def _prediction(found: Prediction, *, level: float) -> Told:
    return {
        "folds": found.folds,
        "power": found.power,
        "items": [
            {
                "item": line.item,
                "construct": line.construct,
                "q2": plain(line.q2),
                "rmse": plain(line.rmse),
                "mae": plain(line.mae),
                "linear_rmse": plain(line.linear_rmse),
                "linear_mae": plain(line.linear_mae),
            }
            for line in found.table
        ],
        "ability": {
            benchmark: [
                {
                    "construct": one.construct or None,
                    "difference": plain(one.difference),
                    "low": plain(one.low),
                    "high": plain(one.high),
                    "p": plain(one.p),
                    "better": one.better,
                    "worse": one.worse,
                }
                for one in predictive_ability(found, benchmark=benchmark, level=level)
            ]
            for benchmark in ("average", "linear")
        },
    }
