"""A case in one minute: what to know before going on, made from the record at any time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.answer.models import Case, Handover, LeaderRequest, Message, Promise
from herefor.answer.queries.cases import told_within
from herefor.answer.queries.clocks import running_clocks
from herefor.files.models import File
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import may_be_contacted, ways_to_reach

EXCERPT_WORDS = 45
LATEST = 3


@dataclass(frozen=True)
class Brief:
    """What a colleague needs to go on mid-sentence. Lines are parted by line breaks."""

    wants: str
    next_step: str
    promised: str = ""
    tried: str = ""
    do_not_ask: str = ""
    mood: str = ""


def brief_of(case: Case) -> Brief:
    """From the last accepted brief and what the record says since."""
    last = case.handovers.filter(accepted_at__isnull=False).order_by("accepted_at").last()
    said = Message.objects.filter(case__in=told_within(case)).order_by("said_at", "pk")
    since = said.filter(said_at__gt=last.offered_at) if last else said
    return Brief(
        wants=_lines([last.wants if last else "", *_wants(since, is_first=last is None)]),
        promised=_lines(_promised(case)),
        tried=_lines([last.tried if last else "", *_tried(since)]),
        do_not_ask=_lines(
            [last.do_not_ask if last else "", *_known(case, since, is_first=last is None)]
        ),
        mood=_lines([last.mood if last else "", *_mood(case)]),
        next_step=_next_step(case, last, since.exists()),
    )


def _wants(said: QuerySet[Message], *, is_first: bool) -> list[str]:
    """The first words of the customer, and the newest if she said more since."""
    heard = list(said.filter(direction=Message.Direction.IN))
    shown = [*heard[: 1 if is_first else 0], *heard[1 if is_first else 0 :][-1:]]
    return [_excerpt(message.text) for message in shown]


def _promised(case: Case) -> list[str]:
    promises = Promise.objects.filter(
        case__in=told_within(case), kept_at=None, withdrawn_at=None
    ).select_related("by")
    return [
        _("%(what)s, by %(due)s (%(who)s)")
        % {"what": promise.what, "due": _when(promise.due_at), "who": promise.by}
        for promise in promises
    ]


def _tried(said: QuerySet[Message]) -> list[str]:
    answers = said.exclude(direction=Message.Direction.IN).select_related("author")
    latest = list(answers.order_by("-said_at", "-pk")[:LATEST])
    return [
        _("%(who)s, %(when)s: %(words)s")
        % {
            "who": message.author,
            "when": _when(message.said_at),
            "words": _excerpt(message.text, words=18),
        }
        for message in reversed(latest)
    ]


def _known(case: Case, since: QuerySet[Message], *, is_first: bool) -> list[str]:
    lines = []
    if case.customer and is_first:
        told = ways_to_reach(case.customer) if may_be_contacted(case.customer) else []
        ways = ", ".join(str(way) for way in told)
        lines.append(", ".join(part for part in (case.customer.name, ways) if part))
    files = File.objects.filter(messages__in=since.filter(direction=Message.Direction.IN))
    names = ", ".join(files.values_list("name", flat=True).distinct())
    return [*lines, _("Handed in: %(names)s") % {"names": names}] if names else lines


def _mood(case: Case) -> list[str]:
    score = satisfaction_score(case.response) if case.response else None
    reopened = case.settlements.filter(reopening__isnull=False).count()
    asked = LeaderRequest.objects.filter(case__in=told_within(case), answered_at=None).exists()
    lines = [
        _("Satisfied %(score)d of 100.") % {"score": round(score)} if score is not None else "",
        ngettext(
            "Said once that it was not put right.",
            "Said %(times)d times that it was not put right.",
            reopened,
        )
        % {"times": reopened}
        if reopened
        else "",
        _("Asked for a leader.") if asked else "",
    ]
    return [line for line in lines if line]


def _next_step(case: Case, last: Handover | None, something_was_said: bool) -> str:
    if last and not something_was_said:
        return last.next_step
    clock = running_clocks(*told_within(case)).select_related("promise").first()
    if clock and clock.promise:
        return _("Keep the promise by %(due)s.") % {"due": _when(clock.due_at)}
    if clock:
        said = {"what": clock.get_what_display(), "due": _when(clock.due_at)}
        return _("Due: %(what)s, by %(due)s.") % said
    return _("Nothing is owed. It is the customer's turn.")


def _excerpt(text: str, *, words: int = EXCERPT_WORDS) -> str:
    return Truncator(" ".join(text.split())).words(words)


def _when(moment: datetime) -> str:
    return date_format(localtime(moment), "j M, H:i")


def _lines(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)
