"""What a case is and where it belongs, said anew: severity, kind, unit."""

from django.db import transaction

from herefor.answer.models import Case, Clock
from herefor.answer.queries.cases import next_owner
from herefor.answer.queries.clocks import RUNNING, allowance_of
from herefor.answer.rules import may_own
from herefor.answer.verbs._common import hold, restate, tell_of
from herefor.answer.verbs.clocks import ANSWER, FIRST_ANSWER, SETTLED, UPDATE, move_clock
from herefor.answer.verbs.handing import assign, tell_who_has_it, withdraw_offers
from herefor.people.models import Account, Unit


def change_severity(case: Case, *, severity: int, by: Account) -> Case:
    """How grave it is for the customer. A clock may run out earlier by it, never later."""
    with transaction.atomic():
        hold(case)
        if case.severity != severity:
            case.severity = severity
            _hurry(case)
            restate(case)
            tell_of("severity changed", case, by=by, to=str(case.get_severity_display()))
    return case


def change_kind(case: Case, *, kind: str, by: Account) -> Case:
    with transaction.atomic():
        hold(case)
        if case.kind != kind:
            case.kind = kind
            _hurry(case)
            restate(case)
            tell_of("kind changed", case, by=by, to=str(case.get_kind_display()))
    return case


def move_case(case: Case, *, unit: Unit, by: Account) -> Case:
    """It belongs to another unit. An owner who does not answer there gives way to one who does."""
    with transaction.atomic():
        hold(case)
        if case.unit != unit:
            case.unit = unit
            if not may_own(case).filter(pk=case.owner_id).exists():
                withdraw_offers(case)
                assign(case, owner=next_owner(unit), by=None)
            _hurry(case)
            restate(case)
            tell_who_has_it("case moved", case, by=by, to=unit.name)
    return case


def _hurry(case: Case) -> None:
    """What the customer was told holds; a shorter time by the new rule holds instead."""
    allowed = allowance_of(case)
    minutes = {
        FIRST_ANSWER: allowed.first_answer,
        ANSWER: allowed.first_answer,
        UPDATE: allowed.update,
        SETTLED: allowed.settled,
    }
    for clock in Clock.objects.filter(RUNNING, case=case, what__in=minutes):
        given = minutes[Clock.What(clock.what)]
        due = allowed.due(clock.started_at, given) if given else clock.due_at
        if due < clock.due_at:
            move_clock(clock, due=due)
