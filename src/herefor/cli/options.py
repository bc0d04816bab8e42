"""What several commands ask alike. Panels keep the help of the long ones readable."""

from pathlib import Path
from typing import Annotated

import typer

MODEL, DRAWN, LARGE, OUT = "The model", "Intervals and design", "Large files", "What comes out"

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Answers as CSV (also packed with gzip) or Parquet; a folder of them; or moments "
        "kept earlier.",
    ),
]
File = Annotated[Path, typer.Argument(help="Answers as CSV (also packed with gzip) or Parquet.")]
Model = Annotated[
    str | None,
    typer.Option(
        help="acsi, ecsi, or a file in TOML or lavaan syntax; chosen by the columns if left out.",
        rich_help_panel=MODEL,
    ),
]
Scale = Annotated[
    tuple[float, float] | None,
    typer.Option(
        metavar="WORST BEST",
        help="Ends of items the model file gives none; 1 10 if left out.",
        rich_help_panel=MODEL,
    ),
]
Scheme = Annotated[str, typer.Option(help="path, factorial or centroid.", rich_help_panel=MODEL)]
Consistent = Annotated[
    bool,
    typer.Option("--consistent", help="Correct paths of factors for error.", rich_help_panel=MODEL),
]
Missing = Annotated[
    str,
    typer.Option(
        help="listwise (leave rows with gaps out) or mean (fill with item means).",
        rich_help_panel=MODEL,
    ),
]
Weight = Annotated[
    str | None, typer.Option(help="Column with sampling weights.", rich_help_panel=DRAWN)
]
Strata = Annotated[
    str | None,
    typer.Option(help="Column of strata: drawn within each.", rich_help_panel=DRAWN),
]
Cluster = Annotated[
    str | None,
    typer.Option(help="Column of clusters: drawn as a whole.", rich_help_panel=DRAWN),
]
Bootstrap = Annotated[
    int,
    typer.Option(help="Replicates for the intervals; 0 for none.", rich_help_panel=DRAWN),
]
Draw = Annotated[
    str,
    typer.Option(help="auto, multinomial, groups or poisson.", rich_help_panel=DRAWN),
]
Interval = Annotated[
    str,
    typer.Option(
        help="percentile, bca, studentised, normal or large-sample.", rich_help_panel=DRAWN
    ),
]
Seed = Annotated[int, typer.Option(help="Same seed, same numbers.", rich_help_panel=DRAWN)]
Level = Annotated[
    float,
    typer.Option(help="Level of the intervals, between 0 and 1.", rich_help_panel=DRAWN),
]
Engine = Annotated[
    str | None,
    typer.Option(help="Read in pieces: serial or dask.", rich_help_panel=LARGE),
]
Workers = Annotated[
    int, typer.Option(help="Pieces read side by side.", min=1, rich_help_panel=LARGE)
]
Scheduler = Annotated[
    str | None,
    typer.Option(help="Address of a running Dask cluster.", rich_help_panel=LARGE),
]
Keep = Annotated[
    Path | None,
    typer.Option(
        help="Keep the moments in this file (.npz, .arrow), to measure from it later.",
        rich_help_panel=LARGE,
    ),
]
By = Annotated[
    str | None,
    typer.Option(help="Column that says which group an answer belongs to.", rich_help_panel=OUT),
]
Json = Annotated[
    str | None,
    typer.Option(
        "--json",
        help="Write all numbers to this file, or - to print them.",
        rich_help_panel=OUT,
    ),
]
