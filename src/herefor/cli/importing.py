"""`herefor import`: bring a file of answers in, or take an import back."""

from pathlib import Path
from typing import Annotated

import typer

NEITHER = "Name a file to bring in, or with --undo the import to take back."


def import_answers(
    file: Annotated[
        Path | None, typer.Argument(help="A CSV of answers, one row a respondent.")
    ] = None,
    questionnaire: Annotated[
        str, typer.Option(help="acsi or ecsi; guessed from the columns when absent.")
    ] = "",
    survey: Annotated[str, typer.Option(help="The survey the answers belong to, by name.")] = "",
    wave: Annotated[str, typer.Option(help="The period, as in 2026 Q3.")] = "",
    unit: Annotated[str, typer.Option(help="The unit that was answered about.")] = "",
    no_answer: Annotated[
        list[str] | None, typer.Option(help="A value that means no answer; may be repeated.")
    ] = None,
    undo: Annotated[int | None, typer.Option(help="Take back the import of this number.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before taking in.")] = False,
    data: Annotated[Path, typer.Option(help="The folder that holds all data.")] = Path("data"),
) -> None:
    """Bring a file of answers in: shown first, then taken in whole, undone whole."""
    if (file is None) == (undo is None):
        raise typer.BadParameter(NEITHER)
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.listen import commands

    if undo is not None:
        raise typer.Exit(commands.undo(undo))
    assert file is not None  # noqa: S101  one of the two was given
    code = commands.import_file(
        file,
        questionnaire=questionnaire,
        survey=survey,
        wave=wave,
        unit=unit,
        no_answer=no_answer or [],
        yes=yes,
    )
    raise typer.Exit(code)
