"""What lies inside our own network, so that nobody reaches it by an address they gave us."""

import ipaddress
import re
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from herefor.duty.channels.base import NotSent

NAT64 = ipaddress.ip_network("64:ff9b::/96")
HOST_IN_TEXT = re.compile(r"://(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#&,;\s]+)")
UNQUOTED_TIMES = 3
_here = threading.local()


class Inside(OSError):
    """A connection into our own network was about to be opened."""


def lies_inside(ip: str) -> bool:
    """Whether the IP address is not one of the public internet, however it is written."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return lies_inside(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if within := address.ipv4_mapped or address.sixtofour:
            return lies_inside(str(within))
    return not address.is_global or address.is_multicast


def hosts_inside(hosts: Iterable[str], address: str) -> list[str]:
    """Of these hosts, and of those named further on in an address, the ones inside."""
    if settings.WEBHOOKS_INSIDE:
        return []
    return [host for host in [*hosts, *_named_within(address)] if host and _leads_inside(host)]


@contextmanager
def kept_outside() -> Iterator[None]:
    """While this holds, this thread opens no connection into our own network.

    A name can mean one address when it is looked at and another when it is used, and a server can
    send us elsewhere: what counts is where the connection goes. Raises NotSent if one was stopped.
    """
    if settings.WEBHOOKS_INSIDE:
        yield
        return
    _watch_connections()
    _here.stopped, _here.is_watched = False, True
    try:
        yield
    finally:
        _here.is_watched = False
    if _here.stopped:
        raise NotSent("The address lies inside our own network.")


@cache
def _watch_connections() -> None:
    """Python asks before every connection; this cannot be taken back, so it is done once."""
    sys.addaudithook(_before)


def _before(event: str, given: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not getattr(_here, "is_watched", False):
        return
    target = given[1]
    if not isinstance(target, tuple) or _leads_inside(str(target[0])):
        _here.stopped = True
        raise Inside("Our own network is not for messages to the outside.")


def _leads_inside(host: str) -> bool:
    """Any of what the name means now. A name that means nothing leads nowhere."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(lies_inside(str(one[4][0])) for one in found)


def _named_within(address: str) -> list[str]:
    """Hosts of addresses that stand in the settings behind the question mark."""
    hosts, rest = [], address.partition("?")[2]
    for _again in range(UNQUOTED_TIMES):
        hosts += HOST_IN_TEXT.findall(rest)
        rest = unquote(rest)
    return hosts
