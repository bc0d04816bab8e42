"""A change is called one only where its interval leaves zero out."""

from datetime import date

import pytest

from found import a_finding, a_survey, a_wave, two_waves
from herefor.insight.queries import LOYALTY, Gap, Held, compared, readings
from herefor.insight.words import (
    amount,
    change_interval,
    change_of,
    clear_mark,
    comparison_words,
    gap_question,
    gap_title,
    headline,
    hidden_words,
    listed,
    tie_words,
)
from herefor.measure import Difference


def trend(world, *indices, se=1.0, unit=None, construct="Satisfaction"):
    survey = a_survey(world)
    for number, index in enumerate(indices, 1):
        wave = a_wave(survey, f"W{number}", date(2026, number, 1))
        a_finding(wave, unit or world.company, index=index, se=se, loyalty=index)
    return readings(world.alice, unit=unit or world.company, until=wave, construct=construct)


@pytest.mark.parametrize(
    ("now", "words", "title"),
    [
        (70.0 - 2.7, "no clear change since W1", "Customers are as satisfied as in W1"),
        (
            70.0 - 2.9,
            "fell clearly, by 0.1 to 5.7 points, since W1",
            "Customers are clearly less satisfied than in W1",
        ),
        (
            70.0 + 5.0,
            "rose clearly, by 2 to 8 points, since W1",
            "Customers are clearly more satisfied than in W1",
        ),
    ],
)
def test_a_change_is_worded_by_its_interval(world, now, words, title):
    _before, after = trend(world, 70.0, now)

    assert change_of(after) == words
    assert headline(after) == title
    assert bool(clear_mark(after)) == ("clearly" in words)


def test_loyalty_and_a_part_are_named(world):
    _before, after = trend(world, 70.0, 60.0, unit=world.harbour, construct=LOYALTY)

    assert headline(after) == "Customers of Harbour are clearly less loyal than in W1"


def test_a_first_measurement_is_no_change(world):
    (first,) = trend(world, 70.0)

    assert change_of(first) == "nothing to compare with yet"
    assert headline(first) == "Customers: satisfaction is 70.0 of 100, measured for the first time"
    assert clear_mark(first) == ""


def test_a_barely_clear_change_is_not_rounded_to_zero():
    assert amount(Difference(0.5, 0.02, 0.98, 0.2)) == "0.02 to 0.98"


def test_before_and_after_are_worded_without_a_cause(world):
    earlier, later = two_waves(world)
    before, after = (
        a_finding(earlier, world.hill, index=60.0),
        a_finding(later, world.hill, index=70.0),
    )

    comparison = compared(before, after, construct="Satisfaction")

    assert comparison_words(comparison) == "clearly higher, by 7 to 13 points"
    assert comparison_words(compared(before, before, construct="Value")) == "no clear change"
    assert compared(before, after, construct="Image") is None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-4.36, -0.03, "-4.36 to -0.03"),
        (0.5, 4.04, "0.5 to 4.0"),
        (0.004, 4.04, "0.004 to 4.040"),
        (-4.4, 0.03, "-4.4 to 0.0"),
        (2.2, 4.4, "2.2 to 4.4"),
    ],
)
def test_the_interval_of_a_clear_change_never_seems_to_reach_zero(low, high, words):
    assert change_interval(Difference((low + high) / 2, low, high, 1)) == words


@pytest.mark.parametrize(
    ("missing", "words"),
    [(0.2, "the other 0 points are"), (1.4, "the other 1 point is"), (2, "the other 2 points are")],
)
def test_missing_points_are_told_right_for_none_one_and_many(missing, words):
    held = Held("missing", missing, 0, 2)

    assert gap_title(Gap(1000 - missing, held, [], held, ties=[])) == f"Where {words}"
    assert gap_question(Gap(1000 - missing, held, [], held, ties=[])).endswith("?")


def test_near_ties_are_said():
    held = Held("x", 1, 0, 2)
    gap = Gap(700, held, [], held, ties=[("Quality", "Value")])

    assert tie_words(gap) == ["Quality and Value cannot be told apart."]


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), ("ABC", "A, B and C")]
)
def test_names_are_listed_as_spoken(names, words):
    assert listed(list(names)) == words


def test_hidden_units_are_counted_right_for_none_one_and_many():
    assert hidden_words(0, 0, smallest=5) == []
    assert hidden_words(1, 1, smallest=5) == [
        "1 unit has fewer than 5 answers and is not shown.",
        "1 more is not shown, because it would uncover those that are too small.",
    ]
    assert hidden_words(2, 0, smallest=5) == [
        "2 units have fewer than 5 answers and are not shown."
    ]
