"""Trying a mailbox's servers, and saying in words what is wrong. Never inside a transaction."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

from herefor.mail import imap, smtp
from herefor.mail.models import Mailbox
from herefor.mail.sealing import Unreadable

CERTIFICATE = ssl.SSLCertVerificationError


@dataclass(frozen=True)
class Trial:
    """What came of it; `went_well` and a sentence."""

    went_well: bool
    sentence: str


def try_reading(mailbox: Mailbox) -> Trial:
    if not mailbox.is_read:
        return Trial(True, _("Nothing is read here: no server to read from is named."))
    return _tried(lambda: _read(mailbox), _("Reading works."), host=mailbox.imap_host)


def try_sending(mailbox: Mailbox) -> Trial:
    if not mailbox.may_send:
        return Trial(True, _("Nothing is sent from here: no server to send through is named."))
    return _tried(
        lambda: _send(mailbox), _("Sending works; no letter was sent."), host=mailbox.smtp_host
    )


def in_words(failure: BaseException, *, host: str) -> str:
    """What failed, for somebody who can look up a password but not a stack trace."""
    said = {"host": host, "words": str(failure)[:200]}
    if wrong := next((one for one in _chain(failure) if isinstance(one, CERTIFICATE)), None):
        said["words"] = wrong.verify_message.rstrip(".")
    sentences: list[tuple[tuple[type[BaseException], ...], str]] = [
        ((Unreadable,), _("The password was kept under another secret key. Enter it again.")),
        ((MailboxFolderSelectError,), _("There is no such folder: %(words)s")),
        (
            (MailboxLoginError, smtplib.SMTPAuthenticationError),
            _("%(host)s refuses the user name or the password."),
        ),
        ((socket.gaierror,), _("There is no server called %(host)s.")),
        (
            (CERTIFICATE,),
            _(
                "The certificate of %(host)s is not valid: %(words)s. If it comes from an "
                "authority of your own, name its file in HEREFOR_MAIL_CA."
            ),
        ),
        (
            (smtplib.SMTPNotSupportedError,),
            _("%(host)s does not take what is set here: %(words)s Try another encryption."),
        ),
        ((ssl.SSLError,), _("%(host)s does not speak TLS in this way. Try another encryption.")),
        ((ConnectionRefusedError,), _("%(host)s does not answer at this port.")),
        ((TimeoutError,), _("%(host)s did not answer in time.")),
        ((imaplib.IMAP4.abort,), _("%(host)s ended the conversation: %(words)s")),
    ]
    for cause in _chain(failure):
        for kinds, sentence in sentences:
            if isinstance(cause, kinds):
                return sentence % said
    return _("%(host)s said: %(words)s") % said


def _chain(failure: BaseException) -> list[BaseException]:
    """The failure and what it came from, the deepest first."""
    return [failure.__cause__, failure] if failure.__cause__ else [failure]


def _tried(attempt: Callable[[], None], success: str, *, host: str) -> Trial:
    try:
        attempt()
    except (*imap.FAILURES, smtp.Refused, smtp.NotReached, Unreadable, OSError) as failure:
        return Trial(False, in_words(failure, host=host))
    return Trial(True, success)


def _read(mailbox: Mailbox) -> None:
    with imap.opened(mailbox) as box:
        imap.stand(box, mailbox.folder)


def _send(mailbox: Mailbox) -> None:
    with smtp.connected(mailbox):
        pass
