"""Finding a case by anything that was said on it, and the documents kept in step."""

import pytest
from django.db import connection

from herefor.answer.models import Message
from herefor.answer.queries import search
from herefor.answer.queries.search import case_called, found, sentence, told_where
from herefor.answer.search import install, is_common, missing, wanted
from herefor.answer.verbs import merge_cases, note_on_case, open_case, part_cases


@pytest.fixture
def case(world):
    case = open_case(
        "Nobody came",
        unit=world.harbour,
        customer=world.carla,
        words="The boiler is broken. Nobody called since Monday, and it is cöld!",
    )
    note_on_case(case, text="The contractor cannot before Thursday.", by=world.bob)
    return case


def references(user, typed):
    return [case.reference for case in found(user, wanted(typed))]


@pytest.mark.parametrize(
    "typed",
    [
        "boiler",
        "COLD",
        "reyes",
        "carla@example.org",
        "from:carla contractor",
        '"boiler is broken"',
        "thurs",
        "boiler contractor came",
    ],
)
def test_a_case_is_found_by_title_customer_and_everything_said(world, case, typed):
    assert references(world.bob, typed) == [case.reference]


@pytest.mark.parametrize(
    "typed", ["from:boiler", '"broken boiler"', "thurs ", "boiler plumber", '"', "-", ") OR ("]
)
def test_what_is_not_there_is_not_found(world, case, typed):
    words = wanted(typed)

    assert not words or references(world.bob, typed) == []


def test_only_cases_one_may_see_are_found(world, case):
    there = open_case("Boiler", unit=world.hill)

    assert references(world.charlie, "boiler") == [there.reference]
    assert references(world.alice, "boiler") == [there.reference, case.reference]
    assert references(world.ann, "boiler") == []


@pytest.mark.parametrize("is_common", [True, False])
def test_the_newest_come_first_whichever_way_they_are_found(world, case, monkeypatch, is_common):
    monkeypatch.setattr(search, "is_common", lambda words: is_common)
    newer = [open_case("Boiler", unit=world.harbour).reference for _ in range(3)]

    assert references(world.bob, "boiler") == [*reversed(newer), case.reference]


def test_words_are_common_when_the_newest_cases_fill_a_page_with_them(world, case):
    asks_first = connection.vendor == "postgresql"  # the other gives the newest first by itself
    assert is_common(wanted("boiler")) is not asks_first

    for _ in range(25):
        open_case("Boiler", unit=world.harbour)

    assert is_common(wanted("boiler"))


def test_a_reference_leads_to_its_case_for_who_may_see_it(world, case):
    assert case_called(world.bob, f" {case.reference.lower()} ") == case
    assert case_called(world.charlie, case.reference) is None
    assert case_called(world.bob, "boiler") is None


def test_the_sentence_is_shown_with_what_was_found(world, case):
    [told] = told_where(list(found(world.bob, wanted("called cold"))), wanted("called cold"))

    assert [piece.text for piece in told.quote if piece.is_found] == ["called", "cöld"]
    assert "".join(piece.text for piece in told.quote) == (
        " Nobody called since Monday, and it is cöld!"
    )


def test_long_words_around_what_was_found_are_cut_at_blanks():
    pieces = sentence("lorem " * 60 + "needle " + "ipsum " * 60, wanted("needle "))

    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert {word for word in shown.split() if word.isalpha()} == {"lorem", "needle", "ipsum"}


def test_words_that_change_or_go_away_are_not_found_any_more(world, case):
    case.messages.filter(direction=Message.Direction.INTERNAL).update(text="[erased]")
    world.carla.name = "Karla Berg"
    world.carla.save()
    world.carla.contact_points.all().delete()

    assert references(world.bob, "contractor") == []
    assert references(world.bob, "reyes") == []
    assert references(world.bob, "carla") == []
    assert references(world.bob, "karla") == [case.reference]
    assert missing() == 0


def test_documents_stay_in_step_through_merging_parting_and_deleting(world, case):
    other = open_case("Again", unit=world.harbour, customer=world.carla, words="Still cold.")
    merge = merge_cases(case, merged=other, by=world.bob)
    assert references(world.bob, "still") == [other.reference]
    part_cases(merge, by=world.bob)
    case.messages.first().delete()

    assert references(world.bob, "boiler") == []
    assert missing() == 0


def test_documents_are_written_again_when_a_table_was_rebuilt_without_triggers(world, case):
    with connection.cursor() as cursor:
        table = " ON answer_message" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER found_said{table}")
    note_on_case(case, text="Quite unheard.", by=world.bob)
    assert missing() == 1

    install()

    assert missing() == 0
    assert references(world.bob, "unheard") == [case.reference]


def test_documents_are_written_again_when_they_were_kept_in_another_way(world, case):
    if connection.vendor == "postgresql":
        pytest.skip("What is kept there has not changed.")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE answer_found")
        cursor.execute("CREATE VIRTUAL TABLE answer_found USING fts5(head, who, said)")

    install()

    assert missing() == 0
    assert references(world.bob, "cold") == [case.reference]
