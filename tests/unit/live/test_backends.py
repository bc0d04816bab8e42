"""How a hub hears of news: called by PostgreSQL, or by looking at SQLite."""

import threading
import time

import psycopg
import pytest
from django.db import connection

from herefor.live.backends import install, watch
from herefor.live.backends.sqlite import Looks
from herefor.story.verbs import tell

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite calls nobody")


def ring_soon(world):
    def ring():
        time.sleep(0.2)
        tell("bell rang", about=world.company)
        connection.close()

    ringing = threading.Thread(target=ring)
    ringing.start()
    return ringing


@pytest.fixture
def watching():
    found = watch()
    yield found
    found.close()


def test_waiting_ends_when_something_is_told(world, watching):
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lies in memory and has no version of its own")
    watching.wait(5)  # begins to listen
    ringing = ring_soon(world)
    began = time.monotonic()

    watching.wait(20)

    assert time.monotonic() - began < 10
    ringing.join()


def test_waiting_for_nothing_ends_as_well(world, watching):
    waiting = threading.Thread(target=watching.wait, args=(0.05,), daemon=True)
    waiting.start()
    waiting.join(20)

    assert not waiting.is_alive()


def test_sqlite_notices_what_another_connection_wrote(tmp_path, settings):
    import sqlite3

    if connection.vendor != "sqlite":
        pytest.skip("looks at SQLite alone")
    path = tmp_path / "some.sqlite3"
    reader, writer = sqlite3.connect(path), sqlite3.connect(path)
    writer.execute("CREATE TABLE t (n)")
    versions = [reader.execute("PRAGMA data_version").fetchone()]
    writer.execute("INSERT INTO t VALUES (1)")
    writer.commit()
    versions.append(reader.execute("PRAGMA data_version").fetchone())

    assert versions[0] != versions[1]
    looks = Looks()
    assert looks._has_changed()
    assert not looks._has_changed()


@on_postgresql
def test_the_trigger_is_there_and_can_be_made_again(world):
    install()
    install()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'live_call'")
        assert cursor.fetchone() == (1,)


@on_postgresql
def test_a_line_that_broke_is_made_anew(world, watching):
    watching.wait(5)
    pid = watching._line.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    with pytest.raises(psycopg.OperationalError):
        watching.wait(20)
    watching.wait(5)

    ringing = ring_soon(world)
    began = time.monotonic()
    watching.wait(20)
    assert time.monotonic() - began < 10
    ringing.join()
