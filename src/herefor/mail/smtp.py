"""Handing one letter to a mail server, step by step, so that it is known how far it came."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from herefor.mail.models import Mailbox
from herefor.mail.models.mailbox import Security
from herefor.mail.sealing import unseal
from herefor.mail.trust import trusted

TIMEOUT_SECONDS = 30
READY, ACCEPTED = 354, 250
LINE_OF_DOTS = re.compile(rb"^\.", re.MULTILINE)
Step = Callable[[str], None]


class Refused(Exception):
    """The server said no. `is_final`: it will say so again."""

    def __init__(self, code: int, words: bytes | str) -> None:
        self.code = code
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        super().__init__(f"{code} {' '.join(said.split())}"[:500])

    @property
    def is_final(self) -> bool:
        return self.code >= 500


class NotReached(Exception):
    """No conversation with the server came about."""


class NotConnected(NotReached):
    """The server took no letter at all: no fault of a letter. `is_final`: it is set up wrongly."""

    @property
    def is_final(self) -> bool:
        return isinstance(
            self.__cause__,
            smtplib.SMTPAuthenticationError
            | smtplib.SMTPNotSupportedError
            | ssl.SSLCertVerificationError,
        )


class LostMeanwhile(Exception):
    """The connection broke after the content was begun: nobody can tell what became of it."""


class NotOurs(Exception):
    """Somebody withdrew the letter, or another process has it by now; nothing was handed over."""


@contextmanager
def connected(mailbox: Mailbox) -> Iterator[smtplib.SMTP]:
    """A connection that is ready to take letters. Raises NotConnected."""
    try:
        server = _open(mailbox)
    except smtplib.SMTPResponseException as error:
        raise NotConnected(str(Refused(error.smtp_code, error.smtp_error))) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotConnected(str(error) or type(error).__name__) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def hand_over(
    server: smtplib.SMTP,
    content: bytes,
    *,
    sender: str,
    recipient: str,
    copy: str,
    ready: Callable[[bool], bool],
    step: Step,
) -> None:
    """Give the letter to the server; returns once it was accepted.

    `ready` is called after the server agreed to take the content and before it gets any, with
    whether the copy goes the same way. Only if it says yes is the content sent. Up to there
    nothing can have been mailed; from there on only the server's answer tells.
    """
    try:
        with_copy = _agree(server, sender=sender, recipient=recipient, copy=copy, step=step)
    except (OSError, smtplib.SMTPException) as error:
        raise NotReached(str(error) or type(error).__name__) from error
    step("server ready")
    if not ready(with_copy):
        server.close()  # the server discards what was never ended
        raise NotOurs
    step("marked")
    try:
        lines = LINE_OF_DOTS.sub(b"..", content)
        half = len(lines) // 2
        server.send(lines[:half])
        step("half sent")
        server.send(lines[half:] + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        step("all sent")
        code, words = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise LostMeanwhile(str(error) or type(error).__name__) from error
    if code != ACCEPTED:
        raise Refused(code, words)
    step("accepted")


def _agree(server: smtplib.SMTP, *, sender: str, recipient: str, copy: str, step: Step) -> bool:
    """Agree on the envelope; whether the copy was agreed to as well."""
    server.ehlo_or_helo_if_needed()
    _wanted(server.mail(sender), 250)
    _wanted(server.rcpt(recipient), 250, 251)
    with_copy = bool(copy) and server.rcpt(copy)[0] in (250, 251)
    step("recipient named")
    _wanted(server.docmd("DATA"), READY)
    return with_copy


def _wanted(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise Refused(*answer)


def _open(mailbox: Mailbox) -> smtplib.SMTP:
    host, port = mailbox.smtp_host, mailbox.smtp_port
    if mailbox.smtp_security == Security.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=trusted()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        if mailbox.smtp_security == Security.STARTTLS:
            server.starttls(context=trusted())
        server.ehlo_or_helo_if_needed()
        if mailbox.smtp_user:
            server.login(mailbox.smtp_user, unseal(mailbox.smtp_secret))
    except BaseException:
        server.close()
        raise
    return server
