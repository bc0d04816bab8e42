"""What the worker does for this room: send, settle doubts, read, listen, and wait for news."""

import logging

from herefor.mail.imap import FAILURES
from herefor.mail.models import Mailbox
from herefor.mail.queries import due_deliveries
from herefor.mail.sealing import Unreadable
from herefor.mail.verbs import claim, claim_reading, deliver, read_mailbox, settle_doubt
from herefor.story.clock import now

log = logging.getLogger(__name__)


def send_what_is_due() -> bool:
    """Send one letter, or look after one whose handing over never ended; True if there was one."""
    due = due_deliveries().first()
    if due is None:
        return False
    if due.handing_over_at is not None:
        settle_doubt(due)
        return True
    ours = claim(due)
    if ours is not None:
        deliver(ours)
    return True


def read_what_is_due() -> bool:
    """Read one mailbox that is due; True if there was one."""
    due = Mailbox.objects.exclude(imap_host="").filter(read_due_at__lte=now())
    mailbox = due.order_by("read_due_at").first()
    if mailbox is None:
        return False
    if claim_reading(mailbox):
        try:
            read_mailbox(mailbox)
        except (*FAILURES, Unreadable) as failure:  # said on the mailbox's page
            log.info("%s could not be read: %s", mailbox, failure)
    return True
