"""The command line. Heavy libraries are imported inside the commands, so that help is quick."""

import typer

from herefor.cli.cases import cases
from herefor.cli.compare import compare
from herefor.cli.drivers import drivers
from herefor.cli.frameworks import frameworks
from herefor.cli.importing import import_answers
from herefor.cli.importing_cases import import_cases
from herefor.cli.importing_mail import import_mail
from herefor.cli.measure import measure
from herefor.cli.plan import plan
from herefor.cli.rollup import rollup
from herefor.cli.serve import demo, doctor, set_up_link, up
from herefor.cli.weigh import weigh
from herefor.cli.what_if import what_if

ANALYSTS = "For analysts: files in, numbers out"
ORGANISATION = "For your organisation"

app = typer.Typer(
    name="herefor",
    help="Here for the customer: hear, answer, measure, lead.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, up, doctor, set_up_link):
    app.command(rich_help_panel=ORGANISATION)(command)
app.command("import", rich_help_panel=ORGANISATION)(import_answers)
app.command("import-cases", rich_help_panel=ORGANISATION)(import_cases)
app.command("import-mail", rich_help_panel=ORGANISATION)(import_mail)
app.add_typer(cases, name="cases", rich_help_panel=ORGANISATION)
app.add_typer(frameworks, name="frameworks", rich_help_panel=ORGANISATION)
for analyse in (measure, compare, drivers, what_if, weigh, rollup, plan):
    app.command(rich_help_panel=ANALYSTS)(analyse)


@app.callback()
def herefor() -> None:
    """Here for the customer: hear, answer, measure, lead."""
