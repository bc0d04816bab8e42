"""The hub behind its real server: who does not read is cut off, and an end comes soon."""

import asyncio
import socket
import time

import pytest

from herefor.live import channels
from herefor.live.app import Doors
from herefor.live.channels import Kind
from herefor.live.hub import Hub
from herefor.live.serving import GRACE_SECONDS, server_of
from herefor.live.tokens import token_for
from herefor.site.run import processes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(channels, "_kinds", {})
    channels.open_kind(
        Kind("test", frozenset(), lambda heard: "", lambda key, events: {}, lambda asked, key: True)
    )


async def served(play):
    """Run `play(hub, port)` beside a real server, and end the server as a signal does."""
    hub = Hub()
    server = server_of(Doors(hub))
    listening = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve([listening]))
    async with asyncio.timeout(30):
        while not server.started:
            await asyncio.sleep(0.01)
        result = await play(hub, listening.getsockname()[1])
        began = time.monotonic()
        server.should_exit = True
        await running
    return result, time.monotonic() - began


async def opened(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET /live/stream?token={token_for('test:1')}&since=0 HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(asked.encode())
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def test_who_does_not_read_is_cut_off_and_others_go_on():
    async def play(hub, port):
        loop = asyncio.get_running_loop()
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.setblocking(False)
        await loop.sock_connect(slow, ("127.0.0.1", port))
        asked = f"GET /live/stream?token={token_for('test:1')}&since=0 HTTP/1.1\r\nHost: x\r\n\r\n"
        await loop.sock_sendall(slow, asked.encode())
        reader, writer = await opened(port)
        while hub.count < 2:
            await asyncio.sleep(0.01)
        got = 0
        for _ in range(80):
            for stream in list(hub.channels["test:1"]):
                stream.give(b"x" * 200_000)
            got += len(await reader.read(400_000))
        while hub.count > 1:
            await asyncio.sleep(0.01)
        slow.close()
        writer.close()
        return got

    got, _seconds = asyncio.run(served(play))

    assert got > 1_000_000


def test_an_end_ends_the_streams_and_does_not_wait_for_them():
    async def play(hub, port):
        line = await opened(port)
        while not hub.count:
            await asyncio.sleep(0.01)
        return line

    async def play_and_read():
        (reader, writer), seconds = await served(play)
        rest = await reader.read()
        writer.close()
        return rest, seconds

    rest, seconds = asyncio.run(play_and_read())

    assert rest.endswith(b"0\r\n\r\n")
    assert seconds < GRACE_SECONDS


@pytest.mark.parametrize(
    ("hubs", "names"),
    [(0, ["pages", "worker"]), (2, ["pages", "hub 1", "hub 2", "worker"])],
)
def test_hubs_of_their_own_are_processes_of_the_tree(settings, hubs, names):
    settings.LIVE_HUBS = hubs
    children = processes(host="127.0.0.1", port=8000)

    assert [child.name for child in children] == names
    assert ("herefor.site.together" in children[0].command) == (hubs == 0)
