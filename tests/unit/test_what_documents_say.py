"""What the documents say can be typed, can be typed."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from herefor.cli import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
ROOMS = sorted(ROOT.glob("src/herefor/*/README.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = {"", "sh", "bash", "console"}
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def commands():
    return [
        pytest.param(words[1:], id=f"{document.name}: {' '.join(words[1:])}")
        for document in DOCUMENTS + ROOMS
        for language, block in BLOCK.findall(document.read_text())
        if language in SHELL
        for line in re.split(r"\n|&&", block.replace("\\\n", " "))
        if re.match(r"\s*(\S*/)?herefor \w", line)
        and (words := shlex.split(line.strip(), comments=True))
    ]


@pytest.mark.parametrize("words", commands())
def test_a_documented_command_and_its_options_exist(words):
    shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "200"})

    assert shown.exit_code == 0, shown.output
    for option in (word.partition("=")[0] for word in words if word.startswith("--")):
        assert option in shown.output


@pytest.mark.parametrize("document", DOCUMENTS + ROOMS, ids=lambda path: str(path.name))
def test_a_link_in_a_document_leads_somewhere(document):
    missing = [
        link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()
    ]

    assert missing == []


def test_the_commands_of_the_readme_are_there():
    for name in re.findall(r"^(?:bin/\w+)", (ROOT / "README.md").read_text(), re.MULTILINE):
        assert (ROOT / name).stat().st_mode & 0o100, name


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    documented = set(
        re.findall(r"`(HEREFOR_\w+)`", (ROOT / "docs/reference/settings.md").read_text())
    )
    page = (ROOT / "docs/reference/settings.md").read_text()
    source = (ROOT / "src/herefor/site/settings.py").read_text()

    documented = set(re.findall(r"`(HEREFOR_\w+)`", page))
    assert documented == set(re.findall(r'"(HEREFOR_\w+)"', source)) - {"HEREFOR_DEMO"}


def test_every_room_says_what_it_is():
    rooms = {path.parent for path in ROOT.glob("src/herefor/*/__init__.py")}

    assert {path.parent for path in ROOMS} >= rooms - {ROOT / "src/herefor/cli"}
