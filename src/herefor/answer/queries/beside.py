"""What stands beside a case: clocks, promises, offers, what it is joined with, what comes next."""

from dataclasses import dataclass

from django.db.models import Q

from herefor.answer.models import (
    Case,
    CaseLink,
    CaseMerge,
    Clock,
    Handover,
    LeaderRequest,
    Promise,
    Snooze,
    Spam,
    Withdrawal,
)
from herefor.answer.queries.cases import open_offer, told_within
from herefor.answer.queries.clocks import running_clocks
from herefor.answer.rules import cases_visible_to
from herefor.duty.queries import who_is_on
from herefor.people.models import Account


@dataclass(frozen=True)
class Beside:
    """Everything a case's page shows at its side, read once."""

    clocks: list[Clock]
    called_next: Account
    promises: list[Promise]
    offer: Handover | None
    is_offered_to_me: bool
    leader_request: LeaderRequest | None
    merges: list[CaseMerge]
    merged_into: CaseMerge | None
    links: list["Linked"]
    snooze: Snooze | None
    spam: Spam | None
    withdrawal: Withdrawal | None


@dataclass(frozen=True)
class Linked:
    """A linked case, if the reader may see it; else only that there is one."""

    link: CaseLink
    case: Case
    is_visible: bool


def beside(case: Case, user: Account) -> Beside:
    told = told_within(case)
    offer = open_offer(case)
    return Beside(
        clocks=list(running_clocks(*told).select_related("promise")),
        called_next=who_is_on(case.unit).account,
        promises=list(Promise.objects.filter(case__in=told).select_related("by")),
        offer=offer,
        is_offered_to_me=offer is not None and offer.receiver_id == user.pk,
        leader_request=LeaderRequest.objects.filter(case__in=told, answered_at=None)
        .select_related("leader")
        .first(),
        merges=list(case.merges.filter(undone_at=None).select_related("merged")),
        merged_into=case.merged_by.filter(undone_at=None).select_related("kept").first(),
        links=_links(case, user),
        snooze=case.snoozes.filter(woken_at=None).select_related("by").first(),
        spam=case.spam.filter(undone_at=None).select_related("by").first(),
        withdrawal=case.withdrawals.filter(undone_at=None).first(),
    )


def _links(case: Case, user: Account) -> list[Linked]:
    links = CaseLink.objects.filter(Q(case=case) | Q(other=case)).select_related("case", "other")
    others = [(link, link.other if link.case_id == case.pk else link.case) for link in links]
    seen = set(
        cases_visible_to(user)
        .filter(pk__in=[other.pk for _link, other in others])
        .values_list("pk", flat=True)
    )
    return [Linked(link, other, other.pk in seen) for link, other in others]
