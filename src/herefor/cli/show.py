"""Results as tables in the terminal."""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from herefor.measure import Comparison, Difference, Fit, Number, gap
from herefor.measure.index.comparison import REST
from herefor.measure.report.warn import FEW
from herefor.measure.words import counted, listed

if TYPE_CHECKING:
    from herefor.cli.measuring import Results


def show(results: "Results") -> None:
    """Indices first, then what drives the target, its gap, the groups and the warnings."""
    console, fit = a_console(), results.fit
    console.print(headline(fit), style="bold")
    console.print(_indices(fit))
    console.print(_drivers(fit))
    if not fit.moderated(target_of(fit)):
        console.print(_gap(fit, results.plan.through))
    if results.groups:
        console.print(_groups(results))
    for sentence in _compared(results):
        say(console, sentence)
    if told := results.document.get("evaluation"):
        from herefor.cli.show_evaluation import show_evaluation

        show_evaluation(console, told)
    notes(console, results.document["warnings"])


def a_console() -> Console:
    """Names are shown as they are, brackets and all."""
    return Console(markup=False, emoji=False, highlight=False)


def say(console: Console, sentence: str) -> None:
    """A sentence, however wide the terminal is."""
    console.print(sentence, soft_wrap=True)


def notes(console: Console, sentences: Iterable[str]) -> None:
    """What to be careful about, after the numbers."""
    for sentence in sentences:
        say(console, f"Note: {sentence}")


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
    table = table_of(
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
    table = table_of(
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


def _gap(fit: Fit, through: str) -> Table:
    found = gap(fit, target_of(fit), through=through)
    table = table_of(
        f"{found.target}: {found.today:.0f} of 1000. Where are the others?", "Driver", "Points"
    )
    for bar in found.bars:
        table.add_row(bar.driver, spoken(bar.points, digits=0))
    table.add_row("not explained", spoken(found.unexplained, digits=0))
    table.add_row("missing to 1000", spoken(found.missing, digits=0))
    return table


def _groups(results: "Results") -> Table:
    target = target_of(results.fit)
    found = results.comparison
    against = {pair.one: pair for pair in found.pairs} if found else {}
    heading = "Against the one before" if _in_order(found) else "Against the rest"
    table = table_of(f"{target} by {results.by}", str(results.by), "Index", "n")
    if found:
        table.add_column(heading, justify="right")
        table.add_column("")
    for value, fit in results.groups.items():
        used = results.document["groups"][value]["n_used"]
        known = fit is not None and target in fit.model.names
        pair = against.get(value)
        words = (signed(pair.difference), "clear" if pair.clear else "") if pair else ()
        index = spoken(fit.index(target)) if fit and known else "too few"
        table.add_row(value, index, f"{used:,}", *words)
    return table


def _in_order(found: Comparison | None) -> bool:
    return found is not None and all(pair.other != REST for pair in found.pairs)


def _compared(results: "Results") -> Iterator[str]:
    """How far the comparison can be trusted, and who is not in it."""
    if results.comparison:
        yield control_of(results.comparison)
    few = [name for name, fit in results.groups.items() if fit and fit.n < FEW]
    if few:
        yield (
            f"Not compared, with fewer than {FEW} answers: {listed(few)}. "
            "`herefor compare --weights whole` can, by the weights of everybody."
        )


def control_of(found: Comparison) -> str:
    """What "clear" promises over so many comparisons."""
    return (
        f"Of what is called clear, at most {(1 - found.level) * 100:g} in 100 are expected to be "
        f"chance ({counted(len(found.pairs), 'comparison')}, {found.control}; each interval "
        f"holds {found.each_level * 100:.3g}%)."
    )


def signed(change: Difference | Number) -> str:
    """
    >>> signed(Number(2.04, -0.5, 4.58))
    '+2.0 (-0.5 to +4.6)'
    """
    value, low, high = (
        f"{round(one, 1) + 0:+.1f}" for one in (change.value, change.low, change.high)
    )
    return f"{value} ({low} to {high})" if isfinite(change.low) else value


def table_of(title: str, first: str, *others: str) -> Table:
    """Words left, numbers right; the title above, on the left."""
    table = Table(title=title, title_justify="left", title_style="")
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table


def _or_dash(value: float) -> str:
    return f"{value:.2f}" if isfinite(value) else "-"
