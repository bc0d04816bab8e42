"""Polls are opened, answered and closed; what is said is typed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.hall.models import Choice, Line, Poll, PollVote, TownHall
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.people.models import Account
from herefor.story.clock import now


def open_poll(hall: TownHall, *, text: str, choices: Iterable[str], by: Account) -> Poll:
    """One at a time: an open one is closed."""
    with transaction.atomic():
        hold(hall)
        if not hall.is_live:
            raise NotNow(_("Polls are taken while it is going on."))
        for standing in hall.polls.filter(closed_at=None):
            close_poll(standing, by=by)
        poll = Poll.objects.create(hall=hall, text=text, by=by, opened_at=now())
        Choice.objects.bulk_create(
            Choice(poll=poll, position=position, text=words)
            for position, words in enumerate(choices, start=1)
        )
        tell_of("hall poll opened", poll, hall=hall, by=by)
    return poll


def close_poll(poll: Poll, *, by: Account) -> Poll:
    with transaction.atomic():
        hold(poll.hall)
        if Poll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=now(), closed_by=by):
            tell_of("hall poll closed", poll, hall=poll.hall, by=by)
        poll.refresh_from_db()
    return poll


def choose(choice: Choice, *, voter: str) -> bool:
    """One vote each: choosing again changes it. Whether anything changed."""
    poll = choice.poll
    with transaction.atomic():
        hold(poll.hall)
        if not Poll.objects.filter(pk=poll.pk, closed_at=None).exists():
            raise NotNow(_("This poll is closed."))
        cast, made = PollVote.objects.get_or_create(
            poll=poll, voter=voter, defaults={"choice": choice, "cast_at": now()}
        )
        if not made and cast.choice_id == choice.pk:
            return False
        cast.choice, cast.cast_at = choice, now()
        cast.save()
        tell_of("hall poll voted", poll, hall=poll.hall, by_customer=True)
    return True


def say_line(hall: TownHall, *, text: str, once: str, by: Account | None = None) -> Line:
    """A caption. Without `by` a typist wrote it, who came by the link for one."""
    with transaction.atomic():
        hold(hall)
        if said := Line.objects.filter(once=once).first():
            return said
        if not hall.is_live:
            raise NotNow(_("What is said is typed while it is going on."))
        line = Line.objects.create(
            hall=hall, text=text, second=hall.second_of(now()), by=by, said_at=now(), once=once
        )
        tell_of("hall line said", line, hall=hall, by=by)
    return line


def withdraw_typist_link(hall: TownHall, *, by: Account) -> TownHall:
    """Who has the link types no more; there is another one for whoever comes next."""
    with transaction.atomic():
        hold(hall)
        hall.typist_links += 1
        hall.save(update_fields=["typist_links"])
        tell_of("hall typist link withdrawn", hall, hall=hall, by=by)
    return hall


def correct_line(line: Line, *, text: str, by: Account) -> Line:
    """Put right what was typed; empty takes it out of the transcript."""
    with transaction.atomic():
        hold(line.hall)
        if line.text != text:
            line.text = text
            line.save(update_fields=["text"])
            tell_of("hall line corrected", line, hall=line.hall, by=by)
    return line
