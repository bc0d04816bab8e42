from datetime import date

import pytest

from asked import answered, ask, draft, record
from herefor.listen import queries


def test_pages_hold_one_topic_each(world):
    pages = queries.pages_of(ask(world).edition)

    assert [page.topic for page in pages][:2] == ["What you expected", "What you found"]
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert pages[3].codes == ["SATIS", "CONFIRM", "IDEAL"]
    assert queries.minutes_needed(pages) == 2


@pytest.mark.parametrize(
    ("answers", "number"), [({}, 1), ({"OVERALLX": 1}, 2), ({"IDEAL": 1}, 5), ({"CONTACT": 0}, 8)]
)
def test_one_goes_on_after_the_last_page_that_was_answered(world, answers, number):
    asked = ask(world)

    response = draft(asked, answers=answers)

    assert queries.first_unanswered(response, queries.pages_of(asked.edition)) == number


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({"SATIS": 10, "CONFIRM": 10, "IDEAL": 10}, 100),
        ({"SATIS": 1, "CONFIRM": 1, "IDEAL": 1, "PQ": 10}, 0),
        ({"SATIS": 1, "CONFIRM": "na", "IDEAL": 10}, 50),
        ({"SATIS": "na"}, None),
        ({"PQ": 10}, None),
    ],
)
def test_satisfaction_is_the_mean_of_its_questions_on_their_scale(world, answers, score):
    response = answered(ask(world), answers=answers)

    assert queries.satisfaction_score(response) == score


def test_the_frame_holds_finished_answers_of_the_units_as_numbers(world):
    asked = ask(world)
    one = answered(asked, once="1", answers={"SATIS": 8, "COMP": 1, "PQ": "na", "COMMENT": "Hm"})
    answered(asked, once="2", unit=world.hill)
    draft(asked, once="3", answers={"SATIS": 2})

    frame = queries.answers_frame(asked.wave, [world.harbour])

    assert frame.height == 1
    row = frame.row(0, named=True)
    assert (row["response"], row["unit"], row["weight"]) == (one.pk, world.harbour.pk, 1.0)
    assert row["submitted_at"] == one.submitted_at
    assert (row["SATIS"], row["COMP"], row["PQ"], row["QP"]) == (8.0, 1.0, None, None)
    assert not {"COMMENT", "CONTACT"} & set(frame.columns)
    assert {str(frame.schema[code]) for code in ("SATIS", "QP", "COMP")} == {"Float64"}


def test_the_frame_of_no_answers_has_its_columns(world):
    frame = queries.answers_frame(ask(world).wave, [world.harbour])

    assert frame.height == 0
    assert "SATIS" in frame.columns


def test_surveys_come_with_their_waves_and_counts(world):
    asked = ask(world)
    record(asked, unit=world.hill, count=1)

    (found,) = queries.surveys_with_waves(type(asked.survey).objects.all(), world.ann)

    assert found.survey == asked.survey
    assert [(w.wave, w.submitted, w.is_hidden) for w in found.waves] == [(asked.wave, 0, True)]


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026 Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 9, 30), "2026 Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026 Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day, name, first, last):
    assert queries.quarter_of(day) == (name, first, last)
