"""What the rows of a file say, by a plan somebody has seen: answers, and problems by row."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.listen.answers import Answer, WrongAnswer, check_answer
from herefor.listen.imports.sniffing import headings_of, rows_of
from herefor.listen.models import Question

NO_ANSWER = ["NA"]
LONGEST_SHOWN = 60
MOST_WEIGHT = 1_000_000_000


@dataclass(frozen=True)
class Plan:
    """How a file is read and where its answers go; kept with the import as JSON."""

    questionnaire: str
    columns: dict[int, str] = field(default_factory=dict)
    weight: int | None = None
    no_answer: list[str] = field(default_factory=lambda: list(NO_ANSWER))
    wave: int | None = None
    survey: int | None = None
    survey_name: str = ""
    wave_name: str = ""
    opens_on: str = ""
    closes_on: str = ""
    made_survey: bool = False
    made_wave: bool = False

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        columns = {int(column): code for column, code in document.get("columns", {}).items()}
        return cls(**(document | {"columns": columns}))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class RowProblem:
    """Why a row is left out: where, what stood there, and what is wrong with it."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Row:
    """One row of the file: its answers and weight, or what is wrong with it."""

    number: int
    cells: list[str]
    answers: dict[str, Answer]
    weight: float
    problems: list[RowProblem]


class Reader:
    """Reads rows by a plan; what a cell means is worked out once for each different cell."""

    def __init__(self, plan: Plan, *, questions: Sequence[Question], headings: list[str]) -> None:
        asked = {question.code: question for question in questions}
        self.headings = headings
        self.columns = {at: asked[code] for at, code in plan.columns.items() if code in asked}
        self.weight = plan.weight
        self.no_answer = {"", *(word.strip().lower() for word in plan.no_answer)}
        self.known: dict[tuple[int, str], Answer | WrongAnswer | None] = {}

    def read(self, number: int, cells: list[str]) -> Row:
        if problem := self._misshapen(number, cells):
            return Row(number, cells, {}, 1.0, [problem])
        answers: dict[str, Answer] = {}
        problems: list[RowProblem] = []
        for column, question in self.columns.items():
            answer = self._answer(column, cells[column])
            if isinstance(answer, WrongAnswer):
                problems.append(self._problem(number, column, cells, answer.message))
            elif answer is not None:
                answers[question.code] = answer
        weight = self._weight(cells)
        if weight is None and self.weight is not None:
            most = number_format(MOST_WEIGHT, force_grouping=True)
            message = _("A weight must be a number above 0 and at most %(most)s.") % {"most": most}
            problems.append(self._problem(number, self.weight, cells, message))
        if not answers and not problems:
            problems.append(RowProblem(number, "", "", _("No question is answered in this row.")))
        return Row(number, cells, answers, weight or 1.0, problems)

    def _misshapen(self, number: int, cells: list[str]) -> RowProblem | None:
        """Short and long rows are shifted somewhere, so no cell of them can be trusted."""
        headed = len(self.headings)
        if len(cells) == headed or (len(cells) > headed and not any(cells[headed:])):
            return None
        message = ngettext(
            "This row has %(found)d cell, but there are %(headed)d headings.",
            "This row has %(found)d cells, but there are %(headed)d headings.",
            len(cells),
        )
        return RowProblem(number, "", "", message % {"found": len(cells), "headed": headed})

    def _answer(self, column: int, cell: str) -> Answer | WrongAnswer | None:
        key = (column, cell)
        if key not in self.known:
            self.known[key] = self._understood(column, cell)
        return self.known[key]

    def _understood(self, column: int, cell: str) -> Answer | WrongAnswer | None:
        question = self.columns[column]
        if cell.strip() == "":
            return None
        if question.kind != Question.Kind.TEXT and cell.strip().lower() in self.no_answer:
            return None
        try:
            return check_answer(question, value=_unguarded(cell))
        except WrongAnswer as wrong:
            return wrong

    def _weight(self, cells: list[str]) -> float | None:
        if self.weight is None:
            return 1.0
        try:
            weight = float(cells[self.weight].strip().replace(",", "."))
        except ValueError:
            return None
        return weight if 0 < weight <= MOST_WEIGHT else None

    def _problem(self, row: int, column: int, cells: list[str], message: str) -> RowProblem:
        value = cells[column]
        shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
        return RowProblem(row, self.headings[column], shown, message)


def read_rows(
    text: str, *, plan: Plan, separator: str, questions: Sequence[Question]
) -> Iterator[Row]:
    """Every row that is not blank, in order."""
    reader = Reader(plan, questions=questions, headings=headings_of(text, separator=separator))
    for number, cells in rows_of(text, separator=separator):
        if number > 1 and any(cell.strip() for cell in cells):
            yield reader.read(number, cells)


def _unguarded(cell: str) -> str:
    """Without the mark some tools put before cells that a spreadsheet would calculate."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell
