"""`herefor rollup`: units into groups, groups into a whole, each number with its vintage."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

if TYPE_CHECKING:
    from herefor.measure import Group, Rolled, RolledChange

NEEDED = ("unit", "parent", "value", "se", "weight")
Row = dict[str, Any]


def rollup(
    tree: Annotated[
        Path,
        typer.Argument(
            help="A file with the columns unit, parent, value, se, weight, and if known period, n."
        ),
    ],
    before: Annotated[
        Path | None, typer.Option(help="The tree as it was: what changed at the top, and why.")
    ] = None,
    now: Annotated[
        str, typer.Option(help="The period it is, such as 2025Q2: names units measured long ago.")
    ] = "",
    oldest: Annotated[int, typer.Option(help="Months after which a unit is long ago.")] = 12,
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    json_file: ask.Json = None,
) -> None:
    """Roll units up to groups and the whole, with intervals and vintages."""
    with plainly():
        from herefor.cli.show import a_console, notes, say, table_of
        from herefor.measure import roll_up, rolled_change
        from herefor.measure.words import Refused

        if not 0 < level < 1:
            raise Refused(f"The level must lie between 0 and 1, such as 0.95; it is {level:g}.")
        whole = _tree(tree)
        found = roll_up(whole, level=level, now=now, oldest=oldest)
        change = rolled_change(whole, _tree(before), level=level) if before else None
        if json_file:
            changed = {"change": _changed(change)} if change else {}
            write_json(_told(found) | changed | {"warnings": list(found.notes)}, json_file)
        if json_file == "-":
            return
        console = a_console()
        table = table_of(f"{found.name}, indices 0 to 100", "", "Index", "Part", "Period")
        for depth, one in _lines(found):
            table.add_row("  " * depth + one.name, _spoken(one), _part(one), _period(one))
        console.print(table)
        if change:
            say(console, _sentence(change))
        notes(console, found.notes)


def _tree(file: Path) -> "Group":
    """Rows into a tree. Without a weight of its own, a group weighs what its parts weigh."""
    from herefor.cli.answers_file import read_answers
    from herefor.measure import Group
    from herefor.measure.gather.answers import as_words, numbers
    from herefor.measure.words import Refused, listed, perhaps

    table = read_answers(file)
    lacking = [name for name in NEEDED if name not in table.columns]
    if lacking or table.is_empty():
        hint = perhaps(lacking[0], table.columns) if lacking else ""
        raise Refused(f"{file} needs the columns {listed(NEEDED)} and rows below them.{hint}")
    columns: dict[str, list[Any]] = {
        name: as_words(table[name]).to_list() if name in table.columns else [None] * len(table)
        for name in ("unit", "parent", "period")
    }
    for name in ("value", "se", "weight", "n"):
        there = name in table.columns
        columns[name] = numbers(table[name]).tolist() if there else [float("nan")] * len(table)
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    _refuse_unclear(rows, file)
    below: dict[str | None, list[Row]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row)
    known = {row["unit"] for row in rows}
    tops = below.get(None, []) + [
        {"unit": name, "value": float("nan"), "weight": float("nan")}
        for name in below
        if name is not None and name not in known
    ]
    if not tops:
        raise Refused(f"In {file} every unit has a parent, so there is no top. Leave one empty.")
    grown = [_grown(top, below, ()) for top in tops]
    if len(grown) == 1 and isinstance(grown[0], Group):
        return grown[0]
    return Group("All", grown)


def _refuse_unclear(rows: list[Row], file: Path) -> None:
    from herefor.measure.words import Refused, listed

    names = [row["unit"] for row in rows]
    if None in names:
        raise Refused(f"Row {names.index(None) + 2} of {file} has no unit. Name it.")
    parents = {row["parent"] for row in rows}
    both = [row["unit"] for row in rows if row["unit"] in parents and row["value"] == row["value"]]
    if both:
        raise Refused(
            f"{listed(both)} has a value and parts of its own. Leave the value of a group empty."
        )
    reached = {row["unit"]: row["parent"] for row in rows}
    for name in names:
        seen = {name}
        while (name := reached.get(name)) is not None:
            if name in seen:
                raise Refused(f"{name} is its own parent, by way of others, in {file}. Mend that.")
            seen.add(name)


def _grown(row: Row, below: dict[str | None, list[Row]], above: tuple[str, ...]) -> Any:
    from herefor.measure import Entry, Group, Index
    from herefor.measure.words import Refused

    name, own = row["unit"], row["weight"]
    if name not in below:
        if own != own:
            raise Refused(f"{name} has no weight. Give every unit one, such as its customers.")
        n = 0 if row["n"] != row["n"] else int(row["n"])
        return Entry(name, Index(row["value"], se=row["se"], n=n), own, row["period"] or "")
    parts = [_grown(part, below, (*above, name)) for part in below[name]]
    return Group(name, parts, own if own == own else sum(part.weight for part in parts))


def _lines(one: "Rolled", depth: int = 0) -> Iterator[tuple[int, "Rolled"]]:
    yield depth, one
    for part in one.parts:
        yield from _lines(part, depth + 1)


def _spoken(one: "Rolled") -> str:
    from herefor.cli.show import spoken

    return spoken(one.number)


def _part(one: "Rolled") -> str:
    return f"{one.share * 100:.0f}%"


def _period(one: "Rolled") -> str:
    first, last = one.periods
    return first if first == last else f"{first} to {last}"


def _told(one: "Rolled") -> dict[str, Any]:
    from herefor.cli.told import spelled

    return {
        "name": one.name,
        **spelled("value", one.number, se=True),
        "shown": one.shown,
        "share": one.share,
        "n": one.n,
        "periods": list(one.periods),
        "parts": [_told(part) for part in one.parts],
    }


def _changed(change: "RolledChange") -> dict[str, Any]:
    return {
        "difference": change.difference.value,
        "low": change.difference.low,
        "high": change.difference.high,
        "clear": change.difference.clear,
        "by_answers": change.by_answers,
        "by_weights": change.by_weights,
        "fresh": list(change.fresh),
        "kept": list(change.kept),
    }


def _sentence(change: "RolledChange") -> str:
    from herefor.cli.show import signed
    from herefor.measure.words import counted

    clear = "a clear change" if change.difference.clear else "no clear change"
    return (
        f"The whole moved by {signed(change.difference)}, {clear}: {change.by_answers:+.1f} by "
        f"answers, {change.by_weights:+.1f} by weights. "
        f"{counted(len(change.fresh), 'unit is', 'units are')} measured anew, "
        f"{counted(len(change.kept), 'is', 'are')} kept."
    )
