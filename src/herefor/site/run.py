"""One program on one port: a supervisor over the web process and the worker."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

THREADS = 4
START_SECONDS = 60
REST_BEFORE_RESTART_SECONDS = 1.0
TO_END_SECONDS = 10
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class PortTaken(Exception):
    """Somebody else answers at the port."""


@dataclass
class Child:
    """One process of the tree: started, watched, started again when it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter and modules
            self.command, preexec_fn=_end_with_parent if sys.platform == "linux" else None
        )

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def end(self) -> None:
        if self.process is None or self.has_ended:
            return
        self.process.terminate()
        try:
            self.process.wait(TO_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Run pages and worker until SIGTERM or Ctrl-C; call `ready` once pages are answered.

    Raises PortTaken before anything is started.
    """
    _refuse_taken(host, port)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    children = processes(host=host, port=port)
    with _ending_on_signal() as stop:
        try:
            for child in children:
                child.start()
            if _answers(host, port, children[0], stop):
                ready()
            _watch(children, stop)
        finally:
            for child in reversed(children):
                child.end()


def processes(*, host: str, port: int) -> list[Child]:
    """Pages and hub in one process on one port; with hubs of their own, pages alone."""
    from django.conf import settings

    served_by = "pages" if settings.LIVE_HUBS else "together"
    hub_host, _, hub_port = settings.LIVE_HUB_PLACE.rpartition(":")
    return [
        Child("pages", _module(f"herefor.site.{served_by}", host, str(port))),
        *(
            Child(f"hub {number}", _module("herefor.site.hub", hub_host.strip("[]"), hub_port))
            for number in range(1, settings.LIVE_HUBS + 1)
        ),
        Child("worker", _module("herefor.site.worker")),
    ]


def _module(name: str, *given: str) -> list[str]:
    return [sys.executable, "-m", name, *given]


def _watch(children: list[Child], stop: threading.Event) -> None:
    while not stop.wait(0.5):
        for child in children:
            if child.has_ended and not stop.is_set():
                print(f"The {child.name} process ended and is started again.", file=sys.stderr)  # noqa: T201
                stop.wait(REST_BEFORE_RESTART_SECONDS)
                child.start()


def _answers(host: str, port: int, child: Child, stop: threading.Event) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not stop.is_set() and not child.has_ended:
        with socket.socket(_family(host)) as probe:
            if probe.connect_ex((host, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"{host}:{port}: {error.strerror}") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@contextmanager
def _ending_on_signal() -> Iterator[threading.Event]:
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """When the supervisor is killed outright, the kernel tells its children to end."""
    import ctypes

    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
