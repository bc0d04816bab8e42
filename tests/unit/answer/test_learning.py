"""What was found on cases is counted by cause and unit, and only said as surely as it is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herefor.answer import verbs
from herefor.answer.learned import changed, difference, hidden, part_of
from herefor.answer.models import Assessment, Case, Cause, Need
from herefor.answer.queries import timeline
from herefor.answer.queries.learning import causes_at, found_on, learned, needs_of
from herefor.answer.queries.taken_along import everything
from herefor.answer.tasks import remind_of_lessons
from herefor.answer.verbs import learning
from herefor.mail.models import Letter
from herefor.people.verbs import meet_customer, merge_customers
from herefor.story.clock import acting_at, now
from herefor.story.models import Event

LATE, BILL = "Waited too long", "Wrong bill"
OURS, OTHERS = Assessment.Whose.OURS, Assessment.Whose.OTHERS


def test_wilsons_interval_is_that_of_the_published_example():
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263."""
    part = part_of(81, 263)

    assert (round(part.low, 4), round(part.high, 4)) == (0.2553, 0.3662)
    assert part_of(0, 20).low == 0
    assert round(part_of(0, 20).high, 4) == 0.1611


def test_the_difference_is_that_of_the_published_example():
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: 56/70, 48/80."""
    low, high = difference((56, 70), (48, 80))

    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize(
    ("now_", "before", "looked_at", "change"),
    [
        ((56, 70), (48, 80), 1, 1),
        ((48, 80), (56, 70), 1, -1),
        ((56, 70), (48, 80), 10, 0),
        ((5, 10), (4, 10), 1, 0),
        ((10, 10), (0, 10), 10, 1),
    ],
)
def test_a_change_is_only_clear_when_chance_would_not_bring_it(now_, before, looked_at, change):
    assert changed(now_, before, looked_at=looked_at) == change


@pytest.mark.parametrize(
    ("sizes", "unseen"),
    [
        ([7, 8], set()),
        ([7, 8, 3], {2, 0}),
        ([3, 3, 9], {0, 1}),
        ([4, 9], {0, 1}),
        ([0, 9], {0}),
        ([], set()),
    ],
)
def test_no_few_can_be_worked_out_from_what_is_shown(sizes, unseen):
    assert hidden(sizes, enough=5) == unseen


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(2, 9))
def test_what_is_unseen_is_none_or_enough_or_everything(sizes, enough):
    unseen = hidden(sizes, enough=enough)

    left = sum(sizes[place] for place in unseen)
    assert all(sizes[place] >= enough for place in set(range(len(sizes))) - unseen)
    assert left == 0 or left >= enough or unseen == set(range(len(sizes)))


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_difference_holds_the_change_and_turns_round(n, m, data):
    later, earlier = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))

    low, high = difference((later, n), (earlier, m))
    back = difference((earlier, m), (later, n))

    assert low - 1e-12 <= later / n - earlier / m <= high + 1e-12
    assert back == pytest.approx((-high, -low))


@pytest.fixture
def causes(world):
    return {
        name: learning.keep_cause(name, unit=world.company, by=world.alice) for name in (LATE, BILL)
    }


def assessed(world, n, *, cause, unit=None, whose=OURS, ago=timedelta(days=1)):
    for _number in range(n):
        with acting_at(now() - ago):
            case = verbs.open_case("Heating", unit=unit or world.harbour, words="Cold.")
        learning.assess_case(case, whose=whose, cause=cause, by=world.bob)


def seen(world, user=None, units=None, days=92):
    until = now() + timedelta(seconds=1)
    units = units or [world.company]
    return learned(
        user or world.alice, units=units, since=until - timedelta(days=days), until=until
    )


def test_causes_are_counted_with_n_and_compared_with_the_time_before(world, causes):
    assessed(world, 8, cause=causes[LATE])
    assessed(world, 2, cause=causes[BILL], whose=OTHERS)
    assessed(world, 9, cause=causes[BILL], ago=timedelta(days=120))
    verbs.open_case("Not looked at", unit=world.harbour)

    known = seen(world)

    late, bill = known.causes
    assert (known.opened, known.assessed, known.assessed_before) == (11, 10, 9)
    assert (late.name, late.part.count, late.part.n, late.before.count) == (LATE, 8, 10, 0)
    assert (late.change, bill.change) == (1, -1)
    assert (known.ours.part.count, known.ours.change) == (8, 0)


def test_few_are_not_counted_nor_compared(world, causes):
    assessed(world, 4, cause=causes[LATE])
    few = seen(world)
    assessed(world, 1, cause=causes[LATE])
    assessed(world, 4, cause=causes[LATE], ago=timedelta(days=120))

    enough = seen(world)

    assert (few.is_shown, few.causes, few.ours) == (False, [], None)
    assert (enough.is_shown, enough.is_compared) == (True, False)
    assert (enough.causes[0].part.count, enough.causes[0].change) == (5, None)


def test_units_are_told_apart_unless_a_few_could_be_worked_out(world, causes):
    assessed(world, 6, cause=causes[LATE])
    assessed(world, 2, cause=causes[BILL], unit=world.hill)
    hidden_both = seen(world).units
    assessed(world, 3, cause=causes[BILL], unit=world.hill)

    shown = seen(world).units

    assert [(one.name, one.n) for one in hidden_both] == [("Harbour", None), ("Hill", None)]
    assert [(one.name, one.n, one.most.name) for one in shown] == [
        ("Harbour", 6, LATE),
        ("Hill", 5, BILL),
    ]


def test_each_sees_what_their_own_units_learn(world, causes):
    assessed(world, 6, cause=causes[LATE])

    assert seen(world, world.bob, units=[world.harbour]).assessed == 6
    assert seen(world, world.charlie).assessed == 0


def test_spam_and_what_is_told_within_another_case_are_not_counted(world, causes):
    assessed(world, 6, cause=causes[LATE])
    Case.objects.update(customer=world.carla)
    first, second, third = Case.objects.order_by("pk")[:3]
    verbs.call_spam(first, by=world.bob)
    verbs.merge_cases(second, merged=third, by=world.bob)

    known = seen(world)

    assert (known.opened, known.assessed) == (4, 4)


def test_what_is_found_later_takes_the_place_of_what_was_found_first(world, causes):
    case = verbs.open_case("Heating", unit=world.harbour, words="Cold.")
    first = learning.assess_case(case, whose=OURS, cause=causes[LATE], by=world.bob)
    same = learning.assess_case(case, whose=OURS, cause=causes[LATE], by=world.bob)

    second = learning.assess_case(case, whose=OTHERS, words="The supplier.", by=world.alice)

    assert same == first
    assert found_on(case).assessment == second
    assert case.assessments.count() == 2
    assert [entry.sentence.text for entry in timeline(case)][1:] == [
        "Bob Ek wrote down what was found: Waited too long.",
        "Alice Berg wrote down what was found: somebody else's, not ours.",
    ]


def test_a_cause_that_is_dropped_is_not_offered_and_still_counted(world, causes):
    assessed(world, 5, cause=causes[LATE])

    learning.drop_cause(causes[LATE], by=world.alice)

    assert list(causes_at(world.harbour)) == [causes[BILL]]
    assert seen(world).causes[0].name == LATE
    assert learning.keep_cause(LATE, unit=world.company, by=world.alice) != causes[LATE]


def test_a_usual_list_is_there_once(world):
    learning.keep_usual_causes(unit=world.company, by=world.alice)
    learning.keep_usual_causes(unit=world.company, by=world.alice)

    assert Cause.objects.count() == 8


def test_remedies_are_counted_by_case_and_taken_back(world, causes):
    assessed(world, 5, cause=causes[LATE])
    case = causes[LATE].assessments.first().case
    for _twice in range(2):
        given = learning.give_remedy(case, kind="apology", by=world.bob)
    wrong = learning.give_remedy(case, kind="refund", amount=10, currency="EUR", by=world.bob)

    learning.take_remedy_back(wrong, by=world.bob)

    assert seen(world).remedies == [("apology", 1)]
    assert found_on(case).remedies[-1] == given


def test_a_need_belongs_to_the_person_and_its_words_go_when_it_ends(world):
    twin = meet_customer(unit=world.harbour, name="C. Reyes", consent_words="You may.")
    merge_customers(world.carla, merged=twin, by=world.alice)
    twin.refresh_from_db()

    need = learning.note_need(
        twin, kind="bereavement", words="her mother", consent="said so", by=world.bob
    )
    again = learning.note_need(
        twin, kind="bereavement", words="her mother", consent="said so", by=world.bob
    )

    assert (need, need.customer) == (again, world.carla)
    assert [str(one) for one in needs_of(twin)] == ["is bereaved: her mother"]
    assert "bereave" not in str(Event.objects.get(what="need noted").payload)
    learning.need_is_over(need, by=world.bob)
    assert needs_of(twin) == []
    assert Need.objects.get().words == ""


def test_what_is_noted_of_a_customer_is_taken_along_by_her(world):
    case = verbs.open_case("Cold", unit=world.harbour, customer=world.carla, words="Cold.")
    learning.note_need(world.carla, kind="hearing", consent="said so", by=world.bob)

    [noted] = everything(case)["to_be_careful_with"]

    assert (noted["what"], noted["agreed"]) == ("hears badly", "said so")


def test_whoever_shall_see_to_it_is_told_by_mail(world):
    case = verbs.open_case("Cold", unit=world.harbour, words="Cold.")
    said = {"what": "Ring first", "unit": world.harbour, "due_on": date(2026, 12, 1)}

    learning.write_lesson(case, **said, owner=world.bob, by=world.bob)
    own = Letter.objects.count()
    lesson = learning.write_lesson(case, **said, owner=world.bob, by=world.alice)

    letter = Letter.objects.get(once=f"lesson-{lesson.pk}-{world.bob.pk}")
    assert own == 0
    assert letter.to_address == "bob@example.org"
    assert "Alice Berg wrote: Ring first" in letter.text
    assert "By 1 December 2026." in letter.text


def test_a_lesson_whose_day_has_passed_is_remembered_once(world):
    case = verbs.open_case("Cold", unit=world.harbour, words="Cold.")
    today = now().date()
    said = {"unit": world.harbour, "owner": world.bob, "by": world.alice}
    late = learning.write_lesson(case, what="Ring first", due_on=today - timedelta(days=1), **said)
    done = learning.write_lesson(case, what="Say why", due_on=today - timedelta(days=2), **said)
    learning.write_lesson(case, what="Not yet", due_on=today, **said)
    learning.lesson_is_done(done, changed="We say why.", by=world.bob)

    acts = [remind_of_lessons(), remind_of_lessons()]

    letters = Letter.objects.filter(once__startswith="lesson-late-").order_by("to_address")
    assert acts == [True, False]
    assert [letter.to_address for letter in letters] == ["alice@example.org", "bob@example.org"]
    assert "Bob Ek wanted to see to this: Ring first" in letters[0].text
    assert Event.objects.get(what="lesson late").payload["lesson"] == late.pk


def test_who_says_that_it_is_done_is_not_reminded_in_the_same_moment(world):
    case = verbs.open_case("Cold", unit=world.harbour, words="Cold.")
    said = {"unit": world.harbour, "owner": world.bob, "by": world.bob}
    lesson = learning.write_lesson(
        case, what="Ring first", due_on=now().date() - timedelta(days=1), **said
    )
    learning.lesson_is_done(lesson, changed="We ring.", by=world.bob)

    assert not learning.remind_of_lesson(lesson)
