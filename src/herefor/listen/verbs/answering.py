"""A customer answers: starts, is kept page by page, and submits once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from herefor.listen.answers import Answer, says_something
from herefor.listen.models import Invitation, Response, Wave
from herefor.people.models import Unit
from herefor.people.verbs import allow_contact, meet_customer
from herefor.story.clock import now
from herefor.story.verbs import tell


class NotOpen(Exception):
    """The wave is not open yet, or closed too long ago; what was answered stays a draft."""


class NothingAnswered(Exception):
    """Every question was skipped, so there is nothing to store."""


@dataclass(frozen=True)
class Contact:
    """How a customer wants to be reached, and the words by which they allowed it."""

    words: str
    name: str = ""
    email: str = ""
    phone: str = ""


def start_response(
    wave: Wave,
    *,
    unit: Unit,
    once: str,
    language: str = "en",
    channel: str = Response.Channel.WEB,
    invitation: Invitation | None = None,
) -> Response:
    """Begin a draft, or return the one begun with the same mark. A draft is not told."""
    with transaction.atomic():
        if invitation:
            once = f"invitation-{invitation.pk}"
        begun = wave.responses.filter(once=once).first()
        if begun:
            return begun
        if not wave.is_open(now()):
            raise NotOpen
        response, made = wave.responses.get_or_create(
            once=once,
            defaults={
                "unit": unit,
                "invitation": invitation,
                "customer": invitation.customer if invitation else None,
                "language": language,
                "channel": channel,
                "started_at": now(),
            },
        )
        if made and invitation:
            invitation.opened_at = response.started_at
            invitation.save(update_fields=["opened_at"])
    return response


def keep_answers(
    response: Response, *, answers: Mapping[str, Answer], asked: Iterable[str]
) -> Response:
    """Keep the answers of one page; what was asked there and is now skipped is forgotten."""
    with transaction.atomic():
        draft = _locked(response)
        if draft.submitted_at is not None:
            return draft
        codes = set(asked)
        kept = {code: answer for code, answer in draft.answers.items() if code not in codes}
        draft.answers = kept | dict(answers)
        draft.save(update_fields=["answers"])
    return draft


def submit_answers(response: Response, *, contact: Contact | None = None) -> Response:
    """Make a draft the customer's word. Sent twice, it is stored and told once."""
    with transaction.atomic():
        draft = _locked(response)
        if draft.submitted_at is not None:
            return draft
        if not says_something(draft.answers):
            raise NothingAnswered
        if contact:
            _remember(draft, contact)
        draft.submitted_at = now()
        draft.save(update_fields=["submitted_at", "customer"])
        tell(
            "answer submitted",
            about=draft,
            customer=draft.customer,
            by_customer=True,
            unit=draft.unit,
            wave=draft.wave_id,
        )
    return draft


def _locked(response: Response) -> Response:
    """The draft as it is now; raises NotOpen when its wave closed more than the grace ago."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("wave", "unit")
    draft = rows.get(pk=response.pk)
    if draft.submitted_at is None and draft.is_too_late(now()):
        raise NotOpen
    return draft


def _remember(draft: Response, contact: Contact) -> None:
    if draft.customer:
        allow_contact(draft.customer, words=contact.words)
    else:
        draft.customer = meet_customer(
            unit=draft.unit,
            name=contact.name,
            email=contact.email,
            phone=contact.phone,
            consent_words=contact.words,
        )
