"""Reading a file of answers as people really save them."""

import csv
import gzip
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from herefor.listen.imports.guessing import BINARY_STARTS, encoding_of, is_json, separator_of
from herefor.measure.words import AnswersRefused, listed

if TYPE_CHECKING:
    import polars as pl

PACKED = b"\x1f\x8b"


def read_answers(path: Path) -> "pl.DataFrame":
    """A CSV file, packed or not, in the usual encodings and separators, or a Parquet file."""
    import polars as pl  # slow to import

    if path.is_dir():
        raise AnswersRefused(f"{path} is a folder and cannot be read. Name a file in it.")
    try:
        if path.suffix.casefold() in (".parquet", ".pq"):
            return pl.read_parquet(path)
        raw = path.read_bytes()
        return _read_csv(gzip.decompress(raw) if raw.startswith(PACKED) else raw, path)
    except FileNotFoundError:
        raise AnswersRefused(
            f"There is no file {path}. Check the name and the folder and try again."
        ) from None
    except (OSError, EOFError, zlib.error, pl.exceptions.PolarsError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise AnswersRefused(
            f"The file {path} cannot be read: {reason}. Save it as CSV or Parquet and try again."
        ) from None


def _read_csv(raw: bytes, path: Path) -> "pl.DataFrame":
    import polars as pl  # slow to import

    text = _decoded(raw, path)
    if is_json(text):
        raise AnswersRefused(f"The file {path} is JSON. Save it as CSV or Parquet and try again.")
    rows = csv.reader(io.StringIO(text.lstrip("\n")), delimiter=(separator := separator_of(text)))
    heading = next(rows, [])
    if not any(name.strip() for name in heading):
        raise AnswersRefused(f"The file {path} is empty. It needs a heading and a row an answer.")
    _refuse_repeated(heading, path)
    table = pl.read_csv(
        io.BytesIO(text.encode()),
        separator=separator,
        infer_schema_length=None,
        null_values=[""],
        truncate_ragged_lines=False,
    )
    return table.rename({name: name.strip() for name in table.columns})


def _decoded(raw: bytes, path: Path) -> str:
    """The text, whatever its encoding and its line ends."""
    encoding = None if raw.startswith(BINARY_STARTS) else encoding_of(raw)
    try:
        text = raw.decode(encoding) if encoding else ""
    except UnicodeDecodeError:
        encoding = None
    if encoding is None:
        raise AnswersRefused(
            f"The file {path} cannot be read: it does not look like text. "
            "Save it as CSV in UTF-8 and try again."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_repeated(names: list[str], path: Path) -> None:
    names = [name.strip() for name in names]
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        raise AnswersRefused(
            f"In {path}, the heading {listed(sorted(repeated))} stands over several columns. "
            "Rename all but one, so that it is clear which is meant."
        )
