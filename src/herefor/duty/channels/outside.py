"""Requests to addresses that people gave us: never into our own network, never redirected."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from herefor.duty.channels.base import NotSent
from herefor.duty.channels.inside import lies_inside

PATIENCE_SECONDS = 8
READ_AT_MOST = 1000


def post(address: str, body: bytes, *, headers: Mapping[str, str]) -> None:
    """Send it once. Raises NotSent unless the other side says that it took it."""
    parts = urlsplit(address)
    try:
        connection = _connection(parts, reachable(parts))
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, dict(headers))
            answer = connection.getresponse()
            answer.read(READ_AT_MOST)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotSent(f"{type(error).__name__}: {error}") from error
    if not 200 <= answer.status < 300:
        raise NotSent(f"The other side answered {answer.status}.")


def reachable(parts: SplitResult) -> str:
    """The IP address to connect to; it is asked once, so that it cannot change in between."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotSent("The address must begin with https:// or http://.")
    found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if lies_inside(address) and not settings.WEBHOOKS_INSIDE:
        raise NotSent("The address lies inside our own network.")
    return address


def _connection(parts: SplitResult, ip: str) -> http.client.HTTPConnection:
    host, port = str(parts.hostname), _port(parts)
    if parts.scheme == "http":
        return _Plain(host, port, ip=ip)
    return _Encrypted(host, port, ip=ip)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, *, ip: str) -> None:
        super().__init__(host, port, timeout=PATIENCE_SECONDS)
        self.ip = ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self.ip, self.port), self.timeout)


class _Encrypted(http.client.HTTPSConnection):
    def __init__(self, host: str, port: int, *, ip: str) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=PATIENCE_SECONDS, context=self.trust)
        self.ip = ip

    def connect(self) -> None:
        plain = socket.create_connection((self.ip, self.port), self.timeout)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
