"""A letter of ours as it goes out: plain words, the same in simple HTML, and true header lines."""

import re
import uuid
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils.html import escape
from django.utils.translation import gettext as _

from herefor.mail.addresses import BOUNCE, COPY, domain_of, signed
from herefor.mail.models import Letter, Mailbox

LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)'])")
THREAD_LENGTH = 20
OUR_POLICY = SMTP.clone(cte_type="7bit")


def new_message_id(mailbox: Mailbox | None) -> str:
    domain = domain_of(mailbox.address) if mailbox else "herefor.invalid"
    return f"<{uuid.uuid4().hex}@{domain}>"


def reply_address(letter: Letter, mailbox: Mailbox) -> str:
    """Where an answer comes back to: signed, so that it finds its letter."""
    if not mailbox.knows_plus:
        return mailbox.address
    return signed(mailbox.address, letter.reply_key or f"letter-{letter.pk}")


def bounce_address(letter: Letter, mailbox: Mailbox) -> str:
    """Where servers report to."""
    if not mailbox.knows_plus:
        return mailbox.address
    return signed(mailbox.address, str(letter.pk), purpose=BOUNCE)


def copy_address(letter: Letter, mailbox: Mailbox) -> str:
    return signed(mailbox.address, f"sent-{letter.pk}", purpose=COPY)


def composed(letter: Letter, mailbox: Mailbox, *, at: datetime) -> bytes:
    """The whole letter; its identifier is the one it got when it was written."""
    message = EmailMessage(policy=OUR_POLICY)
    message["From"] = _address(mailbox.name, mailbox.address)
    message["To"] = _address(letter.to_name, letter.to_address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = letter.message_id
    message["Reply-To"] = _address(mailbox.name, reply_address(letter, mailbox))
    message["X-Loop"] = mailbox.address
    _thread(message, letter)
    _say_that_a_program_wrote(message, letter)
    _say_how_to_stop(message, letter)
    words = _words(letter)
    message.set_content(words or "\n", cte="quoted-printable")
    message.add_alternative(simple_html(words), subtype="html", cte="quoted-printable")
    for kept in letter.files.all():
        main, _slash, sub = kept.media_type.partition("/")
        with kept.content.open("rb") as file:
            message.add_attachment(
                file.read(),
                maintype=main or "application",
                subtype=sub or "octet-stream",
                filename=kept.name,
            )
    return message.as_bytes()


def simple_html(words: str) -> str:
    paragraphs = [part for part in words.split("\n\n") if part.strip()]
    inner = "".join(f'<p dir="auto">{_linked(part)}</p>' for part in paragraphs)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'


def _linked(words: str) -> str:
    """Escaped, with addresses as links that are exactly what was written: some are signed."""
    parts = LINK.split(words)
    made = [
        f'<a href="{escape(part)}">{escape(part)}</a>' if number % 2 else escape(part)
        for number, part in enumerate(parts)
    ]
    return "".join(made).replace("\n", "<br>")


def _thread(message: EmailMessage, letter: Letter) -> None:
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
    before = letter.references
    if len(before) > THREAD_LENGTH:
        before = [before[0], *before[-(THREAD_LENGTH - 1) :]]
    if before:
        message["References"] = " ".join(before)


def _say_that_a_program_wrote(message: EmailMessage, letter: Letter) -> None:
    """RFC 3834: an answer to a letter is auto-replied, any other is auto-generated."""
    if letter.is_automatic:
        message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"


def _say_how_to_stop(message: EmailMessage, letter: Letter) -> None:
    """RFC 2369; RFC 8058 lets a mail program do it in one click, over https only."""
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        if letter.unsubscribe_url.startswith("https://"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _words(letter: Letter) -> str:
    """Not every mail program shows the header lines, so the way out stands below as well."""
    if not letter.unsubscribe_url:
        return letter.text
    stop = _("To get no more letters like this: %(address)s") % {"address": letter.unsubscribe_url}
    return f"{letter.text}\n\n{stop}"


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
