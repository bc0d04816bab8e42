"""In what state a case is, who has it, and who should."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from herefor.answer.models import (
    Case,
    CaseMerge,
    FollowUp,
    Handover,
    ImportedCase,
    Settlement,
    Snooze,
    Spam,
    Withdrawal,
)
from herefor.answer.models.handing import UNANSWERED
from herefor.people.models import Account, Role, Unit
from herefor.people.queries import holders

STANDING = Settlement.objects.filter(case=OuterRef("pk"), reopening__isnull=True)
IS_SETTLED = Exists(STANDING)
IS_CONFIRMED = Exists(STANDING.filter(confirmation__isnull=False))


def with_state(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Adds what each case is: settled (we say so), confirmed (the customer says so), and so on."""
    of_case = {"case": OuterRef("pk"), "undone_at": None}
    return cases.annotate(
        is_settled=IS_SETTLED,
        is_confirmed=IS_CONFIRMED,
        is_withdrawn=Exists(Withdrawal.objects.filter(**of_case)),
        is_spam=Exists(Spam.objects.filter(**of_case)),
        is_merged=Exists(CaseMerge.objects.filter(merged=OuterRef("pk"), undone_at=None)),
        is_closed_before=Exists(
            ImportedCase.objects.filter(
                case=OuterRef("pk"), closed_at__isnull=False, reopened_at=None
            )
        ),
        is_snoozed=Exists(Snooze.objects.filter(case=OuterRef("pk"), woken_at=None)),
    )


def is_over(case: Case) -> bool:
    """Whether its rows say that nothing is open: confirmed, withdrawn, merged, not for us,
    or closed before it came here."""
    ended = Q(is_confirmed=True) | Q(is_withdrawn=True) | Q(is_spam=True) | Q(is_merged=True)
    ended |= Q(is_closed_before=True)
    return with_state(Case.objects.filter(pk=case.pk)).filter(ended).exists()


def was_imported(case: Case) -> bool:
    """Whether it was brought in as history from another program."""
    return ImportedCase.objects.filter(case=case).exists()


def front_of(case: Case) -> Case:
    """The case that speaks for this one: itself, or what it is merged into, to the last.

    Only as long as both are the same person's: when customers are parted, each case speaks for
    itself again, and nobody hears what another customer says.
    """
    merge = case.merged_by.filter(undone_at=None).select_related("kept__customer").first()
    if merge is None or not _of_one_person(case, merge.kept):
        return case
    return front_of(merge.kept)


def _of_one_person(one: Case, other: Case) -> bool:
    if one.customer is None or other.customer is None:
        return False
    return one.customer.front == other.customer.front


def told_within(case: Case) -> list[Case]:
    """The case and all of the same person's that is merged into it, at any depth."""
    told = newest = [case]
    while newest:
        merges = CaseMerge.objects.filter(kept__in=newest, undone_at=None).order_by("pk")
        merged = [merge.merged for merge in merges.select_related("merged__customer")]
        newest = [other for other in merged if _of_one_person(case, other)]
        told = told + newest
    return told


def open_offer(case: Case) -> Handover | None:
    """To whom the case is offered, who has not said yes or no."""
    offers = case.handovers.filter(UNANSWERED)
    return offers.select_related("giver", "receiver").first()


def standing_settlement(case: Case) -> Settlement | None:
    """The settlement that still counts, confirmed or not."""
    settlements = case.settlements.filter(reopening__isnull=True)
    return settlements.select_related("confirmation", "by").last()


def may_be_asked_again(follow_up: FollowUp) -> bool:
    """Whether only the customer can say how it is, and has not: no word of hers on what still
    stands, and a case of its own that is not over."""
    still_open = FollowUp.objects.filter(
        pk=follow_up.pk,
        answered_at=None,
        settlement__reopening=None,
        settlement__confirmation=None,
    )
    return still_open.exists() and not is_over(follow_up.settlement.case)


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
    return Count(
        "cases", filter=Q(cases__due_at__isnull=False, cases__closed_at=None), distinct=True
    )
