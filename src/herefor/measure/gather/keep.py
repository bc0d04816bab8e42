"""Moments in a file: as NumPy arrays (.npz) or as an Arrow table (.arrow)."""

import json
from hashlib import blake2b
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import polars as pl

from herefor.measure.gather.moments import Moments
from herefor.measure.gather.units import Units
from herefor.measure.stack import Array
from herefor.measure.words import Refused

FORMAT, VERSION = "herefor moments", 1
ENDINGS = (".npz", ".arrow")
_PLAIN = (
    "codes",
    "missing",
    "grouped",
    "rows",
    "used",
    "replicates",
    "seed",
    "told",
    "draw",
    "asked_of_some",
    "answered",
    "fingerprint",
)
_TUPLES = ("codes", "told", "asked_of_some", "answered")
Arrays = dict[str, np.ndarray[Any, Any]]


def save(moments: Moments, file: str | PathLike[str]) -> None:
    """Write moments; `Moments.save` is the door."""
    path = _with_known_ending(file)
    about: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    about |= {name: getattr(moments, name) for name in _PLAIN}
    arrays: dict[str, np.ndarray[Any, Any] | None]
    arrays = {"sums": moments.sums, "drawn": moments.drawn}
    arrays |= {"strata": moments.units.strata, "clusters": moments.units.clusters}
    present = {name: array for name, array in arrays.items() if array is not None}
    about["check"] = _check(present)
    if path.suffix == ".npz":
        with path.open("wb") as opened:
            np.savez(opened, allow_pickle=False, about=np.array(json.dumps(about)), **present)
    else:
        _as_table(json.dumps(about), present).write_ipc(path)


def load(file: str | PathLike[str]) -> Moments:
    """Read moments; `Moments.load` is the door."""
    path = _with_known_ending(file)
    if not path.exists():
        raise Refused(f"There is no file {path}. Save moments there first.")
    try:
        about, arrays = _arrays(path) if path.suffix == ".npz" else _columns(path)
        _refuse_foreign(path, about)
        return _moments(about, arrays)
    except Refused:
        raise
    except (
        BadZipFile,
        EOFError,
        KeyError,
        OSError,
        TypeError,
        ValueError,
        pl.exceptions.PolarsError,
    ) as error:
        raise Refused(
            f"The file {path} is damaged or holds no moments ({error}). Read the answers again "
            "and save their moments anew."
        ) from error


def _check(arrays: Arrays) -> str:
    check = blake2b(digest_size=16)
    for name in sorted(arrays):
        check.update(f"{name} {arrays[name].shape}".encode())
        check.update(np.ascontiguousarray(arrays[name]).tobytes())
    return check.hexdigest()


def _with_known_ending(file: str | PathLike[str]) -> Path:
    path = Path(file)
    if path.suffix not in ENDINGS:
        raise Refused(
            f"Moments are kept in files ending in .npz or .arrow, not in {path.name}. Rename it."
        )
    return path


def _refuse_foreign(path: Path, about: dict[str, Any]) -> None:
    if about.get("format") != FORMAT:
        raise Refused(f"The file {path} was not written by Moments.save. Name one that was.")
    if about["version"] > VERSION:
        raise Refused(
            f"The file {path} was written by a newer herefor (format {about['version']}; this one "
            f"reads up to {VERSION}). Update herefor, or save the moments again with this one."
        )


def _moments(about: dict[str, Any], arrays: Arrays) -> Moments:
    plain: dict[str, Any] = {
        name: tuple(about[name]) if name in _TUPLES else about[name] for name in _PLAIN
    }
    sums: Array = np.ascontiguousarray(arrays["sums"], dtype=np.float64)
    if about["check"] != _check(arrays):
        raise ValueError("what it says is not what was saved")
    labels = [arrays.get(name) for name in ("strata", "clusters")]
    return Moments(**plain, sums=sums, units=Units(*labels), drawn=arrays.get("drawn"))


def _arrays(path: Path) -> tuple[dict[str, Any], Arrays]:
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return json.loads(str(arrays.pop("about", "{}"))), arrays


def _as_table(about: str, arrays: Arrays) -> pl.DataFrame:
    """One row a unit, then one a replicate; what they are about stands in the first."""
    kinds = [kind for kind in ("sums", "drawn") if kind in arrays]
    units = arrays["sums"].shape[1]
    replicates = arrays["drawn"].shape[1] if "drawn" in arrays else 0
    kind = ["about"] + ["sums"] * units + ["drawn"] * replicates
    nothing = np.zeros((1, len(arrays["sums"])))
    values = np.concatenate([nothing, *(arrays[kind].T for kind in kinds)])
    columns: dict[str, Any] = {
        "kind": kind,
        "about": [about] + [None] * (len(kind) - 1),
        "values": pl.Series(values),
    }
    for name in ("strata", "clusters"):
        if name in arrays:
            columns[name] = [None, *arrays[name].tolist(), *[None] * replicates]
    return pl.DataFrame(columns)


def _columns(path: Path) -> tuple[dict[str, Any], Arrays]:
    table = pl.read_ipc(path)
    about = table["about"][0] if "about" in table.columns else "{}"
    arrays: Arrays = {}
    for kind in ("sums", "drawn"):
        values = table.filter(pl.col("kind") == kind)["values"]
        if len(values):
            arrays[kind] = np.ascontiguousarray(values.to_numpy().T)
    for name in ("strata", "clusters"):
        if name in table.columns:
            words = table.filter(pl.col("kind") == "sums")[name].to_list()
            arrays[name] = np.array(words, dtype=np.str_)
    return json.loads(about), arrays
