"""Pages of documents as programs: files they show are written, blocks are run, output is kept."""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from herefor.cli import app

BLOCK = re.compile(
    r"(?:`(?P<file>[\w.-]+\.\w+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
ELIDED = "..."


@dataclass(frozen=True)
class Ran:
    """A block that was run, what it printed, and what the page says that it prints."""

    source: str
    printed: str
    shown: str | None

    @property
    def lacking(self) -> list[str]:
        """Lines of the page that were not printed, in this order; `...` stands for any."""
        printed = iter(line.rstrip() for line in self.printed.splitlines())
        wanted = [line.rstrip() for line in (self.shown or "").splitlines()]
        return [line for line in wanted if line not in ("", ELIDED) and line not in printed]


def ran(page: Path) -> Iterator[Ran]:
    """Runs the page from top to bottom, in the folder that is the present one."""
    known: dict[str, Any] = {"__name__": "page"}
    blocks = list(BLOCK.finditer(page.read_text("utf-8")))
    for place, block in enumerate(blocks):
        text, after = block["text"], blocks[place + 1 : place + 2]
        if block["file"]:
            Path(block["file"]).write_text(text, "utf-8")
        elif block["language"] in ("sh", "python"):
            shown = after[0]["text"] if after and after[0]["language"] == "text" else None
            run = _commands if block["language"] == "sh" else _python
            yield Ran(text, run(text, known), shown)


def _commands(text: str, known: dict[str, Any]) -> str:
    """A command that was typed before prints the same again, so it is not run twice."""
    printed = ""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["herefor"] and line not in known:
            result = CliRunner().invoke(app, words[1:], env={"COLUMNS": "80"})
            assert result.exit_code == 0, f"{line}\n{result.output}"
            known[line] = result.stdout
        printed += known.get(line, "")
    return printed


def _python(text: str, known: dict[str, Any]) -> str:
    with redirect_stdout(StringIO()) as printed:
        exec(compile(text, "page", "exec"), known)
    return printed.getvalue()
