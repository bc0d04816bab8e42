"""A door for our own mail server: it hands letters over by LMTP or SMTP."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from herefor.mail.addresses import plain, without_plus
from herefor.mail.models import Mailbox
from herefor.mail.queries import mailbox_of
from herefor.mail.verbs import take_or_hold
from herefor.mail.verbs.taking import LARGEST

log = logging.getLogger(__name__)


class Door:
    """Answers the server: who lives here, and that a letter is kept before it says so."""

    async def handle_RCPT(  # noqa: N802  the names aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, *named: Any
    ) -> str:
        address = str(named[0])
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time, please"
        mailbox = await asyncio.to_thread(_mailbox, address)
        if mailbox is None:
            return "550 5.1.1 Nobody of this name reads mail here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802  as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        try:
            await asyncio.to_thread(_take, envelope)
        except Exception:
            log.exception("A letter could not be kept; the server will bring it again.")
            return "451 4.3.0 It could not be kept now; please bring it again"
        return "250 2.0.0 Kept"


class SmtpDoor(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.SMTP_kwargs)


class LmtpDoor(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler, **self.SMTP_kwargs)


class Doors:
    """The doors named in the settings, opened by the worker and kept open."""

    def __init__(self) -> None:
        self.open: dict[str, Controller] = {}
        self.failed: set[str] = set()

    def keep_open(self) -> bool:
        """A duty: opens what is not open yet. Another worker may hold the address already."""
        named = {"lmtp": (LmtpDoor, settings.MAIL_LMTP), "smtp": (SmtpDoor, settings.MAIL_SMTP_IN)}
        for name, (kind, address) in named.items():
            if address and name not in self.open:
                self._open(name, kind, address)
        return False

    def close(self) -> None:
        for controller in self.open.values():
            controller.stop()
        self.open.clear()

    def _open(self, name: str, kind: type[Controller], address: str) -> None:
        host, _, port = address.rpartition(":")
        door: dict[str, Any] = {"hostname": host.strip("[]"), "port": int(port)}
        controller = kind(Door(), data_size_limit=LARGEST, decode_data=False, **door)
        try:
            controller.start()
        except OSError as error:
            with suppress(Exception):
                controller.stop()
            if name not in self.failed:
                log.warning("Nobody listens at %s: %s", address, error)
            self.failed.add(name)
            return
        self.open[name] = controller


def _mailbox(address: str) -> Mailbox | None:
    close_old_connections()
    try:
        return mailbox_of(plain(address)) or mailbox_of(without_plus(address))
    finally:
        close_old_connections()


def _take(envelope: Envelope) -> None:
    mailbox = _mailbox(envelope.rcpt_tos[0])
    content = envelope.original_content or b""
    assert mailbox is not None  # noqa: S101  it was there when the recipient was named
    try:
        take_or_hold(
            content,
            mailbox=mailbox,
            envelope_from=envelope.mail_from,
            envelope_to=envelope.rcpt_tos,
        )
    finally:
        close_old_connections()
