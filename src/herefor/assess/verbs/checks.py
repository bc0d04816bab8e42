"""A check of progress, from its two links to its end."""

from collections.abc import Mapping

from django.db import transaction

from herefor.assess.models import CheckAnswer, CheckLink, CheckVoice, ProgressCheck
from herefor.assess.models.checks import Group
from herefor.assess.queries.checks import heard
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell


class CheckClosed(Exception):
    """Nobody can take part any more; what was said before is kept."""


def open_check(*, unit: Unit, title: str, by: Account) -> ProgressCheck:
    with transaction.atomic():
        check = ProgressCheck.objects.create(unit=unit, title=title, by=by, opened_at=now())
        for group in Group:
            check.links.create(group=group)
        tell("progress check opened", about=check, by=by, unit=unit, name=title)
    return check


def join_check(link: CheckLink) -> CheckVoice:
    """Somebody takes part; who, nobody writes down. Raises CheckClosed."""
    if link.check_of.closed_at:
        raise CheckClosed
    return link.voices.create()


def say_agreement(voice: CheckVoice, *, said: Mapping[str, int | None]) -> None:
    """How far the voice agrees; said again it replaces what was said, and None takes it back.

    Not told as an event: it would say when which phone spoke. Raises CheckClosed.
    """
    with transaction.atomic():
        check = ProgressCheck.objects.select_for_update().get(links=voice.link_id)
        if check.closed_at:
            raise CheckClosed
        voice.answers.filter(statement__in=said).delete()
        CheckAnswer.objects.bulk_create(
            CheckAnswer(voice=voice, statement=statement, agreement=agreement)
            for statement, agreement in said.items()
            if agreement
        )


def close_check(check: ProgressCheck, *, by: Account) -> ProgressCheck:
    with transaction.atomic():
        closed = ProgressCheck.objects.filter(pk=check.pk, closed_at=None).update(closed_at=now())
        if closed:
            tell(
                "progress check closed",
                about=check,
                by=by,
                unit=check.unit,
                workforce=heard(check, group=Group.WORKFORCE),
                leaders=heard(check, group=Group.LEADERS),
            )
    check.refresh_from_db()
    return check
