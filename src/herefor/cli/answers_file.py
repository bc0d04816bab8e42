"""Reading a file of answers as people really save them."""

import codecs
import csv
import gzip
import io
from pathlib import Path
from typing import TYPE_CHECKING

from herefor.measure.words import AnswersRefused, listed

if TYPE_CHECKING:
    import polars as pl

SEPARATORS = (",", ";", "\t", "|")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_answers(path: Path) -> "pl.DataFrame":
    """A CSV file, packed or not, in the usual encodings and separators, or a Parquet file."""
    import polars as pl  # slow to import

    try:
        if path.suffix.casefold() in (".parquet", ".pq"):
            return pl.read_parquet(path)
        raw = gzip.decompress(path.read_bytes()) if _is_packed(path) else path.read_bytes()
        return _read_csv(raw, path)
    except FileNotFoundError:
        raise AnswersRefused(
            f"There is no file {path}. Check the name and the folder and try again."
        ) from None
    except (OSError, EOFError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise AnswersRefused(
            f"The file {path} cannot be read: {reason}. Save it as CSV or Parquet and try again."
        ) from None


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _read_csv(raw: bytes, path: Path) -> "pl.DataFrame":
    import polars as pl  # slow to import

    text = _decoded(raw)
    heading = text.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    if not heading.strip():
        raise AnswersRefused(f"The file {path} is empty. It needs a heading and a row an answer.")
    separator = max(SEPARATORS, key=heading.count)
    _refuse_repeated(next(csv.reader([heading], delimiter=separator)), path)
    table = pl.read_csv(
        io.BytesIO(text.encode()),
        separator=separator,
        infer_schema_length=None,
        null_values=[""],
        truncate_ragged_lines=False,
    )
    return table.rename({name: name.strip() for name in table.columns})


def _decoded(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\x00" in raw[:200]:
        return raw.decode("utf-16-be" if raw[:1] == b"\x00" else "utf-16-le", errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _refuse_repeated(names: list[str], path: Path) -> None:
    names = [name.strip() for name in names]
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        raise AnswersRefused(
            f"In {path}, the heading {listed(sorted(repeated))} stands over several columns. "
            "Rename all but one, so that it is clear which is meant."
        )
