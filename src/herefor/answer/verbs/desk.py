"""What somebody keeps on their own desk. None of it is told: it says nothing about the case."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from herefor.answer.models import (
    Case,
    Draft,
    KeysOff,
    Mention,
    Message,
    Presence,
    SavedReply,
    SavedView,
)
from herefor.listen.answers import clean_text
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell


def keep_draft(
    case: Case, *, text: str, by: Account, once: uuid.UUID | None = None
) -> Draft | None:
    """Keep what was typed so far; nothing typed keeps nothing.

    Words whose form (`once`) was sent meanwhile, or the beginning of them, need no keeping.
    """
    with transaction.atomic():
        said = Message.objects.filter(once=once).first() if once else None
        if said and said.text.startswith(clean_text(text)):
            return None
        if not text.strip():
            case.drafts.filter(author=by).delete()
            return None
        draft, _made = case.drafts.update_or_create(
            author=by, defaults={"text": text, "kept_at": now()}
        )
    return draft


def look_at_case(case: Case, *, by: Account, typing: bool = False) -> Presence:
    """Somebody has the case before them; notes that named them are seen."""
    with transaction.atomic():
        Mention.objects.filter(message__case=case, account=by, seen_at=None).update(seen_at=now())
        seen = {"seen_at": now()} | ({"typed_at": now()} if typing else {})
        presence, _made = case.present.update_or_create(account=by, defaults=seen)
    return presence


def look_away(case: Case, *, by: Account) -> None:
    """They closed it: nobody types there any more."""
    case.present.filter(account=by).update(typed_at=None)


def keep_view(*, name: str, query: str, by: Account) -> SavedView:
    """Come back to this search by a name; the same name again replaces it."""
    view, _made = SavedView.objects.update_or_create(
        account=by, name=name, defaults={"query": query, "saved_at": now()}
    )
    return view


def drop_view(view: SavedView) -> None:
    view.delete()


def switch_keys(*, off: bool, by: Account) -> None:
    """Whether single letters do something on the pages of this room."""
    if off:
        KeysOff.objects.get_or_create(account=by, defaults={"since": now()})
    else:
        KeysOff.objects.filter(account=by).delete()


def save_reply(
    reply: SavedReply | None, *, title: str, unit: Unit, texts: Mapping[str, str], by: Account
) -> SavedReply:
    """Keep words that are used again, in one or more languages; an empty text is taken away."""
    with transaction.atomic():
        reply = reply or SavedReply()
        reply.title, reply.unit, reply.by, reply.saved_at = title, unit, by, now()
        reply.save()
        reply.texts.exclude(language__in=[key for key, text in texts.items() if text]).delete()
        for language, text in texts.items():
            if text:
                reply.texts.update_or_create(language=language, defaults={"text": text})
        tell("reply saved", about=reply, by=by, unit=unit, title=title)
    return reply


def drop_reply(reply: SavedReply, *, by: Account) -> None:
    with transaction.atomic():
        tell("saved reply dropped", about=reply, by=by, unit=reply.unit, title=reply.title)
        reply.delete()
