"""`herefor measure`: from a file of answers to an honest index."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

FileArgument = Annotated[
    Path, typer.Argument(help="Answers as CSV (also packed with gzip) or Parquet.")
]
ModelOption = Annotated[
    str | None,
    typer.Option(help="acsi, ecsi or a model file; chosen by the columns if left out."),
]
WeightOption = Annotated[str | None, typer.Option(help="Column with sampling weights.")]
ByOption = Annotated[
    str | None, typer.Option(help="Column that says which group an answer belongs to.")
]
SchemeOption = Annotated[str, typer.Option(help="path, factorial or centroid.")]
MissingOption = Annotated[
    str, typer.Option(help="listwise (leave rows with gaps out) or mean (fill with item means).")
]
BootstrapOption = Annotated[int, typer.Option(help="Replicates for the intervals; 0 for none.")]
SeedOption = Annotated[int, typer.Option(help="Same seed, same numbers.")]
LevelOption = Annotated[float, typer.Option(help="Level of the intervals, between 0 and 1.")]
JsonOption = Annotated[
    str | None, typer.Option("--json", help="Write all numbers to this file, or - to print them.")
]
ReportOption = Annotated[Path | None, typer.Option(help="Write a page to read to this HTML file.")]


def measure(
    file: FileArgument,
    model: ModelOption = None,
    weight: WeightOption = None,
    by: ByOption = None,
    scheme: SchemeOption = "path",
    missing: MissingOption = "listwise",
    bootstrap: BootstrapOption = 5000,
    seed: SeedOption = 1,
    level: LevelOption = 0.95,
    json_file: JsonOption = None,
    report: ReportOption = None,
) -> None:
    """Measure satisfaction and what drives it, with an interval on every number."""
    from herefor.cli.measuring import Plan, measured  # imports NumPy, SciPy and Polars
    from herefor.cli.show import show
    from herefor.measure.words import Refused

    plan = Plan(model, weight, by, scheme, missing, bootstrap, seed, level, report is not None)
    try:
        results = measured(file, plan)
        if json_file != "-":
            show(results)
        if json_file:
            _write_json(results.asked_for, json_file)
        sys.stdout.flush()
        if report:
            from herefor.cli.report import write_report

            write_report(results, report)
    except Refused as refusal:
        _stop(str(refusal))
    except OSError as error:
        _forget_what_cannot_be_printed()
        where = f" to {error.filename}" if error.filename else ""
        _stop(f"The results cannot be written{where}: {error.strerror}.")


def _write_json(document: dict[str, object], target: str) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def _forget_what_cannot_be_printed() -> None:
    """Otherwise Python tries once more at the end, and complains in words of its own."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
