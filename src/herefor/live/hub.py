"""The hub: reads what is told, shows it once for each channel, and writes that to everybody.

One hub is one event loop. Any number of hubs may run side by side: each reads the events by itself.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import close_old_connections

from herefor.live.backends import watch
from herefor.live.channels import Heard, by_channel
from herefor.live.reading import events_after, frame, missed, newest_id, shown

log = logging.getLogger(__name__)

TICK_SECONDS = 0.3
LONGEST_WAIT_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b"event: here\ndata: 1\n\n"
MOST_WAITING = 32
"""Messages that may wait for a reader who does not keep up; beyond that the stream is dropped."""
MOST_CAUGHT_UP = 256
AT_ONCE = 500

Result = TypeVar("Result")


class Stream:
    """One page that listens. What waits for it are references to bytes that all of them share."""

    __slots__ = ("_abort", "_news", "channel", "ended", "waiting")

    def __init__(self, channel: str, *, abort: Callable[[], None]) -> None:
        self.channel = channel
        self.waiting: deque[bytes] = deque()
        self.ended = False
        self._news = asyncio.Event()
        self._abort = abort

    def give(self, message: bytes) -> None:
        if self.ended:
            return
        if len(self.waiting) >= MOST_WAITING:
            self.drop()
            return
        self.waiting.append(message)
        self._news.set()

    def end(self) -> None:
        """Let it write what waits and finish; the page comes back and goes on."""
        self.ended = True
        self._news.set()

    def drop(self) -> None:
        """Cut it off: its reader is too slow, or its network is gone. The page comes back."""
        self.ended = True
        self.waiting.clear()
        self._news.set()
        self._abort()

    async def take(self) -> bytes:
        """Everything that waits, as soon as something does; empty when it has ended."""
        while not self.waiting:
            if self.ended:
                return b""
            self._news.clear()
            await self._news.wait()
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


@dataclass
class Hub:
    tick: float = TICK_SECONDS
    head: int = 0
    channels: dict[str, set[Stream]] = field(default_factory=dict)
    _running: list[asyncio.Task[None]] = field(default_factory=list)
    _caught_up: OrderedDict[tuple[str, int | None, int], asyncio.Future[bytes]] = field(
        default_factory=OrderedDict
    )
    _reader: ThreadPoolExecutor = field(default_factory=lambda: _one_thread("live-reader"))
    _shower: ThreadPoolExecutor = field(default_factory=lambda: _one_thread("live-shower"))
    _ending: bool = False

    async def start(self) -> None:
        """Begin where the story is now: whoever comes says what they heard last."""
        self.head = await self._do(self._reader, newest_id)
        self._running = [asyncio.create_task(self._read()), asyncio.create_task(self._beat())]

    async def stop(self) -> None:
        self.end_streams()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for pool in (self._reader, self._shower):
            await asyncio.to_thread(pool.shutdown)

    def end_streams(self) -> None:
        self._ending = True
        for streams in self.channels.values():
            for stream in streams:
                stream.end()

    @property
    def count(self) -> int:
        return sum(len(streams) for streams in self.channels.values())

    def join(self, stream: Stream) -> int:
        """Begin to listen. Returns the number up to which the stream has to catch up by itself."""
        self.channels.setdefault(stream.channel, set()).add(stream)
        if self._ending:
            stream.end()
        return self.head

    def leave(self, stream: Stream) -> None:
        streams = self.channels.get(stream.channel, set())
        streams.discard(stream)
        if not streams:
            self.channels.pop(stream.channel, None)

    async def catch_up(self, channel: str, *, since: int | None, until: int) -> bytes:
        """What was missed, made once for all who missed the same: after a restart that is most."""
        asked = (channel, since, until)
        if asked not in self._caught_up:
            making = asyncio.ensure_future(self._do(self._shower, _missed_frame, *asked))
            self._caught_up[asked] = making
            while len(self._caught_up) > MOST_CAUGHT_UP:
                self._caught_up.popitem(last=False)
        try:
            return await asyncio.shield(self._caught_up[asked])
        except Exception:
            self._caught_up.pop(asked, None)
            raise

    async def _read(self) -> None:
        """Go on reading; whatever fails is tried again from the same place."""
        news = watch()
        while True:
            began = time.monotonic()
            try:
                await self._do(self._reader, news.wait, LONGEST_WAIT_SECONDS)
                events = await self._do(self._reader, events_after, self.head)
                if events:
                    await self._tell(events)
                    await asyncio.sleep(max(0.0, began + self.tick - time.monotonic()))
            except asyncio.CancelledError:
                self._reader.submit(news.close)
                raise
            except Exception:
                log.exception("News could not be read and will be read again.")
                await asyncio.sleep(1)

    async def _tell(self, events: list[Heard]) -> None:
        """The head moves on before anything is shown: who joins meanwhile catches up to it."""
        touched = {
            channel: heard
            for channel, heard in by_channel(events).items()
            if channel in self.channels
        }
        listening = {channel: list(self.channels[channel]) for channel in touched}
        self.head = events[-1].id
        for channel, heard in touched.items():
            try:
                message = await self._do(self._shower, _frame_of, channel, heard)
            except Exception:
                log.exception("%s could not be shown; its pages will ask again.", channel)
                for stream in listening[channel]:
                    stream.drop()
                continue
            await self._give(listening[channel], message)

    async def _give(self, streams: list[Stream], message: bytes) -> None:
        """To all of them, a few at a time, so that others get their turn."""
        for first in range(0, len(streams), AT_ONCE):
            for stream in streams[first : first + AT_ONCE]:
                stream.give(message)
            await asyncio.sleep(0)

    async def _beat(self) -> None:
        """So that nobody on the way takes a quiet stream for a dead one, and the dead are found."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            everybody = [one for streams in self.channels.values() for one in streams]
            await self._give(everybody, HEARTBEAT)

    async def _do(
        self, pool: ThreadPoolExecutor, work: Callable[..., Result], *given: Any
    ) -> Result:
        return await asyncio.get_running_loop().run_in_executor(pool, _in_thread, work, *given)


def _in_thread(work: Callable[..., Result], *given: Any) -> Result:
    close_old_connections()
    try:
        return work(*given)
    finally:
        close_old_connections()


def _frame_of(channel: str, heard: list[Heard]) -> bytes:
    return frame(shown(channel, heard), number=heard[-1].id)


def _missed_frame(channel: str, since: int | None, until: int) -> bytes:
    document = missed(channel, since=since, until=until)
    return frame(document or {}, number=until)


def _one_thread(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
