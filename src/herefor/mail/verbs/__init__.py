"""Everything that is written about letters and mailboxes, by who does it."""

from herefor.mail.verbs.delivering import claim, deliver, settle_doubt
from herefor.mail.verbs.history import Imported
from herefor.mail.verbs.holding import (
    held_letter_is_settled,
    take_held_letter,
    take_or_hold,
)
from herefor.mail.verbs.importing import import_mail, letters_of
from herefor.mail.verbs.mailboxes import (
    change_mailbox,
    pause_mailbox,
    release_mailbox,
    set_up_mailbox,
)
from herefor.mail.verbs.mending import (
    allow_address,
    send_again,
    subscribe_again,
    take_for_sent,
    unsubscribe,
)
from herefor.mail.verbs.reading import claim_reading, read_mailbox, read_soon
from herefor.mail.verbs.taking import file_letter, take_letter
from herefor.mail.verbs.writing import (
    NotAnAddress,
    send_letter,
    withdraw_letter,
    write_to_account,
)

__all__ = [
    "Imported",
    "NotAnAddress",
    "allow_address",
    "change_mailbox",
    "claim",
    "claim_reading",
    "deliver",
    "file_letter",
    "held_letter_is_settled",
    "import_mail",
    "letters_of",
    "pause_mailbox",
    "read_mailbox",
    "read_soon",
    "release_mailbox",
    "send_again",
    "send_letter",
    "set_up_mailbox",
    "settle_doubt",
    "subscribe_again",
    "take_for_sent",
    "take_held_letter",
    "take_letter",
    "take_or_hold",
    "unsubscribe",
    "withdraw_letter",
    "write_to_account",
]
