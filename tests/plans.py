"""What the database does for a query: full scans of what grows without end are named.

PostgreSQL may also walk the whole of an index and throw away what it finds, and in a small table it
often should. That shows in the times of `bench/inbox.py` alone, which asks for what is nowhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

LARGE = ("answer_case", "answer_message", "story_event", "answer_found", "people_customer")
LIMIT = " LIMIT "
"""A statement that ends after a page may go along an index in its order."""
ALIAS = re.compile(r'"(\w+)" ([TUVW]\d+)\b')
MATCHED = re.compile(r"VIRTUAL TABLE INDEX \d+:.*M")


@contextmanager
def asked() -> Iterator[list[str]]:
    """The SELECT statements sent inside, in order."""
    seen: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield seen
    seen += [query["sql"] for query in captured if query["sql"].startswith("SELECT")]


def full_scans(sql: str) -> list[str]:
    """The steps of its plan that read a whole large table."""
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")  # its values stand in it already
        steps = [str(row[-1]) for row in cursor.fetchall()]
    if connection.vendor == "postgresql":
        scans = [(step, re.search(r"Seq Scan on (\w+)", step)) for step in steps]
        return [step for step, found in scans if found and found[1] in LARGE]
    called = {alias: table for table, alias in ALIAS.findall(sql)}
    return [step for step in steps if _reads_all(step, called, sql)]


def _reads_all(step: str, called: dict[str, str], sql: str) -> bool:
    found = re.search(r"SCAN (?:TABLE )?(\w+)", step)
    if not found or called.get(found[1], found[1]) not in LARGE:
        return False
    if "VIRTUAL TABLE" in step:
        return not MATCHED.search(step)
    return "USING" not in step or LIMIT not in sql
