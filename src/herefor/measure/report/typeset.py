"""Tables for papers: LaTeX and Markdown, each interval in one cell of its own."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

Cells = list[list[str]]
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "\n": " ",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)
MARKDOWN = str.maketrans(
    {"\n": " ", "<": "&lt;", ">": "&gt;", **{sign: f"\\{sign}" for sign in "\\|*_`[]"}}
)
MINUS = re.compile(r"(?<!\w)-(?=\d)")
NUMBERS = re.compile(r"\\\[([-\d., ]+)\\\]")
TINY = 0.0005  # a p that three decimals would show as 0
LARGE = 10  # from here on one decimal is enough


def latex(
    tables: dict[str, pl.DataFrame], *, notes: tuple[str, ...] = (), level: float | None = None
) -> str:
    r"""One booktabs table each, escaped; the intervals as the APA asks, in brackets.

    >>> table = pl.DataFrame({"name": ["A & B"], "value": [0.5], "low": [0.4], "high": [0.6]})
    >>> print(latex({"paths": table}, level=0.9).splitlines()[7])
    A \& B & 0.500 & [0.400, 0.600] \\
    """
    parts = ["% Needs \\usepackage{booktabs}."]
    for name, table in tables.items():
        head, *lines = [[_latex(text) for text in line] for line in cells(table, level)]
        sides = "".join("r" if one else "l" for one in _right(table))
        parts += [
            "\\begin{table}",
            f"\\caption{{{_words(name).capitalize().translate(LATEX)}}}",
            f"\\begin{{tabular}}{{{sides}}}",
            "\\toprule",
            f"{' & '.join(head)} \\\\",
            "\\midrule",
            *(f"{' & '.join(line)} \\\\" for line in lines),
            "\\bottomrule",
            "\\end{tabular}",
            "\\end{table}",
            "",
        ]
    told = " ".join(notes).translate(LATEX)
    return "\n".join([*parts, *([f"\\emph{{Note.}} {told}", ""] if told else [])])


def markdown(
    tables: dict[str, pl.DataFrame], *, notes: tuple[str, ...] = (), level: float | None = None
) -> str:
    r"""The same as pipe tables.

    >>> table = pl.DataFrame({"name": ["A|B"], "value": [72.46], "low": [70.6], "high": [74.2]})
    >>> print(markdown({"indices": table}, level=0.95).splitlines()[4])
    | A\|B | 72.5 | [70.6, 74.2] |
    """
    parts: list[str] = []
    for name, table in tables.items():
        head, *lines = [[_markdown(text) for text in line] for line in cells(table, level)]
        rule = ["--:" if one else "---" for one in _right(table)]
        parts += [f"## {_words(name).capitalize().translate(MARKDOWN)}", ""]
        parts += [f"| {' | '.join(line)} |" for line in (head, rule, *lines)] + [""]
    return "\n".join([*parts, *(f"- {note.translate(MARKDOWN)}" for note in notes), ""])


def cells(table: pl.DataFrame, level: float | None) -> Cells:
    """Heading and lines as text: each low and high beside the other, as one interval."""
    confidence = f"{100 * level:g}% CI" if level else "Interval"
    columns = list(_columns(table))
    head = [confidence if kind == "interval" else _words(name) for name, kind, _tell in columns]
    return [head, *([tell(row) for _, _, tell in columns] for row in table.iter_rows(named=True))]


Told = Callable[[dict[str, Any]], str]


def _columns(table: pl.DataFrame) -> Iterator[tuple[str, str, Told]]:
    held, decimals = table.columns, 3
    for place, name in enumerate(held):
        stem = name.removesuffix("low")
        if name != stem and f"{stem}high" in held:
            yield name, "interval", _interval(name, f"{stem}high", decimals)
        elif name.endswith("high") and f"{name.removesuffix('high')}low" in held:
            continue
        else:
            if table.dtypes[place].is_float() and not name.endswith("se"):
                decimals = _decimals(table[name])
            yield name, str(table.dtypes[place]), _plain(name, decimals)


def _right(table: pl.DataFrame) -> list[bool]:
    return [kind != "String" for _name, kind, _tell in _columns(table)]


def _decimals(column: pl.Series) -> int:
    largest = column.abs().max()
    return 1 if isinstance(largest, float) and largest >= LARGE else 3


def _plain(name: str, decimals: int) -> Told:
    def tell(row: dict[str, Any]) -> str:
        value = row[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            if name.split("_")[0] == "p" and 0 <= value < TINY:
                return "< 0.001"
            return f"{value:.{decimals}f}"
        return "" if value is None else str(value)

    return tell


def _interval(low: str, high: str, decimals: int) -> Told:
    def tell(row: dict[str, Any]) -> str:
        if row[low] is None or row[high] is None:
            return ""
        return f"[{row[low]:.{decimals}f}, {row[high]:.{decimals}f}]"

    return tell


def _latex(text: str) -> str:
    return MINUS.sub("$-$", text.translate(LATEX))


def _markdown(text: str) -> str:
    """An interval keeps its brackets: without a bracket after it, it is no link."""
    return NUMBERS.sub(r"[\1]", text.translate(MARKDOWN))


def _words(name: str) -> str:
    return name.replace("_", " ")
