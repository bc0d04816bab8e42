"""One act on many cases, taken back as far as nothing happened meanwhile."""

from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import CaseLink
from herefor.answer.queries.brief import Brief
from herefor.answer.queries.cases import open_offer
from herefor.answer.verbs.many import ACTS, act_on_many, undo_many
from herefor.answer.verbs.sorting import move_case
from herefor.story.clock import now


@pytest.fixture
def cases(world):
    return [verbs.open_case(f"No. {n}", unit=world.harbour, words="Help.") for n in range(3)]


def state(case):
    case.refresh_from_db()
    asleep = case.snoozes.filter(woken_at=None).exists()
    is_spam = case.spam.filter(undone_at=None).exists()
    links = CaseLink.objects.filter(case=case).count()
    return (
        case.owner, case.taken_at, case.severity, case.kind, case.unit, case.due_at,
        case.closed_at, asleep, is_spam, links,
    )  # fmt: skip


def acts(world):
    return {
        "take": {},
        "give": {"owner": world.bob},
        "aside": {"until": now() + timedelta(hours=2)},
        "severity": {"severity": 4},
        "kind": {"kind": "praise"},
        "unit": {"unit": world.hill},
        "spam": {},
        "link": {},
    }


@pytest.mark.parametrize("what", sorted(ACTS))
def test_every_act_is_taken_back_as_it_was(world, cases, what):
    before = [state(case) for case in cases]

    act = act_on_many(cases, what=what, by=world.alice, **acts(world)[what])
    changed = [state(case) != was for case, was in zip(cases, before, strict=True)]
    assert changed == [what != "link", True, True]
    assert undo_many(act, by=world.alice) == []

    after = [state(case) for case in cases]
    if what == "spam":  # its clocks went on with the minutes that were left
        after, before = ([one[:5] + one[6:] for one in rows] for rows in (after, before))
    assert after == before


def test_an_offer_that_taking_ended_stands_again(world, cases):
    brief = Brief(wants="A date.", next_step="Call.")
    offer = verbs.offer_case(cases[0], to=world.alice, brief=brief, by=world.bob)

    act = act_on_many(cases, what="give", by=world.alice, owner=world.alice)
    assert open_offer(cases[0]) is None
    undo_many(act, by=world.alice)

    assert open_offer(cases[0]) == offer


def test_what_happened_meanwhile_stays(world, cases):
    act = act_on_many(cases, what="take", by=world.alice)
    verbs.answer_case(cases[1], text="I come.", by=world.alice)

    assert undo_many(act, by=world.alice) == [cases[1]]

    for case in cases:
        case.refresh_from_db()
    assert [case.owner for case in cases] == [world.bob, world.alice, world.bob]


def test_a_case_that_went_out_of_sight_meanwhile_is_named(world, cases):
    act = act_on_many(cases, what="severity", severity=4, by=world.bob)
    move_case(cases[1], unit=world.hill, by=world.alice)

    assert undo_many(act, by=world.bob) == [cases[1]]

    cases[1].refresh_from_db()
    assert (cases[1].unit, cases[1].severity) == (world.hill, 4)


def test_an_act_is_taken_back_once_and_only_by_who_did_it(world, cases):
    act = act_on_many(cases, what="take", by=world.alice)

    undo_many(act, by=world.bob)
    cases[0].refresh_from_db()
    assert cases[0].owner == world.alice

    undo_many(act, by=world.alice)
    verbs.take_case(cases[0], by=world.alice)
    undo_many(act, by=world.alice)
    cases[0].refresh_from_db()
    assert cases[0].owner == world.alice


def test_cases_one_may_not_see_are_not_touched(world, cases):
    hill = verbs.open_case("Hill", unit=world.hill)

    act = act_on_many([*cases, hill], what="spam", by=world.bob)

    assert len(act.before["cases"]) == 3
    assert not hill.spam.exists()


def test_who_may_not_see_a_case_is_not_given_it(world, cases):
    hill = verbs.open_case("Hill", unit=world.hill)

    act = act_on_many([cases[0], hill], what="give", owner=world.charlie, by=world.alice)

    cases[0].refresh_from_db()
    assert cases[0].owner == world.bob
    assert (len(act.before["cases"]), act.before["left"]) == (1, 1)
