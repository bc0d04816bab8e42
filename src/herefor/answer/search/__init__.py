"""Full-text search of cases, kept in step by the database itself.

Of every case there is one document: reference and title, the customer's names and addresses, and
everything said. Triggers write it again in the transaction that changes any of these, so that no
door can be forgotten, erasing included. SQLite keeps it with FTS5, PostgreSQL as a `tsvector`.
"""

from typing import Any

from django.db import connection

from herefor.answer.search.backends import postgres, sqlite
from herefor.answer.search.wanted import Term, Wanted, plain, wanted

MOST_CHARACTERS = 200_000
"""Of what was said on a case the newest so many characters are found."""

__all__ = [
    "Term",
    "Wanted",
    "install",
    "is_common",
    "joined",
    "missing",
    "plain",
    "rebuild",
    "wanted",
]


def _backend() -> Any:
    return postgres if connection.vendor == "postgresql" else sqlite


def install() -> None:
    """Make the table and triggers that are not there, and then write every document anew.

    A migration that rebuilds a table of SQLite drops its triggers; this runs after every one.
    """
    backend = _backend()
    with connection.cursor() as cursor:
        if backend.is_installed(cursor, MOST_CHARACTERS):
            return
        for statement in backend.installation(MOST_CHARACTERS):
            cursor.execute(statement)
    rebuild()


def rebuild() -> None:
    with connection.cursor() as cursor:
        for statement in _backend().rebuilding(MOST_CHARACTERS):
            cursor.execute(statement)


def missing() -> int:
    """How many cases have a document that is not what it would be if it were written now."""
    with connection.cursor() as cursor:
        cursor.execute(_backend().out_of_step(MOST_CHARACTERS))
        return int(cursor.fetchone()[0])


def is_common(words: Wanted) -> bool:
    """Whether the newest cases alone fill a page; PostgreSQL cannot know it beforehand."""
    backend = _backend()
    if backend.PROBE is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(backend.PROBE, [backend.asked(words)])
        return bool(cursor.fetchone()[0])


def joined(words: Wanted) -> tuple[str, str]:
    """A condition on `answer_found` joined to the cases, and its parameter."""
    backend = _backend()
    return backend.CONDITION, backend.asked(words)
