"""A letter came in: it is said on its case, or opens one."""

import re

from django.utils.translation import gettext as _

from herefor.answer.models import Case, Message
from herefor.answer.queries.cases import front_of, was_imported
from herefor.answer.queries.customers import is_from_customer
from herefor.answer.titles import title_of
from herefor.answer.verbs.doors import acknowledge, the_customer
from herefor.answer.verbs.opening import Door, open_case
from herefor.answer.verbs.saying import hear_customer, note_on_case
from herefor.mail.models import Letter
from herefor.mail.suspicions import may_be_forged
from herefor.mail.verbs import file_letter
from herefor.people.models import Account, Unit
from herefor.people.verbs import allow_contact, meet_customer

PREFIXES = re.compile(r"^((re|aw|sv|vs|fw|fwd|wg)\s*:\s*)+", re.IGNORECASE)
REFERENCE = re.compile(r"\b[^\W\d_]{1,3}-\d{4,}\b")


def hear_letter(letter: Letter) -> Message:
    """Say what a person wrote on the case it belongs to, or open one and send a receipt."""
    case = case_of(letter)
    if case is None:
        return _open(letter)
    colleague = _colleague_who_answered(letter, case)
    files = list(letter.files.all())
    if colleague:
        text = f"{letter.from_address}: {words_of(letter)}"
        message = note_on_case(case, text=text, by=colleague, files=files)
    else:
        _allow_answer(letter, case)
        message = hear_customer(
            case, text=words_of(letter), files=files, said_by=_somebody_else(letter, case)
        )
    return _keep_with(letter, message)


def case_of(letter: Letter) -> Case | None:
    """By its thread; by a number in the subject only when the customer of that case wrote it."""
    if isinstance(letter.about, Case):
        return front_of(letter.about)
    for number in REFERENCE.findall(letter.subject):
        case = Case.objects.filter(reference__iexact=number).first()
        if case and is_from_customer(case, letter):
            return front_of(case)
    return None


def _open(letter: Letter) -> Message:
    """Who may be forged is met anew, and is sent no receipt."""
    unit = letter.unit or Unit.objects.filter(parent=None).earliest("pk")
    who = meet_customer if may_be_forged(letter) else the_customer
    customer = who(
        unit=unit,
        name=letter.from_name,
        email=letter.from_address,
        consent_words=_consent_words(),
    )
    subject = PREFIXES.sub("", letter.subject).strip()
    case = open_case(
        subject or title_of(letter.text, otherwise=_("A letter without words")),
        unit=unit,
        kind=Case.Kind.QUESTION,
        customer=customer,
        words=words_of(letter),
        door=Door(
            source=Case.Source.EMAIL, once=f"letter-{letter.pk}", files=list(letter.files.all())
        ),
    )
    message = _keep_with(letter, case.messages.earliest("pk"))
    if letter.may_be_answered and not may_be_forged(letter):
        acknowledge(case)
    return message


def _allow_answer(letter: Letter, case: Case) -> None:
    """A customer we know from old cases alone writes by herself: now she may be answered there."""
    if case.customer and was_imported(case) and is_from_customer(case, letter):
        allow_contact(case.customer, words=_consent_words())


def _somebody_else(letter: Letter, case: Case) -> str:
    """Whom the letter is from, unless it is the customer's own."""
    if is_from_customer(case, letter):
        return ""
    named = letter.from_name and f"{letter.from_name} <{letter.from_address}>"
    return named or letter.from_address or _("Somebody")


def _consent_words() -> str:
    return _("Wrote to us from this address.")


def _keep_with(letter: Letter, message: Message) -> Message:
    message.letter = letter
    message.save(update_fields=["letter"])
    file_letter(letter, about=message.case, unit=message.case.unit)
    return message


def _colleague_who_answered(letter: Letter, case: Case) -> Account | None:
    """Whom of us the answered letter went to, unless the customer wrote this one.

    What comes back from there is ours, from whatever address it is sent; it never becomes the
    customer's word.
    """
    if letter.answers is None or is_from_customer(case, letter):
        return None
    return Account.objects.filter(email=letter.answers.to_address).first()


def words_of(letter: Letter) -> str:
    return letter.text or letter.quoted or _("(This letter has no words.)")
