import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from asked import ask
from found import a_finding
from herefor.listen import verbs
from herefor.listen.models import ImportRun, Response, Survey, Wave
from herefor.people.models import Role
from herefor.people.verbs import give_role, invite_account

FILE = b"who;SATIS;IDEAL\n1;8;9\n2;11;9\n"


def words(page):
    return page.content.decode()


def bring(client, unit, content=FILE, name="answers.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("listen:imports"), {"unit": unit.pk, "file": file})


def form_of(page):
    """What the browser would send back unchanged."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()}


@pytest.fixture
def ann(client, world):
    client.force_login(world.ann)
    return world.ann


@pytest.fixture
def run(client, world, ann):
    bring(client, world.harbour)
    return ImportRun.objects.get()


def test_a_file_is_shown_before_anything_is_taken_in(client, run):
    page = words(client.get(run.get_absolute_url()))

    assert "Read as UTF-8 (most programs), cells parted by semicolon (;)." in page
    assert "1 row can be taken in, 1 row has a problem." in page
    assert "2 columns answer questions. Left out: who." in page
    assert "the new survey “Customer satisfaction (ACSI model)”" in page
    assert "Choose a whole number from 1 to 10" in page
    assert not Response.objects.exists()


def test_a_file_is_taken_in_and_undone_from_the_page(client, run):
    client.post(reverse("listen:taking-in", args=[run.pk]))
    done = words(client.get(run.get_absolute_url()))
    stored = Response.objects.count()
    client.post(reverse("listen:undoing", args=[run.pk]))
    undone = words(client.get(run.get_absolute_url()))

    assert stored == 1
    assert "1 answer was taken in, 1 row was left out." in done
    assert "None of its answers is left" in undone
    assert not Response.objects.exists()
    assert client.get(reverse("listen:problems", args=[run.pk])).status_code == 404


def test_a_period_that_was_measured_stays_and_the_page_says_why(client, world, run):
    client.post(reverse("listen:taking-in", args=[run.pk]))
    wave = Wave.objects.get()
    a_finding(wave, world.harbour)
    promised = words(client.get(run.get_absolute_url()))
    client.post(reverse("listen:undoing", args=[run.pk]))
    undone = words(client.get(run.get_absolute_url()))

    assert "unless they were measured or used by others since" in promised
    assert f"{wave.survey}, {wave} was measured already, so the period stays, empty." in undone
    assert Wave.objects.get() == wave
    assert not Response.objects.exists()


def test_taking_in_or_undoing_twice_changes_nothing_more(client, run):
    for url in ("listen:taking-in", "listen:undoing"):
        client.post(reverse(url, args=[run.pk]))
        again = client.post(reverse(url, args=[run.pk]), follow=True)
        assert "message error" in words(again)
    assert not Response.objects.exists()


def test_the_same_file_is_refused_until_undone(client, world, run):
    client.post(reverse("listen:taking-in", args=[run.pk]))

    page = bring(client, world.harbour, name="other-name.csv")

    assert page.status_code == 409
    assert "This very file was taken in before." in words(page)


def test_rows_with_problems_are_downloaded_with_the_reason(client, run):
    page = client.get(reverse("listen:problems", args=[run.pk]))

    assert page.content.decode("utf-8-sig").splitlines() == [
        "Row,What is wrong,who,SATIS,IDEAL",
        '3,"SATIS: Choose a whole number from 1 to 10, or skip the question.",2,11,9',
    ]


def test_how_it_is_read_can_be_changed(client, world, run):
    form = form_of(client.get(run.get_absolute_url()))
    changes = {"no_answer": "NA 11", "column-0": "weight:", "column-2": "", "wave_name": "Spring"}

    client.post(run.get_absolute_url(), form | changes)
    run.refresh_from_db()

    assert (run.rows, run.problem_rows) == (1, 1)
    assert run.plan["columns"] == {"1": "SATIS"}
    assert (run.plan["weight"], run.plan["no_answer"]) == (0, ["NA", "11"])
    assert run.problems[0]["message"] == "No question is answered in this row."


def test_answers_go_to_a_period_there_is(client, world, run):
    asked = ask(world)
    form = form_of(client.get(run.get_absolute_url()))

    client.post(run.get_absolute_url(), form | {"target": f"wave-{asked.wave.pk}"})
    client.post(reverse("listen:taking-in", args=[run.pk]))

    assert Response.objects.get().wave == asked.wave
    assert Survey.objects.count() == 1


def test_answers_go_to_a_new_period_of_a_survey_there_is(client, world, run):
    asked = ask(world)
    form = form_of(client.get(run.get_absolute_url()))
    changes = {"target": f"survey-{asked.survey.pk}", "wave_name": "Spring"}

    shown = client.post(run.get_absolute_url(), form | changes, follow=True)
    client.post(reverse("listen:taking-in", args=[run.pk]))

    assert "new period Spring" in words(shown)
    assert Response.objects.get().wave == Wave.objects.get(name="Spring")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"column-0": "SATIS"}, "Another column is read as this already."),
        ({"survey_name": ""}, "Give the new survey a name."),
        ({"wave_name": ""}, "Give the new period a name"),
        ({"opens_on": ""}, "Give a day."),
        ({"opens_on": "2026-05-01", "closes_on": "2026-04-01"}, "The last day comes before"),
        ({"encoding": "klingon"}, "Select a valid choice."),
        ({"encoding": "utf-16"}, "The file cannot be read as UTF-16"),
        ({"target": "wave-999"}, "Select a valid choice."),
    ],
)
def test_a_reading_that_cannot_be_is_said_and_nothing_changes(client, run, change, message):
    form = form_of(client.get(run.get_absolute_url()))

    page = client.post(run.get_absolute_url(), form | change)

    before, plan = run.encoding, run.plan
    run.refresh_from_db()
    assert page.status_code == 422
    assert message in words(page)
    assert (run.encoding, run.plan) == (before, plan)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "This is a workbook"),
        (b"SATIS,SATIS\n1,2\n", "stands over 2 columns"),
        (bytes(range(256)) * 10, "does not look like text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, world, ann, content, message):
    page = bring(client, world.harbour, content)

    assert page.status_code == 422
    assert message in words(page)
    assert not ImportRun.objects.exists()


def test_a_form_with_a_file_asks_for_the_file_again(client, world, ann):
    page = bring(client, world.harbour, b"")

    assert "What you wrote is kept. Choose the file again." in words(page)


def test_no_file_is_said(client, world, ann):
    page = client.post(reverse("listen:imports"), {"unit": world.harbour.pk})

    assert page.status_code == 422
    assert "Please choose a file." in words(page)


def test_too_large_a_file_is_said(client, world, ann, monkeypatch):
    monkeypatch.setattr("herefor.listen.forms.importing.LARGEST_FILE", 10)

    page = bring(client, world.harbour)

    assert page.status_code == 422
    assert "larger than 20 MB" in words(page)


@pytest.mark.parametrize("content", [b"SATIS\n", b"name,town\nA,B\n"])
def test_a_file_without_rows_or_known_columns_can_be_looked_at_only(client, world, ann, content):
    bring(client, world.harbour, content)
    run = ImportRun.objects.get()

    page = client.get(run.get_absolute_url())
    refused = client.post(reverse("listen:taking-in", args=[run.pk]), follow=True)

    assert "No row can be taken in as the file is read now." in words(page)
    assert "message error" in words(refused)
    assert not Survey.objects.exists()


def test_markup_in_a_file_never_runs(client, world, ann):
    bring(client, world.harbour, b"SATIS,<script>x</script>\n<script>y</script>,1\n")

    page = words(client.get(ImportRun.objects.get().get_absolute_url()))

    assert "&lt;script&gt;y" in page
    assert "<script>" not in page


def test_imports_of_other_units_are_not_seen(client, world, run):
    hilda = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(hilda, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    client.force_login(hilda)

    assert "answers.csv" not in words(client.get(reverse("listen:imports")))
    assert client.get(run.get_absolute_url()).status_code == 404
    for name in ("listen:taking-in", "listen:undoing"):
        assert client.post(reverse(name, args=[run.pk])).status_code == 404
    assert client.get(reverse("listen:problems", args=[run.pk])).status_code == 404


def test_nobody_adds_to_a_survey_they_do_not_run(client, world):
    asked = ask(world)
    hilda = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(hilda, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    client.force_login(hilda)
    bring(client, world.hill)
    run = ImportRun.objects.get()
    form = form_of(client.get(run.get_absolute_url()))

    page = client.post(run.get_absolute_url(), form | {"target": f"wave-{asked.wave.pk}"})
    ImportRun.objects.update(plan=run.plan | {"wave": asked.wave.pk})
    refused = client.post(reverse("listen:taking-in", args=[run.pk]))

    assert (page.status_code, refused.status_code) == (422, 403)
    assert not Response.objects.exists()


def test_the_published_data_go_in_by_the_page(client, world, ann, shared):
    bring(client, world.company, (shared / "data" / "mobi.csv").read_bytes(), "mobi.csv")
    run = ImportRun.objects.get()

    client.post(reverse("listen:taking-in", args=[run.pk]))

    assert Response.objects.count() == 250
    assert Survey.objects.get().model == "ecsi"
    assert verbs.undo_import(run, by=ann).undone_at is not None
