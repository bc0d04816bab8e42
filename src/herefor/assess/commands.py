"""Frameworks on the command line."""

from pathlib import Path

from rich.console import Console

from herefor.assess.frameworks import Framework, UnreadableFramework, read_framework, shipped
from herefor.assess.sound import doubts_about, problems_of, problems_of_topics
from herefor.assess.statements import problems_of_statements, questionnaire

UNSOUND = 1


def check(path: Path | None, *, console: Console | None = None) -> int:
    """Check one file, or all that come with the program. Returns the exit code."""
    console = console or Console()
    if path is None:
        wrong = [problem for one in shipped().values() for problem in _checked(one, console)]
        wrong += problems_of_topics()
        for problem in problems_of_topics():
            console.print(f"  {problem}", markup=False)
        wrong += _checked_statements(console)
        return UNSOUND if wrong else 0
    try:
        framework = read_framework(path)
    except UnreadableFramework as refused:
        console.print(str(refused), style="bold", markup=False)
        return UNSOUND
    return UNSOUND if _checked(framework, console) else 0


def _checked(framework: Framework, console: Console) -> list[str]:
    wrong = problems_of(framework)
    points = f"{framework.total_points:g} points" if framework.total_points else "no points"
    said = "sound" if not wrong else "not sound"
    console.print(f"{framework.id}: {said}, {len(framework.items)} items, {points}", markup=False)
    for line in [*wrong, *doubts_about(framework)]:
        console.print(f"  {line}", markup=False)
    console.print(f"  Source: {framework.source}. Licence: {framework.licence}", markup=False)
    return wrong


def _checked_statements(console: Console) -> list[str]:
    asked = questionnaire()
    wrong = list(problems_of_statements(asked))
    said = "sound" if not wrong else "not sound"
    counts = "/".join(str(len(theme.statements)) for theme in asked.themes)
    console.print(
        f"{asked.name}: {said}, {len(asked.statements)} statements, by category {counts}",
        markup=False,
    )
    for line in wrong:
        console.print(f"  {line}", markup=False)
    console.print(f"  From memory: {asked.from_memory}.", markup=False)
    console.print(f"  Source: {asked.source}. Licence: {asked.licence}", markup=False)
    return wrong
