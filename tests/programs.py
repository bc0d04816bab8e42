"""The real program as a process tree, for tests that start, ask and kill it."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

START = "from herefor.cli import app; app()"
PATIENCE_SECONDS = 60
SQLITE = "herefor.sqlite3"


@dataclass
class Program:
    """`herefor up` or `herefor demo` on a port of its own."""

    command: str
    data: Path
    port: int = field(default_factory=lambda: free_port())
    database: str | None = None
    process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        if self.database is None:
            self.database = new_database(self.data)

    def start(self) -> list[str]:
        """Start it and return the lines it printed until it was ready."""
        asked = [self.command, "--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *asked],
            env=self._environment(),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line.strip())
            if line.startswith("Ready:"):
                break
        assert lines[-1:] != [], "it printed nothing"
        assert lines[-1].startswith("Ready:"), lines
        return lines

    def kill_everything(self) -> None:
        """SIGKILL to the whole process tree at once: what a power cut looks like from inside."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)

    def ask(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={"Content-Type": "application/json"} if body else {},
        )
        visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        try:
            with visitor.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def run(self, code: str) -> str:
        """Run Python beside the program, with its settings and data."""
        return subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def begin(self, code: str) -> subprocess.Popen[bytes]:
        """The same without waiting for its end, which may be a violent one."""
        return subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self._environment(),
        )

    def _environment(self) -> dict[str, str]:
        return environment(self.data, self.database or "")


def environment(data: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "HEREFOR_DATA": str(data),
        "HEREFOR_DATABASE_URL": database,
        "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
        "DJANGO_SETTINGS_MODULE": "herefor.site.settings",
    }


def new_database(data: Path) -> str:
    """A database with its tables and nothing in them: its address on PostgreSQL, on SQLite
    nothing and a file in the folder. Copied, because making the tables takes longer than most
    tests."""
    if on_postgres():
        return _create(f"TEMPLATE {_name(_tables())}")
    data.mkdir(parents=True, exist_ok=True)
    if not (data / SQLITE).exists():
        shutil.copy(Path(_tables()) / SQLITE, data / SQLITE)
    return ""


def empty_database() -> str:
    return _create() if on_postgres() else ""


@cache
def _tables() -> str:
    """What is copied: the address of a database, or the folder of a file of SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="herefor-tables-"))
    atexit.register(shutil.rmtree, folder)
    address = empty_database()
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment(folder, address), check=True)
    return address or str(folder)


def on_postgres() -> str:
    return os.environ.get("HEREFOR_DATABASE_URL", "")


def _create(like: str = "") -> str:
    name = f"herefor_{uuid.uuid4().hex}"
    with psycopg.connect(on_postgres(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {like}")
    return urlsplit(on_postgres())._replace(path=f"/{name}").geturl()


def _name(address: str) -> str:
    return urlsplit(address).path.removeprefix("/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def gone(pid: int) -> bool:
    """Whether a process ends within the patience of a test."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False
