"""What each view of the inbox holds, page by page."""

import sys
from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case, ClockRule
from herefor.answer.queries import news
from herefor.answer.queries.inbox import VIEWS, inbox, inbox_counts, page_of, with_my_marks
from herefor.answer.queries.news import newest_event, news_of_case, news_of_inbox, others_here
from herefor.answer.verbs.desk import keep_draft, look_at_case, look_away, stay_at_case
from herefor.answer.verbs.sorting import change_severity, move_case
from herefor.story.clock import acting_at, now


@pytest.fixture
def case(world):
    return verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Help.")


def views_of(user, case):
    return {view for view in VIEWS if inbox(user, view).filter(pk=case.pk).exists()}


def test_a_new_case_is_in_the_views_of_who_was_given_it(world, case):
    assert views_of(world.bob, case) == {"mine", "unit", "new", "open"}
    assert views_of(world.alice, case) == {"new", "open"}
    assert views_of(world.charlie, case) == set()
    assert views_of(world.ann, case) == set()


def test_a_case_is_due_soon_and_then_overdue(world, case):
    with acting_at(case.due_at - timedelta(hours=1)):
        assert "soon" in views_of(world.bob, case)
        assert "overdue" not in views_of(world.bob, case)
    with acting_at(case.due_at + timedelta(hours=1)):
        assert "soon" not in views_of(world.bob, case)
        assert "overdue" in views_of(world.bob, case)


def test_what_is_put_aside_is_nowhere_else(world, case):
    verbs.snooze_case(case, until=now() + timedelta(hours=1), by=world.bob)
    assert views_of(world.bob, case) == {"aside"}

    verbs.wake_case(case, by=world.bob)
    assert "aside" not in views_of(world.bob, case)
    assert "mine" in views_of(world.bob, case)


def test_spam_is_in_its_own_view_and_closed(world, case):
    verbs.call_spam(case, by=world.bob)

    assert views_of(world.bob, case) == {"spam", "closed"}


def test_who_asks_for_a_leader_is_in_the_leaders_view(world, case):
    assert "leader" not in views_of(world.alice, case)

    verbs.ask_for_leader(case)

    assert "leader" in views_of(world.alice, case)


def test_an_answered_case_waits_for_the_customer(world, case):
    verbs.answer_case(case, text="We come.", by=world.bob)

    assert views_of(world.bob, case) == {"mine", "unit", "waiting", "open"}


@pytest.mark.parametrize("view", ["open", "closed", "spam"])
def test_pages_follow_each_other_without_a_gap_or_a_double(world, view):
    for number in range(7):
        case = verbs.open_case(f"No. {number}", unit=world.harbour)
        if view == "open" and number % 2:
            verbs.answer_case(case, text="Yes.", by=world.bob)
        if view != "open":
            verbs.call_spam(case, by=world.bob)
    whole = list(inbox(world.bob, view).values_list("pk", flat=True))

    seen, mark = [], ""
    for _ in range(4):
        page = page_of(inbox(world.bob, view), view=view, after=mark, size=2)
        seen += [case.pk for case in page.cases]
        mark = page.next

    assert seen == whole
    assert len(whole) == 7
    assert mark == ""


@pytest.mark.parametrize("mark", ["~", "x~y", "nonsense", "2026-99-99~3", "~999999999999999999999"])
def test_a_mark_that_nobody_made_breaks_nothing(world, case, mark):
    for view in VIEWS:
        assert page_of(inbox(world.bob, view), view=view, after=mark).next == ""


def test_tabs_count_no_further_than_they_show(world, case, monkeypatch):
    monkeypatch.setattr(sys.modules[inbox.__module__], "COUNTED_TO", 1)
    for number in range(3):
        verbs.open_case(f"No. {number}", unit=world.harbour)

    assert inbox_counts(world.bob)["open"] == 2


def marked(user, case):
    [row] = with_my_marks([Case.objects.get(pk=case.pk)], user)
    return row.is_unread, row.has_my_draft


def test_a_case_is_unread_until_its_owner_looks_and_again_when_somebody_speaks(world, case):
    assert marked(world.bob, case) == (True, False)
    assert marked(world.alice, case) == (False, False)

    look_at_case(case, by=world.bob)
    keep_draft(case, text="Dear", by=world.bob)
    assert marked(world.bob, case) == (False, True)

    verbs.hear_customer(case, text="Hello?")
    assert marked(world.bob, case) == (True, True)


def test_what_is_said_while_a_page_lies_open_is_not_read(world, case):
    look_at_case(case, by=world.bob)
    verbs.hear_customer(case, text="Hello?")

    stay_at_case(case, by=world.bob)

    assert marked(world.bob, case)[0]


def test_news_count_what_others_did_in_the_view(world, case):
    since = newest_event()
    new = verbs.open_case("Another", unit=world.harbour)
    verbs.open_case("Elsewhere", unit=world.hill)
    verbs.hear_customer(case, text="Hello?")

    def told(user, view="open", shown=frozenset({case.pk})):
        return news_of_inbox(user, view=view, since=since, shown=set(shown))

    assert told(world.bob) == "1 new, 1 changed"
    assert told(world.charlie, shown=()) == "1 new"
    assert told(world.ann, shown=()) == ""

    since = newest_event()
    verbs.note_on_case(new, text="Mine.", by=world.bob)
    assert told(world.bob, shown=(new.pk,)) == ""
    assert told(world.alice, shown=(new.pk,)) == "1 changed"


def test_of_very_much_that_happened_the_newest_is_told(world, case, monkeypatch):
    monkeypatch.setattr(news, "MOST_EVENTS", 3)
    since = newest_event()
    for _ in range(3):
        verbs.hear_customer(case, text="Hello?")
    verbs.open_case("Another", unit=world.harbour)

    assert news_of_inbox(world.bob, view="open", since=since, shown={case.pk}).startswith("1 new")


def test_on_a_case_one_sees_who_is_there_and_who_wrote(world, case):
    stay_at_case(case, by=world.bob, typing=True)
    look_at_case(case, by=world.alice)
    assert others_here(case, world.alice) == "Bob Ek is typing here."
    assert others_here(case, world.bob) == "Alice Berg has it open."

    look_away(case, by=world.bob)
    assert others_here(case, world.alice) == "Bob Ek has it open."
    with acting_at(now() + timedelta(minutes=1)):
        assert others_here(case, world.alice) == ""

    since = case.messages.last().pk
    verbs.hear_customer(case, text="Hello?")
    assert news_of_case(case, world.bob, since=since) == "Carla Reyes wrote just now."


def test_a_graver_case_is_due_earlier_and_never_later(world, case):
    for severity, minutes in ((Case.Severity.CRITICAL, 60), (Case.Severity.LOW, 9000)):
        ClockRule.objects.create(
            unit=world.company, severity=severity, first_answer_minutes=minutes
        )
    due = case.due_at

    change_severity(case, severity=Case.Severity.LOW, by=world.bob)
    assert case.due_at == due

    change_severity(case, severity=Case.Severity.CRITICAL, by=world.bob)
    started = case.clocks.get(what="first answer").started_at
    assert case.due_at == started + timedelta(hours=1)


def test_a_case_moved_to_another_unit_gets_an_owner_there(world, case):
    move_case(case, unit=world.hill, by=world.alice)

    assert (case.owner, case.taken_at) == (world.charlie, None)
    assert views_of(world.bob, case) == set()
