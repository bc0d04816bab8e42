"""Files of any size in one pass: cut into pieces, read by an engine, added in order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from io import BytesIO
from operator import add
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import polars as pl

from herefor.measure.engines.base import Engine, Piece
from herefor.measure.engines.dask import Dask
from herefor.measure.engines.serial import Serial
from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.words import AnswersRefused, Refused, listed, perhaps, whole

ENGINES = ("serial", "dask")
ROWS = 2**18  # of Parquet in a piece: a row group as Polars writes them
BYTES = 2**24  # of CSV in a piece
SMALL = 4  # so few pieces are read here, whatever engine was asked for
FilePath = str | PathLike[str]


def moments_of_files(
    files: FilePath | Iterable[FilePath],
    model: Model,
    *,
    engine: str | Engine = "serial",
    workers: int = 1,
    scheduler: str | None = None,
    **how: Any,
) -> Moments:
    """The moments of Parquet or CSV files, or of all in a folder, however large.

    Memory stays bounded by the pieces in flight (up to 500 MB for the first worker and 300 MB for
    each further, at 24 items). The numbers
    are the same to the last bit whichever engine reads and however many `workers` there are.
    `engine` is "serial" (threads when `workers` is more than 1), "dask" (at the address
    `scheduler`, or a cluster of two processes of its own) or an `Engine`; a few pieces are always
    read here. `how` is what `Moments.of` takes: replicates, seed, weight, missing, draw, strata,
    cluster, identity. More than one piece is never kept respondent by respondent: its draws are
    "groups" or "poisson".

    Raises `Refused` for an engine or a draw that cannot be, `AnswersRefused` for files that do not
    fit the model, naming the file.

    >>> from tempfile import TemporaryDirectory
    >>> from herefor.measure import construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> with TemporaryDirectory() as folder:
    ...     answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    ...     answers.write_parquet(f"{folder}/wave.parquet")
    ...     moments_of_files(folder, model).used
    20
    """
    whole(workers, "workers", least=1)
    pieces = [piece for piece in _pieces(_files(files)) if piece.length]
    if not pieces:
        raise AnswersRefused("There are no answers: the files have a heading but no row.")
    if len(pieces) > 1:
        how |= {"draw": _draw(how.get("draw", "auto")), "exact_up_to": 0}
    reading = _Reading(model, _columns(model, how), tuple(how.items()))
    by = _engine(engine, workers, scheduler, small=len(pieces) < SMALL)
    read = reduce(add, by.gathered(reading, pieces))
    return replace(read, told=_told_once(read.told))


@dataclass(frozen=True)
class _Reading:
    """Reads a piece; travels to the workers."""

    model: Model
    columns: tuple[str, ...]
    how: tuple[tuple[str, Any], ...]

    def __call__(self, piece: Piece) -> Moments:
        table = _table(piece, self.columns)
        try:
            return Moments.of(table, self.model, first=piece.first, **dict(self.how))
        except AnswersRefused as refusal:
            raise AnswersRefused(
                f"In {piece.path}, rows counted from its {_where(piece)}: {refusal}"
            ) from None


def _where(piece: Piece) -> str:
    unit = "row" if piece.path.endswith(".parquet") else "byte"
    return f"{unit} {piece.start:,}" if piece.start else "beginning"


def _files(files: FilePath | Iterable[FilePath]) -> list[Path]:
    named = [files] if isinstance(files, str | PathLike) else list(files)
    found: list[Path] = []
    for path in (Path(fspath(one)) for one in named):
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        kinds = [one for one in inside if one.suffix in (".parquet", ".csv")]
        if not kinds or not kinds[0].exists():
            raise AnswersRefused(
                f"There is no Parquet or CSV file at {path}. Name a file ending in .parquet or "
                ".csv, or a folder with such files."
            )
        found += kinds
    return found


def _pieces(files: Sequence[Path]) -> list[Piece]:
    pieces: list[Piece] = []
    first = 0
    for path in files:
        try:
            cut = _csv_pieces(path) if path.suffix == ".csv" else _parquet_pieces(path)
        except pl.exceptions.PolarsError as error:
            raise AnswersRefused(f"The file {path} cannot be read ({error}).") from error
        for piece, rows in cut:
            pieces.append(replace(piece, first=first))
            first += rows
    return pieces


def _parquet_pieces(path: Path) -> list[tuple[Piece, int]]:
    rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())
    cut = ((start, min(ROWS, rows - start)) for start in range(0, rows, ROWS))
    return [(Piece(str(path), start, length, 0), length) for start, length in cut]


def _csv_pieces(path: Path) -> list[tuple[Piece, int]]:
    """Cut at line ends, lines counted: fast, and true unless an answer itself holds a line end."""
    pieces = []
    with path.open("rb") as opened:
        start = len(opened.readline())
        while part := opened.read(BYTES) + opened.readline():
            if part.count(b'"') % 2:
                raise AnswersRefused(
                    f"The file {path} has answers of several lines in quotes, which cannot be cut "
                    "into pieces. Save it as Parquet."
                )
            lines = part.count(b"\n") + (not part.endswith(b"\n"))
            pieces.append((Piece(str(path), start, len(part), 0), lines))
            start += len(part)
    return pieces


def _table(piece: Piece, columns: tuple[str, ...]) -> pl.DataFrame:
    if piece.path.endswith(".parquet"):
        lazy = pl.scan_parquet(piece.path)
        there = [name for name in columns if name in lazy.collect_schema()]
        return lazy.select(there or pl.all()).slice(piece.start, piece.length).collect()
    with Path(piece.path).open("rb") as opened:
        heading = opened.readline()
        opened.seek(piece.start)
        text = heading + opened.read(piece.length)
    names = pl.read_csv(BytesIO(heading)).columns
    there = [name for name in columns if name in names]
    wanted = there or None
    try:
        return pl.read_csv(text, columns=wanted)
    except pl.exceptions.PolarsError:  # a decimal or a word after many whole numbers
        return pl.read_csv(text, columns=wanted, infer_schema_length=None)


def _columns(model: Model, how: dict[str, Any]) -> tuple[str, ...]:
    asked = (how.get(name) for name in ("weight", "strata", "cluster", "identity"))
    return (*model.item_codes, *(name for name in asked if name))


def _draw(asked: str) -> str:
    if asked == "multinomial":
        raise Refused(
            "So many answers are not kept one by one. Draw by groups, or by poisson, which counts "
            "every respondent and needs no memory for him."
        )
    return "groups" if asked == "auto" else asked


def _engine(engine: str | Engine, workers: int, scheduler: str | None, *, small: bool) -> Engine:
    if not isinstance(engine, str):
        return engine
    if engine not in ENGINES:
        raise Refused(
            f"There is no engine {engine!r}.{perhaps(engine, ENGINES)} Known are {listed(ENGINES)}."
        )
    if engine == "serial" or (small and not scheduler):
        return Serial(workers)
    return Dask(scheduler, max(2, workers))


def _told_once(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Pieces say the same with other counts; each is told once."""
    alike: dict[str, list[str]] = {}
    for note in notes:
        alike.setdefault(re.sub(r"[\d,.]+", "#", note), []).append(note)
    return tuple(
        said[0] if len(said) == 1 else f"In part of the files, and alike in others: {said[0]}"
        for said in alike.values()
    )
