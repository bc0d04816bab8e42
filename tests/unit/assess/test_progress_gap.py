"""Leaders less workforce: against a published example, by hand, and many at once."""

import json

import pytest

from herefor.assess.progress_gap import Gap, Said, chance_of, gaps, said_of, said_on_average
from herefor.assess.statements import (
    HERE,
    problems_of_statements,
    questionnaire,
    questionnaire_of,
)
from herefor.assess.words import gap_in_points, gap_in_words


def shares(agreed, n):
    return said_of([True] * agreed + [False] * (n - agreed))


def test_a_gap_has_the_interval_of_the_published_example():
    """Newcombe, Statistics in Medicine 17 (1998), table II, example (a), method 10."""
    (gap,) = gaps([(shares(56, 70), shares(48, 80))])

    assert (round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)) == (0.2, 0.0524, 0.3339)
    assert gap.clear


@pytest.mark.parametrize(("one", "other"), [((56, 70), (48, 80)), ((3, 9), (9, 10))])
def test_the_chance_is_what_an_interval_errs_that_just_reaches_zero(one, other):
    pair = shares(*one), shares(*other)
    level = 1 - chance_of(*pair)

    wide, narrow = ([said.rated(level=level + step) for said in pair] for step in (0.0001, -0.0001))

    from herefor.measure import rating_difference

    at, inside = rating_difference(*wide), rating_difference(*narrow)
    assert at.low < 0 < at.high
    assert inside.low > 0 or inside.high < 0


def test_equal_shares_are_chance_alone():
    assert chance_of(shares(5, 10), shares(10, 20)) == pytest.approx(1)


def test_what_one_comparison_would_call_clear_is_not_among_forty():
    barely, same = (shares(56, 70), shares(48, 80)), (shares(6, 10), shares(6, 10))

    assert gaps([barely])[0].clear
    among = gaps([barely, *[same] * 39])
    assert among[0].low > 0
    assert not any(gap.clear for gap in among)


def test_a_person_who_says_the_same_six_times_counts_once():
    """By hand: six of ten say yes to everything. Shares 0.6; the variance of the mean is
    0.24 / 9, so worth 9 answers, times (1.960 / 2.262) squared for nine degrees of freedom."""
    people = [dict.fromkeys("abcdef", place < 6) for place in range(10)]

    said = said_on_average(people, over=list("abcdef"))

    assert (said.share, said.n) == (pytest.approx(0.6), 10)
    assert said.worth == pytest.approx(9 * (1.959964 / 2.262157) ** 2, rel=1e-5)


def test_an_average_is_that_of_the_statements_even_where_some_were_skipped():
    people = [{"a": True, "b": True}, {"a": False}, {"b": True}, {"c": False}]

    said = said_on_average(people, over=["a", "b"])

    assert (said.share, said.n) == (0.75, 3)


def test_where_nobody_differs_people_are_counted_and_not_their_answers():
    people = [dict.fromkeys("abc", True)] * 5

    assert said_on_average(people, over=list("abc")) == Said(1.0, 5, 5)


def test_there_are_forty_statements_in_two_wordings():
    assert list(problems_of_statements(questionnaire())) == []
    assert len(questionnaire().statements) == 40


def test_what_is_wrong_with_statements_is_named():
    told = json.loads(HERE.read_text("utf-8")) | {"source": ""}
    gone = told["categories"][1]["statements"].pop()
    told["categories"][0]["statements"][0] |= {"leaders": "", "id": "7-1"}

    problems = list(problems_of_statements(questionnaire_of(told)))

    assert gone["id"] == "2-3"
    assert problems == [
        "Statements are 7/2/5/6/6/4/9 = 39 by category; they should be 7/3/5/6/6/4/9 = 40.",
        "Two statements have the same number.",
        "It does not say its source.",
        "Statement 7-1 lacks the words for one group.",
    ]


def test_what_stands_alone_and_not_among_all_is_told_so():
    assert gap_in_words(Gap(0.5, 0.23, 0.62, clear=False)) == "Clear alone, not among all."
    assert gap_in_words(Gap(0.1, -0.2, 0.3, clear=False)) == "No clear gap."
    assert gap_in_points(Gap(-0.002, -0.12, 0.09, clear=False)) == "0 (−12 to +9)"
