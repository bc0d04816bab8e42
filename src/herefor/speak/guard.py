"""Marks of a person who fills in a form: no tracker, no puzzle, and nobody is refused for one.

Whatever is doubtful is held for a person to read. The town hall uses the same.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from herefor.story.clock import now

SALT = "herefor.speak.form"
LEAST_SECONDS = 4
LONGEST_OPEN = timedelta(hours=12)
MOST_OF_ONE = 5
MOST_OF_ALL = 60
WITHIN = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=1)
MOST_LINKS = 2
ZERO_BITS = 13
"""Of the small calculation: some 8,000 hashes, half a second in a browser."""

FILLED, FORGED, QUICK, OLD, USED = "filled", "forged", "quick", "old", "used"
MANY, FLOOD, NO_PROOF, LINKS, NAME, SAME = "many", "flood", "no proof", "links", "name", "same"
BEFORE = "before"
WHY_HELD: dict[str, str | Promise] = {
    BEFORE: _("every comment here is read before it is shown"),
    FILLED: _("a field that nobody sees was filled in"),
    FORGED: _("the form was not ours, or it was cut off"),
    QUICK: _("it came sooner than anybody can write"),
    OLD: _("the form lay open for long"),
    USED: _("the same form was sent before, with other words"),
    MANY: _("many comments from one address within minutes"),
    FLOOD: _("very many comments at once, from everywhere"),
    NO_PROOF: _("the writer's browser did not do the small calculation"),
    LINKS: _("more than two links"),
    NAME: _("it is written under the name of a colleague"),
    SAME: _("the same words were sent before"),
}


@dataclass(frozen=True)
class Sent:
    """What came with the words: the signed form, the hidden field, the calculation, from where."""

    form: str = ""
    filled: str = ""
    proof: str = ""
    address: str = ""


def new_form(about: str) -> str:
    """The signed mark of a form that is shown now; it is good once, and for this alone."""
    return signing.dumps([about, now().timestamp(), secrets.token_urlsafe(12)], salt=SALT)


def opened(form: str, *, about: str) -> tuple[float, str] | None:
    """When the form was shown, and what it carries; None for any that is not ours."""
    try:
        said, at, nonce = signing.loads(form, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (float(at), str(nonce)) if said == about else None


def nonce_of(form: str, *, about: str) -> str:
    shown = opened(form, about=about)
    return shown[1] if shown else ""


def proves(nonce: str, proof: str) -> bool:
    """Whether somebody looked for the number: SHA-256 of both begins with enough zeros."""
    if not nonce or not proof.isdigit() or len(proof) > 12:
        return False
    found = hashlib.sha256(f"{nonce}:{proof}".encode()).digest()
    return int.from_bytes(found[:4], "big") >> (32 - ZERO_BITS) == 0


def sent_by(request: HttpRequest) -> Sent:
    """Read from a request what the guard looks at."""
    data: Any = request.POST
    return Sent(
        form=data.get("form", "")[:500],
        filled=data.get("website", ""),
        proof=data.get("proof", ""),
        address=address_hash(request),
    )


def address_hash(request: HttpRequest) -> str:
    """The visitor's address as a hash that changes every day and leads back to nobody."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_HTTPS:  # then a proxy of ours stands before us, and adds it at the end
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    key = f"{settings.SECRET_KEY}{now():%Y-%m-%d}".encode()
    return hmac.new(key, _network(address).encode(), hashlib.sha256).hexdigest()[:32]


def _network(address: str) -> str:
    """Of the long kind of address a household has as many as it likes: its network counts."""
    return ":".join(address.split(":")[:4]) if ":" in address else address
