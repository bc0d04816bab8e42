"""What is flagged in comments and marks, and when a team has to talk."""

import pytest

from herefor.assess.noticing import Said, notices_of, notices_of_mark
from herefor.assess.scoring import scoring_system
from herefor.assess.spread import spread_of

SCORING = scoring_system("baldrige-adli-letci")
PLAIN = Said(
    1, "opportunity", "Complaints of the Hill branch are not counted.", "Two of three years.", "KF"
)


def said(pk, kind, idea, **more):
    return Said(pk, kind, idea, **({"examples": "In 2010.", "relevance": "Regulars."} | more))


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        (PLAIN, []),
        (said(2, "opportunity", "Leaders should visit each branch."), ["prescriptive"]),
        (said(2, "strength", "An excellent programme of visits."), ["judgemental"]),
        (said(2, "opportunity", "The logo differs between branches."), ["outside"]),
        (said(2, "strength", "Visits reach all branches.", examples=""), ["no example"]),
        (said(2, "strength", "Visits reach all branches.", relevance=""), []),
        (
            said(2, "strength", "Visits reach all branches.", relevance="", is_bold=True),
            ["no relevance"],
        ),
    ],
)
def test_one_comment(comment, found):
    assert notices_of(comment) == found


def test_two_comments_that_say_the_opposite_of_the_same_thing():
    one = said(1, "strength", "Complaints of every branch are counted monthly.")
    other = said(2, "opportunity", "Complaints of one branch are not counted monthly.")

    assert notices_of(one, others=[one, other]) == ["contradicting"]
    assert notices_of(one, others=[said(3, "strength", other.idea)]) == []


@pytest.mark.parametrize(
    ("percent", "factors", "kinds", "found"),
    [
        (55, {"approach": 3, "deployment": 4}, "so", []),
        (55, {"approach": 2, "deployment": 3}, "so", ["outside factors"]),
        (60, {}, "soo", []),
        (60, {}, "sooo", ["high with opportunities"]),
        (30, {}, "ssso", ["low with strengths"]),
    ],
)
def test_marks_that_tell_another_story_than_the_rest(percent, factors, kinds, found):
    names = {"s": "strength", "o": "opportunity"}
    comments = [said(pk, names[kind], "An idea.") for pk, kind in enumerate(kinds)]

    assert notices_of_mark(percent, factors=factors, comments=comments, scoring=SCORING) == found


def test_a_high_mark_beside_a_gap_in_deployment():
    gap = said(1, "opportunity", "Deployment to the Hill branch is not described.")

    assert notices_of_mark(70, factors={}, comments=[gap], scoring=SCORING) == ["high with gaps"]
    assert notices_of_mark(65, factors={}, comments=[gap], scoring=SCORING) == []


@pytest.mark.parametrize(
    ("percents", "asks"),
    [
        ([50, 55, 60], ()),
        ([30, 40, 50], ()),
        ([40, 60], ("deviation",)),
        ([25, 30, 45], ("deviation",)),
        ([25, 30, 35, 50], ("range", "bands", "deviation")),
        ([45, 45, 45, 45, 45, 45, 45, 70], ("range", "bands")),
        ([40], ()),
    ],
)
def test_when_the_team_has_to_talk(percents, asks):
    assert spread_of(percents, scoring=SCORING).asks == asks


def test_ten_from_the_median_needs_a_reason():
    spread = spread_of([40, 45, 60], scoring=SCORING)

    assert [spread.needs_reason(percent) for percent in (35, 40, 50, 55)] == [
        True,
        False,
        False,
        True,
    ]
    assert spread_of([], scoring=SCORING) is None
