"""Running a hub under uvicorn: alone in a process, or in one with the pages."""

import socket
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import uvicorn
from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from herefor.live.app import Application, Doors, Limits, Message
from herefor.live.hub import Hub

BACKLOG = 4096
GRACE_SECONDS = 5

_connections: "WeakValueDictionary[tuple[str, int], Connection]" = WeakValueDictionary()


class Connection(HttpToolsProtocol):
    """One connection, found again by its peer, so that a reader who does not read is cut off:
    closing politely would wait for them for ever."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if self.client:
            _connections[self.client] = self


class Server(uvicorn.Server):
    """Ends the streams first: they never end by themselves, and a polite end waits for all."""

    def __init__(self, config: uvicorn.Config, *, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.hub.end_streams()
        await super().shutdown(sockets)


def serve(*, host: str, port: int, pages: Application | None = None, shared: bool = False) -> None:
    """Serve until told to end. `shared`: other processes listen at the same port as well."""
    limits = Limits(settings.LIVE_STREAMS, settings.LIVE_FROM_ONE_ADDRESS)
    hub = Hub()
    doors = Doors(hub, pages=pages, limits=limits, behind_proxy=settings.BEHIND_HTTPS)
    server_of(doors).run([_listen(host, port, shared=shared)])


def server_of(doors: Doors) -> Server:
    doors.abort_of = _abort_of
    config = uvicorn.Config(
        doors,
        http=Connection,
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return Server(config, hub=doors.hub)


def _listen(host: str, port: int, *, shared: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((host, port))
    listening.listen(BACKLOG)
    return listening


def _abort_of(scope: Message) -> Callable[[], None]:
    found = _connections.get(tuple(scope["client"])) if scope.get("client") else None

    def abort() -> None:
        if found is not None and found.transport is not None:
            found.transport.abort()

    return abort
