"""Which counts stay hidden: small groups, and whatever a subtraction would uncover them by."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A unit: how many there are there and below."""

    unit: int
    trail: str
    n: int

    @property
    def parent(self) -> int | None:
        above = self.trail.strip("/").split("/")[:-1]
        return int(above[-1]) if above else None


def hidden_among(groups: Sequence[Group], *, least: int) -> set[int]:
    """The units whose number stays hidden.

    A parent minus the children that are shown must never leave a group smaller than `least`:
    until it does not, the next smallest child is hidden as well, and with a unit what is below it.
    """
    by_parent: dict[int | None, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=lambda group: (group.n, group.trail)):
        by_parent[group.parent].append(group)
    hidden = {group.unit for group in groups if group.n < least}
    for parent in sorted(groups, key=lambda group: group.trail):
        _cover(parent, by_parent[parent.unit], hidden, least=least)
    return hidden


def _cover(parent: Group, children: list[Group], hidden: set[int], *, least: int) -> None:
    """Hide children, the smallest first, until what is left over is large enough or nothing."""
    if parent.unit in hidden:
        hidden |= {child.unit for child in children}
        return
    left_over = parent.n - sum(child.n for child in children if child.unit not in hidden)
    for child in children:
        if not 0 < left_over < least:
            return
        if child.unit not in hidden:
            hidden.add(child.unit)
            left_over += child.n
