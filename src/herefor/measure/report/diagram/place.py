"""Where everything stands, in pixels: boxes, lanes, curves, labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from herefor.measure.report.diagram.content import Arrow, Content, Node, Row, signed
from herefor.measure.report.diagram.layers import Layers, layered, spread

MARGIN, BETWEEN, ABOVE = 20.0, 134.0, 22.0  # round all, between layers, between boxes
HEAD, LINE, ITEM, PAD = 19.0, 16.0, 17.0, 9.0  # heights in a box
LETTER, NARROW, WIDE = 8.1, 124.0, 208.0
LANE, LABEL = 40.0, (84.0, 32.0)
SWEEPS = 30
SHIFTS = tuple(12.0 * step for step in range(-12, 13))  # off its arrow, if it must be
Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Box:
    """A construct in its place; the name is broken into lines that fit."""

    node: Node
    name: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """An arrow: cubic curves from left to right, and where its numbers stand."""

    arrow: Arrow
    curves: tuple[Curve, ...]
    label: Point
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Geometry:
    """All in place."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def placed(content: Content) -> Geometry:
    """Layers from left to right, boxes as near to what they are joined to as there is room."""
    names = [node.name for node in content.nodes]
    by_key = _keys(content)
    edges = [(by_key[one.source], by_key[one.target]) for one in content.arrows]
    found = layered(names, edges)
    sizes = {node.name: _size(node) for node in content.nodes}
    left, total = _columns(found, sizes)
    centre = _centres(found, sizes)
    top = min(centre[one] - _height(one, sizes) / 2 for one in centre)
    bottom = max(centre[one] + _height(one, sizes) / 2 for one in centre)
    boxes = {
        node.name: Box(
            node,
            broken(node.name, sizes[node.name][0]),
            left[layer][0] + (left[layer][1] - sizes[node.name][0]) / 2,
            MARGIN + centre[node.name] - top - sizes[node.name][1] / 2,
            *sizes[node.name],
        )
        for layer, row in enumerate(found.rows)
        for node in content.nodes
        if node.name in row
    }
    lanes: dict[object, float] = {
        one: MARGIN + y - top for one, y in centre.items() if isinstance(one, tuple)
    }
    lines = _lines(content, edges, boxes, (lanes, left))
    return Geometry(total, bottom - top + 2 * MARGIN, tuple(boxes.values()), tuple(lines))


def broken(name: str, width: float) -> tuple[str, ...]:
    """A name in at most two lines, cut where it is longer still.

    >>> broken("Satisfaction with the branch", 150)
    ('Satisfaction', 'with the branch')
    """
    most = int((width - 2 * PAD) / LETTER)
    if len(name) <= most:
        return (name,)
    spaces = [at for at, sign in enumerate(name) if sign in " _-"]
    half = min(spaces, key=lambda at: abs(at - len(name) / 2), default=0)
    parts = (name[: half + 1].rstrip(" "), name[half + 1 :]) if half else (name,)
    return tuple(part if len(part) <= most + 1 else f"{part[:most]}…" for part in parts)


def rows_of(box: Box) -> Iterator[tuple[Row, float]]:
    """Each item with the height of its line of writing."""
    first = box.y + PAD + HEAD * len(box.name) + LINE * len(box.node.lines) + 4
    for place, row in enumerate(box.node.rows):
        yield row, first + ITEM * place + 13


def along(curves: Sequence[Curve], parts: int = 16) -> Iterator[Point]:
    """Points on the curves, for lines made of straight pieces."""
    for a, b, c, d in curves:
        for step in range(parts + 1):
            t = step / parts
            u = 1 - t
            shares = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            yield (
                sum(s * p[0] for s, p in zip(shares, (a, b, c, d), strict=True)),
                sum(s * p[1] for s, p in zip(shares, (a, b, c, d), strict=True)),
            )


def _keys(content: Content) -> dict[str, str]:
    """Arrows speak of an interaction by `a*b`; its box has a proper sign between."""
    known = {node.name: node.name for node in content.nodes}
    spelled = {node.name.replace(" × ", "*"): node.name for node in content.nodes if node.product}
    return spelled | known


def _size(node: Node) -> tuple[float, float]:
    longest = max((len(line) * 0.84 for line in (*node.lines, "")), default=0)
    width = min(
        max(LETTER * max(len(node.name), longest) + (4 if node.product else 2) * PAD, NARROW), WIDE
    )
    if len(node.name) * LETTER > WIDE:
        width = WIDE
    lines = len(broken(node.name, width))
    height = 2 * PAD + HEAD * lines + LINE * len(node.lines)
    return width, height + (ITEM * len(node.rows) + 6 if node.rows else 0)


def _height(one: object, sizes: dict[str, tuple[float, float]]) -> float:
    return sizes[one][1] if isinstance(one, str) else LANE


def _columns(
    found: Layers, sizes: dict[str, tuple[float, float]]
) -> tuple[list[tuple[float, float]], float]:
    """Left edge and width of each layer, and the width of all."""
    x, columns = MARGIN, []
    for row in found.rows:
        width = max((sizes[one][0] for one in row if isinstance(one, str)), default=NARROW)
        columns.append((x, width))
        x += width + BETWEEN
    return columns, x - BETWEEN + MARGIN


def _centres(found: Layers, sizes: dict[str, tuple[float, float]]) -> dict[object, float]:
    beside = found.neighbours()
    apart = [
        [(_height(a, sizes) + _height(b, sizes)) / 2 + ABOVE for a, b in pairwise(row)]
        for row in found.rows
    ]
    centre: dict[object, float] = {}
    for row, gaps in zip(found.rows, apart, strict=True):
        centre |= zip(row, spread([0.0] * len(row), gaps), strict=True)
    for sweep in range(SWEEPS):
        order = range(len(found.rows)) if sweep % 2 else range(len(found.rows) - 1, -1, -1)
        for layer in order:
            row = found.rows[layer]
            wanted = [
                sum(centre[b] for b in beside[one]) / len(beside[one]) if beside[one] else 0.0
                for one in row
            ]
            centre |= zip(row, spread(wanted, apart[layer]), strict=True)
    return centre


Lanes = tuple[dict[object, float], list[tuple[float, float]]]


def _lines(
    content: Content, edges: Sequence[tuple[str, str]], boxes: dict[str, Box], lanes: Lanes
) -> Iterator[Line]:
    ways = [_way(edge, boxes, lanes) for edge in edges]
    ends = _ends(edges, ways, boxes)
    drawn = []
    for way, (start, end) in zip(ways, ends, strict=True):
        points = [start, *way, end]
        drawn.append(tuple(_curve(a, b) for a, b in pairwise(points)))
    taken: list[Point] = []
    for place, (arrow, curves) in enumerate(zip(content.arrows, drawn, strict=True)):
        texts = _texts(arrow)
        others = [p for at, more in enumerate(drawn) if at != place for p in along(more)]
        spot = _spot(curves, lanes[1], taken=taken, others=others) if texts else curves[0][0]
        if texts:
            taken.append(spot)
        yield Line(arrow, curves, spot, texts)


def _way(edge: tuple[str, str], boxes: dict[str, Box], lanes: Lanes) -> list[Point]:
    """The corners of the lanes an arrow runs through."""
    heights, columns = lanes
    mine = sorted(one[2] for one in heights if isinstance(one, tuple) and one[:2] == edge)
    return [
        (columns[layer][0] + side, heights[(*edge, layer)])
        for layer in mine
        for side in (0.0, columns[layer][1])
    ]


def _ends(
    edges: Sequence[tuple[str, str]], ways: Sequence[list[Point]], boxes: dict[str, Box]
) -> list[tuple[Point, Point]]:
    """Where arrows leave and reach their boxes, side by side in the order they come from."""

    def middle(name: str) -> float:
        return boxes[name].y + boxes[name].height / 2

    leaving = {n: way[0][1] if way else middle(edges[n][1]) for n, way in enumerate(ways)}
    coming = {n: way[-1][1] if way else middle(edges[n][0]) for n, way in enumerate(ways)}

    def at(n: int, name: str, side: int, by: dict[int, float]) -> float:
        mine = sorted((m for m, edge in enumerate(edges) if edge[side] == name), key=by.__getitem__)
        room = min(boxes[name].height - 16, 26.0 * (len(mine) - 1))
        step = room / (len(mine) - 1) if len(mine) > 1 else 0.0
        return middle(name) - room / 2 + step * mine.index(n)

    return [
        (
            (boxes[a].x + boxes[a].width, at(n, a, 0, leaving)),
            (boxes[b].x, at(n, b, 1, coming)),
        )
        for n, (a, b) in enumerate(edges)
    ]


def _curve(a: Point, b: Point) -> Curve:
    bend = (b[0] - a[0]) * (0.0 if a[1] == b[1] else 0.5)
    return a, (a[0] + bend, a[1]), (b[0] - bend, b[1]), b


def _spot(
    curves: Sequence[Curve],
    columns: Sequence[tuple[float, float]],
    *,
    taken: Sequence[Point],
    others: Sequence[Point],
) -> Point:
    """The place on the arrow where its numbers hide the least: first of all no other numbers."""
    wide, high = LABEL
    if len(curves) > 1:  # in a lane there is room
        tried = [((c[0][0] + c[3][0]) / 2, c[0][1]) for c in curves[1:-1:2]]
    else:
        (x0, _), _, _, (x1, _) = curves[0]
        left = min(x + width for x, width in columns if x + width >= x0 - 1) + wide / 2 + 2
        right = max(x for x, _ in columns if x <= x1 + 1) - wide / 2 - 2
        tried = [(x, y + up) for x, y in along(curves, 30) if left <= x <= right for up in SHIFTS]

    mine = list(along(curves))

    def hides(spot: Point) -> float:
        over = sum(abs(x - spot[0]) < wide and abs(y - spot[1]) < high for x, y in taken)
        lines = sum(abs(x - spot[0]) < wide / 2 and abs(y - spot[1]) < high / 2 for x, y in others)
        middle = abs(spot[0] - (curves[0][0][0] + curves[-1][3][0]) / 2)
        own = min(abs(y - spot[1]) for x, y in mine if abs(x - spot[0]) < wide / 2)
        return 10_000 * over + 10 * lines + 2 * own + 0.05 * middle

    return min(tried, key=hides)


def _texts(arrow: Arrow) -> tuple[str, ...]:
    if arrow.number is None:
        return ()
    value = signed(arrow.number.value)
    if arrow.number.low != arrow.number.low:
        return (value,)
    return value, f"{signed(arrow.number.low)} to {signed(arrow.number.high)}"
