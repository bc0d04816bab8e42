"""A workshop from its first phone to its actions."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from herefor.assess.models import Action, Importance, LevelVote, Voice, Workshop
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell


class WorkshopClosed(Exception):
    """Nobody can take part any more; what was said before is kept."""


def open_workshop(*, unit: Unit, framework: str, title: str, by: Account) -> Workshop:
    with transaction.atomic():
        workshop = Workshop.objects.create(
            unit=unit, framework=framework, title=title, by=by, opened_at=now()
        )
        tell("workshop opened", about=workshop, by=by, unit=unit, name=title)
    return workshop


def join_workshop(workshop: Workshop) -> Voice:
    """Somebody takes part; who, nobody writes down. Raises WorkshopClosed."""
    _refuse_closed(workshop)
    return workshop.voices.create()


def say_levels(
    voice: Voice, *, item: str, levels: Mapping[str, int | None], weight: int | None
) -> None:
    """How the voice sees an item; said again it replaces what was said, and None takes it back.

    Not told as an event: it would say when which phone spoke. Raises WorkshopClosed.
    """
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=voice.workshop_id)
        _refuse_closed(workshop)
        for factor, level in levels.items():
            LevelVote.objects.filter(voice=voice, item=item, factor=factor).delete()
            if level:
                LevelVote.objects.create(voice=voice, item=item, factor=factor, level=level)
        Importance.objects.filter(voice=voice, item=item).delete()
        if weight:
            Importance.objects.create(voice=voice, item=item, weight=weight)


def close_workshop(workshop: Workshop, *, by: Account) -> Workshop:
    with transaction.atomic():
        closed = Workshop.objects.filter(pk=workshop.pk, closed_at=None).update(closed_at=now())
        if closed:
            voices = workshop.voices.filter(levels__isnull=False).distinct().count()
            tell("workshop closed", about=workshop, by=by, unit=workshop.unit, voices=voices)
    workshop.refresh_from_db()
    return workshop


def agree_action(
    workshop: Workshop, *, item: str, words: str, owner: Account, due_on: date, by: Account
) -> Action:
    with transaction.atomic():
        action = workshop.actions.create(
            item=item, words=words, owner=owner, due_on=due_on, by=by, made_at=now()
        )
        tell(
            "action agreed",
            about=workshop,
            by=by,
            unit=workshop.unit,
            words=words,
            owner=owner.name,
            item=item,
        )
    return action


def finish_action(action: Action, *, by: Account) -> Action:
    with transaction.atomic():
        if Action.objects.filter(pk=action.pk, done_at=None).update(done_at=now()):
            workshop = action.workshop
            tell("action done", about=workshop, by=by, unit=workshop.unit, words=action.words)
    action.refresh_from_db()
    return action


def _refuse_closed(workshop: Workshop) -> None:
    if workshop.closed_at:
        raise WorkshopClosed
