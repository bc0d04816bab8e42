"""What is known of a letter and a mailbox, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.mail import suspicions
from herefor.mail.models import Letter

SUSPICIONS: dict[str, str | Promise] = {
    suspicions.LEADER: gettext_lazy(
        "It bears the name of one of our leaders, but comes from outside."
    ),
    suspicions.OURS: gettext_lazy("It says that it comes from us, and nothing proves it."),
    suspicions.OTHER_ADDRESS: gettext_lazy(
        "The sender's name shows another address than it comes from."
    ),
    suspicions.OTHER_REPLY: gettext_lazy("Answers would go somewhere else than it comes from."),
    suspicions.SIGNATURE: gettext_lazy(
        "Its signature (DKIM) is wrong: it was changed on the way, or forged."
    ),
    suspicions.POLICY: gettext_lazy(
        "The sender's domain does not send from that server (SPF, DMARC)."
    ),
}


@dataclass(frozen=True)
class Authentic:
    """`sentence` says how sure the sender is; `warnings` what to be careful about."""

    sentence: str
    warnings: list[str]


def authentication_in_words(letter: Letter) -> Authentic:
    return Authentic(_sentence(letter.authentication), list(_warnings(letter)))


def _sentence(told: dict[str, str]) -> str:
    domain_agrees = told.get("dmarc") == "pass"
    signed = "pass" in (told.get("dkim"), told.get("signature"))
    if domain_agrees:
        return _("The sender's domain confirms this letter.")
    if signed:
        return _("The letter is signed and unchanged.")
    if told.get("spf") == "pass":
        return _("It came from a server of the sender's domain, without a signature.")
    return _("Nothing proves who sent this letter.")


def _warnings(letter: Letter) -> Iterator[str]:
    for code in letter.suspicions:
        if code in SUSPICIONS:
            yield str(SUSPICIONS[code])
