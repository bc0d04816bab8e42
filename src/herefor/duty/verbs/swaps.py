"""Colleagues change shifts among themselves: one offers, the other accepts."""

from datetime import datetime

from django.db import transaction

from herefor.duty.models import Rota, Swap
from herefor.duty.queries.plans import stretches
from herefor.duty.verbs.rotas import override
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import tell

Time = tuple[datetime, datetime]


class NotTheirs(Exception):
    """Somebody else is on in part of that time, so it cannot be given away."""


class AlreadyAnswered(Exception):
    """The offer was accepted, declined or taken back before."""


def offer_swap(
    rota: Rota, *, to: Account, give: Time, take: Time | None = None, by: Account
) -> Swap:
    """Offer one's own time to a colleague, for theirs or for nothing."""
    _insist(rota, by, give)
    if take:
        _insist(rota, to, take)
    with transaction.atomic():
        swap = Swap.objects.create(
            rota=rota,
            offered_by=by,
            offered_to=to,
            starts_at=give[0],
            ends_at=give[1],
            back_starts_at=take[0] if take else None,
            back_ends_at=take[1] if take else None,
            offered_at=now(),
        )
        tell("swap offered", about=rota, by=by, unit=rota.unit, name=to.name)
    return swap


def accept_swap(swap: Swap, *, by: Account) -> Swap:
    """It becomes an override, or two. Raises NotTheirs if the rota has changed meanwhile."""
    give = (swap.starts_at, swap.ends_at)
    take = (swap.back_starts_at, swap.back_ends_at)
    with transaction.atomic():
        _answer(swap, accepted_at=now())
        _insist(swap.rota, swap.offered_by, give)
        _put(swap, swap.offered_to, give, by=by)
        if take[0] and take[1]:
            _insist(swap.rota, swap.offered_to, (take[0], take[1]))
            _put(swap, swap.offered_by, (take[0], take[1]), by=by)
        name = swap.offered_by.name
        tell("swap accepted", about=swap.rota, by=by, unit=swap.rota.unit, name=name)
    return swap


def decline_swap(swap: Swap, *, by: Account) -> Swap:
    with transaction.atomic():
        _answer(swap, declined_at=now())
        name = swap.offered_by.name
        tell("swap declined", about=swap.rota, by=by, unit=swap.rota.unit, name=name)
    return swap


def withdraw_swap(swap: Swap, *, by: Account) -> Swap:
    with transaction.atomic():
        _answer(swap, withdrawn_at=now())
        name = swap.offered_to.name
        tell("swap taken back", about=swap.rota, by=by, unit=swap.rota.unit, name=name)
    return swap


def _answer(swap: Swap, **how: datetime) -> None:
    open_ones = Swap.objects.filter(
        pk=swap.pk, accepted_at=None, declined_at=None, withdrawn_at=None
    )
    if not open_ones.update(**how):
        raise AlreadyAnswered
    swap.refresh_from_db()


def _put(swap: Swap, account: Account, when: Time, *, by: Account) -> None:
    override(swap.rota, account=account, starts_at=when[0], ends_at=when[1], by=by)


def _insist(rota: Rota, account: Account, when: Time) -> None:
    if any(one.person != account.pk for one in stretches(rota, *when)):
        raise NotTheirs
