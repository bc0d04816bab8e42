"""The command line. Heavy libraries are imported inside the commands, so that help is quick."""

import typer

from herefor.cli.measure import measure

app = typer.Typer(
    name="herefor",
    help="Here for the customer: hear, answer, measure, lead.",
    no_args_is_help=True,
    add_completion=False,
)
app.command()(measure)


@app.callback()
def herefor() -> None:
    """Here for the customer: hear, answer, measure, lead."""
