"""A town hall with 5,000 open pages and 50 votes a second, and a hub that is killed meanwhile.

    python bench/live.py                                        # SQLite
    python tests/with_postgres.py python bench/live.py          # PostgreSQL
    python bench/live.py --together                             # pages and hub in one process

The pages are asked over HTTP as browsers do, by this process on the same machine. Every stream
keeps what it was told; at the end that is compared with the database. Some votes are sent twice.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("src", "tests", "bench")]
os.environ.setdefault("HEREFOR_DATA", tempfile.mkdtemp(prefix="herefor-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
os.environ["HEREFOR_STREAMS_FROM_ONE_ADDRESS"] = "1000000"
os.environ["HEREFOR_STREAMS"] = "1000000"

import django

django.setup()

import numpy as np
import uvloop
from django.core.management import call_command
from django.db import connection

from herefor.hall import verbs
from herefor.hall.models import Question, TownHall, Vote
from herefor.live.reading import events_after, frame, newest_id, shown
from herefor.live.tokens import token_for
from herefor.story.clock import now
from herefor.story.models import Event
from live_load import Screen, Voters, connected
from programs import free_port
from worlds import make_world

QUESTIONS = 20
CONNECTED_A_SECOND = 800
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass
class Served:
    """The processes that are measured, each startable again on its port."""

    together: bool
    hubs: int
    pages_port: int = field(default_factory=free_port)
    hub_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.together:
            self.hub_port = self.pages_port

    @property
    def hub_names(self) -> list[str]:
        return ["together"] if self.together else [f"hub {n}" for n in range(self.hubs)]

    def start(self) -> None:
        for name in self.hub_names if self.together else ["pages", *self.hub_names]:
            self.start_one(name)

    def start_one(self, name: str) -> None:
        module, port = {
            "pages": ("herefor.site.pages", self.pages_port),
            "together": ("herefor.site.together", self.pages_port),
        }.get(name, ("herefor.site.hub", self.hub_port))
        command = [sys.executable, "-m", module, "127.0.0.1", str(port)]
        self.running[name] = subprocess.Popen(command)

    def kill_hubs(self) -> None:
        for name in self.hub_names:
            self.running[name].kill()
            self.running[name].wait()

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(20)

    def memory(self) -> int:
        """Bytes the hubs hold."""
        pids = [self.running[name].pid for name in self.hub_names]
        return sum(_status(pid, "VmRSS") for pid in pids) * 1024

    def seconds_used(self) -> float:
        """Processor time of the hubs."""
        used = 0
        for name in self.hub_names:
            told = Path(f"/proc/{self.running[name].pid}/stat").read_text().rpartition(")")[2]
            used += sum(map(int, told.split()[11:13]))
        return used * TICK


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--streams", type=int, default=5000)
    options.add_argument("--votes", type=int, default=50, help="a second")
    options.add_argument("--seconds", type=int, default=40)
    options.add_argument("--hubs", type=int, default=1)
    options.add_argument("--together", action="store_true")
    options.add_argument("--no-kill", action="store_true")
    given = options.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    call_command("migrate", verbosity=0)
    hall = open_hall()
    served = Served(given.together, given.hubs)
    served.start()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            result = runner.run(measure(served, hall, given))
    finally:
        served.stop()
    report(hall, result, given)


def open_hall() -> TownHall:
    world = make_world()
    hall = verbs.plan_hall(
        "Winter", unit=world.company, starts_at=now(), leaders=[world.alice], by=world.alice,
        is_moderated=False,
    )  # fmt: skip
    verbs.begin_hall(hall, by=world.alice)
    for number in range(QUESTIONS):
        verbs.ask(hall, text=f"When is it warm again in house {number}?", once=f"q{number}")
    return hall


@dataclass
class Result:
    screens: list[Screen]
    voters: Voters
    per_stream: float
    hub_cpu: float
    seconds: float
    killed_at: float | None
    back_at: float | None


async def measure(served: Served, hall: TownHall, given: argparse.Namespace) -> Result:
    began = await asyncio.to_thread(_beginning, hall)
    await connected(served.pages_port)
    await connected(served.hub_port)
    before = served.memory()
    screens = [Screen(served.hub_port, began.token, began.since) for _ in range(given.streams)]
    for number, screen in enumerate(screens):
        screen.open()
        if number % 80 == 79:
            await asyncio.sleep(80 / CONNECTED_A_SECOND)
    await until(lambda: all(screen.is_open for screen in screens), seconds=60)
    per_stream = (served.memory() - before) / given.streams
    print(
        f"{given.streams:,} streams open, {per_stream / 1024:.1f} KiB of the hub each", flush=True
    )
    voters = Voters(served.pages_port, hall.key, began.questions, given.votes)
    used, at = served.seconds_used(), time.monotonic()
    voting = asyncio.create_task(voters.vote_for(given.seconds))
    killed_at = back_at = None
    if not given.no_kill:
        await asyncio.sleep(given.seconds / 2)
        hub_cpu, seconds = served.seconds_used() - used, time.monotonic() - at
        killed_at = time.monotonic()
        served.kill_hubs()
        await asyncio.sleep(1)
        for name in served.hub_names:
            served.start_one(name)
        await until(lambda: all(s.is_open and s.opened_at > killed_at for s in screens), seconds=60)
        back_at = time.monotonic()
        print(f"killed, started again; all are back after {back_at - killed_at:.1f} s", flush=True)
    await voting
    if given.no_kill:
        hub_cpu, seconds = served.seconds_used() - used, time.monotonic() - at
    await asyncio.sleep(3)
    for screen in screens:
        screen.close()
    return Result(screens, voters, per_stream, hub_cpu, seconds, killed_at, back_at)


@dataclass(frozen=True)
class Beginning:
    token: str
    since: int
    questions: list[int]


def _beginning(hall: TownHall) -> Beginning:
    questions = list(Question.objects.filter(hall=hall).values_list("pk", flat=True))
    return Beginning(token_for(f"hall:{hall.pk}"), newest_id(), questions)


def report(hall: TownHall, result: Result, given: argparse.Namespace) -> None:
    rows = list(Vote.objects.order_by("pk").values_list("question", "voter"))
    told = list(
        Event.objects.filter(what="hall question voted").order_by("pk").values_list("pk", flat=True)
    )
    accepted = result.voters.accepted
    lost = len(accepted.keys() - set(rows))
    print(
        f"{connection.vendor}: {len(accepted):,} votes accepted, {len(rows):,} rows, "
        f"{len(told):,} events; lost {lost}, counted twice {len(rows) - len(set(rows))}, "
        f"sent again {result.voters.sent_again}, told no {result.voters.refused}"
    )
    assert not result.voters.given_up, "this machine cannot take so many votes a second"
    assert lost == 0
    assert len(told) == len(rows) == len(accepted)
    number_of = dict(zip(rows, told, strict=True))
    latencies(result, [(number_of[vote], at) for vote, at in accepted.items()])
    counts = dict.fromkeys(result.voters.questions, 0)
    for question, _voter in rows:
        counts[question] += 1
    same = sum(screen.votes == counts for screen in result.screens)
    print(f"{same:,} of {len(result.screens):,} screens show at the end what the database holds")
    against_naive(hall, result, told, streams=given.streams)
    assert same == len(result.screens)


def latencies(result: Result, votes: list[tuple[int, tuple[float, float]]]) -> None:
    """Seconds from accepted (and from sent) until the message was there, at each stream."""
    numbers = np.array([number for number, _at in votes])
    sent, accepted = np.array([at for _number, at in votes]).T
    steady = np.ones(len(votes), dtype=bool)
    if result.killed_at and result.back_at:
        steady = (accepted < result.killed_at - 1) | (sent > result.back_at)
    arrived = np.stack(
        [
            np.array(screen.times)[np.searchsorted(np.maximum.accumulate(screen.numbers), numbers)]
            for screen in result.screens
        ]
    )
    for words, since in (("accepted", accepted), ("sent", sent)):
        each, last = (arrived - since)[:, steady], (arrived.max(axis=0) - since)[steady]
        print(
            f"from {words} to a screen p50 {np.quantile(each, 0.5):.3f} s, p95 "
            f"{np.quantile(each, 0.95):.3f} s; to the last of all screens p50 "
            f"{np.quantile(last, 0.5):.3f} s, p95 {np.quantile(last, 0.95):.3f} s, "
            f"at most {last.max():.3f} s"
        )
    if result.killed_at:
        print(f"over the kill the longest wait was {(arrived.max(axis=0) - accepted).max():.1f} s")


def against_naive(hall: TownHall, result: Result, told: list[int], *, streams: int) -> None:
    """What making each message for each stream would cost, measured by making one 200 times."""
    channel = f"hall:{hall.pk}"
    some = events_after(told[-15] - 1)
    began = time.process_time()
    for _ in range(200):
        frame(shown(channel, some), number=some[-1].id)
    naive = (time.process_time() - began) / 200
    ticks = len(set(result.screens[0].numbers)) / (
        result.screens[0].times[-1] - result.screens[0].times[0]
    )
    used = result.hub_cpu / result.seconds
    print(
        f"the hub used {used:.2f} of a processor for {ticks:.1f} messages a second to each; making "
        f"each for every stream would use {naive * ticks * streams:.1f}: "
        f"{naive * ticks * streams / used:.0f} times as much"
    )


async def until(holds: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it took too long"
        await asyncio.sleep(0.05)


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
