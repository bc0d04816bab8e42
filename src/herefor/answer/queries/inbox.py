"""The inbox: what each view of it holds, and what waits for somebody."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import Case
from herefor.answer.queries.cases import IS_CONFIRMED, IS_SETTLED, with_state
from herefor.answer.rules import cases_visible_to
from herefor.people.rules import Visitor
from herefor.story.clock import now

IS_OPEN = Q(~IS_SETTLED) | Q(due_at__isnull=False)

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
    still_open = cases.filter(closed_at=None)
    match view:
        case "mine":
            return still_open.filter(IS_OPEN, owner__pk=user.pk or 0)
        case "overdue":
            return still_open.filter(due_at__lt=now())
        case "waiting":
            return still_open.filter(~IS_CONFIRMED, due_at__isnull=True)
        case "closed":
            return cases.filter(closed_at__isnull=False).order_by("-closed_at")
    return still_open.filter(IS_OPEN)


def inbox_counts(user: Visitor) -> dict[str, int]:
    return {view: inbox(user, view).count() for view in VIEWS}


def waiting_for(user: Visitor) -> QuerySet[Case]:
    """Open cases the user owns and owes an answer on, the most urgent first."""
    return inbox(user, "mine").filter(due_at__isnull=False)
