"""What `herefor measure` does between reading files and showing the results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from herefor.cli.asked import Plan
from herefor.cli.evaluating import evaluation
from herefor.cli.gathering import Source, gathered, sourced
from herefor.cli.periods import group_names, in_time, period_column
from herefor.cli.progress import Progress
from herefor.cli.show import target_of
from herefor.cli.told import of_comparison, of_gap
from herefor.measure import (
    BUILT_IN,
    PLS,
    AnswersRefused,
    Comparison,
    Fit,
    Model,
    ModelRefused,
    TooFewAnswers,
    as_document,
    built_in,
    compare,
    empty_document,
    gap,
    load_model,
)
from herefor.measure.report.warn import FEW
from herefor.measure.words import Refused, counted, listed, perhaps


@dataclass(frozen=True)
class Results:
    """The pooled fit, one for each group (None where there is too little), and the document."""

    files: tuple[Path, ...]
    plan: Plan
    fit: Fit
    document: dict[str, Any]
    by: str | None = None
    groups: dict[str, Fit | None] = field(default_factory=dict)
    comparison: Comparison | None = None

    @property
    def names(self) -> str:
        """The files, as they are spoken of."""
        return listed([file.name for file in self.files], most=3)

    @property
    def asked_for(self) -> dict[str, Any]:
        """The document other programs read: groups only where `by` was asked for."""
        left_out = () if self.plan.by else ("groups", "comparison")
        return {key: told for key, told in self.document.items() if key not in left_out}


def measured(files: Sequence[Path], plan: Plan) -> Results:
    """Read, estimate, and estimate again for every group."""
    _check(plan)
    source = sourced(files, plan)
    model = (
        load_model(plan.model, scale=plan.scale) if plan.model else _fitting_model(source.columns)
    )
    by = plan.by or _periods(source, model, plan)
    parts = dict(_parts(source.table, by)) if by and source.table is not None else {}
    with Progress(total=plan.bootstrap * (1 + len(parts))) as progress:
        fit = _fit(source, model, plan, progress)
        document = as_document(fit)
        groups: dict[str, Fit | None] = {}
        documents = {}
        for value, part in parts.items():
            groups[value], documents[value] = _group(
                source.only(part), model, plan, progress, like=document
            )
    document |= {"design": _design(plan), "gap": _gap(fit, plan)}
    comparison = _comparison(groups, by, plan, fit)
    if by and source.table is not None:
        document["warnings"] = [*document["warnings"], *_ungrouped(source.table, by)]
        document |= {"groups": documents, "comparison": of_comparison(comparison)}
    if plan.evaluate:
        document["evaluation"] = evaluation(
            fit, source.table, weight=plan.weight, cluster=plan.cluster
        )
    return Results(source.files, plan, fit, document, by, groups, comparison)


def _check(plan: Plan) -> None:
    if plan.bootstrap < 0:
        raise Refused("The number of replicates cannot be negative. Write 0 for no intervals.")
    if plan.seed < 0:
        raise Refused("The seed cannot be negative. Write any whole number from 0.")


def _fitting_model(columns: Sequence[str]) -> Model:
    """The built-in model whose items are all there."""
    lacking = {}
    for name in BUILT_IN:
        model = built_in(name)
        needed = [item.code for item in model.items if not item.optional]
        lacking[name] = [code for code in needed if code not in columns]
        if not lacking[name]:
            return model
    told = "; ".join(f"{name} lacks {listed(codes, most=5)}" for name, codes in lacking.items())
    raise ModelRefused(
        f"No built-in model fits these columns: {told}. "
        "Rename the columns, or write a model file and name it with --model."
    )


def _periods(source: Source, model: Model, plan: Plan) -> str | None:
    if not plan.seek_periods or source.table is None:
        return None
    return period_column(source.table, except_for={*model.item_codes, plan.weight or ""})


def _fit(source: Source, model: Model, plan: Plan, progress: Progress) -> Fit:
    moments = gathered(source, model, plan)
    if plan.moments:
        moments.save(plan.moments)
    by = PLS(
        scheme=plan.scheme, level=plan.level, consistent=plan.consistent, interval=plan.interval
    )
    return by.fit(model, moments, progress=progress.advance)


def _group(
    source: Source, model: Model, plan: Plan, progress: Progress, *, like: dict[str, Any]
) -> tuple[Fit | None, dict[str, Any]]:
    try:
        fit = _fit(source, model, plan.for_a_group, progress)
    except AnswersRefused as refusal:
        used = refusal.used if isinstance(refusal, TooFewAnswers) else 0
        rows = source.rows
        return None, empty_document(model, like=like, n=rows, n_used=used, why=str(refusal))
    return fit, as_document(fit)


def _design(plan: Plan) -> dict[str, str | None]:
    """Which columns say how people were sampled."""
    return {"weight": plan.weight, "strata": plan.strata, "cluster": plan.cluster}


def _gap(fit: Fit, plan: Plan) -> dict[str, Any] | None:
    target = target_of(fit)
    if plan.through == "direct" and fit.moderated(target):
        return None
    return of_gap(gap(fit, target, through=plan.through), through=plan.through)


def _comparison(
    groups: dict[str, Fit | None], by: str | None, plan: Plan, whole: Fit
) -> Comparison | None:
    """Periods against the one before, other groups against the rest, chance controlled.

    A group of few estimates weights so roughly that it would blur the rest of all others.
    """
    target = target_of(whole)
    known = {
        value: fit.index(target)
        for value, fit in groups.items()
        if fit and target in fit.model.names and len(fit.kept) > 1 and fit.n >= FEW
    }
    if len(known) < 2 or not by:
        return None
    against = "previous" if in_time(list(known), column=by) else "rest"
    return compare(known, against=against, level=plan.level)


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
