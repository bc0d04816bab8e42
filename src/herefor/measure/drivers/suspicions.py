"""What to be careful about with drivers found without a model, in plain words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from herefor.measure.estimate.fit import Number
from herefor.measure.stack import Array
from herefor.measure.words import counted, listed

if TYPE_CHECKING:
    from herefor.measure.drivers.aspects import Aspect, Drivers

COLLINEAR = 5.0
FEW_FOR_EACH = 10
COUNTS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def said(found: "Drivers", *, beyond: Mapping[str, Array], lost: int) -> Iterator[str]:
    """Every warning. `beyond` is by how much a coefficient is larger than its correlation."""
    if not found.drawn[found.aspects[0].name].size:
        yield "There is no interval, so it is not known which aspects can be told apart."
    if lost:
        yield f"{counted(lost, 'replicate')} could not be computed and left out."
    if found.n < FEW_FOR_EACH * len(found.aspects):
        yield (
            f"{counted(found.n, 'answer')} for {counted(len(found.aspects), 'aspect')}: with fewer "
            f"than {FEW_FOR_EACH} for each, R2 is too high and the order is rough."
        )
    if found.monte_carlo:
        yield (
            f"With {len(found.aspects)} aspects orders were sampled: shares are uncertain by "
            f"{found.monte_carlo:.1%} on that account (one standard error)."
        )
    yield from _suppressors(found, beyond)
    near = [
        f"{one.name} ({one.inflation:.1f})" for one in found.aspects if one.inflation > COLLINEAR
    ]
    if near:
        yield (
            f"Some aspects say much the same: variance inflation over {COLLINEAR:g} for "
            f"{listed(near)}. Their separate coefficients are uncertain."
        )
    if len(found.leaders) > 1:
        many = len(found.leaders)
        spoken = COUNTS[many] if many < len(COUNTS) else str(many)
        yield f"The first {spoken} cannot be told apart: {listed(found.leaders, most=many)}."


def _suppressors(found: "Drivers", beyond: Mapping[str, Array]) -> Iterator[str]:
    """A coefficient that leaves the span from zero to the correlation: Tzelgov and Henik,
    Psychological Bulletin 109 (1991)."""
    for one in found.aspects:
        if not _clear(one.coefficient):
            continue
        if one.coefficient.value * one.correlation.value < 0:
            how = "its coefficient has the other sign than its correlation"
        elif _clear(Number.of(0, beyond[one.name], level=found.level)) and _larger(one):
            how = "its coefficient is larger than its correlation"
        else:
            continue
        yield (
            f"{one.name} is a suppressor, not a plain driver: {how} ({one.coefficient.value:.2f}, "
            f"{one.correlation.value:.2f}). It corrects the other aspects; do not act on it alone."
        )


def _clear(number: Number) -> bool:
    return number.low > 0 or number.high < 0


def _larger(one: "Aspect") -> bool:
    return abs(one.coefficient.value) > abs(one.correlation.value)
