"""`herefor import-cases`: bring old cases in as history, or take them back."""

from pathlib import Path
from typing import Annotated

import typer

NEITHER = "Name a file to bring in, or with --undo the import to take back."


def import_cases(
    file: Annotated[
        Path | None,
        typer.Argument(help="A Zendesk or Chatwoot export, an mbox, or one letter (.eml)."),
    ] = None,
    unit: Annotated[
        str, typer.Option(help="The unit they belong to; the whole organisation when absent.")
    ] = "",
    by: Annotated[
        str,
        typer.Option(
            help="Your e-mail address here; the first administrator's when absent. What colleagues "
            "said whom nobody knows here is kept under it, with their name."
        ),
    ] = "",
    mailbox: Annotated[
        str, typer.Option(help="For letters: the mailbox they belong to, when there are several.")
    ] = "",
    undo: Annotated[int | None, typer.Option(help="Take back the import of this number.")] = None,
    data: Annotated[Path, typer.Option(help="The folder that holds all data.")] = Path("data"),
) -> None:
    """Bring old cases in as history. Nothing is sent and nobody is called."""
    if (file is None) == (undo is None):
        raise typer.BadParameter(NEITHER)
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.answer import commands

    if undo is not None:
        raise typer.Exit(commands.undo(undo, by=by))
    assert file is not None  # noqa: S101  one of the two was given
    raise typer.Exit(commands.import_file(file, unit=unit, by=by, mailbox=mailbox))
