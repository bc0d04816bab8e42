"""The inbox: what each view of it holds, page by page, and what waits for somebody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import Case, Draft, LeaderRequest, Presence, Snooze, Spam
from herefor.answer.queries.cases import IS_SETTLED, with_state
from herefor.answer.rules import cases_in_order_visible_to
from herefor.people.models import Account, Role
from herefor.people.rules import Visitor, roles_held
from herefor.story.clock import now

IS_OPEN = Q(~IS_SETTLED) | Q(due_at__isnull=False)
SOON = timedelta(hours=4)
COUNTED_TO = 99
"""A tab says 99+ rather than count further: nobody decides by the difference."""

VIEWS = {
    "mine": _("Mine"),
    "unit": _("My unit"),
    "new": _("Not taken yet"),
    "soon": _("Due soon"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting for the customer"),
    "leader": _("Wants a leader"),
    "open": _("All open"),
    "draft": _("My drafts"),
    "aside": _("Put aside"),
    "spam": _("Spam"),
    "closed": _("Closed"),
}
NOT_COUNTED = {"spam", "closed"}
"""These only grow, and nothing in them waits."""

ASLEEP = Snooze.objects.filter(woken_at=None).values("case")
MOST_URGENT = (F("due_at").asc(nulls_last=True), "-pk")
NEWEST = ("-pk",)
LAST_CLOSED = ("-closed_at", "-pk")


def inbox(user: Visitor, view: str) -> QuerySet[Case]:
    """The cases of one view, what is due first on top; what is put aside is in its own alone."""
    return _of_view(cases_in_order_visible_to(user), user, view)


def _of_view(seen: QuerySet[Case], user: Visitor, view: str) -> QuerySet[Case]:
    match view:
        case "closed":
            return seen.filter(closed_at__isnull=False).order_by(*LAST_CLOSED)
        case "spam":
            spam = Spam.objects.filter(undone_at=None).values("case")
            return seen.filter(pk__in=spam).order_by(*NEWEST)
        case "aside":
            asleep = seen.filter(closed_at=None, pk__in=ASLEEP)
            return asleep.order_by(*MOST_URGENT)
    awake = seen.filter(closed_at=None).exclude(pk__in=ASLEEP)
    return awake.filter(_within(view, user)).order_by(*MOST_URGENT)


def _within(view: str, user: Visitor) -> Q:
    views: dict[str, Callable[[], Q]] = {
        "mine": lambda: Q(owner=user.pk or 0),
        "unit": lambda: Q(at_unit__in=_units_held(user)),
        "new": lambda: Q(taken_at__isnull=True),
        "soon": lambda: Q(due_at__gte=now(), due_at__lt=now() + SOON),
        "overdue": lambda: Q(due_at__lt=now()),
        "waiting": lambda: Q(due_at__isnull=True),
        "leader": lambda: Q(pk__in=_leader_asked_for()) | Q(owner__in=_leaders()),
        "draft": lambda: Q(pk__in=Draft.objects.filter(author=user.pk or 0).values("case")),
    }
    return views.get(view, Q)()


def _units_held(user: Visitor) -> list[int]:
    """Where the user answers or leads in person, not what lies below."""
    held = roles_held(user, Role.Kind.LEADER, Role.Kind.RESPONDER)
    return [role.unit_id for role in held]


def _leader_asked_for() -> QuerySet[LeaderRequest]:
    return LeaderRequest.objects.filter(answered_at=None).values("case")  # type: ignore[return-value]


def _leaders() -> list[int]:
    return list(Role.objects.filter(kind=Role.Kind.LEADER).values_list("account", flat=True))


def inbox_counts(user: Visitor) -> dict[str, int]:
    """How many are in each view, at most one more than is shown of it."""
    seen = cases_in_order_visible_to(user)
    counted = {view: _of_view(seen, user, view) for view in VIEWS if view not in NOT_COUNTED}
    return {view: up_to_most(cases) for view, cases in counted.items()}


def up_to_most(cases: QuerySet[Case]) -> int:
    return cases[: COUNTED_TO + 1].count()  # in order, so that an index finds them


@dataclass(frozen=True)
class CasesPage:
    """Some cases in order, and the mark from which the next page goes on; empty at the end."""

    cases: list[Case]
    next: str = ""


def page_of(cases: QuerySet[Case], *, view: str, after: str = "", size: int = 25) -> CasesPage:
    """The cases that follow the mark; the cost does not grow with how far one has gone.

    Numbers first, rows after: what a row shows is read for this page alone.
    """
    keys = list(_after(cases, view, after).values_list("pk", "due_at", "closed_at")[: size + 1])
    shown = [key[0] for key in keys[:size]]
    rows = with_state(Case.objects.filter(pk__in=shown)).select_related("customer", "owner", "unit")
    by_pk = {case.pk: case for case in rows}
    mark = _mark(view, *keys[size - 1]) if len(keys) > size else ""
    return CasesPage([by_pk[pk] for pk in shown if pk in by_pk], mark)


def _mark(view: str, pk: int, due_at: object, closed_at: object) -> str:
    moment = {"closed": closed_at, "spam": None, "search": None}.get(view, due_at)
    return f"{moment.isoformat() if moment else ''}~{pk}"  # type: ignore[attr-defined]


def _after(cases: QuerySet[Case], view: str, mark: str) -> QuerySet[Case]:
    moment, _sign, number = mark.partition("~")
    if not number.isdecimal():
        return cases
    pk = int(number)
    if view in ("spam", "search"):
        return cases.filter(pk__lt=pk)
    at = parse_datetime(moment) if moment else None
    if view == "closed":
        return cases.filter(closed_at__lte=at).exclude(closed_at=at, pk__gte=pk) if at else cases
    if at is None:
        return cases.filter(due_at__isnull=True, pk__lt=pk)
    later = Q(due_at__gt=at) | Q(due_at=at, pk__lt=pk)
    return cases.filter(later | Q(due_at__isnull=True))


def with_my_marks(cases: list[Case], user: Account) -> list[Case]:
    """Says on each whether something was said since the user looked, and whose draft lies there."""
    looked = dict(
        Presence.objects.filter(case__in=cases, account=user).values_list("case", "read_at")
    )
    drafts = set(Draft.objects.filter(case__in=cases, author=user).values_list("case", flat=True))
    for case in cases:
        at = looked.get(case.pk)
        case.is_unread = case.last_said_at > at if at else case.owner_id == user.pk  # type: ignore[attr-defined]
        case.has_my_draft = case.pk in drafts  # type: ignore[attr-defined]
    return cases


def waiting_for(user: Visitor) -> QuerySet[Case]:
    """Open cases the user owns and owes an answer on, the most urgent first."""
    mine = inbox(user, "mine").filter(due_at__isnull=False)
    return mine.select_related("customer", "owner", "unit")
