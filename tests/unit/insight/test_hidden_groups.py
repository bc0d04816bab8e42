"""What stays hidden so that nobody is recognised, and nothing can be worked out by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from herefor.insight.shown import Why, why_hidden
from herefor.listen.hidden import Group


def family(total, *children):
    parts = [Group(10 + place, f"/1/{10 + place}/", n) for place, n in enumerate(children)]
    return [Group(1, "/1/", total), *parts]


def test_nothing_is_hidden_where_all_are_large_enough():
    assert why_hidden(family(30, 10, 20), smallest=5) == {}


def test_a_small_unit_takes_the_next_smallest_with_it():
    assert why_hidden(family(63, 3, 40, 20), smallest=5) == {10: Why.FEW, 12: Why.COVER}


def test_two_small_units_that_are_enough_together_cover_each_other():
    assert why_hidden(family(47, 3, 4, 40), smallest=5) == {10: Why.FEW, 11: Why.FEW}


def test_two_small_units_that_are_too_few_together_need_another():
    hidden = why_hidden(family(73, 1, 2, 40, 30), smallest=5)

    assert hidden == {10: Why.FEW, 11: Why.FEW, 13: Why.COVER}


def test_a_few_answers_at_the_parent_itself_are_covered_too():
    assert why_hidden(family(52, 20, 30), smallest=5) == {10: Why.COVER}


def test_a_small_unit_without_a_parent_to_subtract_from_hides_nobody():
    alone = [Group(10, "/1/10/", 3), Group(11, "/1/11/", 40)]

    assert why_hidden(alone, smallest=5) == {10: Why.FEW}


def test_with_a_hidden_unit_what_is_below_it_is_hidden():
    groups = [
        *family(63, 3, 40, 20),
        Group(20, "/1/12/20/", 10),
        Group(21, "/1/12/21/", 10),
    ]

    hidden = why_hidden(groups, smallest=5)

    assert hidden == {10: Why.FEW, 12: Why.COVER, 20: Why.COVER, 21: Why.COVER}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(0, 12))
def test_what_a_subtraction_leaves_is_nothing_or_a_group_that_may_be_shown(children, own):
    groups = family(sum(children) + own, *children)

    hidden = why_hidden(groups, smallest=5)

    shown = sum(group.n for group in groups[1:] if group.unit not in hidden)
    left_over = groups[0].n - shown
    all_hidden = len(hidden) >= len(children)
    assert left_over == 0 or left_over >= 5 or all_hidden
    assert all(group.unit in hidden for group in groups if group.n < 5)
