"""Addresses: as they are compared, and those of ours that carry a signed key.

`care+<key>.<signature>@example.org` goes to care@example.org on servers that know plus addresses.
Letters, digits and hyphens only, in one case: some servers on the way change the case.
"""

import base64
import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

ANSWER, COPY, BOUNCE = "answer", "copy", "bounce"
PURPOSES = (ANSWER, COPY, BOUNCE)
KEY = re.compile(r"[a-z0-9-]{1,30}")
SIGNED = re.compile(
    r"(?P<local>.+)\+(?P<key>[a-z0-9-]{1,30})\.(?P<signature>[a-z2-7]{16})@(?P<domain>[^@]+)"
)


class NotAKey(ValueError):
    """A key for a reply address is made of 1 to 30 letters, digits and hyphens."""


@dataclass(frozen=True)
class Signed:
    """What a signed address of ours says."""

    mailbox: str
    purpose: str
    key: str


def plain(address: str) -> str:
    """An address as it is compared and stored: one case, no spaces around it."""
    return address.strip().strip("<>").strip().lower()


def domain_of(address: str) -> str:
    return plain(address).rpartition("@")[2]


def signed(mailbox: str, key: str, *, purpose: str = ANSWER) -> str:
    """The address of the mailbox that carries the key."""
    key = key.lower()
    if not KEY.fullmatch(key):
        raise NotAKey(key)
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{key}.{_signature(plain(mailbox), purpose, key)}@{domain}"


def unsigned(address: str) -> Signed | None:
    """What the address carries; nothing for one that we did not sign."""
    match = SIGNED.fullmatch(plain(address))
    if match is None:
        return None
    mailbox = f"{match['local']}@{match['domain']}"
    for purpose in PURPOSES:
        if hmac.compare_digest(_signature(mailbox, purpose, match["key"]), match["signature"]):
            return Signed(mailbox, purpose, match["key"])
    return None


def without_plus(address: str) -> str:
    """The address behind a plus address."""
    local, _, domain = plain(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _signature(mailbox: str, purpose: str, key: str) -> str:
    digest = salted_hmac(
        f"herefor.mail.{purpose}",
        f"{mailbox}:{key}",
        secret=settings.SECRET_KEY,
        algorithm="sha256",
    ).digest()
    return base64.b32encode(digest[:10]).decode().lower()
