"""`herefor drivers`: what a rating goes with, without a model."""

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from herefor.measure import BySegment, Drivers

MOST_ANSWERS = 11  # a column with more different numbers is not taken for a rating by itself


def drivers(
    file: ask.File,
    target: Annotated[
        str,
        typer.Option(
            help="The rated outcome, numbers or 0 and 1; column=word makes 1 of that word, 0 of "
            "all others."
        ),
    ],
    aspects: Annotated[
        list[str] | None,
        typer.Option(
            help="Aspects, by name or pattern such as '*_rating'; may be repeated. All columns "
            "that look like ratings if left out."
        ),
    ] = None,
    not_applicable: Annotated[
        list[float] | None,
        typer.Option(help="An answer of the aspects that means no answer; may be repeated."),
    ] = None,
    scale: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="WORST BEST", help="Ends of the aspects: others are refused."),
    ] = None,
    missing: Annotated[
        str, typer.Option(help="listwise, or pairwise: every pair that was answered.")
    ] = "listwise",
    most_missing: Annotated[
        float, typer.Option(help="Aspects missing in a larger share of rows are left out.")
    ] = 0.5,
    by: ask.By = None,
    weight: ask.Weight = None,
    bootstrap: ask.Bootstrap = 1000,
    seed: ask.Seed = 1,
    level: ask.Level = 0.95,
    json_file: ask.Json = None,
) -> None:
    """Find what drives a rating, without a model: shares of what is explained."""
    with plainly():
        from herefor.cli.answers_file import read_answers

        table, target = _with_outcome(read_answers(file), target)
        how: dict[str, Any] = {
            "target": target,
            "aspects": _chosen(table, aspects, beside={target, weight, by}),
            "scale": scale,
            "not_applicable": not_applicable or (),
            "missing": missing,
            "most_missing": most_missing,
            "weight": weight,
            "replicates": bootstrap,
            "seed": seed,
            "level": level,
        }
        _refuse_negative(bootstrap)
        found = _found(table, by, how)
        if json_file != "-":
            _show(found, by)
        if json_file:
            write_json(_document(found, by), json_file)


def _found(table: "pl.DataFrame", by: str | None, how: dict[str, Any]) -> "BySegment":
    from herefor.measure import BySegment, key_drivers, key_drivers_by

    return (
        key_drivers_by(table, by, **how) if by else BySegment({"": key_drivers(table, **how)}, {})
    )


def _with_outcome(table: "pl.DataFrame", target: str) -> tuple["pl.DataFrame", str]:
    from herefor.measure import AnswersRefused
    from herefor.measure.gather.answers import as_words
    from herefor.measure.words import listed, perhaps

    name, equals, word = target.partition("=")
    if target in table.columns or not equals:
        return table, target
    if name not in table.columns:
        raise AnswersRefused(f"There is no column {name}.{perhaps(name, table.columns)}")
    words = as_words(table[name])
    known = words.drop_nulls().unique().sort().to_list()
    if word not in known:
        raise AnswersRefused(
            f"Nobody has {word!r} in column {name}.{perhaps(word, known)} "
            f"There are {listed(known, most=5)}."
        )
    return table.with_columns((words == word).cast(int).alias(target)), target


def _chosen(
    table: "pl.DataFrame", patterns: list[str] | None, *, beside: set[str | None]
) -> list[str]:
    """Columns by name or pattern, in the order of the file; without any, those like ratings."""
    from herefor.measure import AnswersRefused
    from herefor.measure.words import perhaps

    others = [name for name in table.columns if name not in beside]
    if not patterns:
        found = [name for name in others if _is_like_a_rating(table[name])]
        if not found:
            raise AnswersRefused("No column looks like a rating. Name them with --aspects.")
        return found
    patterns = [one.strip() for pattern in patterns for one in pattern.split(",")]
    for pattern in patterns:
        if not any(name == pattern or fnmatch(name, pattern) for name in others):
            hint = perhaps(pattern, others)
            raise AnswersRefused(f"No column is named {pattern}, or fits it.{hint}")
    return [name for name in others if any(name == one or fnmatch(name, one) for one in patterns)]


def _is_like_a_rating(column: "pl.Series") -> bool:
    if not column.dtype.is_numeric():
        return False
    known = column.drop_nulls()
    return 3 <= known.n_unique() <= MOST_ANSWERS and bool((known == known.round()).all())


def _refuse_negative(bootstrap: int) -> None:
    from herefor.measure.words import Refused

    if bootstrap < 0:
        raise Refused("The number of replicates cannot be negative. Write 0 for no intervals.")


def _document(found: "BySegment", by: str | None) -> dict[str, Any]:
    told = {name: _one(one) for name, one in found.found.items()}
    if not by:
        return told[""]
    return {"by": by, "groups": told, "left_out": found.left_out}


def _one(found: "Drivers") -> dict[str, Any]:
    from herefor.cli.told import plain, spelled

    return {
        "target": found.target,
        "n": found.rows,
        "n_used": found.n,
        "level": found.level,
        "r2": spelled("value", found.r2),
        "leaders": list(found.leaders),
        "ties": [list(pair) for pair in found.ties],
        "aspects": [
            {"aspect": one.name}
            | {
                what: spelled("value", getattr(one, what))
                for what in ("share", "part", "relative_weight", "coefficient", "correlation")
            }
            | {"inflation": plain(one.inflation)}
            for one in found.aspects
        ],
        "monte_carlo": plain(found.monte_carlo),
        "warnings": list(found.warnings),
    }


def _show(found: "BySegment", by: str | None) -> None:
    from herefor.cli.show import a_console, say

    console = a_console()
    for name, one in found.found.items():
        if by:
            console.print(f"{by}: {name}", style="bold")
        _show_one(console, one)
    for name, why in found.left_out.items():
        say(console, f"Left out, {by} {name}: {why}")


def _show_one(console: "Console", found: "Drivers") -> None:
    from herefor.cli.show import notes, say, spoken, table_of
    from herefor.measure.words import counted

    heading = f"{spoken(found.r2, digits=2)} of the variance of {found.target} is explained"
    say(console, f"{heading}, from {counted(found.n, 'answer')}.")
    table = table_of("Shares of that", "Aspect", "Share, percent", "Coefficient", "Correlation")
    for one in found.aspects:
        table.add_row(
            one.name,
            percent(one.share),
            f"{one.coefficient.value:.2f}",
            f"{one.correlation.value:.2f}",
        )
    console.print(table)
    notes(console, found.warnings)


def percent(share: Any) -> str:
    """A share and its interval, 0 to 100."""
    from herefor.cli.show import spoken
    from herefor.measure import Number

    return spoken(Number(100 * share.value, 100 * share.low, 100 * share.high))
