"""One act on many cases, and taking it back."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.dateparse import parse_datetime

from herefor.answer.models import BulkAct, Case, CaseLink, Clock
from herefor.answer.queries.cases import open_offer
from herefor.answer.queries.clocks import RUNNING
from herefor.answer.rules import cases_visible_to, may_own
from herefor.answer.verbs._common import hold, restate
from herefor.answer.verbs.clocks import move_clock
from herefor.answer.verbs.handing import assign, give_case, take_case, tell_who_has_it
from herefor.answer.verbs.joining import (
    call_genuine,
    call_spam,
    link_cases,
    snooze_case,
    unlink_cases,
    wake_case,
)
from herefor.answer.verbs.sorting import change_kind, change_severity, move_case
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.models import Event
from herefor.story.verbs import take_the_pen

MOST_CASES = 100

ACTS: dict[str, Callable[..., Any]] = {
    "take": take_case,
    "give": give_case,
    "aside": snooze_case,
    "severity": change_severity,
    "kind": change_kind,
    "unit": move_case,
    "spam": call_spam,
    "link": link_cases,
}


def act_on_many(cases: Iterable[Case], *, what: str, by: Account, **how: Any) -> BulkAct:
    """Do one thing to all of these cases that `by` may see; what they were lets it be undone.

    A case that may not be given to this owner is left as it is.
    """
    with transaction.atomic():
        take_the_pen()
        seen = cases_visible_to(by).filter(pk__in=[case.pk for case in cases])
        chosen = list(seen.select_related("customer", "unit", "owner").order_by("pk")[:MOST_CASES])
        done = [
            before
            for case in chosen
            if (before := _do(case, what, by=by, first=chosen[0], how=how)) is not None
        ]
        return BulkAct.objects.create(
            by=by, what=what, before={"cases": done, "left": len(chosen) - len(done)}, done_at=now()
        )


def _do(case: Case, what: str, *, by: Account, first: Case, how: dict[str, Any]) -> Any:
    """What the case was before, with the newest event on it after; None when it was left alone."""
    if what == "give" and not may_own(case).filter(pk=how["owner"].pk).exists():
        return None
    if what == "link":
        if case == first:
            return None
        how = {"other": first}
    before, newest = _as_it_is(case), newest_event(case)
    made = ACTS[what](case, **how, by=by)
    after = newest_event(case)
    if what == "link":
        before["link"] = made.pk
    return None if after == newest else before | {"event": after}


def _as_it_is(case: Case) -> dict[str, Any]:
    asleep = case.snoozes.filter(woken_at=None).first()
    clocks = case.clocks.filter(RUNNING)
    return {
        "case": case.pk,
        "owner": case.owner_id,
        "taken_at": _iso(case.taken_at),
        "severity": case.severity,
        "kind": case.kind,
        "unit": case.unit_id,
        "offer": offer.pk if (offer := open_offer(case)) else None,
        "asleep_until": _iso(asleep.until) if asleep else None,
        "clocks": {str(clock.pk): _iso(clock.due_at) for clock in clocks},
    }


def undo_many(act: BulkAct, *, by: Account) -> list[Case]:
    """Put back what can be put back, once; the cases on which something happened meanwhile are
    left as they are and returned."""
    with transaction.atomic():
        take_the_pen()
        if not BulkAct.objects.filter(pk=act.pk, by=by, undone_at=None).update(undone_at=now()):
            return []
        numbers = [before["case"] for before in act.before["cases"]]
        cases = Case.objects.select_related("customer", "unit", "owner").in_bulk(numbers)
        seen = set(cases_visible_to(by).filter(pk__in=numbers).values_list("pk", flat=True))
        return [
            case
            for before in act.before["cases"]
            if (case := cases.get(before["case"]))
            and not (case.pk in seen and _undo(case, act.what, before, by))
        ]


def _undo(case: Case, what: str, before: dict[str, Any], by: Account) -> bool:
    if newest_event(case) != before["event"]:
        return False
    match what:
        case "spam":
            call_genuine(case, by=by)
        case "aside":
            wake_case(case, by=by)
            until = _moment(before["asleep_until"])
            if until and until > now():
                snooze_case(case, until=until, by=by)
        case "link":
            for link in CaseLink.objects.filter(pk=before["link"]):
                unlink_cases(link, by=by)
        case _:
            return _put_back(case, before, by)
    return True


def _put_back(case: Case, before: dict[str, Any], by: Account) -> bool:
    """Owner, severity, kind, unit and due times as they were; False when the owner may not."""
    hold(case)
    case.severity, case.kind = before["severity"], before["kind"]
    case.unit = Unit.objects.get(pk=before["unit"])
    owner = Account.objects.get(pk=before["owner"])
    if not may_own(case).filter(pk=owner.pk).exists():
        return False
    if case.owner_id != owner.pk or case.taken_at != _moment(before["taken_at"]):
        assign(case, owner=owner, by=by)
        case.taken_at = _moment(before["taken_at"])
    for clock in Clock.objects.filter(RUNNING, case=case):
        due = _moment(before["clocks"].get(str(clock.pk)))
        if due and due != clock.due_at:
            move_clock(clock, due=due)
    restate(case)
    if before["offer"]:
        case.handovers.filter(pk=before["offer"], accepted_at=None, declined_at=None).update(
            withdrawn_at=None
        )
    tell_who_has_it("act taken back", case, by=by)
    return True


def newest_event(case: Case) -> int:
    return Event.objects.about(case).aggregate(newest=Max("pk"))["newest"] or 0


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(written: str | None) -> datetime | None:
    return parse_datetime(written) if written else None
