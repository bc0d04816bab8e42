"""`herefor weigh`: weights to known margins, written beside the answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

if TYPE_CHECKING:
    import polars as pl

HEADING = ("column", "category", "share")


def weigh(
    file: ask.File,
    margins: Annotated[
        Path,
        typer.Option(help="A file with the columns column, category and share (or count)."),
    ],
    out: Annotated[Path, typer.Option(help="The answers with weights: .csv or .parquet.")],
    most: Annotated[
        float | None, typer.Option(help="No weight over so many times the mean.")
    ] = None,
    weight: Annotated[str | None, typer.Option(help="Column of weights to start from.")] = None,
    name: Annotated[str, typer.Option(help="What the new column is called.")] = "weight",
    json_file: ask.Json = None,
) -> None:
    """Weigh answers so that they meet known margins, and say what that costs."""
    with plainly():
        from herefor.cli.answers_file import read_answers
        from herefor.cli.show import a_console, notes, say
        from herefor.measure import rake
        from herefor.measure.words import Refused, counted

        table = read_answers(file)
        if name in table.columns:
            raise Refused(f"{file} has a column {name} already. Choose another --name.")
        if out.suffix not in (".csv", ".parquet"):
            raise Refused(f"{out} must end in .csv or .parquet.")
        found = rake(table, _margins(margins), weight=weight, most=most, name=name)
        _write(table.with_columns(found.weights.alias(name)), out)
        document: dict[str, Any] = {
            "n": len(table),
            "design_effect": found.design_effect,
            "effective_n": found.effective_n,
            "largest_miss": found.largest_miss,
            "smallest": float(found.weights.to_numpy().min()),
            "largest": float(found.weights.to_numpy().max()),
            "trimmed": found.trimmed,
            "steps": found.steps,
            "warnings": list(found.notes),
        }
        if json_file:
            write_json(document, json_file)
        if json_file == "-":
            return
        console = a_console()
        say(
            console,
            f"{counted(len(table), 'answer')} weighed, from {document['smallest']:.2f} to "
            f"{document['largest']:.2f} times the mean, into column {name} of {out}.",
        )
        say(
            console,
            f"They say as much as {found.effective_n:,.0f} answers with equal weights (design "
            f"effect {found.design_effect:.2f}).",
        )
        notes(console, found.notes)


def _margins(file: Path) -> dict[str, dict[str, float]]:
    from herefor.cli.answers_file import read_answers
    from herefor.measure.gather.answers import as_words, numbers
    from herefor.measure.words import Refused

    table = read_answers(file)
    table = table.rename({"count": "share"}) if "count" in table.columns else table
    if not set(HEADING) <= set(table.columns) or table.is_empty():
        raise Refused(
            f"{file} needs a heading column, category, share and a row for each category, such "
            "as: age, under 40, 0.45."
        )
    known: dict[str, dict[str, float]] = {}
    shares = numbers(table["share"])
    rows = zip(as_words(table["column"]), as_words(table["category"]), shares, strict=True)
    for row, (column, category, share) in enumerate(rows, start=2):
        if not column or not category or share != share:
            raise Refused(f"Row {row} of {file} lacks a column, a category or a share. Fill it.")
        if category in known.setdefault(column, {}):
            raise Refused(f"{category} of {column} stands twice in {file}. Take one out.")
        known[column][category] = float(share)
    return known


def _write(table: "pl.DataFrame", out: Path) -> None:
    with out.open("wb") as opened:
        if out.suffix == ".csv":
            table.write_csv(opened)
        else:
            table.write_parquet(opened)
