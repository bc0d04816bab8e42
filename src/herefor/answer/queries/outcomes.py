"""What came of settling, and the ledger of promises: read for those who lead."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import FollowUp, Promise, Settlement
from herefor.answer.outcomes import Recovery, Share, recovery, weighted_share
from herefor.answer.rules import cases_visible_to
from herefor.listen.models import Response
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import smallest_group
from herefor.people.rules import Visitor
from herefor.story.clock import now

LEDGER = {
    "open": _("Open"),
    "late": _("Late"),
    "kept": _("Kept"),
    "withdrawn": _("Withdrawn"),
}


VERDICT = Choose(
    When(settlement__reopening__isnull=False, then=Value(False)),
    When(is_put_right__isnull=False, then=F("is_put_right")),
    When(settlement__confirmation__isnull=False, then=Value(True)),
)
"""The customer's last word on a settlement: opened again, what she said when asked, confirmed."""


@dataclass(frozen=True)
class Outcome:
    """Of settlements in a period: how many, what the customer said, and the weighted shares.

    The shares are of those that were drawn and whose time to be asked has come (`drawn`), and of
    them whose word is there (`heard`): asked for, or given before. A share of fewer than the
    smallest group is None, and so is a recovery.
    """

    settled: int
    confirmed: int
    reopened: int
    unanswered: int
    drawn: int
    heard: int
    put_right: Share | None
    had_to_repeat: Share | None
    recovery: Recovery | None
    smallest_group: int


def outcome(user: Visitor, *, since: datetime, until: datetime) -> Outcome:
    settlements = Settlement.objects.filter(
        case__in=cases_visible_to(user), settled_at__gte=since, settled_at__lt=until
    )
    counts = settlements.aggregate(
        settled=Count("pk"),
        confirmed=Count("pk", filter=Q(confirmation__isnull=False, reopening=None)),
        reopened=Count("pk", filter=Q(reopening__isnull=False)),
    )
    drawn = FollowUp.objects.filter(settlement__in=settlements, due_at__lte=now())
    heard = drawn.annotate(verdict=VERDICT).filter(verdict__isnull=False)
    repeated = drawn.filter(had_to_repeat__isnull=False)
    enough = smallest_group()
    return Outcome(
        **counts,
        unanswered=counts["settled"] - counts["confirmed"] - counts["reopened"],
        drawn=drawn.count(),
        heard=heard.count(),
        put_right=_share(heard.values_list("verdict", "probability"), enough),
        had_to_repeat=_share(repeated.values_list("had_to_repeat", "probability"), enough),
        recovery=_recovery(user, since=since, until=until, enough=enough),
        smallest_group=enough,
    )


def _share(rows: Iterable[tuple[bool | None, float]], enough: int) -> Share | None:
    answers = [(bool(yes), probability) for yes, probability in rows]
    return weighted_share(answers) if len(answers) >= enough else None


def _recovery(user: Visitor, *, since: datetime, until: datetime, enough: int) -> Recovery | None:
    """Answers of the same customer in a row: one that opened a case and the next; and others."""
    cases = cases_visible_to(user).filter(response=OuterRef("pk"))
    responses = (
        Response.objects.filter(customer__isnull=False, submitted_at__isnull=False)
        .filter(unit__in=cases_visible_to(user).values("unit"))
        .filter(submitted_at__gte=since, submitted_at__lt=until)
        .annotate(has_case=Exists(cases))
        .select_related("wave__edition")
        .order_by("submitted_at", "pk")
    )
    by_customer: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for response in responses:
        score = satisfaction_score(response)
        if response.customer_id and score is not None:
            by_customer[response.customer_id].append((score, response.has_case))
    helped: list[tuple[float, float]] = []
    others: list[tuple[float, float]] = []
    for scores in by_customer.values():
        for (before, had_case), (after, _next) in pairwise(scores):
            (helped if had_case else others).append((before, after))
    return recovery(helped, others) if len(helped) >= enough else None


def ledger(user: Visitor, state: str) -> QuerySet[Promise]:
    """Promises to customers in one state, what is due first on top."""
    promises = Promise.objects.filter(case__in=cases_visible_to(user))
    promises = promises.select_related("case__unit", "by")
    still_open = promises.filter(kept_at=None, withdrawn_at=None)
    match state:
        case "late":
            overdue = Q(due_at__lt=now(), kept_at=None, withdrawn_at=None)
            return promises.filter(overdue | Q(kept_at__gt=F("due_at"))).order_by("-due_at")
        case "kept":
            return promises.filter(kept_at__lte=F("due_at")).order_by("-kept_at")
        case "withdrawn":
            return promises.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at")
    return still_open.order_by("due_at")


def ledger_counts(user: Visitor) -> dict[str, int]:
    return {state: ledger(user, state).count() for state in LEDGER}
