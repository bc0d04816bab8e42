"""50 examiners mark 20 applications at once through the pages, and reword the same comments.

    python bench/assess.py                                      # SQLite
    python tests/with_postgres.py python bench/assess.py        # PostgreSQL

The pages are served by a process as `herefor up` starts it and asked over HTTP by this one. Each
examiner reads an item, keeps a comment now and then, keeps a mark, and takes a pause, for every
item of two applications. Then, in consensus, two of a team reword the same comment at the same
moment. At the end every text and mark that was accepted is looked for in the database.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("src", "tests", "bench")]
os.environ.setdefault("HEREFOR_DATA", tempfile.mkdtemp(prefix="herefor-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Assessment, Comment, CommentVersion, Mark, Seat
from herefor.assess.queries.comments import standing
from herefor.assess.verbs import declare, invite, open_assessment
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.models import Event
from programs import free_port
from worlds import make_world

EACH = 2
BANDS = {1: (0, 5), 2: (10, 25), 3: (30, 45), 4: (50, 65), 5: (70, 85), 6: (90, 100)}
LIMIT_MS = 300
IDLE_SECONDS, PATIENCE_SECONDS = 10, 60


@dataclass
class Visitor:
    """A signed-in browser that keeps its connection and how long each answer took."""

    port: int
    session: str
    took: list[tuple[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.used = 0.0
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def get(self, kind: str, path: str) -> str:
        status, body = self._ask(kind, "GET", path)
        assert status == 200, (path, status)
        return body

    def post(self, kind: str, path: str, said: dict[str, object]) -> int:
        return self._ask(kind, "POST", path, urlencode(said))[0]

    def _ask(self, kind: str, method: str, path: str, body: str = "") -> tuple[int, str]:
        token = "a" * 32
        head = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if time.perf_counter() - self.used > IDLE_SECONDS:  # the server may have closed it
            self.connection.close()
        began = self.used = time.perf_counter()
        self.connection.request(method, path, body or None, head)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.took.append((kind, (time.perf_counter() - began) * 1000))
        return answer.status, text


@dataclass
class Examiner:
    visitor: Visitor
    seats: list[Seat]
    marks: dict[tuple[int, str], int] = field(default_factory=dict)
    ideas: list[str] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--examiners", type=int, default=50)
    options.add_argument("--applications", type=int, default=20)
    options.add_argument("--pause", type=float, default=3.0, help="seconds, on average")
    options.add_argument("--items", type=int, default=17)
    given = options.parse_args()
    call_command("migrate", verbosity=0)
    port = free_port()
    examiners = filled(given.examiners, given.applications, port)
    served = subprocess.Popen([sys.executable, "-m", "herefor.site.pages", "127.0.0.1", str(port)])
    try:
        until_it_answers(examiners[0].visitor)
        baseline = unloaded(examiners[0].visitor)
        began = time.perf_counter()
        together([lambda one=one: mark_all(one, given.pause, given.items) for one in examiners])
        told("marking", examiners, baseline, time.perf_counter() - began)
        check_marks(examiners)
        into_consensus()
        pairs = rewording(examiners)
        told("rewording", examiners, baseline)
    finally:
        served.terminate()
        served.wait(20)
    check_comments(examiners, pairs)


# -- filling ------------------------------------------------------------------------------------


def filled(examiners: int, applications: int, port: int) -> list[Examiner]:
    world = make_world()
    accounts = [
        Account.objects.create_user(f"examiner{n}@example.org", None, name=f"Examiner {n}")
        for n in range(examiners)
    ]
    made = [Examiner(Visitor(port, session_of(account)), []) for account in accounts]
    with transaction.atomic():
        opened = [_application(world, number) for number in range(applications)]
        for place in range(examiners * EACH):
            who, which = place % examiners, place % applications
            if place >= examiners and applications % examiners == 0:
                which = (which + 1) % applications
            seat = _seat(opened[(which + place // examiners) % applications], accounts[who], world)
            made[who].seats.append(seat)
        for assessment in opened:
            assessment.stages.create(stage="independent", by=world.alice, at=now())
            for seat in assessment.seats.all():
                declare(seat, tie="none")
    return made


def _application(world: object, number: int) -> Assessment:
    assessment = open_assessment(
        unit=world.harbour,
        framework=shipped()[DEFAULT],
        title=f"Applicant {number}",
        by=world.alice,
    )
    for item in assessment.framework.items:
        assessment.responses.create(
            item=item.id, number=1, text="We listen to customers. " * 40, by=world.bob, at=now()
        )
    return assessment


def _seat(assessment: Assessment, account: Account, world: object) -> Seat:
    found = assessment.seats.filter(account=account).first()
    return found or invite(assessment, account=account, role="examiner", by=world.alice)


def session_of(account: Account) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return store.session_key


def into_consensus() -> None:
    with transaction.atomic():
        for assessment in Assessment.objects.all():
            assessment.stages.create(stage="consensus", by=assessment.by, at=now())
            for seat in assessment.seats.all():
                declare(seat, tie="none")


# -- at work ------------------------------------------------------------------------------------


def together(works: list) -> None:
    """Each in a thread of its own; what fails in one fails the run."""
    failed = []

    def run(work) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def mark_all(examiner: Examiner, pause: float, items: int) -> None:
    rng = random.Random(examiner.seats[0].pk)
    time.sleep(rng.uniform(0, pause))
    for seat in examiner.seats:
        root = f"/assess/{seat.assessment_id}"
        for item in seat.assessment.framework.items[:items]:
            examiner.visitor.get("item", f"{root}/marks/{item.id}/")
            time.sleep(rng.uniform(0.5, 1.5) * pause)
            if rng.random() < 0.5:
                idea = f"Idea {seat.pk} {item.id} {rng.random()}"
                said = {"kind": "strength", "idea": idea, "examples": "Seen at the quay."}
                path = f"{root}/marks/{item.id}/comments/"
                assert examiner.visitor.post("comment", path, said) == 302
                examiner.ideas.append(idea)
                time.sleep(rng.uniform(0.5, 1.5) * pause)
            band = rng.choice(list(BANDS))
            percent = rng.randrange(BANDS[band][0], BANDS[band][1] + 1, 5)
            said = {"band": band, "percent": percent, "next": "1"}
            assert examiner.visitor.post("mark", f"{root}/marks/{item.id}/", said) == 302
            examiner.marks[seat.pk, item.id] = percent
        examiner.visitor.get("scorebook", f"{root}/scorebook/")


def rewording(examiners: list[Examiner]) -> list[tuple[int, str, str]]:
    """Two of each team, at the same moment, on the version both have read."""
    pairs, works = [], []
    for assessment in Assessment.objects.order_by("pk"):
        comment = Comment.objects.filter(seat__assessment=assessment).order_by("pk").first()
        team = [
            one
            for one in examiners
            if any(seat.assessment_id == assessment.pk for seat in one.seats)
        ][:2]
        barrier = threading.Barrier(2, timeout=PATIENCE_SECONDS)
        texts = tuple(f"Reworded by {number} of {assessment.pk}" for number in (1, 2))
        pairs.append((comment.pk, *texts))
        path = f"/assess/{assessment.pk}/comments/{comment.pk}/"
        works += [
            lambda one=one, text=text, path=path, barrier=barrier: reword(one, path, text, barrier)
            for one, text in zip(team, texts, strict=True)
        ]
    for start in range(0, len(works), 2):
        together(works[start : start + 2])
    return pairs


def reword(examiner: Examiner, path: str, text: str, barrier: threading.Barrier) -> None:
    page = examiner.visitor.get("comment page", path)
    assert 'name="seen" value="1"' in page
    barrier.wait()
    said = {"kind": "strength", "idea": text, "seen": 1}
    assert examiner.visitor.post("reword", path, said) == 302
    barrier.wait()
    assert text in examiner.visitor.get("comment page", path)


# -- what came of it ----------------------------------------------------------------------------


def until_it_answers(visitor: Visitor) -> None:
    for _ in range(150):
        try:
            visitor.get("start", "/assess/")
            visitor.took.clear()
            return
        except OSError:
            visitor.connection.close()
            time.sleep(0.2)
    raise AssertionError("nobody answers")


def unloaded(visitor: Visitor) -> float:
    """The list of assessments, asked for alone: the page the others are compared with."""
    for _ in range(40):
        visitor.get("baseline", "/assess/")
    took = sorted(ms for _kind, ms in visitor.took)
    visitor.took.clear()
    print(f"{connection.vendor}: the list of assessments, unloaded: {took[20]:.1f} ms", flush=True)
    return took[20]


def told(
    what: str, examiners: list[Examiner], baseline: float, seconds: float | None = None
) -> None:
    kinds: dict[str, list[float]] = {}
    for examiner in examiners:
        for kind, ms in examiner.visitor.took:
            kinds.setdefault(kind, []).append(ms)
            kinds.setdefault("all", []).append(ms)
        examiner.visitor.took.clear()
    if seconds:
        print(f"{len(kinds['all']) / seconds:.1f} requests a second for {seconds:.0f} s")
    print(f"{what:<16}{'n':>7}{'p50 ms':>9}{'p95 ms':>9}{'p95 ratio':>11}")
    for kind, took in kinds.items():
        took.sort()
        middle, high = took[len(took) // 2], took[min(int(len(took) * 0.95), len(took) - 1)]
        over = " over" if high > LIMIT_MS else ""
        print(f"{kind:<16}{len(took):>7}{middle:>9.1f}{high:>9.1f}{high / baseline:>11.1f}{over}")


def check_marks(examiners: list[Examiner]) -> None:
    sent = {key: percent for one in examiners for key, percent in one.marks.items()}
    kept = {(mark.seat_id, mark.item): mark.percent for mark in Mark.objects.order_by("pk")}
    ideas = {idea for one in examiners for idea in one.ideas}
    stored = set(CommentVersion.objects.values_list("idea", flat=True))
    print(
        f"{len(sent):,} marks accepted, {len(sent.items() - kept.items())} lost; "
        f"{len(ideas):,} comments accepted, {len(ideas - stored)} lost"
    )
    assert sent == kept
    assert ideas == stored


def check_comments(examiners: list[Examiner], pairs: list[tuple[int, str, str]]) -> None:
    both = clashes = 0
    for pk, *texts in pairs:
        stands = standing(Comment.objects.filter(pk=pk))[0]
        shown = {stands.version.idea, *(one.idea for one in stands.beside)}
        both += shown == set(texts)
        clashes += len(stands.beside)
    events = Event.objects.filter(what="comments clash").count()
    print(
        f"{len(pairs)} comments reworded by two at once: both versions stand side by side at "
        f"{both}, {clashes} clashes, {events} told"
    )
    assert both == clashes == events == len(pairs)


if __name__ == "__main__":
    main()
