"""Rotas are opened and changed; no change leaves a gap that nobody holds."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from herefor.duty.models import AnnouncedGap, Layer, Override, Rota, Turn
from herefor.duty.queries.watches import AHEAD, gaps
from herefor.duty.rota_arithmetic import Stretch, without
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell


class LeavesGaps(Exception):
    """The change leaves time that only the standing fallback would hold, unconfirmed."""

    def __init__(self, gaps: list[Stretch], rota: Rota) -> None:
        super().__init__(f"{len(gaps)} gaps")
        self.gaps, self.fallback, self.zone = gaps, rota.fallback, rota.zone


@dataclass(frozen=True)
class LayerPlan:
    """What a layer says, before it is stored."""

    people: tuple[Account, ...]
    starts_on: date
    every: int = 1
    step: str = Layer.Step.WEEKS
    hand_over_at: time = time(9)
    hand_over_weekday: int | None = None
    days: str = ""
    begins: time | None = None
    ends: time | None = None


def open_rota(
    unit: Unit,
    *,
    kind: str = Rota.Kind.DUTY,
    name: str,
    zone_name: str,
    fallback: Account,
    layers: Iterable[LayerPlan] = (),
    by: Account,
    gaps_held: bool = False,
) -> Rota:
    """Open a rota with its first layers. `gaps_held` confirms that the fallback holds the rest."""
    with transaction.atomic():
        rota = Rota.objects.create(
            unit=unit,
            kind=kind,
            name=name,
            zone_name=zone_name,
            fallback=fallback,
            opened_at=now(),
            opened_by=by,
            look_at=now(),
        )
        for order, plan in enumerate(layers, start=1):
            _store(Layer(rota=rota, order=order), plan)
        tell("rota opened", about=rota, by=by, unit=unit, name=rota.name)
        _hold_gaps(rota, by=by, gaps_held=gaps_held)
    return rota


def change_rota(
    rota: Rota, *, name: str, zone_name: str, fallback: Account, by: Account, gaps_held: bool
) -> Rota:
    with _changing(rota, by=by, gaps_held=gaps_held):
        rota.name, rota.zone_name, rota.fallback = name, zone_name, fallback
        rota.save(update_fields=["name", "zone_name", "fallback"])
    return rota


def close_rota(rota: Rota, *, by: Account) -> Unit:
    """Give it up: the rota above answers from now on, or the nearest leader."""
    with transaction.atomic():
        unit, name = rota.unit, rota.name
        rota.delete()
        tell("rota closed", about=unit, by=by, unit=unit, name=name)
    return unit


def add_layer(rota: Rota, *, plan: LayerPlan, by: Account, gaps_held: bool = False) -> Layer:
    """The new layer lies on top of the others."""
    with _changing(rota, by=by, gaps_held=gaps_held):
        last = rota.layers.order_by("-order").first()
        return _store(Layer(rota=rota, order=last.order + 1 if last else 1), plan)


def change_layer(layer: Layer, *, plan: LayerPlan, by: Account, gaps_held: bool = False) -> Layer:
    with _changing(layer.rota, by=by, gaps_held=gaps_held):
        _store(layer, plan)
    return layer


def remove_layer(layer: Layer, *, by: Account, gaps_held: bool = False) -> Rota:
    with _changing(layer.rota, by=by, gaps_held=gaps_held):
        layer.delete()
    return layer.rota


def override(
    rota: Rota,
    *,
    account: Account,
    starts_at: datetime,
    ends_at: datetime,
    why: str = "",
    by: Account,
) -> Override:
    """Put somebody in place of whoever would be on."""
    with transaction.atomic():
        made = Override.objects.create(
            rota=rota,
            account=account,
            starts_at=starts_at,
            ends_at=ends_at,
            why=why,
            by=by,
            made_at=now(),
        )
        look_again(rota)
        tell(
            "override made",
            about=rota,
            by=by,
            unit=rota.unit,
            name=account.name,
            since=starts_at.isoformat(),
            until=ends_at.isoformat(),
        )
    return made


def withdraw_override(made: Override, *, by: Account, gaps_held: bool = False) -> Rota:
    with _changing(made.rota, by=by, gaps_held=gaps_held):
        open_ones = Override.objects.filter(pk=made.pk, withdrawn_at=None)
        open_ones.update(withdrawn_at=now(), withdrawn_by=by)
    return made.rota


def announce_gaps(rota: Rota) -> list[Stretch]:
    """Tell of gaps that opened by themselves, as when somebody left."""
    with transaction.atomic():
        found = unannounced(rota)
        _announce(rota, found, by=None)
    return found


def unannounced(rota: Rota) -> list[Stretch]:
    """Gaps in the next eight weeks that the present fallback was not told to hold."""
    start, end = now(), now() + AHEAD
    told = rota.announced_gaps.filter(held_by=rota.fallback_id, ends_at__gt=start)
    return without(gaps(rota, start, end), told.values_list("starts_at", "ends_at"))


def look_again(rota: Rota) -> None:
    Rota.objects.filter(pk=rota.pk).update(look_at=now())


@contextmanager
def _changing(rota: Rota, *, by: Account, gaps_held: bool) -> Iterator[None]:
    """Change a rota as a whole or not at all; raises LeavesGaps when a gap is not confirmed."""
    with transaction.atomic():
        Rota.objects.select_for_update().get(pk=rota.pk)
        yield
        look_again(rota)
        tell("rota changed", about=rota, by=by, unit=rota.unit, name=rota.name)
        _hold_gaps(rota, by=by, gaps_held=gaps_held)


def _hold_gaps(rota: Rota, *, by: Account, gaps_held: bool) -> None:
    found = unannounced(rota)
    if found and not gaps_held:
        raise LeavesGaps(found, rota)
    _announce(rota, found, by=by)


def _announce(rota: Rota, found: list[Stretch], *, by: Account | None) -> None:
    if not found:
        return
    AnnouncedGap.objects.bulk_create(
        AnnouncedGap(
            rota=rota,
            starts_at=one.start,
            ends_at=one.end,
            why=str(one.because),
            held_by=rota.fallback,
            confirmed_by=by,
            announced_at=now(),
        )
        for one in found
    )
    tell(
        "gap announced",
        about=rota,
        by=by,
        unit=rota.unit,
        name=rota.name,
        held_by=rota.fallback.name,
        gaps=len(found),
        first=found[0].start.isoformat(),
    )


def _store(layer: Layer, plan: LayerPlan) -> Layer:
    for field in ("starts_on", "every", "step", "hand_over_at", "hand_over_weekday"):
        setattr(layer, field, getattr(plan, field))
    layer.days, layer.begins, layer.ends = plan.days, plan.begins, plan.ends
    layer.save()
    layer.turns.all().delete()
    Turn.objects.bulk_create(
        Turn(layer=layer, place=place, account=person)
        for place, person in enumerate(plan.people, start=1)
    )
    return layer
