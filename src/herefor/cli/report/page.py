"""What a page is made of, and how it becomes one file with its style and typeface inside."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from django.template import Context, Engine

ROOM = files("herefor.cli.report")
STYLE = files("herefor.ui") / "static" / "ui"
SHEETS = ("tokens", "text", "parts", "shapes", "charts")
TYPEFACE = "type/newsreader-latin-wght-normal.woff2"
FONT_FACE = re.compile(r"@font-face \{.*?\n\}\n", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """A row of a table; the drawing, if there is one, stands at its end."""

    name: str
    cells: tuple[str, ...]
    drawing: str = ""


@dataclass(frozen=True)
class Table:
    """Folded away where a chart above it says the same; `scale` heads the drawings."""

    head: tuple[str, ...]
    rows: Sequence[Row]
    scale: str = ""
    label: str = "Numbers as a table"
    folded: bool = True


@dataclass(frozen=True)
class Chapter:
    """A question or a heading, the sentence that answers it, and what stands behind the sentence.

    Every text is escaped on the page; charts and drawings come escaped from `ui.charts`.
    """

    title: str
    answer: str = ""
    words: Sequence[str] = ()
    chart: str = ""
    caption: str = ""
    table: Table | None = None
    notes: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    anchor: str = ""


def rendered(**context: object) -> str:
    """The page; no Django settings are needed as long as it is given texts, never numbers."""
    engine = Engine()
    table = engine.from_string((ROOM / "table.html").read_text("utf-8"))
    page = engine.from_string((ROOM / "report.html").read_text("utf-8"))
    style = {"style": stylesheet(), "print_style": _sheet("print"), "table_template": table}
    return page.render(Context(style | context))


def stylesheet() -> str:
    """The design system's own sheets, with the typeface inside."""
    return FONT_FACE.sub(_inside, "\n".join(map(_sheet, SHEETS)))


def _inside(face: re.Match[str]) -> str:
    """Newsreader for western Europe as data; other letters take the next typeface."""
    if TYPEFACE not in face[0]:
        return ""
    data = b64encode((STYLE / TYPEFACE).read_bytes()).decode()
    return face[0].replace(TYPEFACE, f"data:font/woff2;base64,{data}")


def _sheet(name: str) -> str:
    return (STYLE / f"{name}.css").read_text("utf-8")
