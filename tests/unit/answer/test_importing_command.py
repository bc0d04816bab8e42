"""Bringing old cases in from the command line."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from herefor.answer import verbs
from herefor.answer.commands import import_file, undo
from herefor.answer.models import Case, CaseImport
from herefor.mail.models import Mailbox
from herefor.story.clock import now

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=200)


@pytest.fixture
def samples(shared):
    return shared / "data" / "imports"


def said(console):
    return " ".join(console.file.getvalue().split())


def test_tickets_go_in_by_the_command_and_out_again(world, samples, console):
    code = import_file(samples / "zendesk_tickets.json", unit="harbour", console=console)
    run = CaseImport.objects.get()
    back = undo(run.pk, by="ALICE@example.org", console=console)

    assert (code, back) == (0, 0)
    assert (run.by, run.unit) == (world.adam, world.harbour)
    assert f"3 cases are brought in as import {run.pk}, 1 of them open." in said(console)
    assert "0 were here already. Nothing was sent." in said(console)
    assert f"Import of cases {run.pk} is undone." in said(console)
    assert not Case.objects.exists()


def test_what_was_not_kept_is_said_row_by_row(world, samples, tmp_path, console):
    file = tmp_path / "cut.json"
    file.write_text((samples / "zendesk_tickets.json").read_text("utf-8")[:-100])

    assert import_file(file, unit="Harbour", console=console) == 0
    assert (
        "Row 3: This cannot be read: it is cut off or damaged. Nothing of it was kept. "
        "2 cases are brought in"
    ) in said(console)


def test_a_file_of_which_nothing_is_kept_is_a_failure(world, tmp_path, console):
    file = tmp_path / "a.json"
    file.write_text('{"id": 1}')

    assert import_file(file, unit="Harbour", console=console) == 2
    assert "0 cases are brought in" in said(console)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"unit": "Nowhere"}, "Please name one unit by --unit: Harbour & Vale, Harbour, Hill."),
        ({"by": "eve@example.org"}, "Nobody here signs in with eve@example.org."),
        ({"mailbox": "x@example.org"}, "There is no mailbox x@example.org."),
        ({}, "Letters are kept in a mailbox. Please name one by --mailbox: none yet."),
    ],
)
def test_what_is_missing_is_said_before_anything_is_kept(world, samples, console, how, words):
    assert import_file(samples / "support.mbox", console=console, **how) == 2
    assert said(console) == words
    assert not CaseImport.objects.exists()


def test_a_file_that_is_not_there_or_no_export_is_refused(world, tmp_path, console):
    other = tmp_path / "a.csv"
    other.write_text("a,b\n1,2\n")

    assert import_file(tmp_path / "none", console=console) == 2
    assert import_file(other, console=console) == 2
    assert "none cannot be read: No such file or directory." in said(console)
    assert "This is no export of Zendesk or Chatwoot" in said(console)


def test_letters_go_to_the_mailbox_of_the_unit(world, samples, console):
    for unit in (world.harbour, world.hill):
        address = f"{unit.name.lower()}@org.example"
        Mailbox.objects.create(address=address, name="Care", unit=unit, made_at=now())

    assert import_file(samples / "support.mbox", unit="Hill", console=console) == 0
    assert {message.letter.mailbox.unit for message in Case.objects.get().messages.all()} == {
        world.hill
    }


def test_an_import_that_was_worked_on_is_named_and_stays(world, samples, console):
    import_file(samples / "zendesk_tickets.json", unit="Harbour", console=console)
    case = Case.objects.earliest("pk")
    verbs.note_on_case(case, text="I know her.", by=world.bob)

    assert undo(CaseImport.objects.get().pk, console=console) == 2
    assert f"Nothing was undone: something happened since on {case.reference}." in said(console)


def test_an_import_that_is_not_there_or_undone_is_not_undone(world, samples, console):
    import_file(samples / "zendesk_tickets.csv", unit="Harbour", console=console)
    number = CaseImport.objects.get().pk

    assert [undo(number, console=console), undo(number, console=console)] == [0, 2]
    assert undo(number + 1, console=console) == 2
    assert "It is undone already." in said(console)
    assert f"There is no import of cases {number + 1}." in said(console)


def test_the_documented_commands_run(samples, tmp_path):
    """Each in a folder with data of its own, as typed."""
    written = (ROOT / "docs/how-to/put-right.md").read_text("utf-8")
    lines = re.findall(r"^herefor (import-cases .+)$", written, re.MULTILINE)
    (tmp_path / "tickets.json").write_bytes((samples / "zendesk_tickets.json").read_bytes())
    (tmp_path / "support.mbox").write_bytes((samples / "support.mbox").read_bytes())
    _typed(tmp_path, "-c", SET_UP)

    told = [_typed(tmp_path, "-m", "herefor", *line.split()) for line in lines]

    assert len(lines) == 3
    assert "3 cases are brought in as import 1" in told[0]
    assert "1 case is brought in as import 2" in told[1]
    assert "Import of cases 1 is undone." in told[2]


SET_UP = """
from pathlib import Path
from herefor.site.start import prepare
prepare(data=Path("data").resolve(), host="127.0.0.1", port=8000, demo=False)
from herefor.people.verbs import open_unit, set_up
from herefor.people.models import Unit
from herefor.mail.models import Mailbox
from herefor.story.clock import now
adam = set_up(organisation="H", name="Adam", email="adam@example.org", password="long enough 7")
harbour = open_unit("Harbour", parent=Unit.objects.get(), by=adam)
Mailbox.objects.create(address="care@example.org", name="Care", unit=harbour, made_at=now())
"""


def _typed(folder, *words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEREFOR")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(done.stdout.split())
