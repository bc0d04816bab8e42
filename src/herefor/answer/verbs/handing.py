"""Who has a case: taken, given, handed over with a brief, and a leader when one is asked for."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, Handover, LeaderRequest
from herefor.answer.models.handing import UNANSWERED
from herefor.answer.queries.brief import Brief
from herefor.answer.queries.cases import next_owner, open_offer, told_within
from herefor.answer.queries.clocks import allowance_of
from herefor.answer.verbs._common import hold, readable, restate, tell_of
from herefor.answer.verbs.clocks import LEADER, start_clock
from herefor.answer.verbs.writing import write_by_ourselves, write_to_colleague
from herefor.duty.queries import who_is_on
from herefor.people.models import Account
from herefor.story.clock import now

LEADERS = "leader"


class AlreadyOffered(Exception):
    """The case is offered to somebody who has not answered yet."""


class OfferOver(Exception):
    """The offer was accepted, declined or withdrawn already."""


def take_case(case: Case, *, by: Account) -> Case:
    """Somebody says: I have it. Taking what one has already changes nothing."""
    with transaction.atomic():
        hold(case)
        if case.owner == by and case.taken_at:
            return case
        withdraw_offers(case)
        assign(case, owner=by, by=by)
        restate(case)
        tell_who_has_it("case taken", case, by=by)
    return case


def give_case(case: Case, *, owner: Account, by: Account) -> Case:
    """Another person has it now, without a brief. The clock keeps running."""
    with transaction.atomic():
        hold(case)
        withdraw_offers(case)
        assign(case, owner=owner, by=by)
        restate(case)
        tell_who_has_it("case given", case, by=by)
    return case


def offer_case(case: Case, *, to: Account, brief: Brief, by: Account) -> Handover:
    """Ask a colleague to go on. Until they accept, the giver has it and the clocks run.

    Raises AlreadyOffered while an offer is open.
    """
    with transaction.atomic():
        hold(case)
        if open_offer(case):
            raise AlreadyOffered
        handover = case.handovers.create(giver=by, receiver=to, offered_at=now(), **asdict(brief))
        restate(case)
        tell_of("case offered", case, by=by, to=to.name, handover=handover.pk)
        said = {"who": by.name, "reference": case.reference}
        write_to_colleague(
            to,
            case,
            subject=_("%(who)s asks you to take over %(reference)s") % said,
            text=_(
                "%(who)s asks you to take over %(reference)s. Read the brief and say whether "
                "you can; until then it stays where it is and its clock runs."
            )
            % said,
            once=f"offer-{handover.pk}",
        )
    return handover


def accept_case(handover: Handover, *, by: Account) -> Case:
    """The receiver has it from now on, and the customer reads who and by when.

    Raises OfferOver when the offer does not stand any more.
    """
    case = handover.case
    with transaction.atomic():
        _hold_open(handover)
        handover.accepted_at = now()
        handover.save()
        assign(case, owner=by, by=by)
        restate(case)
        tell_who_has_it("case accepted", case, by=by, handover=handover.pk)
        write_by_ourselves(case, words=who_has_it_now, once=f"handover-{handover.pk}")
    return case


def decline_case(handover: Handover, *, because: str, by: Account) -> Handover:
    """The receiver cannot; the giver goes on having it. Raises OfferOver."""
    with transaction.atomic():
        _hold_open(handover)
        handover.declined_at, handover.declined_because = now(), because
        handover.save()
        tell_of("case declined", handover.case, by=by, handover=handover.pk)
    return handover


def withdraw_offers(case: Case) -> None:
    case.handovers.filter(UNANSWERED).update(withdrawn_at=now())


def ask_for_leader(case: Case) -> LeaderRequest:
    """The customer asks for a leader and is told the name and by when, at once.

    Asked again while the first request is open, the same name and time hold.
    """
    with transaction.atomic():
        hold(case)
        standing = LeaderRequest.objects.filter(
            case__in=told_within(case), answered_at=None
        ).first()
        if standing:
            return standing
        allowed = allowance_of(case)
        due = allowed.due(now(), allowed.first_answer)
        request = case.leader_requests.create(
            leader=who_is_on(case.unit, kind=LEADERS).account, asked_at=now(), due_at=due
        )
        start_clock(case, LEADER, due=due, hours=allowed.hours)
        said = {"reference": case.reference, "due": readable(due)}
        write_to_colleague(
            request.leader,
            case,
            subject=_("%(reference)s: a customer asks for you by %(due)s") % said,
            text=_(
                "The customer of %(reference)s asked for a leader and was told your name. "
                "Please answer by %(due)s."
            )
            % said,
            once=f"leader-{request.pk}",
        )
        restate(case)
        tell_of(
            "leader asked for",
            case,
            by_customer=True,
            leader=request.leader.name,
            due=readable(due),
        )
    return request


def assign(case: Case, *, owner: Account, by: Account | None) -> None:
    """Write down who has it. Whoever takes it, or is given it by a person, has taken it."""
    case.assignments.create(owner=owner, by=by, assigned_at=now())
    case.owner = owner
    case.taken_at = now() if by is not None else None


def leave_to_others(case: Case) -> Case:
    """Its owner left or may not see it any more: the program gives it to the next."""
    with transaction.atomic():
        hold(case)
        withdraw_offers(case)
        assign(case, owner=next_owner(case.unit), by=None)
        restate(case)
        tell_who_has_it("case passed on", case)
    return case


def tell_who_has_it(what: str, case: Case, /, **told: Any) -> None:
    """Another has it: who, and by when the customer hears from them where something is owed."""
    due = {"due": readable(case.due_at)} if case.due_at else {}
    tell_of(what, case, owner=case.owner.name, **due, **told)


def who_has_it_now(case: Case) -> str:
    """The one line the customer reads after a hand-over."""
    if case.due_at:
        return _("%(name)s has it now and will write to you by %(due)s.") % {
            "name": case.owner.name,
            "due": readable(case.due_at),
        }
    return _("%(name)s has it now.") % {"name": case.owner.name}


def _hold_open(handover: Handover) -> None:
    case = handover.case
    hold(case)
    handover.refresh_from_db()
    handover.case = case
    if handover.accepted_at or handover.declined_at or handover.withdrawn_at:
        raise OfferOver
