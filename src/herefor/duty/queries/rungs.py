"""Whom a rung means at the time it is taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from herefor.duty.models import Alarm, Rota, Rung, Step
from herefor.duty.queries.watches import standing_fallback, who_is_on
from herefor.duty.queries.ways import confirmed_ways, is_quiet
from herefor.duty.rules import may_be_called
from herefor.people.models import Account, Role
from herefor.people.queries import holders


@dataclass(frozen=True)
class Found:
    """Whom a rung means now, and why they are not waited for; empty when they are."""

    whom: str
    account: Account | None
    passed_on: str
    wait_minutes: int

    @property
    def is_called(self) -> bool:
        return self.passed_on in ("", Step.Passed.NO_WAY)


def next_found(alarm: Alarm, at: datetime) -> Found:
    """The next rung. The last one always finds somebody, and waits for them.

    They are called again too, unless they were a moment ago by the rung before.
    """
    row = alarm.rungs[min(alarm.rung, len(alarm.rungs) - 1)]
    account, whom = _meant(alarm, row, at), row["whom"]
    passed_on = _why_not(alarm, account)
    if is_last(alarm):
        if account is None or passed_on == Step.Passed.AWAY:
            account, whom = standing_fallback(alarm.unit).account, str(Rung.Whom.FALLBACK)
        account = _somebody_who_can(alarm, account)
        called_at = _last_called_at(alarm, account)
        just_now = called_at and called_at > at - timedelta(minutes=row["wait_minutes"])
        passed_on = Step.Passed.SAME if just_now else ""
    elif account and not passed_on:
        passed_on = _rather_not(alarm, account, at)
    return Found(whom, account, passed_on, row["wait_minutes"])


def is_last(alarm: Alarm) -> bool:
    return alarm.rung >= len(alarm.rungs) - 1


def has_somebody_else(alarm: Alarm) -> bool:
    """Whether the next step would call somebody other than the last of the chain again."""
    return alarm.rounds == 0 or _somebody_else(alarm) is not None


def _meant(alarm: Alarm, row: dict[str, Any], at: datetime) -> Account | None:
    match row["whom"]:
        case Rung.Whom.OWNER:
            return alarm.first
        case Rung.Whom.PERSON:
            return Account.objects.filter(pk=row["account"]).first()
        case Rung.Whom.DUTY:
            return who_is_on(alarm.unit, at=at).account
        case Rung.Whom.LEADER:
            return who_is_on(alarm.unit, kind=Rota.Kind.LEADER, at=at).account
        case _:
            return standing_fallback(alarm.unit).account


def _why_not(alarm: Alarm, account: Account | None) -> str:
    if account is None:
        return Step.Passed.NOBODY
    if not account.is_active:
        return Step.Passed.AWAY
    able = may_be_called(alarm.unit) | holders(alarm.unit, Role.Kind.ADMINISTRATOR).order_by()
    return "" if able.filter(pk=account.pk).exists() else Step.Passed.AWAY


def _rather_not(alarm: Alarm, account: Account, at: datetime) -> str:
    if _last_called_at(alarm, account):
        return Step.Passed.SAME
    if not alarm.is_critical and is_quiet(account, at):
        return Step.Passed.QUIET
    return "" if confirmed_ways(account) else Step.Passed.NO_WAY


def _last_called_at(alarm: Alarm, account: Account) -> datetime | None:
    """When they were called, if they were the last that was."""
    called = alarm.steps.filter(pages__isnull=False).order_by("-number").first()
    return called.taken_at if called and called.account_id == account.pk else None


def _somebody_who_can(alarm: Alarm, last: Account) -> Account:
    """The last of the chain; if they said that they cannot, a leader or administrator."""
    if last.pk not in _cannot(alarm):
        return last
    return _somebody_else(alarm) or last


def _somebody_else(alarm: Alarm) -> Account | None:
    """Nearest leaders, then administrators, who were not asked in vain."""
    cannot = _cannot(alarm)
    if not cannot:
        return None
    for kind in (Role.Kind.LEADER, Role.Kind.ADMINISTRATOR):
        for account in holders(alarm.unit, kind):
            if account.pk not in cannot:
                return account
    return None


def _cannot(alarm: Alarm) -> set[int]:
    said = alarm.steps.filter(passed_on=Step.Passed.CANNOT, account__isnull=False)
    return {int(pk) for pk in said.values_list("account", flat=True)}
