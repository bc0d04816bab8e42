"""Whether a letter comes from where it says: by our own server's checks, and by its signature."""

import logging
import re
from collections.abc import Callable
from email.message import Message

import dkim
from dkim.dnsplug import get_txt

from herefor.mail import headers
from herefor.mail.addresses import domain_of

log = logging.getLogger(__name__)
METHOD = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{2,12})", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]{0,500}\)")
WAIT_SECONDS = 5
LARGEST_SIGNED = 30 * 1024 * 1024

Dns = Callable[..., bytes | None]


def told_by_our_server(message: Message, *, trusted: Callable[[str], bool]) -> dict[str, str]:
    """Results of SPF, DKIM and DMARC that our own server wrote on top of the letter.

    Only the lines above the first one of another server count: what lies below came with the
    letter, and anybody can write it.
    """
    results: dict[str, str] = {}
    for line in headers.lines(message, "Authentication-Results"):
        server, _, checks = COMMENT.sub(" ", line).partition(";")
        if not trusted(server.strip().split(" ")[0].lower()):
            break
        for method, result in METHOD.findall(checks):
            name, said = method.lower(), result.lower()
            if results.get(name) != "pass":  # one good signature of several is enough
                results[name] = said
    return results


def own_server(name: str, *, address: str, host: str) -> Callable[[str], bool]:
    """Who is believed: the server of this name, or those under the mailbox's own domains."""
    if name:
        return lambda said: said == name.lower()
    domains = {domain_of(address)} | ({_above(host)} if "." in host else set())
    return lambda said: any(said == one or said.endswith(f".{one}") for one in domains if one)


def checked_signature(raw: bytes, message: Message, *, dns: Dns | None = None) -> str:
    """The DKIM signature checked by us: pass, fail, none, or unknown when no key was found."""
    if not headers.first(message, "DKIM-Signature"):
        return "none"
    if len(raw) > LARGEST_SIGNED:
        return "unknown"
    keys: list[bytes | None] = []

    def ask(name: bytes, timeout: int = WAIT_SECONDS) -> bytes | None:
        keys.append((dns or get_txt)(name, timeout=timeout))
        return keys[-1]

    try:
        checked = dkim.DKIM(raw, logger=_quiet, timeout=WAIT_SECONDS).verify(dnsfunc=ask)
    except dkim.ValidationError:  # another body than was signed
        return "fail"
    except Exception as error:  # no name server, or a signature that cannot be read
        log.debug("A signature could not be checked: %s", error)
        return "unknown"
    if checked:
        return "pass"
    return "fail" if any(keys) else "unknown"  # without a key nothing is proven either way


def _above(host: str) -> str:
    """mail.example.org belongs to example.org; example.org belongs to itself."""
    above = host.lower().partition(".")[2]
    return above if "." in above else host.lower()


_quiet = logging.getLogger("herefor.mail.dkim")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False
