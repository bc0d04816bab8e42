"""What the database does for a query: full scans of what grows without end are named."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

LARGE = ("answer_case", "answer_message", "story_event", "answer_found", "people_customer")


@contextmanager
def asked() -> Iterator[list[str]]:
    """The SELECT statements sent inside, in order."""
    seen: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield seen
    seen += [query["sql"] for query in captured if query["sql"].startswith("SELECT")]


def plan_of(sql: str) -> list[str]:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")  # its values stand in it already
        return [str(row[-1]) for row in cursor.fetchall()]


def full_scans(sql: str) -> list[str]:
    """The steps of its plan that read a whole large table, without an index."""
    return [step for step in plan_of(sql) if _reads_all(step)]


def _reads_all(step: str) -> bool:
    if connection.vendor == "postgresql":
        found = re.search(r"Seq Scan on (\w+)", step)
        return bool(found and found[1] in LARGE)
    found = re.search(r"SCAN (?:TABLE )?(\w+)", step)
    if not found or found[1] not in LARGE:
        return False
    return "INDEX" not in step
