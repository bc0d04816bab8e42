"""Who is called, in which order, is decided at a unit and holds below it."""

from collections.abc import Sequence

from django.db import transaction

from herefor.duty.models import Chain, Rung
from herefor.duty.queries.chains import RungPlan
from herefor.people.models import Account, Unit
from herefor.story.verbs import tell


def set_chain(
    unit: Unit, *, severity: str = "", rungs: Sequence[RungPlan], repeats: int, by: Account
) -> Chain:
    """Replace the chain of a unit for one severity. Alarms that ring keep the one they have."""
    with transaction.atomic():
        chain, _made = Chain.objects.update_or_create(
            unit=unit, severity=severity, defaults={"repeats": repeats}
        )
        chain.rungs.all().delete()
        Rung.objects.bulk_create(
            Rung(
                chain=chain,
                order=order,
                whom=rung.whom,
                account_id=rung.account,
                wait_minutes=rung.wait_minutes,
            )
            for order, rung in enumerate(rungs, start=1)
        )
        tell("chain changed", about=unit, by=by, unit=unit, rungs=len(rungs))
    return chain


def remove_chain(chain: Chain, *, by: Account) -> Unit:
    """What counts above counts here again."""
    with transaction.atomic():
        unit = chain.unit
        chain.delete()
        tell("chain changed", about=unit, by=by, unit=unit, rungs=0)
    return unit
