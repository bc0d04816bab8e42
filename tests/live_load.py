"""Pages that listen and browsers that vote, cheap enough to be thousands in one process."""

import asyncio
import hashlib
import json
import random
import secrets
import time
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import SimpleCookie

from django.conf import settings
from django.core.signing import TimestampSigner

from herefor.hall.rules import SALT, VOTER_COOKIE

SENT_TWICE = 0.05
PATIENCE_SECONDS = 10
GIVE_UP_SECONDS = 60


@lru_cache(maxsize=512)
def _read(block: bytes) -> tuple[int | None, dict[str, object] | None, float | None]:
    """One message of a stream: its number, its document, and the wait it asks for. All streams
    are sent the same bytes, so each is read once."""
    number = document = retry = None
    for line in block.split(b"\n"):
        name, _, value = line.partition(b": ")
        if name == b"id":
            number = int(value)
        elif name == b"data" and b"event: here" not in block:
            document = json.loads(value)
        elif name == b"retry":
            retry = int(value) / 1000
    return number, document, retry


class Screen(asyncio.Protocol):
    """A page that listens as a browser does: resumes by the number it heard last."""

    def __init__(self, port: int, token: str, since: int) -> None:
        self._port, self._token, self.last = port, token, since
        self.votes: dict[int, int] = {}
        self.numbers: list[int] = []
        self.times: list[float] = []
        self.is_open = self._closed = False
        self.opened_at = 0.0
        self._retry = 1.0
        self._left = b""
        self._transport: asyncio.Transport | None = None

    def open(self) -> None:
        self._connecting = asyncio.create_task(self._connect())

    def close(self) -> None:
        self._closed = True
        if self._transport:
            self._transport.abort()

    async def _connect(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: self, "127.0.0.1", self._port
            )
        except OSError:
            self._again()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]
        self._left = b""
        transport.write(  # type: ignore[attr-defined]
            f"GET /live/stream?token={self._token} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Last-Event-ID: {self.last}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Chunks of the transfer encoding carry whole messages; their sizes are skipped over."""
        if not self.is_open:
            assert data.startswith(b"HTTP/1.1 200"), data[:200]
            self.is_open, self.opened_at = True, time.monotonic()
        *blocks, self._left = (self._left + data).split(b"\n\n")
        at = time.monotonic()
        for block in blocks:
            number, document, retry = _read(block)
            self._retry = retry or self._retry
            if document is not None:
                self._show(document)
            if number is not None:
                self.last = number
                self.numbers.append(number)
                self.times.append(at)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        self._again()

    def _again(self) -> None:
        if not self._closed:
            wait = self._retry * random.uniform(0.8, 1.2)
            asyncio.get_running_loop().call_later(wait, self.open)

    def _show(self, document: dict[str, object]) -> None:
        if "questions" in document:
            self.votes.update({one["id"]: one["votes"] for one in document["questions"]})  # type: ignore[attr-defined]
        if "votes" in document:
            self.votes.update({int(pk): n for pk, n in document["votes"].items()})  # type: ignore[attr-defined]


@dataclass
class Voters:
    """Browsers, each with a cookie of its own, that vote at random for questions of a hall."""

    port: int
    hall_key: str
    questions: list[int]
    a_second: float
    secret: str = ""
    accepted: dict[tuple[int, str], tuple[float, float]] = field(default_factory=dict)
    sent_again: int = 0
    refused: int = 0
    given_up: int = 0
    _idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def vote_for(self, seconds: float) -> None:
        began = time.monotonic()
        casting = []
        for number in range(int(seconds * self.a_second)):
            await asyncio.sleep(max(0.0, began + number / self.a_second - time.monotonic()))
            casting.append(asyncio.create_task(self._vote(random.choice(self.questions))))
        await asyncio.gather(*casting)
        for _reader, writer in self._idle:
            writer.close()

    async def _vote(self, question: int) -> None:
        """Until it is accepted, as the page does; and now and then once more after that."""
        browser = secrets.token_urlsafe(18)
        sent = time.monotonic()
        while (status := await self._post(question, browser)) != 200:
            if time.monotonic() - sent > GIVE_UP_SECONDS:
                self.given_up += 1
                return
            self.refused += status is not None
            self.sent_again += 1
            await asyncio.sleep(0.5)
        self.accepted[question, self._voter(browser)] = sent, time.monotonic()
        if random.random() < SENT_TWICE:
            self.sent_again += 1
            await self._post(question, browser)

    def _voter(self, browser: str) -> str:

        return hashlib.sha256(f"{self.hall_key} {browser}".encode()).hexdigest()

    async def _post(self, question: int, browser: str) -> int | None:
        """The status, or nothing when the connection broke."""
        body = b"wanted=1"
        token = "a" * 32
        signed = _signer(self.secret).sign(browser)
        cookies = SimpleCookie({VOTER_COOKIE: signed})[VOTER_COOKIE].OutputString()
        head = (
            f"POST /halls/{self.hall_key}/questions/{question}/vote/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nCookie: {cookies}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
            "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        try:
            reader, writer = self._idle.pop() if self._idle else await self._connected()
            writer.write(head.encode() + body)
            async with asyncio.timeout(PATIENCE_SECONDS):
                status = await _answer(reader)
        except (OSError, EOFError, TimeoutError):
            return None
        self._idle.append((reader, writer))
        return status

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)


def _signer(secret: str) -> TimestampSigner:
    """Signs as the program does that was started with the secret."""
    key = b"django.http.cookies" + (secret or settings.SECRET_KEY).encode()
    return TimestampSigner(key=key, salt=VOTER_COOKIE + SALT)


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(
        (line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ":0"
    )
    await reader.readexactly(int(length.partition(":")[2]))
    return int(head.split()[1])


async def connected(port: int, *, seconds: float = 30) -> None:
    """Wait until somebody listens at the port."""
    until = time.monotonic() + seconds
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert time.monotonic() < until, f"nobody listens at {port}"
            await asyncio.sleep(0.1)
            continue
        writer.close()
        return
