"""`herefor measure`: from a file of answers to an honest index."""

from pathlib import Path
from typing import Annotated

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json


def measure(
    files: ask.Files,
    model: ask.Model = None,
    scale: ask.Scale = None,
    scheme: ask.Scheme = "path",
    consistent: ask.Consistent = False,
    missing: ask.Missing = "listwise",
    weight: ask.Weight = None,
    strata: ask.Strata = None,
    cluster: ask.Cluster = None,
    bootstrap: ask.Bootstrap = 5000,
    draw: ask.Draw = "auto",
    interval: ask.Interval = "percentile",
    seed: ask.Seed = 1,
    level: ask.Level = 0.95,
    engine: ask.Engine = None,
    workers: ask.Workers = 1,
    scheduler: ask.Scheduler = None,
    moments: ask.Keep = None,
    by: ask.By = None,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate",
            help="Judge the model: fit, validity, prediction, effect sizes.",
            rich_help_panel=ask.OUT,
        ),
    ] = False,
    through: Annotated[
        str,
        typer.Option(
            help="Missing points by direct drivers, or with credit through the whole model.",
            metavar="direct|model",
            rich_help_panel=ask.OUT,
        ),
    ] = "direct",
    json_file: ask.Json = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Write a page to read to this HTML file.", rich_help_panel=ask.OUT),
    ] = None,
) -> None:
    """Measure satisfaction and what drives it, with an interval on every number."""
    asked = {name: value for name, value in locals().items() if name not in _NOT_A_PLAN}
    with plainly():
        from herefor.cli.asked import Plan
        from herefor.cli.measuring import measured  # imports NumPy, SciPy and Polars
        from herefor.cli.show import show

        results = measured(files, Plan(**asked, seek_periods=report is not None))
        if json_file != "-":
            show(results)
        if json_file:
            write_json(results.asked_for, json_file)
        if report:
            from herefor.cli.report import write_report

            write_report(results, report)


_NOT_A_PLAN = {"files", "json_file", "report"}
