"""What the database does for a query: full scans of what grows without end are named.

PostgreSQL may also walk an index and throw away what it finds there; no plan says how much. That
shows in the times of `bench/inbox.py` alone, which is why it asks for what is nowhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

LARGE = ("answer_case", "answer_message", "story_event", "answer_found", "people_customer")
LIMIT = " LIMIT "
"""A statement that ends after a page may go along an index in its order."""
TAKES_ALL = ("Aggregate", "Hash", "Sort")
"""Steps of PostgreSQL that need everything below them before they give anything."""
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
    """The steps of its plan that read a whole large table, or the whole of an index on it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")  # its values stand in it already
            return list(_read_whole(cursor.fetchone()[0][0]["Plan"]))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        called = {alias: table for table, alias in ALIAS.findall(sql)}
        return [step for *_, step in cursor.fetchall() if _reads_all(step, called, sql)]


def _read_whole(step: dict[str, Any], *, is_cut_short: bool = False) -> Iterator[str]:
    table, way = step.get("Relation Name"), step["Node Type"]
    by_index = way in ("Index Scan", "Index Only Scan") and "Index Cond" not in step
    if table in LARGE and (way == "Seq Scan" or (by_index and not is_cut_short)):
        yield f"{way} on {table}"
    goes_on = way == "Limit" or (is_cut_short and way not in TAKES_ALL)
    for part in step.get("Plans", []):
        yield from _read_whole(part, is_cut_short=goes_on)


def _reads_all(step: str, called: dict[str, str], sql: str) -> bool:
    found = re.search(r"SCAN (?:TABLE )?(\w+)", step)
    if not found or called.get(found[1], found[1]) not in LARGE:
        return False
    if "VIRTUAL TABLE" in step:
        return not MATCHED.search(step)
    return "USING" not in step or LIMIT not in sql
