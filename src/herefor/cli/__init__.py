"""The command line. Heavy libraries are imported inside the commands, so that help is quick."""

import typer

from herefor.cli.importing import import_answers
from herefor.cli.measure import measure
from herefor.cli.serve import demo, doctor, set_up_link, up

app = typer.Typer(
    name="herefor",
    help="Here for the customer: hear, answer, measure, lead.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, up, measure, doctor, set_up_link):
    app.command()(command)
app.command("import")(import_answers)


@app.callback()
def herefor() -> None:
    """Here for the customer: hear, answer, measure, lead."""
