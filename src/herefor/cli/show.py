"""Results as tables in the terminal."""

from math import isfinite
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from herefor.measure import Fit, Number, gap
from herefor.measure.words import counted

if TYPE_CHECKING:
    from herefor.cli.measuring import Results


def show(results: "Results") -> None:
    """Indices first, then what drives the target, its gap, the groups and the warnings."""
    console, fit = Console(markup=False, emoji=False, highlight=False), results.fit
    console.print(headline(fit), style="bold")
    console.print(_indices(fit))
    console.print(_drivers(fit))
    if not fit.moderated(target_of(fit)):
        console.print(_gap(fit))
    if results.groups:
        console.print(_groups(results))
    for warning in results.document["warnings"]:
        console.print(f"Note: {warning}", soft_wrap=True)


def target_of(fit: Fit) -> str:
    """What the report is about: Satisfaction, or else the last construct that something drives."""
    named = [name for name in fit.model.names if name.casefold().startswith("sat")]
    return named[0] if named and fit.model.drivers(named[0]) else fit.model.order[-1]


def headline(fit: Fit) -> str:
    """The index as a sentence."""
    name = target_of(fit)
    index = fit.index(name)
    return f"{name} is {spoken(index)} of 100, from {counted(index.n, 'answer')}."


def spoken(number: Number, *, digits: int = 1) -> str:
    """
    >>> spoken(Number(72.45, 70.6, 74.2)), spoken(Number(72.45))
    ('72.5 (70.6 to 74.2)', '72.5')
    """
    value, low, high = (
        f"{round(one, digits) + 0:.{digits}f}" for one in (number.value, number.low, number.high)
    )
    return f"{value} ({low} to {high})" if isfinite(number.low) else value


def _indices(fit: Fit) -> Table:
    sureness = f"{fit.level * 100:g}% intervals" if len(fit.kept) > 1 else "no intervals"
    table = _table(
        f"Indices, 0 to 100, {sureness}",
        "Construct",
        "Index",
        "R2",
        "Alpha",
        "AVE",
    )
    for name in fit.measured:
        measures = (_or_dash(fit.value(what, name)) for what in ("r2", "alpha", "ave"))
        table.add_row(name, spoken(fit.index(name)), *measures)
    return table


def _drivers(fit: Fit) -> Table:
    target = target_of(fit)
    table = _table(
        f"Points {target} moves with one point of ...", "Driver", "Its index", "Points", "Path"
    )
    impacts = [link for link in fit.impacts() if link.target == target]
    for link in sorted(impacts, key=lambda link: -link.number.value):
        direct = fit.number("paths", link.source, target)
        table.add_row(
            link.source,
            f"{fit.value('index', link.source):.1f}",
            spoken(link.number, digits=2),
            spoken(direct, digits=2)
            if link.source in fit.model.drivers(target)
            else "through others",
        )
    return table


def _gap(fit: Fit) -> Table:
    found = gap(fit, target_of(fit))
    table = _table(
        f"{found.target}: {found.today:.0f} of 1000. Where are the others?", "Driver", "Points"
    )
    for bar in found.bars:
        table.add_row(bar.driver, spoken(bar.points, digits=0))
    table.add_row("not explained", spoken(found.unexplained, digits=0))
    table.add_row("missing to 1000", spoken(found.missing, digits=0))
    return table


def _groups(results: "Results") -> Table:
    target = target_of(results.fit)
    table = _table(f"{target} by {results.by}", str(results.by), "Index", "n")
    for value, fit in results.groups.items():
        used = results.document["groups"][value]["n_used"]
        known = fit is not None and target in fit.model.names
        table.add_row(value, spoken(fit.index(target)) if fit and known else "too few", f"{used:,}")
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="")
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table


def _or_dash(value: float) -> str:
    return f"{value:.2f}" if isfinite(value) else "-"
