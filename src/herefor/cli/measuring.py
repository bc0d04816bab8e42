"""What `herefor measure` does between reading a file and showing the results."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from herefor.cli.answers_file import read_answers
from herefor.cli.periods import group_names, in_time, period_column
from herefor.cli.progress import Progress
from herefor.measure import (
    BUILT_IN,
    PLS,
    AnswersRefused,
    Fit,
    Model,
    ModelRefused,
    Moments,
    TooFewAnswers,
    as_document,
    built_in,
    empty_document,
    load_model,
)
from herefor.measure.words import Refused, counted, listed, perhaps


@dataclass(frozen=True)
class Plan:
    """What was asked for on the command line."""

    model: str | None = None
    weight: str | None = None
    by: str | None = None
    scheme: str = "path"
    missing: str = "listwise"
    bootstrap: int = 5000
    seed: int = 1
    level: float = 0.95
    seek_periods: bool = False  # a column of periods is taken if no `by` was asked for


@dataclass(frozen=True)
class Results:
    """The pooled fit, one for each group (None where there is too little), and the document."""

    file: Path
    plan: Plan
    fit: Fit
    document: dict[str, Any]
    by: str | None = None
    groups: dict[str, Fit | None] = field(default_factory=dict)

    @property
    def asked_for(self) -> dict[str, Any]:
        """The document other programs read: groups only where `by` was asked for."""
        left_out = () if self.plan.by else ("groups",)
        return {key: told for key, told in self.document.items() if key not in left_out}


def measured(file: Path, plan: Plan) -> Results:
    """Read, estimate, and estimate again for every group."""
    _check(plan)
    table = read_answers(file)
    model = load_model(plan.model) if plan.model else _fitting_model(table)
    by = plan.by or (_periods(table, model, plan) if plan.seek_periods else None)
    parts = dict(_parts(table, by)) if by else {}
    with Progress(total=plan.bootstrap * (1 + len(parts))) as progress:
        fit = _fit(table, model, plan, progress)
        document = as_document(fit)
        if by:
            document["warnings"] += _ungrouped(table, by)
        groups: dict[str, Fit | None] = {}
        documents = {}
        for value, part in parts.items():
            groups[value], documents[value] = _group(part, model, plan, progress, like=document)
    if by:
        document["groups"] = documents
    return Results(file, plan, fit, document, by, groups)


def _check(plan: Plan) -> None:
    if plan.bootstrap < 0:
        raise Refused("The number of replicates cannot be negative. Write 0 for no intervals.")
    if plan.seed < 0:
        raise Refused("The seed cannot be negative. Write any whole number from 0.")


def _fitting_model(table: pl.DataFrame) -> Model:
    """The built-in model whose items are all there."""
    lacking = {}
    for name in BUILT_IN:
        model = built_in(name)
        needed = [item.code for item in model.items if not item.optional]
        lacking[name] = [code for code in needed if code not in table.columns]
        if not lacking[name]:
            return model
    told = "; ".join(f"{name} lacks {listed(codes, most=5)}" for name, codes in lacking.items())
    raise ModelRefused(
        f"No built-in model fits these columns: {told}. "
        "Rename the columns, or write a model file and name it with --model."
    )


def _periods(table: pl.DataFrame, model: Model, plan: Plan) -> str | None:
    return period_column(table, except_for={*model.item_codes, plan.weight or ""})


def _fit(table: pl.DataFrame, model: Model, plan: Plan, progress: Progress) -> Fit:
    moments = Moments.of(
        table,
        model,
        replicates=plan.bootstrap,
        seed=plan.seed,
        weight=plan.weight,
        missing=plan.missing,
    )
    return PLS(scheme=plan.scheme, level=plan.level).fit(model, moments, progress=progress.advance)


def _group(
    part: pl.DataFrame, model: Model, plan: Plan, progress: Progress, *, like: dict[str, Any]
) -> tuple[Fit | None, dict[str, Any]]:
    try:
        fit = _fit(part, model, plan, progress)
    except AnswersRefused as refusal:
        used = refusal.used if isinstance(refusal, TooFewAnswers) else 0
        return None, empty_document(model, like=like, n=len(part), n_used=used, why=str(refusal))
    return fit, as_document(fit)


def _parts(table: pl.DataFrame, by: str) -> Iterator[tuple[str, pl.DataFrame]]:
    if by not in table.columns:
        raise AnswersRefused(f"There is no column {by} to group by.{perhaps(by, table.columns)}")
    group = group_names(table, by)
    if group.is_null().all():
        raise AnswersRefused(
            f"Column {by} is empty, so there are no groups. Fill it in, or leave --by out."
        )
    named = pl.DataFrame({"name": group, "value": table[by]}).drop_nulls().sort("value")
    values = named["name"].unique(maintain_order=True).to_list()
    for value in in_time(values, column=by) or values:
        yield value, table.filter(group == value)


def _ungrouped(table: pl.DataFrame, by: str) -> list[str]:
    count = group_names(table, by).null_count()
    if not count:
        return []
    count_in = "counts" if count == 1 else "count"
    return [f"{counted(count, 'row')} without {by} {count_in} in the whole and in no group."]
