"""Where the numbers come from: a table in memory, files in pieces, or moments kept earlier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from pathlib import Path

import polars as pl

from herefor.cli.answers_file import read_answers
from herefor.cli.asked import Plan
from herefor.measure import AnswersRefused, Model, Moments, Refused, moments_of_files
from herefor.measure.words import listed

LARGE_BYTES = 200_000_000  # of Parquet or plain CSV together; then they are read in pieces
ANSWERS = (".parquet", ".pq", ".csv", ".csv.gz")
KEPT = (".npz", ".arrow")
IN_PIECES = (".parquet", ".csv")


@dataclass(frozen=True)
class Source:
    """One of `table` and `kept`, or neither: then the files are read in pieces."""

    files: tuple[Path, ...]
    columns: tuple[str, ...]
    table: pl.DataFrame | None = None
    kept: Moments | None = None

    def only(self, part: pl.DataFrame) -> "Source":
        """Some rows of the table."""
        return replace(self, table=part)

    @property
    def rows(self) -> int:
        return 0 if self.table is None else len(self.table)


def sourced(named: Sequence[Path], plan: Plan) -> Source:
    """What the files hold, read into memory where that is wise."""
    files = tuple(file for one in named for file in _inside(one))
    if any(file.suffix in KEPT for file in files):
        return _kept(files, plan)
    if plan.engine or plan.scheduler or _too_large(files):
        return _in_pieces(files, plan)
    table = read_together(files)
    return Source(files, tuple(table.columns), table=table)


def gathered(source: Source, model: Model, plan: Plan) -> Moments:
    """The sums everything is computed from."""
    if source.kept is not None:
        return source.kept
    how = {
        "replicates": plan.bootstrap,
        "seed": plan.seed,
        "weight": plan.weight,
        "missing": plan.missing,
        "draw": plan.draw,
        "strata": plan.strata,
        "cluster": plan.cluster,
    }
    if source.table is not None:
        return Moments.of(source.table, model, **how)  # type: ignore[arg-type]  # typed in Plan
    return moments_of_files(
        source.files,
        model,
        engine=plan.engine or ("dask" if plan.scheduler else "serial"),
        workers=plan.workers,
        scheduler=plan.scheduler,
        **how,
    )


def read_together(files: Sequence[Path]) -> pl.DataFrame:
    """All rows of all files, one file after the other."""
    tables = [read_answers(file) for file in files]
    if len(tables) == 1:
        return tables[0]
    for file, table in zip(files, tables, strict=True):
        if not set(table.columns) & set(tables[0].columns):
            raise AnswersRefused(
                f"{file.name} has no column in common with {files[0].name}, so they are not "
                "answers to the same questions. Name files of one survey."
            )
    try:
        return pl.concat(tables, how="diagonal_relaxed")
    except pl.exceptions.PolarsError as error:
        raise AnswersRefused(
            f"{listed([file.name for file in files], most=3)} cannot be put together: "
            f"{str(error).partition(chr(10))[0].rstrip('.')}. Save them with the same columns."
        ) from None


def _inside(named: Path) -> list[Path]:
    if not named.is_dir():
        return [named]
    found = [file for file in sorted(named.rglob("*")) if file.name.casefold().endswith(ANSWERS)]
    if not found:
        raise AnswersRefused(
            f"{named} is a folder and cannot be read. It holds no Parquet or CSV file: name a "
            "file, or a folder with such files."
        )
    return found


def _too_large(files: Sequence[Path]) -> bool:
    alike = all(file.suffix in IN_PIECES and file.exists() for file in files)
    return alike and sum(file.stat().st_size for file in files) > LARGE_BYTES


def _in_pieces(files: tuple[Path, ...], plan: Plan) -> Source:
    if plan.by:
        raise Refused(
            "Files read in pieces are measured as a whole. Leave --by out, or measure a file for "
            "each group and compare them."
        )
    first = next((file for file in files if file.exists()), None)
    if first is None:
        raise AnswersRefused(f"There is no file {files[0]}. Check the name and the folder.")
    return Source(files, _columns(first))


def _columns(file: Path) -> tuple[str, ...]:
    try:
        lazy = pl.scan_csv(file) if file.suffix == ".csv" else pl.scan_parquet(file)
        return tuple(lazy.collect_schema())
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise AnswersRefused(f"The file {file} cannot be read: {reason}.") from None


def _kept(files: tuple[Path, ...], plan: Plan) -> Source:
    """Moments add up; what was settled when they were gathered cannot be asked for again."""
    plain = Plan()
    settled = [
        f"--{name}"
        for name in ("weight", "strata", "cluster", "draw", "missing", "by", "engine")
        if getattr(plan, name) != getattr(plain, name)
    ]
    if settled:
        raise Refused(
            f"Kept moments have no rows, so {listed(settled)} cannot be asked for here. Measure "
            "the answers themselves."
        )
    if not all(file.suffix in KEPT for file in files):
        raise Refused(
            "Kept moments and answers cannot be measured together. Keep moments of the answers "
            "with --moments first, then name all files of moments."
        )
    moments = reduce(add, (Moments.load(file) for file in files))
    if moments.drawn is None:  # Poisson draws were made when the answers were read
        moments = replace(moments, replicates=plan.bootstrap, seed=plan.seed)
    return Source(files, moments.codes, kept=moments)
