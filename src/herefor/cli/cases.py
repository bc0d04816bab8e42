"""`herefor cases`: cases on which examiners learn; check them, bring in your own, remove them."""

from pathlib import Path
from typing import Annotated

import typer

cases = typer.Typer(help="Cases on which examiners learn.")
BY = "Your e-mail address here; the first administrator's when absent."


@cases.callback()
def about() -> None:
    """Cases on which examiners learn."""


@cases.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(help="A case as JSON; all that come with the program when absent."),
    ] = None,
) -> None:
    """Check that a case is whole and its marks may be given; say where they ask for a look."""
    from herefor.assess import case_checks

    raise typer.Exit(case_checks.check(file))


@cases.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="A case as JSON.")],
    by: Annotated[str, typer.Option(help=BY)] = "",
    data: Annotated[Path, typer.Option(help="The folder that holds all data.")] = Path("data"),
) -> None:
    """Bring in a case of your own. One of the same id takes the place of what was there."""
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.assess import case_commands

    raise typer.Exit(case_commands.bring_in(file, by=by))


@cases.command()
def remove(
    name: Annotated[str, typer.Argument(help="The id of a case that was brought in.")],
    by: Annotated[str, typer.Option(help=BY)] = "",
    data: Annotated[Path, typer.Option(help="The folder that holds all data.")] = Path("data"),
) -> None:
    """Remove a case that was brought in. Exercises that were made on it stay."""
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.assess import case_commands

    raise typer.Exit(case_commands.remove(name, by=by))
