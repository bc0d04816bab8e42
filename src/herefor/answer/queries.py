"""Named reads of cases: the inbox, what waits, and a case told from its beginning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import Case, Message, Settlement
from herefor.answer.rules import cases_visible_to
from herefor.people.models import Account, Role, Unit
from herefor.people.queries import holders
from herefor.people.rules import Visitor
from herefor.story.clock import now
from herefor.story.models import Event
from herefor.story.queries import story_of
from herefor.story.sentences import Sentence, sentence_of

STANDING = Settlement.objects.filter(case=OuterRef("pk"), reopening__isnull=True)
IS_SETTLED = Exists(STANDING)
IS_CONFIRMED = Exists(STANDING.filter(confirmation__isnull=False))
IS_OPEN = Q(~IS_SETTLED) | Q(due_at__isnull=False)


def with_state(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Adds `is_settled` (we say so) and `is_confirmed` (the customer says so)."""
    return cases.annotate(is_settled=IS_SETTLED, is_confirmed=IS_CONFIRMED)


VIEWS = {
    "mine": _("Mine"),
    "open": _("All open"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting for the customer"),
    "closed": _("Closed"),
}


def inbox(user: Visitor, view: str) -> QuerySet[Case]:
    """The cases of one view, what is due first on top."""
    cases = with_state(cases_visible_to(user)).select_related("customer", "owner", "unit")
    match view:
        case "mine":
            return cases.filter(IS_OPEN, owner__pk=user.pk or 0)
        case "overdue":
            return cases.filter(due_at__lt=now())
        case "waiting":
            return cases.filter(~IS_CONFIRMED, due_at__isnull=True)
        case "closed":
            return cases.filter(IS_CONFIRMED, due_at__isnull=True).order_by("-opened_at")
    return cases.filter(IS_OPEN)


def inbox_counts(user: Visitor) -> dict[str, int]:
    return {view: inbox(user, view).count() for view in VIEWS}


def waiting_for(user: Visitor) -> QuerySet[Case]:
    """Open cases the user owns and owes an answer on, the most urgent first."""
    return inbox(user, "mine").filter(due_at__isnull=False)


def next_owner(unit: Unit) -> Account:
    """Who gets a new case: the nearest responder with the fewest open cases, else who leads.

    It never ends at nobody: after leaders come administrators, then any active account.
    """
    for kind in (Role.Kind.RESPONDER, Role.Kind.LEADER, Role.Kind.ADMINISTRATOR):
        if nearest := _nearest(holders(unit, kind), unit=unit, kind=kind):
            return nearest
    return Account.objects.filter(is_active=True).earliest("pk")


def _nearest(people: QuerySet[Account], *, unit: Unit, kind: Role.Kind) -> Account | None:
    ids = set(people.values_list("pk", flat=True))
    for at in reversed(unit.trail_ids):
        here = Account.objects.filter(pk__in=ids, roles__kind=kind, roles__unit=at)
        if lightest := here.annotate(load=_open_cases()).order_by("load", "pk").first():
            return lightest
    return None


def _open_cases() -> Count:
    return Count("cases", filter=Q(cases__due_at__isnull=False), distinct=True)


def standing_settlement(case: Case) -> Settlement | None:
    """The settlement that still counts, confirmed or not."""
    settlements = case.settlements.filter(reopening__isnull=True)
    return settlements.select_related("confirmation", "by").last()


@dataclass(frozen=True)
class Entry:
    """One thing that happened on a case: the sentence, and what was said with it."""

    sentence: Sentence
    message: Message | None


def timeline(case: Case) -> list[Entry]:
    """The whole case as a story, from the answer that opened it, oldest first."""
    events = list(story_of(case))
    said_in = {event.payload["message"]: event for event in events if "message" in event.payload}
    if case.response:
        answered = list(story_of(case.response))
        said_in |= {key: answered[0] for key, event in said_in.items() if event == events[0]}
        events = answered + events
    said = {said_in[message.pk]: message for message in _messages(case) if message.pk in said_in}
    return [Entry(sentence_of(event), said.get(event)) for event in events]


def _messages(case: Case) -> QuerySet[Message]:
    return case.messages.select_related("author")


def last_heard(case: Case) -> int:
    """The customer's newest message, so that a form can tell whether it was seen; 0 for none."""
    heard = case.messages.filter(direction=Message.Direction.IN)
    return heard.aggregate(newest=Max("pk"))["newest"] or 0


def conversation(case: Case) -> QuerySet[Message]:
    """What the customer may read: everything said, none of our notes."""
    return _messages(case).exclude(direction=Message.Direction.INTERNAL)


@dataclass(frozen=True)
class Standing:
    """How cases are dealt with, over those opened in a period."""

    opened: int
    answered: int
    answered_in_time: int
    first_answers_due: int
    settled: int
    confirmed: int
    median_wait: timedelta | None


def standing(
    user: Visitor, *, unit: Unit, since: datetime, until: datetime, kind: str | None = None
) -> Standing:
    """Counts over the cases of a unit and below that were opened in the period.

    A first answer is due when it was given or when the time promised for it is over.
    """
    cases = cases_visible_to(user).filter(
        unit__trail__startswith=unit.trail, opened_at__gte=since, opened_at__lt=until
    )
    if kind:
        cases = cases.filter(kind=kind)
    waits = sorted(
        first - opened
        for opened, first in cases.values_list("opened_at", "first_answered_at")
        if first is not None
    )
    overdue = cases.filter(first_answered_at=None, promised_by__lt=now())
    return Standing(
        opened=cases.count(),
        answered=len(waits),
        answered_in_time=cases.filter(first_answered_at__lte=F("promised_by")).count(),
        first_answers_due=len(waits) + overdue.count(),
        settled=cases.filter(IS_SETTLED).count(),
        confirmed=cases.filter(IS_CONFIRMED).count(),
        median_wait=waits[len(waits) // 2] if waits else None,
    )


def customers_answered(people: Iterable[Account], *, unit: Unit, since: datetime) -> dict[int, int]:
    """By account: on how many cases of the unit and below they answered in person."""
    answers = Event.objects.filter(
        what__in=["case answered", "case settled"],
        by__in=list(people),
        at__gte=since,
        unit__trail__startswith=unit.trail,
    )
    counted = answers.order_by().values("by").annotate(cases=Count("about_id", distinct=True))
    return {row["by"]: row["cases"] for row in counted}
