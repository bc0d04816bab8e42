"""Running a command as a person types it, and reading what comes back."""

import json
from typing import Any

from typer.testing import CliRunner

from herefor.cli import app


def run(*words: object) -> str:
    """What is printed when all is well."""
    result = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def told(*words: object) -> dict[str, Any]:
    """The JSON a command prints."""
    found: dict[str, Any] = json.loads(run(*words, "--json", "-"))
    return found


def refused(*words: object) -> str:
    """The one sentence of a refusal."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()
