"""No page of the inbox reads all cases or all messages, on either database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef

from herefor.answer.models import Case, Message
from herefor.answer.queries.inbox import VIEWS
from herefor.people.models import Customer
from herefor.story.clock import now
from plans import asked, full_scans

CASES = 2000


@pytest.fixture
def many_cases(world):
    moment = now()
    cases = Case.objects.bulk_create(
        Case(
            reference=f"HV-{n}",
            kind="complaint",
            title=f"Number {n}",
            unit=world.harbour if n % 2 else world.hill,
            customer=world.carla,
            owner=world.bob,
            opened_at=moment - timedelta(hours=n),
            promised_by=moment,
            last_said_at=moment,
            due_at=moment + timedelta(minutes=n) if n % 20 == 0 else None,
            closed_at=None if n % 20 == 0 else moment - timedelta(minutes=n),
        )
        for n in range(CASES)
    )
    Message.objects.bulk_create(
        Message(case=case, direction="in", text=f"word{case.pk % 50} boiler", said_at=moment)
        for case in cases
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(
                "SET LOCAL enable_seqscan = off"
            )  # so only what has no index is read whole
    return cases


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_no_page_reads_a_whole_table(client, world, many_cases, who):
    client.force_login(getattr(world, who))
    closed = many_cases[CASES // 2 + 1]
    pages = [
        *(f"/answer/?view={view}" for view in VIEWS),
        "/answer/?view=open&kind=complaint&severity=2",
        "/answer/?view=closed&since=2999-12-31&source=api",
        f"/answer/?view=open&unit={world.harbour.pk}&owner={world.bob.pk}",
        f"/answer/?view=closed&after={closed.closed_at:%Y-%m-%dT%H:%M:%SZ}~{closed.pk}",
        "/answer/news/?view=open&since=0",
        "/answer/?q=boiler",
        '/answer/?q="word7 boiler" from:carla',
        f"/answer/?q={many_cases[21].reference}",
        many_cases[21].get_absolute_url(),
    ]

    for page in pages:
        with asked() as statements:
            assert client.get(page).status_code in (200, 302), page
        assert statements
        assert [(page, sql, step) for sql in statements for step in full_scans(sql)] == []


def test_a_whole_table_that_is_read_would_be_told(world, many_cases):
    with asked() as statements:
        list(Case.objects.filter(promised_by=now()))

    assert full_scans(statements[0]) != []


@pytest.mark.parametrize(
    "reads_all",
    [
        lambda: Case.objects.filter(pk__in=Message.objects.filter(text="x").values("case")),
        lambda: Message.objects.filter(
            ~Exists(Case.objects.filter(title="x", promised_by=OuterRef("said_at")))
        ),
        lambda: Customer.objects.raw("SELECT rowid AS id FROM answer_found"),
    ],
)
def test_it_would_be_told_under_another_name_and_without_a_match(world, many_cases, reads_all):
    if connection.vendor == "postgresql":
        pytest.skip("Its plans name the table, and walk an index where they may not read it whole.")
    with asked() as statements:
        list(reads_all())

    assert full_scans(statements[0]) != []
