import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from herefor.cli import app
from herefor.measure import parse_model

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs/reference/measure.md").read_text("utf-8")
COMMANDS = re.findall(r"^herefor (measure .+)$", REFERENCE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_documented_commands_run(command, monkeypatch):
    monkeypatch.chdir(ROOT)

    result = CliRunner().invoke(app, shlex.split(command))

    assert result.exit_code == 0, result.output


def test_the_documented_python_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.+?)```", REFERENCE, re.DOTALL)

    exec(example, {})

    assert re.match(r"R2 0\.\d{3}, adjusted 0\.\d{3}\nImage f2 ", capsys.readouterr().out)


def test_the_documented_model_file_is_accepted():
    (example,) = re.findall(r"```toml\n(.+?)```", REFERENCE, re.DOTALL)

    assert parse_model(example).edges == (("COMP", "SAT"), ("QUAL", "SAT"))
