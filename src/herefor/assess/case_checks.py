"""`herefor cases check`: whether cases to learn on are whole. No database."""

from pathlib import Path

from rich.console import Console

from herefor.assess.cases import Case, UnreadableCase, read_case, shipped_cases
from herefor.assess.sound_cases import doubts_about_case, problems_of_case

UNSOUND = 1


def check(path: Path | None, *, console: Console | None = None) -> int:
    """Check one file, or all that come with the program. Returns the exit code."""
    console = console or Console()
    if path is None:
        wrong = [problem for one in shipped_cases().values() for problem in checked(one, console)]
        return UNSOUND if wrong else 0
    try:
        case, _document = read_case(path)
    except UnreadableCase as refused:
        return refuse(str(refused), console)
    return UNSOUND if checked(case, console) else 0


def checked(case: Case, console: Console) -> list[str]:
    wrong = problems_of_case(case)
    said = "sound" if not wrong else "not sound"
    results = sum(bool(one.tables) for one in case.items)
    console.print(
        f"{case.id}: {said}, {len(case.items)} items, {results} with tables", markup=False
    )
    for line in [*wrong, *([] if wrong else doubts_about_case(case))]:
        console.print(f"  {line}", markup=False)
    console.print(f"  Source: {case.source} Licence: {case.licence}", markup=False)
    return wrong


def refuse(words: str, console: Console) -> int:
    console.print(words, style="bold", markup=False)
    return UNSOUND
