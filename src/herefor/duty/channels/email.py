"""E-mail. The only place in this room that knows how a letter leaves."""

import smtplib

from django.core.mail import EmailMessage

from herefor.duty.channels.base import NotSent, Outgoing


class Email:
    """Not repeated after a crash: a mail server does not recognise a letter it has taken."""

    may_repeat = False

    def hand_over(self, message: Outgoing) -> None:
        letter = EmailMessage(
            subject=message.subject,
            body=message.text_with_link,
            to=[message.address],
            headers={
                "Message-ID": f"<{message.once}@duty.herefor>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            letter.send()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(str(error)) from error
