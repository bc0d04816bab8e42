"""E-mail. The only place in this room that knows how a letter leaves."""

from django.utils.translation import gettext as _

from herefor.duty.channels.base import NotSent, Outgoing
from herefor.mail.models import Delivery
from herefor.mail.verbs import NotAnAddress, send_letter

MARK = "page-"


class Email:
    """Given to the mail room, which takes a letter under the same name once, and sends it once."""

    may_repeat = True

    def hand_over(self, message: Outgoing) -> None:
        try:
            letter = send_letter(
                to=message.address,
                to_name=message.to_name,
                subject=message.subject,
                text=message.text_with_link,
                once=f"{MARK}{message.once}",
                auto=True,
                urgent=message.is_urgent,
            )
        except NotAnAddress as error:
            raise NotSent(str(error), is_final=True) from error
        if letter.delivery.state == Delivery.State.UNSENDABLE:
            raise NotSent(_("No mailbox of ours sends mail yet."), is_final=True)
        if letter.delivery.state == Delivery.State.FAILED:
            raise NotSent(letter.delivery.reason, is_final=True)
