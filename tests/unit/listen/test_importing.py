import pytest

from asked import ask
from herefor.listen import queries, verbs
from herefor.listen.imports.mapping import guess_columns, guess_questionnaire
from herefor.listen.imports.reading import Plan
from herefor.listen.imports.sniffing import LARGEST_FILE, UnreadableFile, headings_of, sniff
from herefor.listen.models import ImportRun, Response, Survey, Wave
from herefor.listen.questionnaires import questionnaire
from herefor.story.models import Event

FILE = "SATIS,CONFIRM,IDEAL,COMMENT\n8,7,9,Grüße\n3,NA,,\n11,x,5,\n,,,\n"


def bring(world, content=FILE, *, name="answers.csv", encoding="utf-8"):
    raw = content.encode(encoding) if isinstance(content, str) else content
    return verbs.bring_file(name, content=raw, unit=world.harbour, by=world.ann)


def replan(run, **changes):
    from dataclasses import replace

    plan = replace(Plan.from_json(run.plan), **changes)
    return verbs.plan_import(
        run, plan=plan, encoding=run.encoding, separator=run.separator, unit=run.unit
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encoding_and_separator_are_found(separator, encoding, found):
    text = "SATIS,COMMENT\n8,größer\n7,kleiner\n".replace(",", separator)

    sniffed = sniff(text.encode(encoding))

    assert (sniffed.encoding, sniffed.separator) == (found, separator)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04" + bytes(range(256)), "workbook"),
        (bytes(range(256)) * 20, "does not look like text"),
        (b"\x01\x02\x03\x04\x05\x06" * 100, "does not look like text"),
        (b"\xff\xfe\x41", "cannot be read as UTF-16"),
        (b'[{"SATIS": 8}]', "This is JSON, not CSV."),
        (b'{"SATIS": 8}\n{"SATIS": 7}\n', "This is JSON, not CSV."),
        (b"x" * (LARGEST_FILE + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_table_of_text_is_refused_in_words(content, words):
    with pytest.raises(UnreadableFile) as refused:
        sniff(content)

    assert words in refused.value.message


@pytest.mark.parametrize(
    ("first_row", "words"),
    [
        (",,", "must name the columns"),
        ("SATIS,satis", "stands over 2 columns"),
        (",".join(f"c{number}" for number in range(501)), "501 columns"),
    ],
)
def test_headings_that_cannot_be_told_apart_are_refused(first_row, words):
    with pytest.raises(UnreadableFile) as refused:
        headings_of(f"{first_row}\n1,2\n", separator=",")

    assert words in refused.value.message


def test_columns_are_known_by_code_whatever_the_case_and_by_similar_words():
    asked = questionnaire("acsi").questions()
    headings = [
        "respondent",
        "satis",
        "ACSI[IDEAL]",
        "All in all, how satisfied are you with us",
        "Did we fall short of what you had expected, or go beyond it?",
    ]

    assert guess_columns(headings, questions=asked) == {1: "SATIS", 2: "IDEAL", 4: "CONFIRM"}


@pytest.mark.parametrize(
    ("headings", "name"), [(["CUSA1", "CUSA2"], "ecsi"), (["SATIS"], "acsi"), (["x"], "acsi")]
)
def test_the_questionnaire_is_known_by_its_columns(headings, name):
    assert guess_questionnaire(headings) == name


def test_a_file_is_looked_at_and_nothing_is_stored(world):
    run = bring(world)

    assert (run.rows, run.problem_rows) == (2, 1)
    assert run.problems == [
        {
            "row": 4,
            "column": "SATIS",
            "value": "11",
            "message": "Choose a whole number from 1 to 10, or skip the question.",
        },
        {
            "row": 4,
            "column": "CONFIRM",
            "value": "x",
            "message": "Choose a whole number from 1 to 10, or skip the question.",
        },
    ]
    assert not Response.objects.exists()
    assert not Survey.objects.exists()


def test_every_right_row_is_taken_in_and_told_once(world):
    run = verbs.take_in(bring(world), by=world.ann)

    answers = list(Response.objects.order_by("pk").values_list("answers", flat=True))
    assert answers == [{"SATIS": 8, "CONFIRM": 7, "IDEAL": 9, "COMMENT": "Grüße"}, {"SATIS": 3}]
    response = Response.objects.first()
    assert (response.unit, response.channel, response.import_run) == (world.harbour, "import", run)
    event = Event.objects.get(what="answers imported")
    assert event.payload == {"rows": 2, "wave": run.wave_id, "wave_name": run.wave.name}
    assert not Event.objects.filter(what="answer submitted").exists()


def test_a_file_may_add_to_a_wave_there_is(world):
    asked = ask(world)
    run = replan(bring(world), wave=asked.wave.pk)

    run = verbs.take_in(run, by=world.ann)

    assert run.wave == asked.wave
    assert Wave.objects.count() == 1
    assert asked.wave.responses.count() == 2


def test_a_file_may_bring_a_new_period_of_a_survey_there_is(world):
    asked = ask(world)
    plan = {"survey": asked.survey.pk, "wave_name": "2019", "opens_on": "2019-01-01"}
    run = replan(bring(world), **plan, closes_on="2019-12-31")

    run = verbs.take_in(run, by=world.ann)

    assert (run.survey, run.wave.name) == (asked.survey, "2019")
    assert Response.objects.first().submitted_at.year == 2019


def test_a_period_of_the_same_name_is_not_made_twice(world):
    asked = ask(world, name="2026 Q3")
    run = replan(bring(world), survey=asked.survey.pk, wave_name="2026 Q3")

    run = verbs.take_in(run, by=world.ann)

    assert run.wave == asked.wave


def test_the_same_file_is_refused_until_it_is_undone(world):
    run = verbs.take_in(bring(world), by=world.ann)

    with pytest.raises(verbs.AlreadyTakenIn) as refused:
        bring(world, name="another-name.csv")
    verbs.undo_import(run, by=world.ann)

    assert refused.value.args == (run,)
    assert verbs.take_in(bring(world), by=world.ann).rows == 2


def test_of_two_lookers_at_the_same_file_one_takes_it_in(world):
    one, other = bring(world), bring(world)
    verbs.take_in(one, by=world.ann)

    for run in (one, other):
        with pytest.raises(verbs.AlreadyTakenIn):
            verbs.take_in(run, by=world.ann)

    assert Response.objects.count() == 2


def test_undoing_leaves_nothing_of_it(world):
    run = verbs.take_in(bring(world), by=world.ann)
    assert Response.objects.count() == 2

    verbs.undo_import(run, by=world.ann)

    run.refresh_from_db()
    assert not Response.objects.exists()
    assert not Wave.objects.exists()
    assert not Survey.objects.exists()
    assert (bytes(run.content), run.problems, run.wave) == (b"", [], None)
    assert Event.objects.get(what="import undone").payload["rows"] == 2


def test_undoing_leaves_a_wave_that_others_use(world):
    asked = ask(world)
    run = verbs.take_in(replan(bring(world), wave=asked.wave.pk), by=world.ann)

    verbs.undo_import(run, by=world.ann)

    assert Wave.objects.get() == asked.wave
    assert asked.wave.responses.count() == 0


def test_undoing_leaves_a_wave_of_its_own_that_somebody_answered_since(world):
    run = verbs.take_in(bring(world), by=world.ann)
    verbs.start_response(run.wave, unit=world.harbour, once="somebody")

    verbs.undo_import(run, by=world.ann)

    assert run.wave.responses.count() == 1


def test_undoing_leaves_a_wave_in_which_somebody_was_invited_since(world):
    run = verbs.take_in(bring(world), by=world.ann)
    verbs.invite(run.wave, customer=world.carla, unit=world.harbour, by=world.alice)

    verbs.undo_import(run, by=world.ann)

    assert Wave.objects.get().invitations.count() == 1


def test_undoing_leaves_a_survey_with_another_wave_but_not_its_own(world):
    run = verbs.take_in(bring(world), by=world.ann)
    day = run.wave.opens_on
    other = verbs.open_wave(
        run.wave.edition, name="Next", opens_on=day, closes_on=day, units=[], by=world.ann
    )

    verbs.undo_import(run, by=world.ann)

    run.refresh_from_db()
    assert (run.wave, run.survey) == (None, other.survey)
    assert Wave.objects.get() == other


def test_what_was_not_taken_in_is_not_undone_and_nothing_is_undone_twice(world):
    run = bring(world)

    with pytest.raises(verbs.NothingToTakeIn):
        verbs.undo_import(run, by=world.ann)
    verbs.undo_import(verbs.take_in(run, by=world.ann), by=world.ann)
    with pytest.raises(verbs.NothingToTakeIn):
        verbs.undo_import(run, by=world.ann)
    with pytest.raises(verbs.NothingToTakeIn):
        verbs.take_in(run, by=world.ann)


def test_a_file_without_a_right_row_is_not_taken_in(world):
    run = bring(world, "SATIS\n99\n")

    with pytest.raises(verbs.NothingToTakeIn):
        verbs.take_in(run, by=world.ann)

    assert not Survey.objects.exists()


def test_what_is_taken_in_is_not_planned_anew(world):
    run = verbs.take_in(bring(world), by=world.ann)

    with pytest.raises(verbs.AlreadyTakenIn):
        replan(run, no_answer=[])


def test_more_values_may_mean_no_answer(world):
    run = bring(world, "SATIS,IDEAL\n8,-99\n7,6\n")
    assert (run.rows, run.problem_rows) == (1, 1)

    run = replan(run, no_answer=["NA", "-99"])

    assert (run.rows, run.problem_rows) == (2, 0)


def test_weights_are_read_and_must_be_above_nothing(world):
    run = bring(world, "SATIS;weight\n8;1,5\n7;0\n6;\n5;nan\n4;inf\n3;1e300\n2;1e9\n")

    assert (run.rows, run.problem_rows) == (2, 5)
    assert {(problem["column"], problem["message"]) for problem in run.problems} == {
        ("weight", "A weight must be a number above 0 and at most 1,000,000,000.")
    }
    verbs.take_in(run, by=world.ann)
    assert [response.weight for response in Response.objects.all()] == [1.5, 1e9]


def test_ragged_rows_are_left_out_and_named_and_blank_ones_passed_over(world):
    run = bring(world, "SATIS,IDEAL\n8\n8,7,6\n\n8,7,\n8,7\n")

    assert run.rows == 2
    assert [(problem["row"], problem["message"]) for problem in run.problems] == [
        (2, "This row has 1 cell, but there are 2 headings."),
        (3, "This row has 3 cells, but there are 2 headings."),
    ]


def test_a_row_without_an_answer_is_a_problem(world):
    run = bring(world, "id,SATIS\n1,\n")

    assert run.problems[0]["message"] == "No question is answered in this row."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(world, end):
    run = bring(world, f"SATIS;IDEAL{end}8;9{end}7;6{end}")

    assert (run.rows, run.problem_rows, run.separator) == (2, 0, ";")


def test_a_huge_cell_is_shown_short_and_an_endless_one_refused(world):
    run = bring(world, "SATIS,COMMENT\n8," + "x" * 6000 + "\n")
    assert len(run.problems[0]["value"]) == 61

    with pytest.raises(UnreadableFile) as refused:
        bring(world, 'SATIS,COMMENT\n8,"' + "x" * 200_000 + "\n")

    assert "Row 2 cannot be read" in refused.value.message
    assert ImportRun.objects.count() == 1


def test_a_file_is_read_another_way_and_its_columns_known_anew(world):
    run = bring(world, "SATIS;IDEAL\n8;7\n")
    plan = Plan.from_json(run.plan)

    verbs.plan_import(run, plan=plan, encoding="cp1252", separator=",", unit=world.hill)

    assert (run.rows, run.unit) == (0, world.hill)
    assert Plan.from_json(run.plan).columns == {}


def test_an_encoding_that_does_not_fit_changes_nothing(world):
    run = bring(world, "SATIS,COMMENT\n8,größer\n", encoding="cp1252")
    plan = Plan.from_json(run.plan)

    with pytest.raises(UnreadableFile):
        verbs.plan_import(run, plan=plan, encoding="utf-8-sig", separator=",", unit=run.unit)

    run.refresh_from_db()
    assert (run.encoding, run.rows) == ("cp1252", 1)


def test_a_mark_against_formulas_is_taken_off_again(world):
    verbs.take_in(bring(world, "SATIS,COMMENT\n8,'=good\n"), by=world.ann)

    assert Response.objects.get().answers["COMMENT"] == "=good"


def test_the_published_data_are_taken_in_whole(world, shared):
    content = (shared / "data" / "mobi.csv").read_bytes()
    run = verbs.bring_file("mobi.csv", content=content, unit=world.company, by=world.ann)
    assert (run.rows, run.problem_rows) == (250, 0)

    run = verbs.take_in(run, by=world.ann)

    frame = queries.answers_frame(run.wave, [world.company])
    assert run.survey.model == "ecsi"
    assert frame.height == 250
    assert frame["CUSA1"].sum() == sum(
        int(line.split(",")[3]) for line in content.decode().splitlines()[1:]
    )
