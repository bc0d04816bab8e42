from hypothesis import given
from hypothesis import strategies as st

from asked import ask, draft, record
from herefor.listen.counts import counts_of, invitation_counts
from herefor.listen.hidden import Group, hidden_among
from herefor.listen.verbs import invite
from herefor.people.rules import units_where


def submitted(counts):
    return {str(count.unit): count.submitted for count in counts.by_unit}


def test_large_groups_are_counted(world):
    asked = ask(world)
    record(asked, unit=world.harbour, count=6)
    record(asked, unit=world.hill, count=5)
    draft(asked, unit=world.hill)

    counts = counts_of(asked.wave, world.ann)

    assert submitted(counts) == {"Harbour": 6, "Hill": 5}
    assert [count.started for count in counts.by_unit] == [6, 6]
    assert (counts.submitted.n, counts.submitted.is_all, counts.is_hidden) == (11, True, False)


def test_a_small_group_takes_the_next_along_because_their_sum_is_told(world):
    asked = ask(world)
    record(asked, unit=world.harbour, count=6)
    record(asked, unit=world.hill, count=4)

    counts = counts_of(asked.wave, world.ann)

    assert submitted(counts) == {"Harbour": None, "Hill": None}
    assert (counts.submitted.n, counts.submitted.is_all) == (10, True)
    assert counts.is_hidden


def test_what_a_parent_has_of_its_own_is_not_told_beside_a_hidden_child(world):
    asked = ask(world)
    record(asked, unit=world.company, count=20)
    record(asked, unit=world.hill, count=4)

    counts = counts_of(asked.wave, world.ann)

    assert submitted(counts) == {"Harbour & Vale": None, "Harbour": 0, "Hill": None}
    assert (counts.submitted.n, counts.submitted.is_all) == (24, True)


def test_too_few_altogether_are_not_told(world):
    asked = ask(world)
    record(asked, unit=world.hill, count=4)

    counts = counts_of(asked.wave, world.ann)

    assert submitted(counts) == {"Harbour": 0, "Hill": None}
    assert (counts.submitted.n, counts.submitted.is_all) == (0, False)


def test_nobody_counts_units_where_they_do_not_ask(world):
    asked = ask(world)
    record(asked, unit=world.harbour, count=6)
    assert units_where(world.charlie, "responder").exists()

    counts = counts_of(asked.wave, world.charlie)

    assert (counts.by_unit, counts.submitted.n) == ([], 0)


def test_how_many_of_the_invited_answered_is_told_from_the_smallest_group_on(world):
    asked = ask(world)
    invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)

    assert invitation_counts(asked.wave, world.alice) == (1, 0)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(0, 12))
def test_what_a_subtraction_leaves_is_nothing_or_a_group_large_enough(children, own):
    parts = [Group(10 + place, f"/1/{10 + place}/", n) for place, n in enumerate(children)]
    whole = Group(1, "/1/", sum(children) + own)

    hidden = hidden_among([whole, *parts], least=5)

    left_over = whole.n - sum(group.n for group in parts if group.unit not in hidden)
    assert left_over == 0 or left_over >= 5 or len(hidden) >= len(parts)
    assert all(group.unit in hidden for group in parts if group.n < 5)
