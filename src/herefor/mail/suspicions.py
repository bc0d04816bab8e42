"""What makes one doubt that a letter comes from who it says. Shown beside it, never a verdict."""

import re

from herefor.mail.addresses import domain_of, plain
from herefor.mail.models import Letter
from herefor.mail.queries import leader_named, own_domains

ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
LEADER, OURS, OTHER_ADDRESS, OTHER_REPLY = "leader", "ours", "other address", "other reply"
SIGNATURE, POLICY = "signature", "policy"


AGAINST_THE_SENDER = {OURS, OTHER_ADDRESS, SIGNATURE, POLICY}


def may_be_forged(letter: Letter) -> bool:
    """Whether anything speaks against that it comes from the address it names."""
    return not AGAINST_THE_SENDER.isdisjoint(letter.suspicions)


def suspicions_of(letter: Letter) -> list[str]:
    """Codes of what is odd; `words.suspicion_in_words` says them."""
    domain, ours = domain_of(letter.from_address), own_domains()
    told = letter.authentication
    proven = "pass" in (told.get("dmarc"), told.get("dkim"), told.get("signature"))
    odd = {
        LEADER: domain not in ours and leader_named(letter.from_name) is not None,
        OURS: domain in ours and not proven and letter.direction != Letter.Direction.OUT,
        OTHER_ADDRESS: _names_another_address(letter),
        OTHER_REPLY: bool(letter.reply_to) and domain_of(letter.reply_to) != domain,
        SIGNATURE: "fail" in (told.get("dkim"), told.get("signature")) and not proven,
        POLICY: told.get("dmarc") == "fail" or (told.get("spf") == "fail" and not proven),
    }
    return [code for code, is_odd in odd.items() if is_odd]


def _names_another_address(letter: Letter) -> bool:
    named = ADDRESS.search(letter.from_name)
    return named is not None and plain(named[0]) != letter.from_address
