"""The chain that counts at a unit: its own, the nearest above, or the one we start with."""

from dataclasses import asdict, dataclass
from typing import Any

from herefor.duty.models import Chain, Rung
from herefor.people.models import Unit


@dataclass(frozen=True)
class RungPlan:
    """One rung as an alarm carries it."""

    whom: str
    wait_minutes: int
    account: int | None = None

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class ChainPlan:
    rungs: tuple[RungPlan, ...]
    repeats: int
    unit: Unit | None = None


STANDARD = ChainPlan(
    rungs=(
        RungPlan(Rung.Whom.OWNER, 15),
        RungPlan(Rung.Whom.DUTY, 15),
        RungPlan(Rung.Whom.LEADER, 15),
        RungPlan(Rung.Whom.FALLBACK, 15),
    ),
    repeats=3,
)


def chain_for(unit: Unit, severity: str) -> ChainPlan:
    """Of the same unit, the chain of the severity goes before the one for every severity."""
    chains = Chain.objects.filter(unit__in=unit.trail_ids, severity__in=[severity, ""])
    nearest = chains.order_by("-unit__trail", "-severity").select_related("unit").first()
    if nearest is None:
        return STANDARD
    rungs = tuple(
        RungPlan(str(rung.whom), rung.wait_minutes, rung.account_id)
        for rung in nearest.rungs.order_by("order")
    )
    return ChainPlan(rungs or STANDARD.rungs, nearest.repeats, nearest.unit)
