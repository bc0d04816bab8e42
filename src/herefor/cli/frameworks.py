"""`herefor frameworks check`: whether point values and bands of frameworks hold together."""

from pathlib import Path
from typing import Annotated

import typer

frameworks = typer.Typer(help="Frameworks by which an organisation is assessed.")


@frameworks.callback()
def about() -> None:
    """Frameworks by which an organisation is assessed."""


@frameworks.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(help="An edition as JSON; all that come with the program when absent."),
    ] = None,
) -> None:
    """Check that points add up, and say what nobody has compared with the edition itself."""
    from herefor.assess import commands

    raise typer.Exit(commands.check(file))
