"""Who stands left of whom, and in which order from the top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Name = str
SWEEPS = 12


@dataclass(frozen=True)
class Layers:
    """Names by layer, from left to right and top to bottom.

    An arrow over several layers has a lane of its own in each between: names of lanes are its
    (source, target, layer).
    """

    rows: tuple[tuple[object, ...], ...]
    steps: tuple[tuple[object, object], ...]  # from one layer to the next

    def neighbours(self) -> dict[object, list[object]]:
        """Who is joined to whom in the layers beside."""
        beside: dict[object, list[object]] = {one: [] for row in self.rows for one in row}
        for a, b in self.steps:
            beside[a].append(b)
            beside[b].append(a)
        return beside


def layered(names: Sequence[Name], edges: Sequence[tuple[Name, Name]]) -> Layers:
    """Longest-path layers with lanes, crossings lessened by barycentres.

    Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and Cybernetics 11 (1981).

    >>> layered("abc", [("a", "b"), ("b", "c"), ("a", "c")]).rows
    (('a',), ('b', ('a', 'c', 1)), ('c',))
    """
    depth = depths(names, edges)
    rows: list[list[object]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for name in names:
        rows[depth[name]].append(name)
    steps: list[tuple[object, object]] = []
    for source, target in edges:
        way: list[object] = [source]
        for layer in range(depth[source] + 1, depth[target]):
            lane = (source, target, layer)
            rows[layer].append(lane)
            way.append(lane)
        way.append(target)
        steps += pairwise(way)
    return _ordered(Layers(tuple(map(tuple, rows)), tuple(steps)))


def depths(names: Sequence[Name], edges: Sequence[tuple[Name, Name]]) -> dict[Name, int]:
    """How many steps the longest way to each takes; what drives nobody stands beside its target.

    >>> depths("abcd", [("a", "b"), ("b", "c"), ("d", "c")])
    {'a': 0, 'b': 1, 'c': 2, 'd': 1}
    """
    depth = dict.fromkeys(names, 0)
    for _ in names:  # as many rounds as the longest way can have steps
        for source, target in edges:
            depth[target] = max(depth[target], depth[source] + 1)
    driven = {target for _, target in edges}
    for name in names:
        to = [depth[target] for source, target in edges if source == name]
        if name not in driven and to:
            depth[name] = min(to) - 1
    return depth


def spread(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places nearest to those wanted, in this order, at least so far apart.

    Least squares by pooling neighbours that are too near: Barlow, Bartholomew, Bremner and Brunk,
    Statistical Inference under Order Restrictions (1972).

    >>> spread([0.0, 0.0, 10.0], [4.0, 4.0])
    [-2.0, 2.0, 10.0]
    """
    shift = [0.0]
    for gap in apart:
        shift.append(shift[-1] + gap)
    pools: list[tuple[float, int]] = []  # sum and count
    for value, moved in zip(wanted, shift, strict=False):
        pools.append((value - moved, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [(a + b, m + n)]
    level = [total / count for total, count in pools for _ in range(count)]
    return [one + moved for one, moved in zip(level, shift, strict=True)]


def _ordered(found: Layers) -> Layers:
    """The order with the fewest crossings that the sweeps come by."""
    rows, best = [list(row) for row in found.rows], found
    beside = found.neighbours()
    fewest = crossings(found)
    for sweep in range(SWEEPS):
        places = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for layer in places:
            other = rows[layer - 1] if sweep % 2 == 0 else rows[layer + 1]
            rows[layer] = _by_barycentre(rows[layer], other, beside)
        tried = Layers(tuple(map(tuple, rows)), found.steps)
        if (count := crossings(tried)) < fewest:
            fewest, best = count, tried
    return best


def crossings(found: Layers) -> int:
    """Pairs of steps between the same layers that cross."""
    place = {one: (layer, at) for layer, row in enumerate(found.rows) for at, one in enumerate(row)}
    ends = [(place[a][0], place[a][1], place[b][1]) for a, b in found.steps]
    return sum(
        a[0] == b[0] and (a[1] - b[1]) * (a[2] - b[2]) < 0
        for at, a in enumerate(ends)
        for b in ends[at + 1 :]
    )


def _by_barycentre(
    row: Sequence[object], other: Sequence[object], beside: Mapping[object, Sequence[object]]
) -> list[object]:
    at = {one: place for place, one in enumerate(other)}

    def centre(place: int, one: object) -> float:
        held = [at[next_to] for next_to in beside[one] if next_to in at]
        return sum(held) / len(held) if held else float(place)

    order = sorted(enumerate(row), key=lambda pair: (centre(*pair), pair[0]))
    return [one for _, one in order]
