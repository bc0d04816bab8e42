"""The two ways to start, as somebody does who has just cloned it."""

import re

import pytest

from programs import Program, empty_database

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("process")]


def test_the_first_start_prints_a_link_that_sets_up(tmp_path):
    program = Program("up", tmp_path, database=empty_database())

    lines = program.start()
    link = re.search(r"(/set-up/\S+)", lines[0])
    opened = program.ask(link[1])
    elsewhere = program.ask("/answer/")
    program.stop()

    assert lines[-1] == f"Ready: http://127.0.0.1:{program.port}/"
    assert opened[0] == 200
    assert "Who is here for the customer?" in opened[1]
    assert elsewhere[0] == 503


def test_the_demonstration_prints_a_line_for_each_role(tmp_path):
    program = Program("demo", tmp_path, database=empty_database())

    lines = program.start()
    doors = [line.split(f": http://127.0.0.1:{program.port}") for line in lines[1:]]
    pages = {role: program.ask(path) for role, path in doors}
    program.stop()

    assert list(pages) == [
        "leader",
        "responder",
        "analyst",
        "moderator",
        "administrator",
        "examiner",
        "customer",
        "column",
        "town hall",
        "Ready",
    ]
    assert {status for status, _ in pages.values()} == {200}
    assert "Where are the other" in pages["leader"][1]
    assert "Where do we stand?" in pages["examiner"][1]
    assert "Begin" in pages["customer"][1]

    again = Program("demo", tmp_path, database=program.database)
    second = again.start()
    again.stop()

    assert [line.split("/", 3)[-1] for line in second] == [
        line.split("/", 3)[-1] for line in lines[1:]
    ]


def test_a_port_that_is_taken_is_named_and_nothing_starts(tmp_path):
    program = Program("up", tmp_path)
    program.start()

    other = Program("up", tmp_path / "other", port=program.port)
    with pytest.raises(AssertionError, match="it printed nothing"):
        other.start()
    program.stop()

    assert other.process.wait() == 1
