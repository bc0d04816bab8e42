"""Where an interaction has a part, no driver has one effect."""

from collections.abc import Iterable

from herefor.measure.estimate.fit import Fit
from herefor.measure.words import Refused, listed


def refuse_products(fit: Fit, target: str, *, among: Iterable[str] = ()) -> None:
    """Refuse interactions among the drivers named, or anywhere before the target."""
    before = tuple(among) or tuple(
        link.source for link in fit.total_effects() if link.target == target
    )
    if products := [name for name in before if fit.model.the(name).product]:
        raise Refused(
            f"{listed(products)} has a part in {target}, so what its drivers bring changes with "
            "each other and cannot be given one by one. Take the interaction out for this, or ask "
            "for `simple_slopes`."
        )
