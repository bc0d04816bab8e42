"""How fast the inbox, a case and the search are with 200,000 cases and 1,000,000 messages.

    python bench/inbox.py                                       # SQLite
    python tests/with_postgres.py python bench/inbox.py         # PostgreSQL

Server time of whole requests through Django's test client, in one process. Beside each, its ratio
to the time of reading one case by its key in the same run. Every query's plan is looked at.
"""

import argparse
import gc
import os
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("src", "tests")]
os.environ.setdefault("HEREFOR_DATA", tempfile.mkdtemp(prefix="herefor-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")

import django

django.setup()

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from herefor.answer import search
from herefor.answer.models import Assignment, Case, Clock, Confirmation, Message, Settlement
from herefor.answer.queries.inbox import VIEWS
from herefor.answer.queries.news import newest_event
from herefor.answer.rules import cases_visible_to
from herefor.people.models import Account, Customer, Role, Unit
from herefor.people.verbs import give_role, open_unit, set_up
from herefor.story.clock import now
from herefor.story.models import Event
from plans import asked, full_scans

OPEN_SHARE = 0.03
MESSAGES_EACH = 5
UNITS, PEOPLE = 40, 60
WORDS = 20_000
LIMITS = {"page": 100, "search": 300}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=30)
    given = options.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    began = perf_counter()
    world = known() if Case.objects.exists() else fill(given.cases)
    print(
        f"{connection.vendor}: {Case.objects.count():,} cases, {Message.objects.count():,} "
        f"messages, filled in {perf_counter() - began:.0f} s",
        flush=True,
    )
    gc.collect()
    measure(world, rounds=given.rounds)


def known() -> dict[str, Account]:
    """Who reads, in a database that was filled before (HEREFOR_DATA names its folder)."""
    emails = {
        "leader": "leader@example.org",
        "responder": "p0@example.org",
        "newcomer": "newcomer@example.org",
    }
    return {who: Account.objects.get(email=email) for who, email in emails.items()}


# -- filling ------------------------------------------------------------------------------------


def fill(cases: int) -> dict[str, Account]:
    """Cases over two years, the newest 3 % of them open; words as often as in a language."""
    rng = random.Random(7)
    adam = set_up(
        organisation="Harbour & Vale", name="Adam", email="adam@example.org", password="x" * 12
    )
    top = Unit.objects.get()
    units = [open_unit(f"Unit {n}", parent=top, by=adam) for n in range(UNITS)]
    people = []
    for n in range(PEOPLE):
        person = Account.objects.create_user(f"p{n}@example.org", None, name=f"Person {n}")
        give_role(person, kind=Role.Kind.RESPONDER, unit=units[n % UNITS], by=adam)
        people.append(person)
    leader = Account.objects.create_user("leader@example.org", None, name="Lea Leader")
    give_role(leader, kind=Role.Kind.LEADER, unit=top, by=adam)
    newcomer = Account.objects.create_user("newcomer@example.org", None, name="Nina New")
    give_role(
        newcomer, kind=Role.Kind.RESPONDER, unit=open_unit("New", parent=top, by=adam), by=adam
    )
    customers = Customer.objects.bulk_create(
        [
            Customer(name=f"{_name(rng)} {_name(rng)}", unit=rng.choice(units))
            for _ in range(cases // 4)
        ],
        batch_size=2000,
    )
    words = Words(rng)
    _drop_triggers()
    with transaction.atomic():
        for start in range(0, cases, 5000):
            _some(rng, words, start, min(start + 5000, cases), cases, people, units, customers)
    search.install()
    if connection.vendor == "postgresql":  # which does this by itself after a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {"leader": leader, "responder": people[0], "newcomer": newcomer}


def _drop_triggers() -> None:
    """Documents are written once at the end, which is how they are made after a migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, when in search.postgres.TRIGGERS.items():
                cursor.execute(f"DROP TRIGGER {name} ON {when.split(' ON ')[1].split()[0]}")
        else:
            for name in search.sqlite.TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")


class Words:
    """A vocabulary in which the n-th word is as frequent as 1/n (Zipf)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = [f"w{n:05d}" for n in range(WORDS)]
        self.sums, total = [], 0.0
        for n in range(WORDS):
            total += 1 / (n + 1)
            self.sums.append(total)

    def some(self, n: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.sums, k=n))


def _name(rng: random.Random) -> str:
    return "".join(
        rng.choice(("ka", "re", "mo", "li", "sun", "tor", "vi", "de")) for _ in range(3)
    ).title()


def _some(rng, words, start, end, cases, people, units, customers) -> None:
    moment = now()
    made = []
    for n in range(start, end):
        age = timedelta(minutes=(cases - n) * 5)
        opened = moment - age
        is_open = n > cases * (1 - 2 * OPEN_SHARE) and rng.random() < 0.5
        number = rng.randrange(PEOPLE)
        due = moment + timedelta(minutes=rng.randrange(-600, 6000))
        waits = is_open and rng.random() < 0.3
        made.append(
            Case(
                reference=f"HV-{1000 + n}",
                kind=rng.choice(Case.Kind.values),
                severity=rng.choice((1, 2, 2, 2, 3, 4)),
                source=rng.choice(Case.Source.values),
                title=words.some(6)[:140],
                unit=units[number % UNITS],
                customer=rng.choice(customers),
                owner=people[number],
                taken_at=None if is_open and rng.random() < 0.2 else opened,
                opened_at=opened,
                due_at=due if is_open and not waits else None,
                promised_by=opened + timedelta(days=1),
                first_answered_at=opened if not is_open else None,
                closed_at=None if is_open else opened + timedelta(days=3),
                last_said_at=opened,
            )
        )
    _say_and_settle(rng, words, Case.objects.bulk_create(made, batch_size=1000))


def _say_and_settle(rng: random.Random, words: Words, made: list[Case]) -> None:
    Message.objects.bulk_create(
        [
            Message(
                case=case,
                direction=("in", "out", "internal")[k % 3],
                text=words.some(rng.randrange(10, 60)),
                author=None if k % 3 == 0 else case.owner,
                said_at=case.opened_at + timedelta(minutes=k),
            )
            for case in made
            for k in range(MESSAGES_EACH)
        ],
        batch_size=2000,
    )
    Assignment.objects.bulk_create(
        [Assignment(case=case, owner=case.owner, assigned_at=case.opened_at) for case in made],
        batch_size=2000,
    )
    _tell(made)
    over = [case for case in made if case.closed_at]
    settled = Settlement.objects.bulk_create(
        [
            Settlement(case=case, words="done", by=case.owner, settled_at=case.closed_at)
            for case in over
        ],
        batch_size=2000,
    )
    Confirmation.objects.bulk_create(
        [Confirmation(settlement=one, confirmed_at=one.settled_at) for one in settled],
        batch_size=2000,
    )
    Clock.objects.bulk_create(
        [
            Clock(
                case=case,
                what="answer",
                started_at=case.opened_at,
                due_at=case.due_at,
                look_at=case.due_at + timedelta(days=30),
            )
            for case in made
            if case.due_at
        ],
        batch_size=2000,
    )


def _tell(made: list[Case]) -> None:
    """Some of what happened, as rows; nothing here reads their chain."""
    kind = ContentType.objects.get_for_model(Case)
    Event.objects.bulk_create(
        [
            Event(
                what=what,
                about_type=kind,
                about_id=case.pk,
                by=case.owner if what == "case answered" else None,
                customer=case.customer,
                unit=case.unit,
                payload={},
                at=case.opened_at,
                hash=f"bench-{case.pk}-{what}",
            )
            for case in made
            for what in ("case opened", "customer wrote", "case answered")
        ],
        batch_size=2000,
    )


# -- measuring ----------------------------------------------------------------------------------


def addresses(who: Account) -> list[tuple[str, str, str]]:
    """Name, kind of limit, address; also for what is nowhere, which costs the most."""
    seen = cases_visible_to(who).order_by("-pk")
    newest = seen.first() or Case.objects.order_by("-pk").first()
    case = seen.filter(closed_at=None).first()
    assert newest is not None
    customer = newest.customer
    name = customer.name.split()[0].lower() if customer else ""
    phrase = Message.objects.order_by("-pk").first().text.split()[3:6]
    return [
        *((f"view {view}", "page", f"/answer/?view={view}") for view in VIEWS),
        ("filter", "page", "/answer/?view=open&kind=complaint&severity=3&source=phone"),
        ("filter, closed", "page", "/answer/?view=closed&kind=praise&severity=4&since=2026-01-01"),
        ("deep page", "page", "/answer/?view=closed&after=" + deep()),
        ("filter, nothing is so", "page", "/answer/?view=open&since=2999-01-01"),
        ("filter, none closed is so", "page", "/answer/?view=closed&since=2999-01-01"),
        ("filter, none in its kind", "page", "/answer/?view=closed&kind=praise&until=1999-01-01"),
        ("news, none", "page", f"/answer/news/?view=open&since={newest_event()}"),
        ("news, much", "page", "/answer/news/?view=open&since=0"),
        *([("case", "page", case.get_absolute_url())] if case else []),
        ("reference", "page", f"/answer/?q={newest.reference}"),
        ("rare word", "search", "/answer/?q=w19990 "),
        ("middling word", "search", "/answer/?q=w00500 "),
        ("common word", "search", "/answer/?q=w00000 "),
        ("prefix", "search", "/answer/?q=w0001"),
        ("shortest prefix", "search", "/answer/?q=w"),
        ("common word and prefix", "search", "/answer/?q=w00000 w"),
        ("common and unknown word", "search", "/answer/?q=w00000 nowhere "),
        ("phrase of common words", "search", '/answer/?q="w00001 w00003 w00200"'),
        ("common word, none is so", "search", "/answer/?q=w00000 &since=2999-01-01"),
        ("phrase", "search", f'/answer/?q="{" ".join(phrase)}"'),
        ("two words", "search", "/answer/?q=w00003 w01234 "),
        ("two rare words", "search", "/answer/?q=w15000 w12345 "),
        ("name", "search", f"/answer/?q=from:{name} "),
        ("word, closed complaints", "search", "/answer/?q=w00100 &kind=complaint&severity=4"),
    ]


def deep() -> str:
    """The mark of a page in the middle of what is closed."""
    closed = Case.objects.filter(closed_at__isnull=False).order_by("pk")
    case = closed[closed.count() // 2]
    return f"{case.closed_at.isoformat().replace('+', '%2B')}~{case.pk}"


def measure(world: dict[str, Account], *, rounds: int) -> None:
    baseline = timed(lambda: Case.objects.get(pk=Case.objects.order_by("pk").first().pk), 50)[0]
    print(f"a case by its key: {baseline:.2f} ms", flush=True)
    worst = True
    for who, account in world.items():
        client = Client()
        client.force_login(account)
        print(f"\n{who:<26}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}")
        for name, kind, address in addresses(account):
            status = client.get(address).status_code
            if status not in (200, 302):
                print(f"{name:<26}{status}")
                continue
            middle, high = timed(partial(client.get, address), rounds)
            over = " over" if high > LIMITS[kind] else ""
            worst = worst and not over
            print(
                f"{name:<26}{middle:>9.1f}{high:>9.1f}{middle / baseline:>8.0f}{over}", flush=True
            )
            look_at_plans(client, address)
    print("\nEverything within its limit." if worst else "\nSomething is over its limit.")


def timed(work, rounds: int) -> tuple[float, float]:
    work()
    took = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        took.append((perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[min(int(len(took) * 0.95), len(took) - 1)]


def look_at_plans(client: Client, address: str) -> None:
    with asked() as statements:
        client.get(address)
    for sql in statements:
        for step in full_scans(sql):
            print(f"    full scan: {step.strip()}\n      {sql[:200]}")


if __name__ == "__main__":
    main()
