"""The doors by which customers come in beside a survey: a form, a telephone, a letter."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, ComplaintForm
from herefor.answer.titles import title_of
from herefor.answer.verbs._common import readable, tell_of
from herefor.answer.verbs.entries import note_entry
from herefor.answer.verbs.opening import Door, open_case
from herefor.answer.verbs.writing import write_by_ourselves
from herefor.files.models import File
from herefor.people.models import Account, Customer, Unit
from herefor.people.queries import and_below, known_by
from herefor.people.verbs import allow_contact, meet_customer
from herefor.story.clock import now
from herefor.story.verbs import tell


def open_complaint_form(
    *, unit: Unit, title: str, by: Account, words: str = "", may_frame: str = ""
) -> ComplaintForm:
    with transaction.atomic():
        door = ComplaintForm.objects.create(
            unit=unit, title=title, words=words, may_frame=may_frame, by=by, opened_at=now()
        )
        tell("complaint form opened", about=door, unit=unit, by=by, name=title)
    return door


def close_complaint_form(door: ComplaintForm, *, by: Account) -> ComplaintForm:
    with transaction.atomic():
        if ComplaintForm.objects.filter(pk=door.pk, closed_at=None).update(closed_at=now()):
            tell("complaint form closed", about=door, unit=door.unit, by=by, name=door.title)
    return door


def complain(
    door: ComplaintForm,
    *,
    text: str,
    kind: str,
    once: uuid.UUID | str,
    source: str = Case.Source.FORM,
    files: Iterable[File] = (),
    name: str = "",
    email: str = "",
    phone: str = "",
    consent_words: str = "",
    sender: str = "",
) -> Case:
    """Somebody wrote in a complaint form, or by a program; sent twice, it is one case.

    `sender` is where it came from, of which only a mark is kept, for minutes. When too many come
    from there, or for one address, no receipt goes out by mail.
    """
    with transaction.atomic():
        mark = f"{source}-{once}"
        known = Case.objects.filter(once=mark).first()
        if known:
            return known
        customer = None
        if name or email or phone:
            customer = meet_customer(
                unit=door.unit, name=name, email=email, phone=phone, consent_words=consent_words
            )
        case = open_case(
            title_of(text, otherwise=_("Wrote without words")),
            unit=door.unit,
            kind=kind,
            customer=customer,
            words=text,
            door=Door(source=source, once=mark, files=files),
        )
        if note_entry(case, form=door, sender=sender, email=email).receipt_held_at:
            tell_of("receipt held back", case)
        else:
            acknowledge(case)
    return case


def note_call(
    *,
    unit: Unit,
    text: str,
    by: Account,
    kind: str,
    severity: int,
    source: str = Case.Source.PHONE,
    title: str = "",
    once: str = "",
    name: str = "",
    email: str = "",
    phone: str = "",
) -> Case:
    """Somebody told one of us, who writes it down in the customer's words and has it from now."""
    with transaction.atomic():
        known = Case.objects.filter(once=once).first() if once else None
        if known:
            return known
        customer = None
        if name or email or phone:
            consent = _("Told %(name)s in person how to be reached.") % {"name": by}
            customer = the_customer(
                unit=unit, name=name, email=email, phone=phone, consent_words=consent
            )
        case = open_case(
            title or title_of(text, otherwise=_("Called")),
            unit=unit,
            kind=kind,
            severity=severity,
            customer=customer,
            words=text,
            door=Door(source=source, once=once, by=by),
        )
        if customer:
            acknowledge(case)
    return case


def the_customer(
    *, unit: Unit, name: str = "", email: str = "", phone: str = "", consent_words: str
) -> Customer:
    """Who this is: known by the address at the unit or below, else met for the first time.

    Only for what somebody of ours, or a mail server, vouches for: a stranger who types an address
    into a form does not become the person it belongs to.
    """
    known = known_by(email, within=and_below(unit)) if email else None
    if known is None:
        return meet_customer(
            unit=unit, name=name, email=email, phone=phone, consent_words=consent_words
        )
    allow_contact(known, words=consent_words)
    return known


def acknowledge(case: Case) -> None:
    """The receipt that goes out by itself: we have it, who answers, by when."""
    write_by_ourselves(case, words=_received, once="received")


def _received(case: Case) -> str:
    return _(
        "We have received what you told us. %(name)s answers you by %(due)s.\n\n"
        "You do not need to send it again. If you want to add something, answer this letter or "
        "open the page below."
    ) % {"name": case.owner.name, "due": readable(case.promised_by)}
