"""A page a leader reads: one HTML file that needs nothing else."""

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from herefor.cli.drawing import interval_bar, trend, waterfall
from herefor.cli.show import headline, spoken, target_of
from herefor.measure import Fit, Index, difference, gap
from herefor.measure.words import counted

if TYPE_CHECKING:
    from herefor.cli.measuring import Results

PERIOD = re.compile(r"\d{4}([-/ ]?(Q[1-4]|W?\d{1,2}))?([-/]\d{1,2})?", re.IGNORECASE)


def write_report(results: "Results", path: Path) -> None:
    """The index in a sentence, then drivers, the gap, groups or a trend, and how it was done."""
    fit = results.fit
    parts = (_opening(fit), _groups(results), _gap(fit), _drivers(fit), _all(fit), _method(results))
    style = (files("herefor.cli") / "report.css").read_text("utf-8")
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(headline(fit))}</title><style>{style}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n",
        encoding="utf-8",
    )


def is_period(value: str) -> bool:
    """
    >>> [is_period(value) for value in ("2026-Q3", "2025", "2026-11-22", "2026-07", "North")]
    [True, True, True, True, False]
    """
    return PERIOD.fullmatch(value.strip()) is not None


def _opening(fit: Fit) -> str:
    index = fit.index(target_of(fit))
    return (
        f"<h1>{escape(headline(fit))}</h1>"
        f'<p class="soft">{_reach(index)}</p>'
        f"<figure>{interval_bar(index)}</figure>"
    )


def _reach(index: Index) -> str:
    if not isfinite(index.low):
        return "No replicates were drawn, so it is not known how sure this is."
    return (
        f"Had every customer been asked, it would likely lie between {index.low:.1f} and "
        f"{index.high:.1f} ({index.level * 100:g}% interval)."
    )


def _groups(results: "Results") -> str:
    target = target_of(results.fit)
    known = {
        value: fit.index(target)
        for value, fit in results.groups.items()
        if fit and target in fit.model.names
    }
    if not results.groups:
        return ""
    if known and all(map(is_period, results.groups)):
        picture, told = f"<figure>{trend(known)}</figure>", _last_change(known)
    else:
        picture, told = "", f"{target} by {results.plan.by}"
    rows = [
        (value, spoken(known[value]), f"{known[value].n:,}", interval_bar(known[value]))
        if value in known
        else (value, "too few answers", "", "")
        for value in results.groups
    ]
    heading = str(results.plan.by)
    return f"<h2>{escape(told)}</h2>{picture}" + _table((heading, "Index", "n", ""), rows)


def _last_change(known: dict[str, Index]) -> str:
    """What changed between the last two periods, in a sentence."""
    if len(known) < 2:
        return "Only one period so far."
    (before, earlier), (now, later) = list(known.items())[-2:]
    change = difference(later, earlier)
    reach = f"{change.value:+.1f} points, between {change.low:+.1f} and {change.high:+.1f}"
    if not change.clear:
        return f"No clear change from {before} to {now} ({reach})."
    return f"{'Better' if change.value > 0 else 'Worse'} in {now} than in {before} ({reach})."


def _gap(fit: Fit) -> str:
    found = gap(fit, target_of(fit))
    rows = [(bar.driver, spoken(bar.points, digits=0)) for bar in found.bars]
    rows += [
        ("not explained", spoken(found.unexplained, digits=0)),
        ("missing to 1000", spoken(found.missing, digits=0)),
    ]
    ties = " ".join(f"{a} and {b} cannot be told apart." for a, b in found.ties)
    return (
        f"<h2>Where are the other {found.missing.value:.0f} points?</h2>"
        f"<p>Of 1000 points {found.today:.0f} are reached. {escape(found.bars[0].driver)} holds "
        f"the most of what is missing. {escape(ties)}</p><figure>{waterfall(found)}</figure>"
        + _table(("Driver", "Points it holds"), rows)
    )


def _drivers(fit: Fit) -> str:
    target = target_of(fit)
    links = [link for link in fit.impacts() if link.target == target]
    rows = [
        (link.source, spoken(fit.index(link.source)), spoken(link.number, digits=2))
        for link in sorted(links, key=lambda link: -link.number.value)
    ]
    return (
        f"<h2>What moves {escape(target)}</h2><p>Points {escape(target)} goes with when a driver "
        "is one point higher, directly and through others. These are associations: only a "
        "trial or a before-and-after with a control shows a cause.</p>"
        + _table(("Driver", "Its index", "Points for one point"), rows)
    )


def _all(fit: Fit) -> str:
    rows = []
    for name in fit.model.names:
        r2 = fit.value("r2", name)
        index = fit.index(name)
        rows.append((name, spoken(index), f"{r2:.2f}" if isfinite(r2) else "", interval_bar(index)))
    return "<h2>All indices</h2>" + _table(("Construct", "Index, 0 to 100", "R2", ""), rows)


def _method(results: "Results") -> str:
    fit = results.fit
    notes = "".join(f"<li>{escape(text)}</li>" for text in results.document["warnings"])
    return (
        "<h2>How this was computed</h2>"
        f"<p>{counted(fit.rows, 'row')} read from {escape(results.file.name)}, "
        f"{fit.n:,} used. Each index weighs its items by how well they speak for their construct "
        f"in the model {escape(fit.model.name)} (partial least squares, {fit.scheme} scheme), and "
        f"says where the mean lies between the worst and the best possible answer. Intervals hold "
        f"{fit.level * 100:g}% of {counted(len(fit.kept), 'replicate')} in which the whole "
        f"estimate was repeated on answers drawn anew (seed {fit.seed}).</p>"
        + (f"<h2>Read with care</h2><ul>{notes}</ul>" if notes else "")
    )


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """The last cells may hold drawings; everything else is text."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{one if one.startswith('<svg') else escape(one)}</td>" for one in others)
        + "</tr>"
        for first, *others in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'
