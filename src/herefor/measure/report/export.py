"""Results to take along: a spreadsheet, a table, a document for programs or for a paper."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZipFile, ZipInfo

import polars as pl

from herefor import __version__
from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.report.document import as_document
from herefor.measure.report.sheets import workbook
from herefor.measure.report.tables import as_table, tables
from herefor.measure.report.typeset import latex, markdown
from herefor.measure.words import Refused, counted, listed, perhaps

CALCULATED = ("=", "+", "-", "@", "\t", "\r")
BESIDE = ("warnings", "how")  # tables of a fit that are notes in print


@dataclass(frozen=True)
class Taken:
    """What is written, before it has a form."""

    tables: dict[str, pl.DataFrame]
    document: dict[str, Any]
    notes: tuple[str, ...]
    level: float | None


def export(result: Any, to: str | os.PathLike[str]) -> Path:
    """Write a fit, any result of this package, or frames by name; the ending says the form.

    - `.xlsx`: a sheet for each table, numbers as numbers; a fit has its warnings and how it was
      computed on sheets of their own;
    - `.csv`: one table. Several go into `.zip`, or into a folder if `to` is one: a file each;
    - `.json`: a fit as `as_document` tells it, anything else as its lines;
    - `.tex`: booktabs tables, intervals in brackets; `.md`: the same as Markdown.

    Text that a spreadsheet would take for a formula stays text. A file that is there is replaced,
    whole or not at all. The same result gives the same bytes. Raises `Refused` for another ending,
    several tables for one CSV file, a library that is missing and a place that cannot be written.

    >>> import tempfile
    >>> from herefor.measure import Number
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export({"May": Number(72.0, 70.0, 74.0, 1.0)}, f"{folder}/indices.csv").read_text()
    'name,value,low,high,se\\nMay,72.0,70.0,74.0,1.0\\n'
    """
    file, taken = Path(to), _taken(result)
    if file.is_dir():
        for name, table in taken.tables.items():
            _write(file / f"{name}.csv", _csv(table))
        return file
    if file.suffix.lower() not in FORMS:
        raise Refused(
            f"Results are written as {listed(FORMS)}, not {file.suffix or 'a file without ending'}."
            f"{perhaps(file.suffix, list(FORMS))} A folder that is there takes a CSV file a table."
        )
    _write(file, FORMS[file.suffix.lower()](taken))
    return file


def _taken(result: Any) -> Taken:
    if isinstance(result, Fit):
        return Taken(tables(result), as_document(result), result.warnings, result.level)
    if isinstance(result, Mapping) and all(isinstance(t, pl.DataFrame) for t in result.values()):
        found = {str(name): table for name, table in result.items()}
    else:
        found = {_kind(result): as_table(result)}
    if not found:
        raise Refused("There is no table to write.")
    document = {"herefor": __version__, "tables": {n: t.to_dicts() for n, t in found.items()}}
    notes = getattr(result, "warnings", getattr(result, "notes", ()))
    return Taken(found, document, tuple(notes), _level(result))


def _kind(result: Any) -> str:
    named = is_dataclass(result) and not isinstance(result, type)
    return type(result).__name__.lower() if named else "table"


def _level(result: Any) -> float | None:
    """At which level the intervals of a result are, if it says so."""
    level = getattr(result, "level", None)
    if isinstance(level, float):
        return level
    held = (
        [getattr(result, one.name) for one in fields(result)]
        if is_dataclass(result)
        else list(result.values() if isinstance(result, Mapping) else ())
    )
    return next((one.level for one in held if isinstance(one, Number)), None)


def _xlsx(taken: Taken) -> bytes:
    told = dict(taken.tables)
    if taken.notes and "warnings" not in told:
        told["notes"] = pl.DataFrame({"note": list(taken.notes)})
    if "how" not in told:
        told["how"] = pl.DataFrame({"what": ["program"], "value": [f"herefor {__version__}"]})
    return workbook(told)


def _one_csv(taken: Taken) -> bytes:
    if len(taken.tables) > 1:
        raise Refused(
            f"A CSV file holds one table, and here are {len(taken.tables)}: "
            f"{listed(taken.tables, most=12)}. Write one of them (`tables(fit)` has them by name), "
            "or all into a .zip, an .xlsx or a folder."
        )
    return _csv(*taken.tables.values())


def _csv(table: pl.DataFrame) -> bytes:
    guarded = pl.col(pl.String).map_batches(
        lambda column: pl.Series([_harmless(text) for text in column], dtype=pl.String),
        return_dtype=pl.String,
    )
    named = table.with_columns(guarded).rename(_harmless_name)
    return named.write_csv().encode()


def _harmless(text: str | None) -> str | None:
    return f"'{text}" if text is not None and text.startswith(CALCULATED) else text


def _harmless_name(name: str) -> str:
    return _harmless(name) or ""


def _zip(taken: Taken) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, table in taken.tables.items():  # ZipInfo has a date of its own, always the same
            archive.writestr(ZipInfo(f"{name}.csv"), _csv(table))
    return held.getvalue()


def _json(taken: Taken) -> bytes:
    return (json.dumps(taken.document, indent=2, ensure_ascii=False) + "\n").encode()


def _printed(taken: Taken) -> dict[str, pl.DataFrame]:
    return {
        name: table for name, table in taken.tables.items() if name not in BESIDE and len(table)
    }


def _tex(taken: Taken) -> bytes:
    return latex(_printed(taken), notes=_notes(taken), level=taken.level).encode()


def _md(taken: Taken) -> bytes:
    return markdown(_printed(taken), notes=_notes(taken), level=taken.level).encode()


def _notes(taken: Taken) -> tuple[str, ...]:
    if "how" not in taken.tables:
        return taken.notes
    how = dict(taken.tables["how"].iter_rows())
    made = (
        f"{counted(int(how['rows that count']), 'answer')}, scheme {how['scheme']}, "
        f"{counted(int(how['replicates']), 'replicate')} ({how['drawn']}), seed {how['seed']}, "
        f"{how['interval']} intervals at {float(how['level']):.0%}, {how['program']}."
    )
    return (made, *taken.notes)


FORMS: dict[str, Callable[[Taken], bytes]] = {
    ".xlsx": _xlsx,
    ".csv": _one_csv,
    ".zip": _zip,
    ".json": _json,
    ".tex": _tex,
    ".md": _md,
}


def _write(file: Path, content: bytes) -> None:
    """Beside it first, then in its place: nobody finds half a file."""
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}", delete=False) as beside:
            beside.write(content)
        try:
            os.chmod(beside.name, 0o666 & ~_umask())
            os.replace(beside.name, file)
        except OSError:
            os.unlink(beside.name)
            raise
    except OSError as error:
        raise Refused(
            f"{file} could not be written ({error.strerror}). Choose a folder that is there and "
            "that you may write to."
        ) from error


def _umask() -> int:
    """What new files may not be; asking is only possible by setting."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
