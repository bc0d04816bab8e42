"""The way to hear of news on each database: PostgreSQL calls, SQLite is asked."""

from django.db import connection

from herefor.live.backends import postgresql, sqlite
from herefor.live.backends.base import Watch


def watch() -> Watch:
    return postgresql.Calls() if connection.vendor == "postgresql" else sqlite.Looks()


def install() -> None:
    """Let the database call; where it cannot there is nothing to install."""
    if connection.vendor == "postgresql":
        postgresql.install()
