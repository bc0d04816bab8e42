"""Waiting at the servers for news (IMAP IDLE), so that a letter is here within seconds."""

import logging
import select
import time
from contextlib import suppress
from dataclasses import dataclass

from imap_tools import BaseMailBox

from herefor.mail import imap
from herefor.mail.models import Mailbox
from herefor.mail.sealing import Unreadable
from herefor.mail.verbs import read_soon

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
RENEW_SECONDS = 9 * 60
AGAIN_SECONDS = 60


@dataclass
class Waiting:
    """A connection that waits, and since when."""

    box: BaseMailBox
    since: float
    where: tuple[str, int, str, str]


class Watch:
    """Waits at every mailbox at once. Servers without IDLE are only asked once a minute."""

    def __init__(self) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.not_before: dict[int, float] = {}

    def look(self) -> bool:
        """Wait a moment for news; a duty of the worker, which may stop in between."""
        mailboxes = {one.pk: one for one in Mailbox.objects.exclude(imap_host="")}
        for number in set(self.waiting) - set(mailboxes):
            self._leave(number)
        for mailbox in mailboxes.values():
            self._keep(mailbox)
        sockets = {one.box.client.sock: number for number, one in self.waiting.items()}
        if not sockets:
            return False
        speaking, _, _ = select.select(list(sockets), [], [], LOOK_SECONDS)
        for socket in speaking:
            number = sockets[socket]
            self._leave(number)
            read_soon(mailboxes[number])
        return bool(speaking)

    def close(self) -> None:
        for number in list(self.waiting):
            self._leave(number)

    def _keep(self, mailbox: Mailbox) -> None:
        """Wait there, if we do not yet, or have for too long, or the place changed."""
        moment = time.monotonic()
        where = (mailbox.imap_host, mailbox.imap_port, mailbox.imap_user, mailbox.folder)
        at = self.waiting.get(mailbox.pk)
        if at and at.where == where and moment - at.since < RENEW_SECONDS:
            return
        self._leave(mailbox.pk)
        if moment < self.not_before.get(mailbox.pk, 0.0) or mailbox.uid_validity is None:
            return
        try:
            box = imap.connect(mailbox)
            if "IDLE" not in box.client.capabilities:
                raise OSError("The server does not know IDLE.")
            stand = imap.stand(box, mailbox.folder)
            box.idle.start()  # type: ignore[no-untyped-call]
        except (*imap.FAILURES, Unreadable) as failure:
            log.info("Nobody waits at %s: %s", mailbox, failure)
            self.not_before[mailbox.pk] = moment + AGAIN_SECONDS
            return
        self.waiting[mailbox.pk] = Waiting(box, moment, where)
        if stand.next_uid - 1 > mailbox.last_uid:  # it came before we waited
            read_soon(mailbox)

    def _leave(self, number: int) -> None:
        if at := self.waiting.pop(number, None):
            with suppress(*imap.FAILURES):
                at.box.client.shutdown()
