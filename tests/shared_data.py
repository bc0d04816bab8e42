"""Where the measurement data and the reference results lie: a folder beside the project."""

import json
from pathlib import Path
from typing import Any

import polars as pl

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
MOBI = SHARED / "data" / "mobi.csv"
SATISFACTION = SHARED / "data" / "satisfaction.csv"

SATISFACTION_MODEL = """
name = "bank"
scale = [0, 10]
[constructs]
IMAG = ["imag1", "imag2", "imag3", "imag4", "imag5"]
EXPE = ["expe1", "expe2", "expe3", "expe4", "expe5"]
QUAL = ["qual1", "qual2", "qual3", "qual4", "qual5"]
VAL = ["val1", "val2", "val3", "val4"]
SAT = ["sat1", "sat2", "sat3", "sat4"]
LOY = ["loy1", "loy2", "loy3", "loy4"]
[paths]
EXPE = ["IMAG"]
QUAL = ["EXPE"]
VAL = ["EXPE", "QUAL"]
SAT = ["IMAG", "EXPE", "QUAL", "VAL"]
LOY = ["IMAG", "SAT"]
"""


def mobi() -> pl.DataFrame:
    return pl.read_csv(MOBI)


def reference(name: str) -> dict[str, Any]:
    """Stored output of other programs; `_row` is only how R wrote its tables."""
    path = SHARED / "reference" / f"{name}_expected.json"
    return _without_row_names(json.loads(path.read_text("utf-8")))


def _without_row_names(table: Any) -> Any:
    if not isinstance(table, dict):
        return table
    return {key: _without_row_names(value) for key, value in table.items() if key != "_row"}
