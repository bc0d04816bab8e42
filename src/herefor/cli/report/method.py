"""The last chapters: what to be careful about, and how it was computed."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from herefor import __version__
from herefor.cli.report.page import Chapter
from herefor.cli.report.words import UNKNOWN, has_interval
from herefor.measure import Fit
from herefor.measure.words import counted

if TYPE_CHECKING:
    from herefor.cli.asked import Plan
    from herefor.cli.measuring import Results

SCHEMES = {
    "path": "what drives a construct counts by regression, what it drives by correlation",
    "factorial": "neighbours count by correlation",
    "centroid": "neighbours count by the sign of the correlation",
}
MISSING = {
    "listwise": "a row with a gap in any item is left out",
    "mean": "a gap is filled with the mean of its item",
}


NOT_TYPED = ("seek_periods", "moments", "evaluate")  # they change no number of the page


def care_chapter(warnings: Sequence[str]) -> Iterator[Chapter]:
    if warnings:
        yield Chapter("Read with care", notes=warnings, anchor="care")


def method_chapter(results: "Results") -> Chapter:
    return Chapter(
        "How this was computed",
        words=[
            "Each construct is measured by several items, and each item counts by how well it "
            "speaks for its construct in the model: partial least squares, in the manner of the "
            "American Customer Satisfaction Index.",
            "An index is the weighted mean of its items on 0 to 100: 0 if everybody gave the "
            "worst answer, 100 if everybody gave the best.",
            _sureness(results.fit),
        ],
        facts=list(_facts(results)),
    )


def _sureness(fit: Fit) -> str:
    if not has_interval(fit):
        return UNKNOWN
    made = {
        "percentile": f"{fit.level * 100:g} % of the results lie within",
        "bca": f"{fit.level * 100:g} % of the results lie within, with BCa",
    }.get(fit.by.interval, f"intervals are {fit.by.interval}, at {fit.level * 100:g} %")
    return (
        f"For the intervals {_drawn(fit)} were drawn again {counted(len(fit.kept), 'time')}, with "
        f"repetition, and everything was estimated anew; {made}. "
        "That covers chance, not who chose to answer."
    )


def _drawn(fit: Fit) -> str:
    units = fit.moments.units
    if units.clusters is not None:
        drawn = "whole clusters of answers"
    elif fit.moments.grouped and fit.moments.draw != "poisson":
        drawn = f"{fit.moments.sums.shape[1]:,} random groups of answers"
    else:
        drawn = "the answers"
    return drawn if units.strata is None else f"{drawn}, stratum by stratum,"


def _facts(results: "Results") -> Iterator[tuple[str, str]]:
    fit, plan = results.fit, results.plan
    model = fit.model
    yield "Answers", f"{counted(fit.rows, 'row')} in {results.names}, n = {fit.n:,} used"
    yield "Missing answers", f"{plan.missing}: {MISSING[plan.missing]}"
    yield "Weights", f"by the column {plan.weight}" if plan.weight else "every answer counts alike"
    yield (
        "Model",
        f"{model.name}: {counted(len(model.names), 'construct')}, "
        f"{counted(len(model.item_codes), 'item')}, {counted(len(model.edges), 'path')}",
    )
    yield "Scheme", f"{fit.scheme}: {SCHEMES[fit.scheme]}"
    yield "Replicates", f"{fit.tried:,}, {len(fit.kept):,} used"
    yield "Seed", str(fit.seed)
    yield "Level", f"{fit.level:g}"
    yield "Program", f"herefor {__version__}"
    yield "The same again", _command(results.files, plan)


def _command(files: Sequence[Path], plan: "Plan") -> str:
    """What to type for the same numbers; only what differs from the defaults is written."""
    asked = [
        word
        for one in fields(plan)
        if one.name not in NOT_TYPED and (value := getattr(plan, one.name)) != one.default
        for word in _typed(one.name, value)
    ]
    return shlex.join(["herefor", "measure", *(file.name for file in files), *asked])


def _typed(name: str, value: object) -> list[str]:
    if value is True:
        return [f"--{name}"]
    if isinstance(value, tuple):
        return [f"--{name}", *(f"{end:g}" for end in value)]
    return [f"--{name}", Path(str(value)).name if name == "model" else str(value)]
