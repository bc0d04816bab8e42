"""What is said to a customer also goes out by mail, where she lets us reach her so."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.answer.models import Case, Message
from herefor.answer.queries.customers import address_of, letter_to_answer
from herefor.files.models import File
from herefor.mail.unsubscribing import name_topic
from herefor.mail.verbs import NotAnAddress, send_letter, write_to_account
from herefor.people.models import Account

ASKED_AGAIN = "asked-again"
name_topic(ASKED_AGAIN, gettext_lazy("letters that ask, some days later, whether it is put right"))


def write_to_customer(case: Case, message: Message) -> None:
    """Queue what was said as a letter; without an address the customer reads it by her link."""
    _write(
        case,
        text=message.text,
        once=f"message-{message.pk}",
        files=list(message.files.all()),
        auto=False,
    )


def write_by_ourselves(
    case: Case, *, words: Callable[[Case], str], once: str, may_stop: str = ""
) -> None:
    """A line the program writes: received, who has it now; `words` says it in her language.

    Nobody's machine answers it. `may_stop` is the topic of what she did not ask for and can stop.
    """
    if case.customer is None:
        return
    with translation.override(case.customer.language):
        text = words(case)
    mark = f"case-{case.pk}-{once}"
    _write(case, text=text, once=mark, files=[], auto=True, may_stop=may_stop)


def write_to_colleague(account: Account, case: Case, *, subject: str, text: str, once: str) -> None:
    """Tell a colleague by mail of something that waits for them at a case."""
    write_to_account(
        account,
        case,
        at=case.get_absolute_url(),
        subject=subject,
        text=text,
        once=once,
        unit=case.unit,
    )


def _write(
    case: Case, *, text: str, once: str, files: list[File], auto: bool, may_stop: str = ""
) -> None:
    address = address_of(case)
    if not address or case.customer is None:
        return
    heard = letter_to_answer(case)
    subject = f"{case.title} [{case.reference}]"
    with translation.override(case.customer.language):
        link = settings.PUBLIC_ADDRESS + case.follow_url
        ending = _("Your case: %(address)s") % {"address": link}
    with suppress(NotAnAddress):  # then she reads it by her link, as without an address
        send_letter(
            to=address,
            to_name=case.customer.name,
            subject=f"Re: {subject}" if heard else subject,
            text=f"{text}\n\n{ending}",
            about=case,
            unit=case.unit,
            reply_key=f"case-{case.pk}",
            once=once,
            files=files,
            answers=heard,
            auto=auto,
            may_stop=may_stop,
        )
