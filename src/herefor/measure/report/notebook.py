"""What a notebook shows of a result, and one line for a terminal."""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from math import isfinite
from typing import Any

import polars as pl

from herefor.measure.drivers.aspects import Drivers
from herefor.measure.drivers.gap import Gap
from herefor.measure.drivers.importance import ImportanceMap
from herefor.measure.estimate.fit import Fit
from herefor.measure.evaluate.predict import Prediction
from herefor.measure.gather.moments import Moments
from herefor.measure.index.comparison import Comparison
from herefor.measure.report.describe import describe
from herefor.measure.report.diagram.drawing import diagram
from herefor.measure.report.tables import as_table
from herefor.measure.report.typeset import cells
from herefor.measure.specify.model import Model
from herefor.measure.words import counted, listed

STYLE = (
    "<style>.herefor{font:14px/1.45 system-ui,sans-serif;color:inherit;max-width:100%}"
    ".herefor h4{font-size:15px;margin:.2em 0 .4em}"
    ".herefor p,.herefor ul{margin:.3em 0 .6em;max-width:46em}"
    ".herefor .wide{overflow-x:auto;margin:.4em 0}"
    ".herefor table{border-collapse:collapse;color:inherit;background:none}"
    ".herefor caption{text-align:left;opacity:.75;padding:.2em 0}"
    ".herefor th,.herefor td{padding:.2em .7em .2em 0;text-align:right;color:inherit;"
    "background:none;border:0;border-bottom:1px solid rgba(128,128,128,.35);white-space:nowrap;"
    "font-variant-numeric:tabular-nums}"
    ".herefor th{font-weight:600}"
    ".herefor .t{text-align:left}</style>"
)
MOST_LINES = 30


def html(result: Any) -> str:
    """A result for a notebook: escaped, no script, in the colours of the page round it."""
    return f'<div class="herefor">{STYLE}{"".join(_parts(result))}</div>'


def short(result: Fit | Moments) -> str:
    """One line for a terminal."""
    if isinstance(result, Moments):
        kind = "groups" if result.grouped else "units"
        return (
            f"<Moments: {result.used:,} of {counted(result.rows, 'row')}, "
            f"{counted(len(result.codes), 'item')}, {result.sums.shape[1]:,} {kind}, "
            f"{counted(result.replicates, 'replicate')}, seed {result.seed}>"
        )
    shown = [f"{name} {result.value('index', name):.1f}" for name in result.measured]
    return (
        f"<Fit of {result.specified.name}: {counted(result.n, 'answer')}, "
        f"{counted(result.tried, 'replicate')}, seed {result.seed}; {listed(shown)}>"
    )


@singledispatch
def _parts(result: Any) -> Iterable[str]:
    raise TypeError(type(result).__name__)  # only what is registered asks


@_parts.register
def _(result: Model) -> Iterable[str]:
    count = counted(len(result.items), "item")
    yield _heading(f"Model {result.name}: {counted(len(result.constructs), 'construct')}, {count}")
    yield _drawing(result)


@_parts.register
def _(result: Fit) -> Iterable[str]:
    yield _heading(f"{result.specified.name}: {counted(result.n, 'answer')}")
    drawn = f"{counted(result.tried, 'replicate')}, seed {result.seed}"
    yield _paragraph(f"Scheme {result.scheme}, {drawn}, {result.by.interval} intervals.")
    yield _drawing(result)
    shown = as_table(result).select("construct", "index", "low", "high", "r2", "alpha", "ave")
    yield _table(shown, "Indices 0 to 100", level=result.level if _has_intervals(result) else None)
    yield _listed(result.warnings)


@_parts.register
def _(result: Gap) -> Iterable[str]:
    yield from _told(result)
    yield _table(as_table(result), "Points of 1000", level=result.missing.level)


@_parts.register
def _(result: Comparison) -> Iterable[str]:
    yield from _told(result)
    kept = ["one", "other", "difference", "low", "high", "p", "p_adjusted", "clear"]
    yield _table(as_table(result).select(kept), "Differences in points", level=result.each_level)


@_parts.register
def _(result: Drivers) -> Iterable[str]:
    yield from _told(result)
    kept = ["name", "share", "share_low", "share_high", "coefficient", "correlation"]
    yield _table(as_table(result).select(kept), "Shares of what is explained", level=result.level)


@_parts.register
def _(result: ImportanceMap) -> Iterable[str]:
    yield from _told(result)
    level = result.placed[0].importance.level
    kept = [name for name in as_table(result).columns if not name.endswith("_se")]
    yield _table(as_table(result).select(kept), f"What moves {result.target}", level=level)


@_parts.register
def _(result: Prediction) -> Iterable[str]:
    yield from _told(result)
    yield _table(as_table(result), "Errors on the items' own scales", level=None)


@_parts.register
def _(result: Moments) -> Iterable[str]:
    yield _heading(f"Read: {result.used:,} of {counted(result.rows, 'row')} count")
    drawn = "random groups" if result.grouped else "units"
    yield _paragraph(
        f"{counted(len(result.codes), 'item')}, missing answers {result.missing}; "
        f"{counted(result.replicates, 'replicate')} from {result.sums.shape[1]:,} {drawn}, "
        f"seed {result.seed}."
    )
    yield _listed(result.notes)
    fewer = as_table(result).filter(pl.col("answered") < pl.col("rows"))
    if len(fewer):
        yield _table(fewer.sort("answered"), "Not answered by everybody", level=None)


def _told(result: Any) -> Iterable[str]:
    first, *rest = describe(result).splitlines()
    yield _heading(first)
    yield _paragraph(" ".join(rest))


def _has_intervals(fit: Fit) -> bool:
    return isfinite(fit.index(fit.measured[0]).low)


def _heading(words: str) -> str:
    return f"<h4>{escape(words)}</h4>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _listed(sentences: Sequence[str]) -> str:
    told = "".join(f"<li>{escape(one)}</li>" for one in sentences)
    return f"<ul>{told}</ul>" if told else ""


def _drawing(of: Model | Fit) -> str:
    return f'<div class="wide">{diagram(of).svg}</div>'


def _table(table: pl.DataFrame, caption: str, *, level: float | None) -> str:
    """The first lines of a frame; text to the left, numbers to the right."""
    shown = table.head(MOST_LINES)
    head, *lines = cells(shown, level)
    left = [kind == "String" for kind in _kinds(shown)]
    more = f" ({len(table) - MOST_LINES} more in as_table)" if len(table) > MOST_LINES else ""
    rows = "".join(f"<tr>{_cells(line, left, 'td')}</tr>" for line in lines)
    return (
        f'<div class="wide" tabindex="0"><table><caption>{escape(caption + more)}</caption>'
        f"<thead><tr>{_cells(head, left, 'th')}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _kinds(table: pl.DataFrame) -> list[str]:
    """Of the columns as printed: an interval is one."""
    return [
        str(kind)
        for name, kind in table.schema.items()
        if not (name.endswith("high") and f"{name.removesuffix('high')}low" in table.columns)
    ]


def _cells(texts: Sequence[str], left: Sequence[bool], tag: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    side = ' class="t"'
    return "".join(
        f"<{tag}{scope}{side if is_left else ''}>{escape(text)}</{tag}>"
        for text, is_left in zip(texts, left, strict=True)
    )
