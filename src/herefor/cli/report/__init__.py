"""A page a leader reads and an analyst forwards: one HTML file that needs nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from herefor.cli.periods import in_time
from herefor.cli.report.chapters import everything, gap_chapter, impacts_chapter, loyalty_chapter
from herefor.cli.report.groups import groups_chapter
from herefor.cli.report.method import care_chapter, method_chapter
from herefor.cli.report.page import Chapter, rendered
from herefor.cli.report.words import POINTS, bounds, reach
from herefor.cli.show import headline, target_of
from herefor.measure.words import counted
from herefor.ui.charts import interval_bar

if TYPE_CHECKING:
    from herefor.cli.measuring import Results


def write_report(results: "Results", path: Path) -> None:
    """The index in a sentence, what is missing and what moves it, and how it was computed."""
    target = target_of(results.fit)
    index = results.fit.index(target)
    page = rendered(
        headline=headline(results.fit).replace(" to ", "\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}"),
        source=_source(results),
        reach=reach(index),
        interval=interval_bar(index.value, *bounds(index), label=target, words=POINTS),
        notes=_notes(results),
        chapters=list(_chapters(results)),
    )
    path.write_text(page, encoding="utf-8")


def _source(results: "Results") -> str:
    """The file, the model, and from when to when if periods are told apart."""
    told = f"{results.names}, model {results.fit.model.name}"
    periods = in_time(results.groups, column=results.by) if results.by else None
    return f"{told}, {periods[0]} to {periods[-1]}" if periods else told


def _notes(results: "Results") -> str:
    warnings = results.document["warnings"]
    return counted(len(warnings), "note") if warnings else ""


def _chapters(results: "Results") -> Iterator[Chapter]:
    fit = results.fit
    if not fit.moderated(target_of(fit)):
        yield gap_chapter(fit, through=results.plan.through)
    yield impacts_chapter(fit)
    if results.by:
        yield groups_chapter(results, by=results.by)
    yield from loyalty_chapter(fit)
    yield everything(fit)
    yield from care_chapter(results.document["warnings"])
    yield method_chapter(results)
