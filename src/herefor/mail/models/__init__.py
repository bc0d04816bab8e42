"""Mailboxes, letters in and out, and how each delivery went."""

from herefor.mail.models.delivery import BouncedAddress, Delivery, Unsubscription
from herefor.mail.models.held import HeldLetter
from herefor.mail.models.letter import Letter
from herefor.mail.models.mailbox import Mailbox, Pause

__all__ = [
    "BouncedAddress",
    "Delivery",
    "HeldLetter",
    "Letter",
    "Mailbox",
    "Pause",
    "Unsubscription",
]
