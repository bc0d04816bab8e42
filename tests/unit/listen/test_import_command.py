import io

import pytest
from rich.console import Console

from asked import ask
from herefor.listen.commands import import_file, undo
from herefor.listen.models import ImportRun, Response, Survey


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=200)


def said(console):
    return " ".join(console.file.getvalue().split())


def test_the_published_data_go_in_by_the_command_and_out_again(world, shared, console):
    path = shared / "data" / "mobi.csv"

    code = import_file(path, questionnaire="ecsi", survey="Mobile", yes=True, console=console)
    stored = Response.objects.count()
    run = ImportRun.objects.get()
    back = undo(run.pk, console=console)

    assert (code, stored, back) == (0, 250, 0)
    assert "Read as UTF-8, questionnaire ecsi. 24 columns answer questions." in said(console)
    assert "250 rows can be taken in. 0 rows have problems." in said(console)
    assert "250 answers are taken in as import" in said(console)
    assert f"Import {run.pk} is undone." in said(console)
    assert not Response.objects.exists()
    assert not Survey.objects.exists()


def test_answers_are_added_to_the_survey_and_period_of_that_name(world, tmp_path, console):
    asked = ask(world)
    file = tmp_path / "a.csv"
    file.write_text("SATIS,left\n8,x\n-99,y\n11,z\n")
    names = {"survey": asked.survey.name, "wave": asked.wave.name, "unit": "harbour"}

    code = import_file(file, **names, no_answer=["-99"], yes=True, console=console)

    assert code == 0
    assert "Left out: left." in said(console)
    assert "row 3: No question is answered in this row." in said(console)
    assert "row 4: SATIS: 11: Choose a whole number from 1 to 10" in said(console)
    assert Response.objects.get().wave == asked.wave
    assert Response.objects.get().unit == world.harbour


def test_nothing_is_taken_in_before_it_is_agreed_to(world, tmp_path, console, monkeypatch):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))

    assert import_file(file, console=console) == 0
    assert "1 column answers a question. 1 row can be taken in." in said(console)
    assert "Take in 1 row?" in said(console)
    assert "Nothing was taken in." in said(console)
    assert not Response.objects.exists()


def test_nothing_is_taken_in_when_nobody_can_agree(world, tmp_path, console, monkeypatch):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert import_file(file, console=console) == 2
    assert "Nobody was there to agree, so nothing was taken in." in said(console)
    assert not Response.objects.exists()


def test_one_answer_is_one(world, tmp_path, console):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")

    assert import_file(file, yes=True, console=console) == 0
    assert "1 answer is taken in as import" in said(console)


@pytest.mark.django_db
def test_a_folder_without_an_organisation_says_what_to_do_first(tmp_path, console):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")

    assert import_file(file, yes=True, console=console) == 2
    assert "There is no organisation in this folder yet. Start `herefor up`" in said(console)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("SATIS\n99\n", {}, "No row can be taken in"),
        ("", {}, "The file is empty."),
        ("SATIS\n8\n", {"unit": "Nowhere"}, "Please name one unit by --unit: Harbour & Vale"),
        ("SATIS\n8\n", {"questionnaire": "mine"}, "The questionnaires are: acsi, ecsi."),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(world, tmp_path, console, content, options, words):
    file = tmp_path / "a.csv"
    file.write_text(content)

    assert import_file(file, **options, yes=True, console=console) == 2
    assert words in said(console)
    assert not Response.objects.exists()


def test_a_file_that_is_not_there_or_too_large_is_refused(world, tmp_path, console, monkeypatch):
    assert import_file(tmp_path / "nothing.csv", console=console) == 2
    monkeypatch.setattr("herefor.listen.commands.LARGEST_FILE", 3)
    (tmp_path / "a.csv").write_text("SATIS\n8\n")
    assert import_file(tmp_path / "a.csv", console=console) == 2

    assert "cannot be read: No such file or directory." in said(console)
    assert "larger than 20 MB" in said(console)


def test_the_same_file_is_refused_by_its_content(world, tmp_path, console):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")
    import_file(file, yes=True, console=console)

    assert import_file(file, yes=True, console=console) == 2
    assert "taken in before, as import" in said(console)
    assert Response.objects.count() == 1


def test_what_is_not_there_or_undone_is_not_undone(world, tmp_path, console):
    file = tmp_path / "a.csv"
    file.write_text("SATIS\n8\n")
    import_file(file, yes=True, console=console)
    number = ImportRun.objects.get().pk

    assert [undo(n, console=console) for n in (number, number, 999)] == [0, 2, 2]
    assert "There is no import 999." in said(console)
