"""Estimates over time: every period's interval first, then a thin line, then the points.

What has no interval is drawn without one; who it is compared with is a dashed line with hollow
points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from herefor.ui.charts.estimates import ENGLISH, Words
from herefor.ui.charts.svg import (
    Ends,
    Scale,
    element,
    ends_around,
    number,
    percent,
    picture,
    round_ends,
    round_step,
    text,
    ticks,
)

TOP, BOTTOM, HEIGHT = 26, 196, 224
BAND = 14
FIT_WIDE, FIT_NARROW = 12, 5


@dataclass(frozen=True)
class Point:
    """One period; `clear` says in words that it clearly changed, and is empty otherwise. `other`
    is what somebody else had then."""

    period: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None
    clear: str = ""
    other: float | None = None

    @property
    def edges(self) -> Ends:
        """The ends of the interval, or the point twice."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


def trend(
    points: Sequence[Point],
    ends: Ends | None = None,
    *,
    label: str,
    words: Words = ENGLISH,
    beside: str = "",
) -> SafeString:
    """The large chart of an index over its periods; `beside` names whose are the `other` values."""
    ends = ends or round_ends(_edges(points))
    up = Scale(ends, onto=(BOTTOM, TOP))
    dot = 4.5 if len(points) <= FIT_WIDE else 2.5
    return picture(
        *_grid(ends, up, words),
        *_bands(points, up),
        *_others(points, up, dot=dot),
        _line(points, up, HEIGHT),
        *(_mark(x, point, up, words, dot=dot) for x, point in _placed(points)),
        *_periods(points),
        kind="trend",
        height=HEIGHT,
        says=_says(points, label, words, beside),
    )


def spark(points: Sequence[Point], *, label: str, words: Words = ENGLISH) -> SafeString:
    """The small chart: intervals as one ribbon, a thin line, the newest point."""
    up = Scale(ends_around(_edges(points)), onto=(50, 6))
    (last_x, last), height = list(_placed(points))[-1], 56
    return picture(
        _stretched(_ribbon(points, up), height),
        _line(points, up, height),
        element("circle", class_="dot", cx=percent(last_x), cy=number(up(last.value)), r="4.5"),
        kind="spark",
        height=height,
        says=_says(points, label, words),
    )


def _says(points: Sequence[Point], label: str, words: Words, beside: str = "") -> str:
    said = (
        f"{p.period} {words.estimate(p.value, p.low, p.high)}"
        + (f", {p.clear}" if p.clear else "")
        + (f", {beside} {words.number(p.other)}" if p.other is not None else "")
        for p in points
    )
    return f"{label}: " + "; ".join(said)


def _edges(points: Sequence[Point]) -> list[float]:
    others = [point.other for point in points if point.other is not None]
    return [edge for point in points for edge in point.edges] + others


def _placed(points: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Each point with its place across, in percent; a single one stands in the middle."""
    last = len(points) - 1
    for index, point in enumerate(points):
        yield (100 * index / last if last else 50), point


def _grid(ends: Ends, up: Scale, words: Words) -> Iterator[SafeString]:
    step = round_step(ends[1] - ends[0])
    for value in ticks(ends):
        y, tick = up(value), words.tick(value, step)
        yield element("line", class_="axis", x1="0", x2="100%", y1=number(y), y2=number(y))
        yield element("text", tick, class_="chart-tick", x="-12", y=number(y + 4))


def _bands(points: Sequence[Point], up: Scale) -> Iterator[SafeString]:
    """Bands of one width where there is room; many periods share the width instead."""
    if len(points) <= FIT_WIDE:
        width, left, shift = str(BAND), 0.0, -BAND / 2
    else:
        share = 60 / (len(points) - 1)
        width, left, shift = percent(share), share / 2, 0.0
    for x, point in _placed(points):
        if point.low is None:
            continue
        low, high = point.edges
        yield element(
            "rect",
            class_="band",
            x=percent(x - left),
            transform=f"translate({number(shift)})",
            width=width,
            rx=BAND // 2,
            y=number(up(high)),
            height=number(up(low) - up(high)),
        )


def _mark(x: float, point: Point, up: Scale, words: Words, *, dot: float) -> SafeString:
    """The point; a ring around it and words over it tell that the change is clear."""
    y = number(up(point.value))
    spoken = words.estimate(point.value, point.low, point.high)
    if point.n is not None:
        spoken += ", " + words.answers.format(n=words.count(point.n))
    parts = [element("title", f"{point.period}: {spoken}")]
    if point.clear:
        parts.append(element("circle", class_="ring", cx=percent(x), cy=y, r="9"))
        over = up(point.edges[1]) - 8
        parts.append(text(point.clear, x=x, y=over, anchor=_anchor(x), kind="chart-clear"))
    parts.append(element("circle", class_="dot", cx=percent(x), cy=y, r=dot))
    return element("g", *parts)


def _anchor(x: float) -> str:
    if x < 15:
        return "start"
    return "end" if x > 85 else "middle"


def _periods(points: Sequence[Point]) -> Iterator[SafeString]:
    """As many names as fit, counted back from the newest; fewer of them where it is narrow."""
    wide = -(-len(points) // FIT_WIDE)
    narrow = -(-len(points) // FIT_NARROW)
    for back, (x, point) in enumerate(reversed(list(_placed(points)))):
        kinds = [" on-wide" * (back % wide == 0), " on-narrow" * (back % narrow == 0)]
        if any(kinds):
            kind = "chart-period" + "".join(kinds)
            yield text(point.period, x=x, y=HEIGHT - 4, anchor="middle", kind=kind)


def _others(points: Sequence[Point], up: Scale, *, dot: float) -> Iterator[SafeString]:
    """Lines that leave out the periods of which nothing is known, and a hollow point for each."""
    known = [(x, point.other) for x, point in _placed(points)]
    for is_known, run in groupby(known, key=lambda one: one[1] is not None):
        if not is_known:
            continue
        held = [(x, up(value)) for x, value in run if value is not None]
        yield _drawn(held, HEIGHT, kind="chart-line other")
        for x, y in held:
            yield element("circle", class_="other", cx=percent(x), cy=number(y), r=dot)


def _line(points: Sequence[Point], up: Scale, height: int) -> SafeString:
    return _drawn([(x, up(p.value)) for x, p in _placed(points)], height, kind="chart-line")


def _drawn(corners: Sequence[tuple[float, float]], height: int, *, kind: str) -> SafeString:
    written = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return _stretched(
        element("polyline", class_=kind, points=written, vector_effect="non-scaling-stroke"),
        height,
    )


def _ribbon(points: Sequence[Point], up: Scale) -> SafeString:
    placed = list(_placed(points))
    there = [f"{number(x)},{number(up(p.edges[1]))}" for x, p in placed]
    back = [f"{number(x)},{number(up(p.edges[0]))}" for x, p in reversed(placed)]
    return element("polygon", class_="ribbon", points=" ".join(there + back))


def _stretched(shape: SafeString, height: int) -> SafeString:
    """A drawing as wide as its place, for shapes that cannot be given in percent."""
    return element(
        "svg", shape, viewBox=f"0 0 100 {height}", preserveAspectRatio="none", height=height
    )
