"""The doors of the hub, as a plain ASGI application.

`GET /live/stream?token=...` is a stream of server-sent events. It begins where `Last-Event-ID` (or
`since`) says; without either it begins with the whole. Everything else goes to the pages, if they
live in the same process.
"""

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from herefor.live.channels import kind_of
from herefor.live.hub import Hub, Stream
from herefor.live.tokens import LIFE, channel_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

PREFIX = "/live/"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
RETRY_SECONDS = (0.5, 3.0)


@dataclass(frozen=True)
class Limits:
    streams: int = 20_000
    from_one_address: int = 200


@dataclass
class Doors:
    """The application. `abort_of` finds how to cut off the connection behind a request."""

    hub: Hub
    pages: Application | None = None
    limits: Limits = field(default_factory=Limits)
    behind_proxy: bool = False
    abort_of: Callable[[Message], Callable[[], None]] = lambda _scope: lambda: None
    _from: Counter[str] = field(default_factory=Counter)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] != "http":
            raise ValueError(scope["type"])
        elif scope["path"] == f"{PREFIX}stream":
            await self._stream(scope, receive, send)
        elif scope["path"] == f"{PREFIX}health":
            await _say(send, 200, {"streams": self.hub.count, "head": self.hub.head})
        elif self.pages is not None:
            await self.pages(scope, receive, send)
        else:
            await _say(send, 404, {"sorry": "Only streams are here."})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            asked = (await receive())["type"]
            if asked == "lifespan.startup":
                await self.hub.start()
                await send({"type": "lifespan.startup.complete"})
            elif asked == "lifespan.shutdown":
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _stream(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _say(send, 405, {"sorry": "Streams are read."})
            return
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        channel = channel_of(asked.get("token", [""])[0])
        if channel is None or kind_of(channel) is None:
            await _say(send, 403, {"sorry": "This token opens no stream, or no longer."})
            return
        address = self._address(scope)
        if self.hub.count >= self.limits.streams or (
            self._from[address] >= self.limits.from_one_address
        ):
            await _say(send, 503, {"sorry": "Too many streams."}, (b"retry-after", b"10"))
            return
        self._from[address] += 1
        try:
            await self._follow(channel, scope=scope, receive=receive, send=send)
        finally:
            self._from[address] -= 1
            if not self._from[address]:
                del self._from[address]

    async def _follow(self, channel: str, *, scope: Message, receive: Receive, send: Send) -> None:
        stream = Stream(channel, abort=self.abort_of(scope))
        until = self.hub.join(stream)
        watching = asyncio.create_task(_until_gone(receive, stream))
        ending = asyncio.get_running_loop().call_later(LIFE.total_seconds(), stream.end)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _write(send, f"retry: {random.randint(*_retry())}\n\n".encode())  # noqa: S311
            since = _since(scope)
            if since is None or since != until:
                await _write(send, await self.hub.catch_up(channel, since=since, until=until))
            while chunk := await stream.take():
                await _write(send, chunk)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            ending.cancel()
            self.hub.leave(stream)
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    def _address(self, scope: Message) -> str:
        """Who asks: the peer, or behind a proxy of ours the last one that it names."""
        if self.behind_proxy:
            for name, value in scope["headers"]:
                if name == b"x-forwarded-for":
                    return str(value.decode("latin-1").rpartition(",")[2].strip())
        return str((scope.get("client") or ("",))[0])


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.drop()


async def _write(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _since(scope: Message) -> int | None:
    """The number of what was heard last. The header is newer than the address of the page."""
    said = next((value for name, value in scope["headers"] if name == b"last-event-id"), b"")
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    number = said.decode("latin-1") or asked
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def _retry() -> tuple[int, int]:
    """Milliseconds: spread, so that after a restart not everybody comes at the same moment."""
    least, most = RETRY_SECONDS
    return int(least * 1000), int(most * 1000)


async def _say(
    send: Send, status: int, words: dict[str, Any], *headers: tuple[bytes, bytes]
) -> None:
    body = json.dumps(words).encode()
    told = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), *headers]
    told.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
