"""Put right? We say so provisionally; the customer decides, and some are asked again later."""

import random
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, Confirmation, FollowUp, Reopening, Settlement, Withdrawal
from herefor.answer.queries.cases import (
    front_of,
    may_be_asked_again,
    standing_settlement,
    told_within,
)
from herefor.answer.verbs._common import (
    IN,
    INTERNAL,
    OUT,
    hold,
    not_over_after_all,
    restate,
    say,
    tell_of,
)
from herefor.answer.verbs.clocks import (
    ANSWER,
    FIRST_ANSWER,
    LEADER,
    SETTLED,
    UPDATE,
    owe_answer,
    stop_clocks,
)
from herefor.answer.verbs.handing import withdraw_offers
from herefor.answer.verbs.saying import paid
from herefor.answer.verbs.writing import ASKED_AGAIN, write_by_ourselves, write_to_customer
from herefor.people.models import Account
from herefor.story.clock import now

ASK_AGAIN_AFTER = timedelta(days=7)
ASKED_SHARE = 0.25
"""Of what is not critical, this share is asked again; the draw is kept with its probability."""


class NotSettled(Exception):
    """Nothing stands that could be confirmed."""


class AlreadySettled(Exception):
    """Somebody was quicker: a settlement stands, and these words were not stored."""


def settle_case(case: Case, *, words: str, by: Account) -> Settlement:
    """We say it is put right and ask the customer. It stays open until the customer confirms.

    Raises AlreadySettled when a settlement stands.
    """
    with transaction.atomic():
        hold(case)
        if (kept := front_of(case)) != case:
            return settle_case(kept, words=words, by=by)
        if standing_settlement(case):
            raise AlreadySettled
        settlement = case.settlements.create(words=words, by=by, settled_at=now())
        _draw_for_follow_up(settlement)
        message = say(case, direction=OUT, text=words, author=by)
        paid(case, by=by, at=message.said_at)
        stop_clocks(case, FIRST_ANSWER, ANSWER, UPDATE, SETTLED)
        restate(case)
        write_to_customer(case, message)
        tell_of("case settled", case, by=by, message=message.pk)
    return settlement


def confirm_settlement(case: Case) -> Confirmation:
    """The customer says that it is put right: the case is closed unless something is still owed.

    Raises NotSettled when nothing was settled, or the settlement was reopened.
    """
    with transaction.atomic():
        hold(case)
        settlement = standing_settlement(case)
        if settlement is None:
            raise NotSettled
        confirmation, made = Confirmation.objects.get_or_create(
            settlement=settlement, defaults={"confirmed_at": now()}
        )
        if made:
            _no_leader_needed(case)
            restate(case)
            told = "settlement confirmed" if case.closed_at else "settlement confirmed, more owed"
            tell_of(told, case, by_customer=True)
    return confirmation


def reopen_case(
    settlement: Settlement, *, reason: str = "", by: Account | None = None
) -> Reopening:
    """The settlement no longer counts and an answer is owed; `by` is empty for the customer."""
    case = settlement.case
    with transaction.atomic():
        hold(case)
        reopening, made = Reopening.objects.get_or_create(
            settlement=settlement, defaults={"reason": reason, "by": by, "reopened_at": now()}
        )
        if made:
            told: dict[str, Any] = {}
            if reason:
                direction = INTERNAL if by else IN
                told["message"] = say(case, direction=direction, text=reason, author=by).pk
            not_over_after_all(case)
            owe_answer(case)
            restate(case)
            tell_of("case reopened", case, by=by, by_customer=by is None, **told)
    return reopening


def withdraw_case(case: Case, *, reason: str = "") -> Withdrawal:
    """The customer takes the case back: nothing is owed any more, open promises included.

    What is merged into it is told within it, and is taken back with it.
    """
    with transaction.atomic():
        hold(case)
        front = front_of(case)
        if standing := front.withdrawals.filter(undone_at=None).first():
            return standing
        _no_leader_needed(front)
        for told in told_within(front):
            _owe_nothing(told)
            told.withdrawals.get_or_create(
                undone_at=None, defaults={"reason": reason, "withdrawn_at": now()}
            )
        restate(front)
        tell_of("case withdrawn", front, by_customer=True)
        return front.withdrawals.get(undone_at=None)


def answer_follow_up(
    follow_up: FollowUp, *, is_put_right: bool, had_to_repeat: bool | None, words: str = ""
) -> FollowUp:
    """The customer, asked again, says how it is now; at most three questions, each may be left.

    Put right confirms the settlement; not put right opens the case again.
    """
    settlement = follow_up.settlement
    with transaction.atomic():
        hold(settlement.case)
        follow_up.refresh_from_db()
        follow_up.answered_at = now()
        follow_up.is_put_right, follow_up.had_to_repeat = is_put_right, had_to_repeat
        follow_up.words = words
        follow_up.save()
        tell_of("follow-up answered", settlement.case, by_customer=True)
        if standing_settlement(settlement.case) == settlement:
            if is_put_right:
                confirm_settlement(settlement.case)
            else:
                reopen_case(settlement, reason=words)
    return follow_up


def ask_again(follow_up: FollowUp) -> bool:
    """The days are over: ask, unless her word is there or nobody waits. True when asked."""
    case = follow_up.settlement.case
    with transaction.atomic():
        hold(case)
        claimed = FollowUp.objects.filter(
            pk=follow_up.pk, asked_at=None, spared_at=None, due_at__lte=now()
        )
        if not may_be_asked_again(follow_up):
            claimed.update(spared_at=now())
            return False
        if not claimed.update(asked_at=now()):
            return False
        tell_of("customer asked again", case, follow_up=follow_up.pk)
        write_by_ourselves(
            case, words=_asked_again, once=f"again-{follow_up.pk}", may_stop=ASKED_AGAIN
        )
    return True


def _asked_again(_case: Case) -> str:
    return _(
        "Some days ago we said that it is put right. Only you can say whether it is. "
        "Please tell us on the page below; it is at most three questions."
    )


def _no_leader_needed(case: Case) -> None:
    """The customer says that it is put right, or takes it back: no leader is waited for."""
    for told in told_within(case):
        if told.leader_requests.filter(answered_at=None).update(answered_at=now()):
            stop_clocks(told, LEADER)


def _owe_nothing(case: Case) -> None:
    case.promises.filter(kept_at=None, withdrawn_at=None).update(
        withdrawn_at=now(), withdrawn_because=_("The customer took the case back.")
    )
    withdraw_offers(case)
    stop_clocks(case)


def _draw_for_follow_up(settlement: Settlement) -> None:
    """Seeded by the settlement itself, so that the draw can be made again and checked."""
    is_critical = settlement.case.severity == settlement.case.Severity.CRITICAL
    probability = 1.0 if is_critical else ASKED_SHARE
    drawn = random.Random(f"follow-up {settlement.pk}").random() < probability  # noqa: S311  a sample
    due = settlement.settled_at + ASK_AGAIN_AFTER if drawn else None
    FollowUp.objects.create(settlement=settlement, probability=probability, due_at=due)
