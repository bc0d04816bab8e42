"""How every command for analysts ends: with numbers, or with one sentence and exit code 2."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import typer


@contextmanager
def plainly() -> Iterator[None]:
    """Whatever is refused or cannot be written is told in one sentence, never by a traceback."""
    from herefor.measure.words import Refused

    try:
        yield
        sys.stdout.flush()
    except Refused as refusal:
        _stop(str(refusal))
    except OSError as error:
        _forget_what_cannot_be_printed()
        where = f" to {error.filename}" if error.filename else ""
        _stop(f"The results cannot be written{where}: {error.strerror}.")


def write_json(document: Mapping[str, Any], target: str) -> None:
    """To a file, or with - to the terminal."""
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
