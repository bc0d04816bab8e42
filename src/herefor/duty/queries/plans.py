"""A stored rota as the frozen plan that arithmetic works on."""

from datetime import datetime, time, timedelta

from herefor.duty.models import Layer, Override, Rota
from herefor.duty.rota_arithmetic import Instead, Plan, Stretch, Turns, Window, resolve
from herefor.duty.rules import may_be_called

MIDNIGHT = time(0)


def plan_of(rota: Rota) -> Plan:
    layers = [_turns(layer) for layer in rota.layers.prefetch_related("turns")]
    given = rota.overrides.filter(withdrawn_at=None).order_by("made_at", "pk")
    instead = [_instead(one) for one in given]
    named = {person for layer in layers for person in layer.people}
    named |= {one.person for one in instead}
    able = set(may_be_called(rota.unit).values_list("pk", flat=True))
    return Plan(
        zone=rota.zone,
        fallback=rota.fallback_id,
        layers=tuple(layers),
        instead=tuple(instead),
        away=frozenset(named - able),
    )


def stretches(rota: Rota, start: datetime, end: datetime) -> list[Stretch]:
    """Who is there, turn by turn."""
    return resolve(plan_of(rota), start, end)


def _turns(layer: Layer) -> Turns:
    first = layer.starts_on
    if layer.step == Layer.Step.WEEKS and layer.hand_over_weekday is not None:
        first -= timedelta(days=(first.weekday() - layer.hand_over_weekday) % 7)
    return Turns(
        source=layer.pk,
        people=tuple(turn.account_id for turn in layer.turns.all()),
        first=datetime.combine(first, layer.hand_over_at),
        step=layer.length,
        begins=datetime.combine(layer.starts_on, layer.hand_over_at),
        window=Window(
            days=frozenset(int(digit) for digit in layer.days),
            begins=layer.begins or MIDNIGHT,
            ends=layer.ends or MIDNIGHT,
        ),
    )


def _instead(override: Override) -> Instead:
    return Instead(override.pk, override.account_id, override.starts_at, override.ends_at)
