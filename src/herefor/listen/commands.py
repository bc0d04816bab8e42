"""Importing answers from the command line; the words and checks are those of the page."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table

from herefor.listen.imports.mapping import guess_columns
from herefor.listen.imports.reading import Plan
from herefor.listen.imports.sniffing import ENCODINGS, LARGEST_FILE, UnreadableFile
from herefor.listen.models import ImportRun, Survey, Wave
from herefor.listen.queries import first_rows, import_headings, import_questions
from herefor.listen.questionnaires import NAMES
from herefor.listen.verbs import (
    AlreadyTakenIn,
    NothingToTakeIn,
    bring_file,
    plan_import,
    take_in,
    undo_import,
)
from herefor.people.models import Unit

REFUSED = 2
ROWS_SHOWN, COLUMNS_SHOWN, PROBLEMS_SHOWN = 5, 8, 10


class Refusal(Exception):
    """Why nothing was done."""


def import_file(
    path: Path,
    *,
    questionnaire: str = "",
    survey: str = "",
    wave: str = "",
    unit: str = "",
    no_answer: Sequence[str] = (),
    yes: bool = False,
    console: Console | None = None,
) -> int:
    """Show what a file holds, and take it in once agreed to. Returns the exit code."""
    console = console or Console()
    try:
        run = _brought(path, unit=unit_called(unit))
        _plan(run, questionnaire=questionnaire, survey=survey, wave=wave, no_answer=no_answer)
        _show(run, console)
        if not run.rows:
            raise Refusal(_("No row can be taken in as the file is read now."))
        if not yes and not _agreed(run, console):
            console.print(_("Nothing was taken in."))
            return 0
        take_in(run, by=None)
    except (Refusal, UnreadableFile, AlreadyTakenIn, NothingToTakeIn) as refusal:
        return _refuse(refusal, console)
    said = ngettext(
        "%(n)d answer is taken in as import %(number)d. To undo it: --undo %(number)d",
        "%(n)d answers are taken in as import %(number)d. To undo it: --undo %(number)d",
        run.rows,
    )
    console.print(said % {"n": run.rows, "number": run.pk})
    return 0


def _agreed(run: ImportRun, console: Console) -> bool:
    question = ngettext("Take in %(n)d row?", "Take in %(n)d rows?", run.rows) % {"n": run.rows}
    try:
        return Confirm.ask(question, console=console, default=False)
    except (EOFError, RuntimeError):  # nothing is typed, or standard input is closed
        console.print()
        raise Refusal(
            _("Nobody was there to agree, so nothing was taken in. Add --yes to agree beforehand.")
        ) from None


def undo(number: int, *, console: Console | None = None) -> int:
    """Take an import back as a whole. Returns the exit code."""
    console = console or Console()
    try:
        run = ImportRun.objects.filter(pk=number).first()
        if run is None:
            raise Refusal(_("There is no import %(number)d.") % {"number": number})
        undo_import(run, by=None)
    except (Refusal, NothingToTakeIn) as refusal:
        return _refuse(refusal, console)
    console.print(
        _("Import %(number)d is undone. None of its answers is left.") % {"number": number}
    )
    return 0


def _brought(path: Path, *, unit: Unit) -> ImportRun:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refusal(_("The file is larger than 20 MB. Please split it into parts."))
        content = path.read_bytes()
    except OSError as error:
        said = _("%(path)s cannot be read: %(why)s.")
        raise Refusal(said % {"path": path, "why": error.strerror}) from error
    return bring_file(path.name, content=content, unit=unit)


def unit_called(name: str) -> Unit:
    """The unit of that name, or the whole organisation."""
    found = list(
        Unit.objects.filter(name__iexact=name) if name else Unit.objects.filter(parent=None)
    )
    if len(found) == 1:
        return found[0]
    if not Unit.objects.exists():
        raise Refusal(
            _(
                "There is no organisation in this folder yet. Start `herefor up` and set it up "
                "first; nothing was brought in."
            )
        )
    names = ", ".join(Unit.objects.values_list("name", flat=True))
    raise Refusal(_("Please name one unit by --unit: %(names)s.") % {"names": names})


def _plan(
    run: ImportRun, *, questionnaire: str, survey: str, wave: str, no_answer: Sequence[str]
) -> None:
    if questionnaire and questionnaire not in NAMES:
        raise Refusal(_("The questionnaires are: %(names)s.") % {"names": ", ".join(NAMES)})
    plan = Plan.from_json(run.plan)
    plan = replace(
        plan,
        questionnaire=questionnaire or plan.questionnaire,
        survey_name=survey or plan.survey_name,
        wave_name=wave or plan.wave_name,
        no_answer=[*plan.no_answer, *no_answer],
    )
    plan = _aimed(plan, run.unit) if survey else plan
    columns = guess_columns(import_headings(run), questions=import_questions(plan))
    plan = replace(plan, columns=columns)
    plan_import(run, plan=plan, encoding=run.encoding, separator=run.separator, unit=run.unit)


def _aimed(plan: Plan, unit: Unit) -> Plan:
    """At the survey and period of these names, where there are such."""
    known = Survey.objects.filter(name=plan.survey_name, unit__in=unit.trail_ids).first()
    if known is None:
        return plan
    wave = Wave.objects.filter(edition__survey=known, name=plan.wave_name).first()
    return replace(plan, survey=known.pk, wave=wave.pk if wave else None)


def _show(run: ImportRun, console: Console) -> None:
    headings, plan = import_headings(run), Plan.from_json(run.plan)
    table = Table(_("Row"), *headings[:COLUMNS_SHOWN], title=run.file_name)
    for row in first_rows(run, count=ROWS_SHOWN):
        table.add_row(str(row.number), *row.cells[:COLUMNS_SHOWN])
    console.print(table)
    mapped = ngettext(
        "%(n)d column answers a question.", "%(n)d columns answer questions.", len(plan.columns)
    )
    read = _("Read as %(encoding)s, questionnaire %(name)s.")
    encoding = str(ENCODINGS.get(run.encoding, run.encoding)).partition(" (")[0]
    console.print(
        read % {"encoding": encoding, "name": plan.questionnaire},
        mapped % {"n": len(plan.columns)},
    )
    left = [name for at, name in enumerate(headings) if at not in {*plan.columns, plan.weight}]
    if left:
        console.print(_("Left out: %(names)s.") % {"names": ", ".join(left)}, markup=False)
    right = ngettext("%(n)d row can be taken in.", "%(n)d rows can be taken in.", run.rows)
    wrong = ngettext("%(n)d row has problems.", "%(n)d rows have problems.", run.problem_rows)
    console.print(right % {"n": run.rows}, wrong % {"n": run.problem_rows})
    for problem in run.problems[:PROBLEMS_SHOWN]:
        where = _("row %(row)d") % {"row": problem["row"]}
        line = [where, problem["column"], problem["value"], problem["message"]]
        console.print("  " + ": ".join(part for part in line if part), markup=False)


def _refuse(refusal: Exception, console: Console) -> int:
    words = str(refusal)
    if isinstance(refusal, AlreadyTakenIn):
        said = _("This very file was taken in before, as import %(number)d. It was not doubled.")
        words = said % {"number": refusal.args[0].pk}
    elif isinstance(refusal, NothingToTakeIn):
        words = _("There is nothing to undo: it was not taken in, or is undone.")
    console.print(words, style="bold", markup=False)
    return REFUSED
