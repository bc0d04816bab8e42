"""The navigation shows the rooms a user may enter."""

from types import SimpleNamespace

import pytest

from herefor.ui import context, rooms


@pytest.fixture(autouse=True)
def empty_house(monkeypatch):
    monkeypatch.setattr(rooms, "_rooms", {})


def open_to(*names: str, verb: str, order: int) -> rooms.Room:
    return rooms.open_room(
        verb=verb,
        url_name=f"{verb.lower()}:home",
        may_enter=lambda user: user in names,
        order=order,
    )


def test_rooms_stand_in_order_and_only_for_those_who_may_enter():
    open_to("alice", "bob", verb="Answer", order=3)
    open_to("alice", verb="Lead", order=1)

    assert [room.verb for room in rooms.rooms_for("alice")] == ["Lead", "Answer"]
    assert [room.verb for room in rooms.rooms_for("bob")] == ["Answer"]
    assert rooms.rooms_for("charlie") == []


def test_a_room_opened_again_is_one_room():
    open_to("alice", verb="Lead", order=1)
    open_to("alice", verb="Lead", order=1)

    assert len(rooms.rooms_for("alice")) == 1


@pytest.mark.parametrize(
    ("path", "namespaces", "current"),
    [("/lead/", ["lead"], "page"), ("/lead/7/", ["lead"], "true"), ("/answer/", ["answer"], "")],
)
def test_the_room_one_is_in_is_marked(monkeypatch, path, namespaces, current):
    monkeypatch.setattr(context, "reverse", lambda name: "/lead/")
    open_to("alice", verb="Lead", order=1)
    request = SimpleNamespace(
        user="alice", path=path, resolver_match=SimpleNamespace(namespaces=namespaces)
    )

    assert context.rooms(request)["rooms"]() == [context.Door("Lead", "/lead/", current)]


def test_a_page_outside_every_room_marks_none(monkeypatch):
    monkeypatch.setattr(context, "reverse", lambda name: "/lead/")
    open_to("alice", verb="Lead", order=1)
    request = SimpleNamespace(user="alice", path="/nowhere/", resolver_match=None)

    assert [door.current for door in context.rooms(request)["rooms"]()] == [""]


def test_without_a_user_there_are_no_rooms():
    open_to("alice", verb="Lead", order=1)

    assert context.rooms(SimpleNamespace())["rooms"]() == []
