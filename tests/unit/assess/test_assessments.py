"""A whole assessment by its verbs: seats, ties, answers, marks, consensus, points."""

import pytest

from herefor.assess.access import Act
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Seat, Stage
from herefor.assess.queries.answers import answer_to, answers_beside
from herefor.assess.queries.comments import current_version, versions_beside
from herefor.assess.queries.consensus import where_item_stands
from herefor.assess.queries.marks import scores_agreed, spread_on
from herefor.assess.rules import may
from herefor.assess.verbs import (
    NotNow,
    agree_mark,
    comment_on,
    declare,
    hand_in,
    invite,
    mark_item,
    move_on,
    open_assessment,
    open_marks,
    reword_comment,
    submit,
    write_answer,
)
from herefor.people.models import Account
from herefor.story.models import Event

Role = Seat.Role


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


@pytest.fixture
def lead(assessment):
    seat = assessment.seats.get()
    declare(seat, tie="none")
    return seat


@pytest.fixture
def writer(assessment, world):
    return invite(assessment, account=world.bob, role=Role.WRITER, by=world.alice)


def seat(assessment, name, *, tie="none", role=Role.EXAMINER):
    account = Account.objects.create_user(f"{name}@example.org", "x", name=name)
    given = invite(assessment, account=account, role=role, by=assessment.by)
    if tie:
        declare(given, tie=tie)
    return given


def into_review(assessment, writer, *seats):
    submit(assessment, by=writer)
    for one in seats:
        declare(one, tie="none")


def mark_all(given, percent, **other):
    for item in given.assessment.framework.items:
        mark_item(given, item=item.id, percent=other.get(item.id, percent), factors={})


def test_the_framework_is_copied(assessment):
    assert assessment.framework == shipped()[DEFAULT]
    assert assessment.stage == Stage.WRITING


def test_who_has_not_declared_or_has_a_tie_may_nothing(assessment, lead):
    silent = seat(assessment, "Silent", tie="")
    tied = seat(assessment, "Tied", tie="customer")
    free = seat(assessment, "Free")

    assert [may(one, Act.LOOK, stage="writing") for one in (silent, tied, free)] == [
        False,
        False,
        True,
    ]


def test_ties_are_asked_again_at_each_stage_and_a_tie_stays(assessment, lead, writer):
    free, tied = seat(assessment, "Free"), seat(assessment, "Tied", tie="supplier")

    into_review(assessment, writer)
    assert not may(free, Act.MARK, stage="independent")
    declare(free, tie="none")
    declare(tied, tie="none")

    assert may(free, Act.MARK, stage="independent")
    assert not may(tied, Act.MARK, stage="independent")


def test_two_answers_on_one_version_are_both_kept_and_told(assessment, writer, world):
    other = invite(assessment, account=world.charlie, role=Role.WRITER, by=world.alice)
    write_answer(assessment, item="1.1", text="We listen.", seen=0, by=writer)
    write_answer(assessment, item="1.1", text="We listen daily.", seen=1, by=writer)
    write_answer(assessment, item="1.1", text="We hear.", seen=1, by=other)

    assert answer_to(assessment, item="1.1").text == "We listen daily."
    assert [one.text for one in answers_beside(assessment, item="1.1")] == ["We hear."]
    event = Event.objects.get(what="answers clash")
    assert (event.by, event.payload["other"]) == (world.charlie, "Bob Ek")

    write_answer(assessment, item="1.1", text="We listen and hear.", seen=3, by=other)
    assert answers_beside(assessment, item="1.1") == []


def test_an_answer_sent_twice_leaves_what_stands_beside_it(assessment, writer, world):
    other = invite(assessment, account=world.charlie, role=Role.WRITER, by=world.alice)
    first = write_answer(assessment, item="1.1", text="We listen.", seen=0, by=writer)
    write_answer(assessment, item="1.1", text="We hear.", seen=0, by=other)

    again = write_answer(assessment, item="1.1", text="We listen.", seen=0, by=writer)

    assert again == first
    assert [one.text for one in answers_beside(assessment, item="1.1")] == ["We hear."]


def test_after_the_submission_nothing_is_written(assessment, writer):
    submit(assessment, by=writer)

    with pytest.raises(NotNow):
        write_answer(assessment, item="1.1", text="Late.", seen=0, by=writer)


def test_marks_stay_hidden_until_the_last_examiner_hands_in(assessment, lead, writer):
    ann, bo = seat(assessment, "Ann B"), seat(assessment, "Bo")
    seat(assessment, "Tied", tie="financial")
    into_review(assessment, writer, lead, ann, bo)
    mark_all(ann, 40)
    with pytest.raises(NotNow):
        hand_in(bo)
    hand_in(ann)

    hidden = [may(one, Act.READ_MARKS, stage="independent") for one in (ann, bo, lead)]
    mark_all(bo, 50)
    hand_in(bo)

    assert hidden == [False, False, False]
    assert may(ann, Act.READ_MARKS, stage="independent")
    with pytest.raises(NotNow):
        mark_item(ann, item="1.1", percent=90, factors={})


def test_the_lead_opens_early_and_nobody_marks_alone_any_more(assessment, lead, writer):
    ann = seat(assessment, "Ann B")
    into_review(assessment, writer, lead, ann)

    open_marks(assessment, reason="Ann is ill.", by=lead)

    assert may(lead, Act.READ_MARKS, stage="independent")
    with pytest.raises(NotNow):
        mark_item(ann, item="1.1", percent=50, factors={})


def test_a_percent_that_may_not_be_given(assessment, lead, writer):
    ann = seat(assessment, "Ann B")
    into_review(assessment, writer, lead, ann)

    with pytest.raises(ValueError, match="52 percent"):
        mark_item(ann, item="1.1", percent=52, factors={})
    assert not ann.marks.exists()


@pytest.fixture
def team(assessment, lead, writer):
    """Two examiners in consensus, apart on 1.1 alone."""
    ann, bo = seat(assessment, "Ann B"), seat(assessment, "Bo")
    into_review(assessment, writer, lead, ann, bo)
    mark_all(ann, 40, **{"1.1": 20})
    mark_all(bo, 50, **{"1.1": 60})
    hand_in(ann)
    hand_in(bo)
    move_on(assessment, by=lead)
    for one in (lead, ann, bo):
        declare(one, tie="none")
    return ann, bo


def test_consensus_asks_for_a_second_mark_and_a_reason(assessment, lead, team):
    ann, bo = team
    with pytest.raises(NotNow, match="mark again"):
        agree_mark(assessment, item="1.1", percent=40, reason="", by=lead)
    with pytest.raises(NotNow, match="somebody else"):
        agree_mark(assessment, item="1.2", percent=45, reason="", by=ann)

    mark_item(ann, item="1.1", percent=50, factors={})
    with pytest.raises(NotNow, match="mark again"):
        agree_mark(assessment, item="1.1", percent=55, reason="", by=lead)
    mark_item(bo, item="1.1", percent=60, factors={})
    with pytest.raises(NotNow, match="reason"):
        agree_mark(assessment, item="1.1", percent=45, reason=" ", by=lead)
    agreed = agree_mark(assessment, item="1.1", percent=45, reason="Bo saw more.", by=lead)

    assert (agreed.percent, agreed.median) == (45, 55)
    assert spread_on(assessment, item="1.1").percents == (20, 60)
    assert spread_on(assessment, item="1.1", last=True).percents == (50, 60)


def test_a_mark_given_again_is_hidden_from_who_has_not_done_so(assessment, team):
    ann, bo = team
    mark_item(ann, item="1.1", percent=50, factors={})

    def seen(by):
        stands = where_item_stands(assessment, item="1.1")
        marks = stands.seen_by(by, stage=assessment.stage)
        return [one.last and one.last.percent for one in marks]

    assert seen(bo) == [None, None]
    mark_item(bo, item="1.1", percent=55, factors={})
    assert seen(bo) == [50, 55]


def test_points_equal_those_reckoned_by_hand(assessment, lead, team):
    for one in team:
        mark_item(one, item="1.1", percent=55, factors={})
    agree_mark(assessment, item="1.1", percent=60, reason="", by=lead)
    with pytest.raises(NotNow, match="not agreed"):
        move_on(assessment, by=lead)
    for item in assessment.framework.items[1:]:
        agree_mark(assessment, item=item.id, percent=45, reason="", by=lead)

    points = scores_agreed(assessment)

    # 70 x .60 = 42; 930 x .45 = 418.5; category 1: 42 + 50 x .45
    assert (points.items["1.1"], points.items["7.2"]) == (42, 40.5)
    assert points.categories["1"] == 64.5
    assert points.total == pytest.approx(460.5)
    assert points.results == pytest.approx(202.5)
    assert move_on(assessment, by=lead) == Stage.SITE_VISIT


def test_two_people_change_one_comment(assessment, lead, team):
    ann, bo = team
    first = comment_on(ann, item="1.1", kind="strength", idea="Leaders listen.")
    reword_comment(first.comment, seen=1, by=ann, kind="strength", idea="Leaders listen daily.")
    reword_comment(first.comment, seen=1, by=bo, kind="strength", idea="Leaders hear.")

    assert current_version(first.comment).idea == "Leaders listen daily."
    assert [one.idea for one in versions_beside(first.comment)] == ["Leaders hear."]
    assert Event.objects.get(what="comments clash").payload["other"] == "Ann B"
